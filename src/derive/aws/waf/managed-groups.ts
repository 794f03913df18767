import { aboutAttacks, type ManagedGroup, narrow, on, whole } from './managed-groups-rows.js';
import { senderGroups } from './managed-groups-senders.js';

export type { ListedRule, ManagedGroup, ManagedRule } from './managed-groups-rows.js';

/**
 * When the table was last held against AWS's pages, those under `source`, as published copies have them. Rows without a
 * remark were seen there: those of the baseline page as it stood in September 2026, the others in the guide's own source of
 * May 2023 (https://github.com/awsdocs/aws-waf-and-shield-advanced-developer-guide, its history included), which a later
 * copy of the use-case page confirms. Names of several versions stand side by side: what counts is in both this table and
 * what WAF itself says of the version in use, so that a name that is wrong here covers nothing. Release candidates (names
 * ending in `_RC_COUNT`, which count) are left out.
 */
export const asOf = '2026-11-26';

const baseline = 'aws-managed-rule-groups-baseline.html';
const useCase = 'aws-managed-rule-groups-use-case.html';

/**
 * What AWS's managed groups say that they look for, in the categories of the Core Rule Set. None of them looks for session
 * fixation (943). Of protocol attacks (920/921) and of Node.js (934) they have single rules, each about one technique.
 */
export const managedGroups: readonly ManagedGroup[] = [
  aboutAttacks('AWSManagedRulesCommonRuleSet', 'core-rule-set', baseline, [
    // Names of scanners in the user agent, which is what 913 looks for as well.
    { rules: ['UserAgent_BadBots_HEADER'], looksFor: [whole('scanners')] },
    {
      rules: [
        'NoUserAgent_HEADER',
        'SizeRestrictions_QUERYSTRING',
        'SizeRestrictions_Cookie_HEADER',
        'SizeRestrictions_BODY',
        'SizeRestrictions_URIPATH',
        ...on('RestrictedExtensions', 'URIPATH', 'QUERYARGUMENTS'),
      ],
      looksFor: [narrow('protocol')],
    },
    // Requests forged to the metadata service, 934110 of the Core Rule Set.
    { rules: on('EC2MetaDataSSRF', 'BODY', 'COOKIE', 'URIPATH', 'QUERYARGUMENTS'), looksFor: [narrow('node')] },
    { rules: on('GenericLFI', 'QUERYARGUMENTS', 'URIPATH', 'BODY'), looksFor: [whole('lfi')] },
    // Counted as the whole category although AWS speaks of addresses with an IPv4 host alone, as 931100 does.
    { rules: on('GenericRFI', 'QUERYARGUMENTS', 'BODY', 'URIPATH'), looksFor: [whole('rfi')] },
    { rules: on('CrossSiteScripting', 'COOKIE', 'QUERYARGUMENTS', 'BODY', 'URIPATH'), looksFor: [whole('xss')] },
  ]),
  aboutAttacks('AWSManagedRulesKnownBadInputsRuleSet', 'known-bad-inputs', baseline, [
    { rules: on('JavaDeserializationRCE', 'HEADER', 'BODY', 'URIPATH', 'QUERYSTRING'), looksFor: [whole('java')] },
    { rules: on('Log4JRCE', 'HEADER', 'QUERYSTRING', 'BODY', 'URIPATH'), looksFor: [whole('java')] },
    // Versions before 1.15: one rule for all parts, or `_URI` for the path, whose label the changelog does not say.
    { rules: ['Log4JRCE'], looksFor: [whole('java')], parts: ['header', 'query', 'body', 'path'] },
    { rules: ['Log4JRCE_URI'], looksFor: [whole('java')] },
    { rules: ['Host_localhost_HEADER'], looksFor: [narrow('protocol')] },
    // Enforcement of methods is 911, and guessed tokens (before version 1.2) none of the Core Rule Set's.
    { rules: ['PROPFIND_METHOD', 'BadAuthToken_COOKIE_AUTHORIZATION'], looksFor: [] },
    // Paths of files that nobody should ask for, 930130 of the Core Rule Set.
    { rules: ['ExploitablePaths_URIPATH'], looksFor: [narrow('lfi')] },
    // One flaw of React's server components, CVE-2025-55182.
    { rules: ['ReactJSRCE_BODY'], looksFor: [narrow('node')] },
  ]),
  aboutAttacks('AWSManagedRulesAdminProtectionRuleSet', 'admin-protection', baseline, [
    { rules: ['AdminProtection_URIPATH'], looksFor: [] },
  ]),
  aboutAttacks('AWSManagedRulesSQLiRuleSet', 'sql-database', useCase, [
    { rules: on('SQLi', 'QUERYARGUMENTS', 'BODY', 'COOKIE', 'URIPATH'), looksFor: [whole('sqli')] },
    { rules: on('SQLiExtendedPatterns', 'QUERYARGUMENTS', 'BODY'), looksFor: [whole('sqli')] },
    // Not seen on the page: these rest on lists that were drawn up from it in 2026 and agree.
    { rules: on('SQLiExtendedPatterns', 'HEADER', 'URIPATH'), looksFor: [whole('sqli')] },
  ]),
  // Inclusion of Linux's own files, as AWS says, 930120 of the Core Rule Set; COOKIE is of versions before 2.1,
  // QUERYARGUMENTS and BODY of those before November 2021.
  aboutAttacks('AWSManagedRulesLinuxRuleSet', 'linux-os', useCase, [
    { rules: on('LFI', 'URIPATH', 'QUERYSTRING', 'HEADER'), looksFor: [narrow('lfi')] },
    { rules: on('LFI', 'COOKIE', 'QUERYARGUMENTS', 'BODY'), looksFor: [narrow('lfi')] },
  ]),
  // QUERYARGUMENTS is the older name. That they look for paths of Unix beside commands, as AWS says, counts for nothing.
  aboutAttacks('AWSManagedRulesUnixRuleSet', 'posix-os', useCase, [
    {
      rules: on('UNIXShellCommandsVariables', 'QUERYSTRING', 'QUERYARGUMENTS', 'BODY', 'HEADER'),
      looksFor: [whole('rce')],
    },
  ]),
  aboutAttacks('AWSManagedRulesWindowsRuleSet', 'windows-os', useCase, [
    { rules: on('WindowsShellCommands', 'COOKIE', 'QUERYARGUMENTS', 'BODY'), looksFor: [whole('rce')] },
    { rules: on('PowerShellCommands', 'COOKIE', 'QUERYARGUMENTS', 'BODY'), looksFor: [whole('rce')] },
    // Not seen on the page: these rest on lists that were drawn up from it in 2026, which have HEADER in COOKIE's place.
    { rules: on('WindowsShellCommands', 'HEADER', 'QUERYSTRING', 'URIPATH'), looksFor: [whole('rce')] },
    // Before November 2021, when the group knew no other shell.
    {
      rules: [
        ...on('PowerShellCommands_Set1', 'QUERYARGUMENTS', 'BODY'),
        ...on('PowerShellCommands_Set2', 'QUERYARGUMENTS', 'BODY'),
      ],
      looksFor: [narrow('rce')],
    },
  ]),
  aboutAttacks('AWSManagedRulesPHPRuleSet', 'php-app', useCase, [
    { rules: on('PHPHighRiskMethodsVariables', 'HEADER', 'QUERYSTRING', 'BODY'), looksFor: [whole('php')] },
    // Before version 2.0.
    { rules: on('PHPHighRiskMethodsVariables', 'QUERYARGUMENTS'), looksFor: [whole('php')] },
    // Not seen on the page: rests on lists that were drawn up from it in 2026 and agree.
    { rules: on('PHPHighRiskMethodsVariables', 'URIPATH'), looksFor: [whole('php')] },
  ]),
  // Single flaws of WordPress and its plugins, none of which is injected PHP (933).
  aboutAttacks('AWSManagedRulesWordPressRuleSet', 'wordpress-app', useCase, [
    { rules: ['WordPressExploitableCommands_QUERYSTRING', 'WordPressExploitablePaths_URIPATH'], looksFor: [] },
  ]),
  ...senderGroups,
];
