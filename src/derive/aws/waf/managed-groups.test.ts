import { describe, expect, it } from 'vitest';
import { ireland } from '../../../../test/helpers/engine.js';
import type { Fact } from '../../../core/fact.js';
import { wafFacts } from '../../../facts/aws/waf.js';
import { bypassesOf } from './bypasses.js';
import { cellsOf } from './cells.js';
import type { Way } from './fate.js';
import { asOf, type ListedRule, type ManagedGroup, managedGroups } from './managed-groups.js';
import { stepsOf } from './steps.js';

function groupNamed(name: string): ManagedGroup {
  const found = managedGroups.find((group) => group.name === name);
  if (found === undefined) throw new TypeError(`no group ${name}`);
  return found;
}

function ruleNamed(group: string, name: string): ListedRule {
  const found = groupNamed(group).rules.find((rule) => rule.name === name);
  if (found === undefined) throw new TypeError(`no rule ${name}`);
  return found;
}

const guide = 'https://docs.aws.amazon.com/waf/latest/developerguide/';

describe('the table', () => {
  it('is dated, and names each group once, with the page of the guide that lists its rules', () => {
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    expect(new Set(managedGroups.map(({ name }) => name)).size).toBe(15);
    for (const { source } of managedGroups)
      expect(source).toMatch(new RegExp(`^${guide}aws-managed-rule-groups-`, 'u'));
  });

  it('has each rule and each label once, in the namespace of the group', () => {
    for (const { namespace, rules } of managedGroups) {
      expect(rules.length).toBeGreaterThan(0);
      expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
      const labels = rules.map(({ label }) => label).filter((label) => label !== '');
      expect(new Set(labels).size).toBe(labels.length);
      for (const label of labels) expect(label).toMatch(new RegExp(`^${namespace}[A-Za-z0-9_]+$`, 'u'));
    }
  });

  it('has a label for every rule but the two that add none', () => {
    const without = managedGroups.flatMap(({ rules }) => rules.filter(({ label }) => label === ''));
    expect(without.map(({ name }) => name)).toEqual(['TokenRejected', 'AllRequests']);
  });

  it('has no rule about attacks that does anything but block', () => {
    const attacks = managedGroups.flatMap(({ rules }) => rules.filter(({ covers }) => covers.length > 0));
    expect(new Set(attacks.map(({ action }) => action))).toEqual(new Set(['block']));
  });

  it.each([
    ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedIPReputationList', 'block'],
    ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedIPDDoSList', 'count'],
    ['AWSManagedRulesBotControlRuleSet', 'CategoryAI', 'block'],
    ['AWSManagedRulesBotControlRuleSet', 'TGT_TokenAbsent', 'count'],
    ['AWSManagedRulesBotControlRuleSet', 'TGT_VolumetricSession', 'captcha'],
    ['AWSManagedRulesACFPRuleSet', 'AllRequests', 'challenge'],
    ['AWSManagedRulesAntiDDoSRuleSet', 'DDoSRequests', 'block'],
    ['AWSManagedRulesAntiDDoSRuleSet', 'ChallengeAllDuringEvent', 'challenge'],
  ])('of %s, %s does %s', (group, name, action) => {
    expect(ruleNamed(group, name)).toMatchObject({ action, covers: [] });
  });

  it.each([
    ['AWSManagedRulesCommonRuleSet', 'UserAgent_BadBots_HEADER', 'core-rule-set:BadBots_Header'],
    ['AWSManagedRulesCommonRuleSet', 'SizeRestrictions_Cookie_HEADER', 'core-rule-set:SizeRestrictions_Cookie_Header'],
    ['AWSManagedRulesCommonRuleSet', 'EC2MetaDataSSRF_URIPATH', 'core-rule-set:EC2MetaDataSSRF_URIPath'],
    ['AWSManagedRulesKnownBadInputsRuleSet', 'Host_localhost_HEADER', 'known-bad-inputs:Host_Localhost_Header'],
    ['AWSManagedRulesKnownBadInputsRuleSet', 'PROPFIND_METHOD', 'known-bad-inputs:Propfind_Method'],
    ['AWSManagedRulesKnownBadInputsRuleSet', 'ReactJSRCE_BODY', 'known-bad-inputs:ReactJSRCE_Body'],
    ['AWSManagedRulesKnownBadInputsRuleSet', 'Log4JRCE', 'known-bad-inputs:Log4JRCE'],
    ['AWSManagedRulesSQLiRuleSet', 'SQLi_URIPATH', 'sql-database:SQLi_URIPath'],
    ['AWSManagedRulesSQLiRuleSet', 'SQLiExtendedPatterns_URIPATH', 'sql-database:SQLiExtendedPatterns_UriPath'],
    ['AWSManagedRulesLinuxRuleSet', 'LFI_COOKIE', 'linux-os:LFI_Cookie'],
    [
      'AWSManagedRulesUnixRuleSet',
      'UNIXShellCommandsVariables_QUERYSTRING',
      'posix-os:UNIXShellCommandsVariables_QueryString',
    ],
    ['AWSManagedRulesWindowsRuleSet', 'WindowsShellCommands_URIPATH', 'windows-os:WindowsShellCommands_UriPath'],
    [
      'AWSManagedRulesWindowsRuleSet',
      'PowerShellCommands_Set1_QUERYARGUMENTS',
      'windows-os:PowerShellCommands_Set1_QueryArguments',
    ],
    ['AWSManagedRulesPHPRuleSet', 'PHPHighRiskMethodsVariables_URIPATH', 'php-app:PHPHighRiskMethodsVariables_URIPath'],
    [
      'AWSManagedRulesWordPressRuleSet',
      'WordPressExploitablePaths_URIPATH',
      'wordpress-app:WordPressExploitablePaths_URIPATH',
    ],
    ['AWSManagedRulesATPRuleSet', 'VolumetricIpHigh', 'atp:VolumetricIpHigh'],
    ['AWSManagedRulesACFPRuleSet', 'VolumetricIpHigh', 'acfp:VolumetricIpHigh'],
  ])('of %s, %s adds %s', (group, name, label) => {
    expect(ruleNamed(group, name).label).toBe(`awswaf:managed:aws:${label}`);
  });

  it('has what a rule looks for in each part that it looks at, whole or one technique of it', () => {
    const covers = (group: string, name: string): string[] =>
      ruleNamed(group, name).covers.map((one) => `${one.category} ${one.part}${one.narrow ? ' in part' : ''}`);
    expect(covers('AWSManagedRulesKnownBadInputsRuleSet', 'Log4JRCE')).toEqual([
      'java header',
      'java query',
      'java body',
      'java path',
    ]);
    expect(covers('AWSManagedRulesKnownBadInputsRuleSet', 'Log4JRCE_URI')).toEqual(['java path']);
    expect(covers('AWSManagedRulesUnixRuleSet', 'UNIXShellCommandsVariables_BODY')).toEqual(['rce body']);
    expect(covers('AWSManagedRulesLinuxRuleSet', 'LFI_QUERYSTRING')).toEqual(['lfi query in part']);
    expect(covers('AWSManagedRulesWindowsRuleSet', 'PowerShellCommands_Set2_BODY')).toEqual(['rce body in part']);
    expect(covers('AWSManagedRulesWordPressRuleSet', 'WordPressExploitablePaths_URIPATH')).toEqual([]);
    expect(covers('AWSManagedRulesKnownBadInputsRuleSet', 'PROPFIND_METHOD')).toEqual([]);
  });
});

type Described = Fact<'aws.wafv2.managed-rule-group'>;

/** Core rules behind an Allow rule on a label of the group, or of none where it is not there. */
function way(groups: readonly string[], key: string, isRead: boolean): Way {
  const use = (name: string, priority: number) => ({
    name,
    priority,
    overrideAction: 'none',
    statement: { type: 'managed-rule-group', name },
  });
  const crs = 'AWSManagedRulesCommonRuleSet';
  const data = wafFacts['aws.wafv2.web-acl'].parse({
    id: 'acl-1',
    wafScope: 'REGIONAL',
    defaultAction: 'allow',
    rules: [
      ...groups.map(use),
      { name: 'let', priority: 10, action: 'allow', statement: { type: 'label-match', scope: 'label', key } },
      use(crs, 20),
    ],
  });
  const described = (id: string): Described | null => {
    const group = groupNamed(id.slice('AWS/'.length));
    if (!isRead && group.name !== crs) return null;
    const rules = group.rules.map(({ name, action }) => ({ name, action }));
    const fact = wafFacts['aws.wafv2.managed-rule-group'].parse({ id, vendor: 'AWS', groupName: group.name, rules });
    return { kind: 'aws.wafv2.managed-rule-group', id, name: null, scope: ireland, data: fact, evidence: [] };
  };
  const acl = { kind: 'aws.wafv2.web-acl', id: 'acl-1', name: null, scope: ireland, data, evidence: [] } as const;
  const { steps } = stepsOf(acl, {
    ruleGroups: { glimpseWhere: () => null },
    managedGroups: { glimpseWhere: (_field, id) => described(id) },
  });
  return { steps, defaultAction: 'allow', isEmptySet: () => false, excused: () => 'no' };
}

describe('whoever a later rule lets by on a label of a group about senders', () => {
  const senders = managedGroups.filter(({ rules }) => rules.every(({ covers }) => covers.length === 0));
  const cases = senders.flatMap(({ name, namespace }) =>
    [true, false].map((isRead) => [name, namespace, isRead] as const),
  );

  it.each(cases)('%s is let by, under %s, read %s', (name, namespace, isRead) => {
    const let_ = way([name], `${namespace}any:label`, isRead);
    expect(cellsOf(let_).find(({ category }) => category === 'xss')).toMatchObject({ action: 'partial' });
    expect(bypassesOf(let_).bypasses).toMatchObject([{ rule: 'let', isCertain: true }]);
  });

  it('is nobody where the group does not stand before', () => {
    const let_ = way([], 'awswaf:managed:aws:bot-control:bot:verified', true);
    expect(cellsOf(let_).find(({ category }) => category === 'xss')).toMatchObject({ action: 'block' });
    expect(bypassesOf(let_).bypasses).toEqual([]);
  });
});
