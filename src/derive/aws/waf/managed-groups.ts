import type { RequestPart, WafCategory } from './categories.js';

/** A rule of an AWS managed rule group: the label that it adds, and which attacks it is about. */
export interface ManagedRule {
  readonly name: string;
  /** With the group's namespace in front. */
  readonly label: string;
  /** None where it covers nothing of any category, as with lists of addresses. */
  readonly covers: readonly {
    readonly category: WafCategory;
    readonly part: RequestPart;
    /** True where the rule is about one technique of the category, which is then covered in part at most. */
    readonly narrow: boolean;
  }[];
}

export interface ManagedGroup {
  readonly name: string;
  /** `awswaf:managed:aws:core-rule-set:` */
  readonly namespace: string;
  readonly source: string;
  readonly rules: readonly ManagedRule[];
}

/**
 * When the table was drawn up, from published copies of AWS's pages and of its answers, the pages under `source` being the
 * ones to hold it against: they were not read in full. Names of several versions stand side by side: what counts is in both
 * this table and what WAF itself says of the version in use, so that a name that is wrong here covers nothing.
 */
export const asOf = '2026-11-26';

const guide = 'https://docs.aws.amazon.com/waf/latest/developerguide/';
const baseline = `${guide}aws-managed-rule-groups-baseline.html`;
const useCase = `${guide}aws-managed-rule-groups-use-case.html`;

/** How names end, how the labels of those rules end, and the part of a request that they look at. */
const endings: readonly { readonly name: string; readonly label: string; readonly part: RequestPart }[] = [
  { name: '_QUERYARGUMENTS', label: '_QueryArguments', part: 'query' },
  { name: '_QUERYSTRING', label: '_QueryString', part: 'query' },
  { name: '_URIPATH', label: '_URIPath', part: 'path' },
  { name: '_METHOD', label: '_Method', part: 'header' },
  { name: '_BODY', label: '_Body', part: 'body' },
  { name: '_COOKIE', label: '_Cookie', part: 'cookie' },
  { name: '_HEADER', label: '_Header', part: 'header' },
];

/** Rules whose label does not follow from their name as the others' do. */
const otherLabels: Readonly<Record<string, string>> = {
  UserAgent_BadBots_HEADER: 'BadBots_Header',
  Host_localhost_HEADER: 'Host_Localhost_Header',
  PROPFIND_METHOD: 'Propfind_Method',
  SQLiExtendedPatterns_URIPATH: 'SQLiExtendedPatterns_UriPath',
  WindowsShellCommands_URIPATH: 'WindowsShellCommands_UriPath',
  WordPressExploitableCommands_QUERYSTRING: 'WordPressExploitableCommands_QUERYSTRING',
  WordPressExploitablePaths_URIPATH: 'WordPressExploitablePaths_URIPATH',
};

interface Covering {
  readonly category: WafCategory | null;
  readonly narrow?: true;
  readonly rules: readonly string[];
}

function group(name: string, namespace: string, source: string, coverings: readonly Covering[]): ManagedGroup {
  const prefix = `awswaf:managed:aws:${namespace}:`;
  const rules = coverings.flatMap(({ category, narrow = false, rules: names }) =>
    names.map((rule): ManagedRule => {
      const [label, part] = read(rule);
      const covers = category === null ? [] : [{ category, part, narrow }];
      return { name: rule, label: `${prefix}${otherLabels[rule] ?? label}`, covers };
    }),
  );
  return { name, namespace: prefix, source, rules };
}

/** The label that follows from a rule's name, and the part of a request that the rule looks at. */
function read(rule: string): readonly [string, RequestPart] {
  return (
    endings.flatMap(({ name, label, part }) =>
      rule.endsWith(name) ? [[`${rule.slice(0, -name.length)}${label}`, part] as const] : [],
    )[0] ?? [rule, 'header']
  );
}

/** The same name for each of the parts of a request. */
function on(name: string, ...parts: readonly string[]): string[] {
  return parts.map((part) => `${name}_${part}`);
}

/** Lists of addresses, and what tells bots, fraud and floods apart: they stop who sends, not what is sent. */
function aboutSenders(name: string, namespace: string, page: string): ManagedGroup {
  return group(name, namespace, `${guide}${page}`, []);
}

/**
 * What AWS's managed groups say that they look for, in the categories of the Core Rule Set. None of them looks for session
 * fixation (943). Of protocol attacks (920/921) and of Node.js (934) they have single rules, each about one technique.
 */
export const managedGroups: readonly ManagedGroup[] = [
  group('AWSManagedRulesCommonRuleSet', 'core-rule-set', baseline, [
    // Names of scanners in the user agent, which is what 913 looks for as well.
    { category: 'scanners', rules: ['UserAgent_BadBots_HEADER'] },
    {
      category: 'protocol',
      narrow: true,
      rules: [
        'NoUserAgent_HEADER',
        'SizeRestrictions_QUERYSTRING',
        'SizeRestrictions_Cookie_HEADER',
        'SizeRestrictions_BODY',
        'SizeRestrictions_URIPATH',
        ...on('RestrictedExtensions', 'URIPATH', 'QUERYARGUMENTS'),
      ],
    },
    // Requests forged to the metadata service, 934110 of the Core Rule Set.
    { category: 'node', narrow: true, rules: on('EC2MetaDataSSRF', 'BODY', 'COOKIE', 'URIPATH', 'QUERYARGUMENTS') },
    { category: 'lfi', rules: on('GenericLFI', 'QUERYARGUMENTS', 'URIPATH', 'BODY') },
    { category: 'rfi', rules: on('GenericRFI', 'QUERYARGUMENTS', 'BODY', 'URIPATH') },
    { category: 'xss', rules: on('CrossSiteScripting', 'COOKIE', 'QUERYARGUMENTS', 'BODY', 'URIPATH') },
  ]),
  group('AWSManagedRulesKnownBadInputsRuleSet', 'known-bad-inputs', baseline, [
    { category: 'java', rules: on('JavaDeserializationRCE', 'HEADER', 'BODY', 'URIPATH', 'QUERYSTRING') },
    { category: 'java', rules: on('Log4JRCE', 'HEADER', 'QUERYSTRING', 'BODY', 'URIPATH') },
    { category: 'protocol', narrow: true, rules: ['Host_localhost_HEADER', 'PROPFIND_METHOD'] },
    // Paths of files that nobody should ask for, 930130 of the Core Rule Set.
    { category: 'lfi', narrow: true, rules: ['ExploitablePaths_URIPATH'] },
    // One flaw of React's server components.
    { category: 'node', narrow: true, rules: ['ReactJSRCE_BODY'] },
  ]),
  group('AWSManagedRulesAdminProtectionRuleSet', 'admin-protection', baseline, [
    { category: null, rules: ['AdminProtection_URIPATH'] },
  ]),
  group('AWSManagedRulesSQLiRuleSet', 'sql-database', useCase, [
    { category: 'sqli', rules: on('SQLi', 'QUERYARGUMENTS', 'BODY', 'COOKIE', 'URIPATH') },
    { category: 'sqli', rules: on('SQLiExtendedPatterns', 'QUERYARGUMENTS', 'BODY', 'HEADER', 'URIPATH') },
  ]),
  group('AWSManagedRulesLinuxRuleSet', 'linux-os', useCase, [
    { category: 'lfi', rules: on('LFI', 'URIPATH', 'QUERYSTRING', 'HEADER') },
  ]),
  group('AWSManagedRulesUnixRuleSet', 'posix-os', useCase, [
    { category: 'rce', rules: on('UNIXShellCommandsVariables', 'QUERYSTRING', 'QUERYARGUMENTS', 'BODY', 'HEADER') },
  ]),
  group('AWSManagedRulesWindowsRuleSet', 'windows-os', useCase, [
    {
      category: 'rce',
      rules: [
        ...on('WindowsShellCommands', 'COOKIE', 'HEADER', 'QUERYARGUMENTS', 'QUERYSTRING', 'URIPATH', 'BODY'),
        ...on('PowerShellCommands', 'COOKIE', 'QUERYARGUMENTS', 'BODY'),
      ],
    },
  ]),
  group('AWSManagedRulesPHPRuleSet', 'php-app', useCase, [
    { category: 'php', rules: on('PHPHighRiskMethodsVariables', 'HEADER', 'QUERYSTRING', 'BODY', 'URIPATH') },
  ]),
  group('AWSManagedRulesWordPressRuleSet', 'wordpress-app', useCase, [
    {
      category: 'php',
      narrow: true,
      rules: ['WordPressExploitableCommands_QUERYSTRING', 'WordPressExploitablePaths_URIPATH'],
    },
  ]),
  aboutSenders('AWSManagedRulesAmazonIpReputationList', 'amazon-ip-list', 'aws-managed-rule-groups-ip-rep.html'),
  aboutSenders('AWSManagedRulesAnonymousIpList', 'anonymous-ip-list', 'aws-managed-rule-groups-ip-rep.html'),
  aboutSenders('AWSManagedRulesBotControlRuleSet', 'bot-control', 'aws-managed-rule-groups-bot.html'),
  aboutSenders('AWSManagedRulesATPRuleSet', 'atp', 'aws-managed-rule-groups-atp.html'),
  aboutSenders('AWSManagedRulesACFPRuleSet', 'acfp', 'aws-managed-rule-groups-acfp.html'),
  aboutSenders('AWSManagedRulesAntiDDoSRuleSet', 'anti-ddos', 'aws-managed-rule-groups-anti-ddos.html'),
];
