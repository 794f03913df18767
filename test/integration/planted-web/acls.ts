import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import {
  CreateIPSetCommand,
  CreateRuleGroupCommand,
  CreateWebACLCommand,
  PutLoggingConfigurationCommand,
} from '@aws-sdk/client-wafv2';
import { given } from '../../../scripts/seed/aws.js';
import { motoAccount } from '../peers/aws/moto.js';
import { type AclCase, aclCases, flood, good, ruleOf } from './acl-cases.js';
import { type Planted, planted } from './plant.js';

const visible = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: 'planted' };
type Scope = 'REGIONAL' | 'CLOUDFRONT';

/** Plants a web ACL for each case; resolves to their verdicts. */
export async function plantAcls(waf: WAFV2Client, region: string): Promise<Planted[]> {
  const all: Planted[] = [];
  for (const [index, one] of [...aclCases, ...(await referringCases(waf))].entries()) {
    const id = await buildAcl(waf, { name: `acl-${index}`, one, scope: 'REGIONAL', region });
    all.push(...planted('acl', one, { region, id }));
  }
  return all;
}

/** Creates the ACL, and has it log; resolves to its ARN. */
export async function buildAcl(
  waf: WAFV2Client,
  { name, one, scope, region }: { name: string; one: AclCase; scope: Scope; region: string },
): Promise<string> {
  const { Summary } = await waf.send(
    new CreateWebACLCommand({
      Name: name,
      Scope: scope,
      DefaultAction: one.defaultAction === 'block' ? { Block: {} } : { Allow: {} },
      VisibilityConfig: visible,
      Rules: [...one.rules],
    }),
  );
  const arn = given(Summary?.ARN, 'ARN');
  if (one.log !== 'none') {
    await waf.send(
      new PutLoggingConfigurationCommand({
        LoggingConfiguration: {
          ResourceArn: arn,
          LogDestinationConfigs: [`arn:aws:logs:${region}:${motoAccount}:log-group:aws-waf-logs-${name}`],
          ...(one.log === undefined ? {} : { LoggingFilter: { ...one.log } }),
        },
      }),
    );
  }
  return arn;
}

/** Cases that refer to what has to be there first: IP sets and a group of the account's own. */
async function referringCases(waf: WAFV2Client): Promise<AclCase[]> {
  const ipSet = async (Name: string, ...Addresses: string[]): Promise<string> => {
    const made = await waf.send(
      new CreateIPSetCommand({ Name, Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses }),
    );
    return given(made.Summary?.ARN, 'ARN');
  };
  const group = async (Name: string, ...Rules: (typeof flood)[]): Promise<string> => {
    const made = await waf.send(
      new CreateRuleGroupCommand({ Name, Scope: 'REGIONAL', Capacity: 100, VisibilityConfig: visible, Rules }),
    );
    return given(made.Summary?.ARN, 'ARN');
  };
  const from = (ARN: string) => ruleOf('from', 1, 'Allow', { IPSetReferenceStatement: { ARN } });
  const own = (ARN: string, override: 'None' | 'Count') => ({
    Name: 'own',
    Priority: 5,
    OverrideAction: { [override]: {} },
    Statement: { RuleGroupReferenceStatement: { ARN } },
    VisibilityConfig: visible,
  });
  const approved = await ipSet('approved', '51.2.0.0/24');
  const others = await ipSet('others', '51.2.0.0/24', '9.9.9.0/24');
  const limits = await group('limits', flood);
  const allows = await group('allows', ruleOf('home', 1, 'Allow', { GeoMatchStatement: { CountryCodes: ['SE'] } }));
  const groups = good.filter((rule) => rule !== flood);
  const letBy = {
    'web-acl-blocks-owasp-categories': 'fail',
    'no-bypassing-allow-rules': 'fail',
    'web-acl-rate-limited': 'fail',
    'web-acl-inspects-oversize': 'fail',
  } as const;
  return [
    {
      of: 'no-bypassing-allow-rules',
      name: 'an earlier Allow rule of approved networks alone',
      built: 'Allow from 51.2.0.0/24 at 1, of 51.2.0.0/16',
      rules: [...good, from(approved)],
    },
    {
      of: 'no-bypassing-allow-rules',
      name: 'an earlier Allow rule of approved networks and another',
      built: 'Allow from 51.2.0.0/24, 9.9.9.0/24 at 1',
      rules: [...good, from(others)],
      verdicts: letBy,
    },
    {
      of: 'no-bypassing-allow-rules',
      name: 'an earlier Allow rule in a rule group of its own',
      built: 'a group with Allow from SE at 5',
      rules: [...good, own(allows, 'None')],
      verdicts: letBy,
    },
    {
      of: 'no-bypassing-allow-rules',
      name: 'an earlier rule group that would allow, overridden to Count',
      built: 'a group with Allow from SE at 5, Count',
      rules: [...good, own(allows, 'Count')],
    },
    {
      of: 'web-acl-rate-limited',
      name: 'a rate-based rule in a rule group of its own',
      built: 'a group that blocks after 2000 requests',
      rules: [...groups, own(limits, 'None')],
    },
    {
      of: 'web-acl-rate-limited',
      name: 'a rate-based rule in a rule group that counts',
      built: 'a group that blocks after 2000 requests, Count',
      rules: [...groups, own(limits, 'Count')],
      verdicts: { 'web-acl-rate-limited': 'fail' },
    },
  ];
}
