import { describe, expect, it } from 'vitest';
import { account, type Answers, here, page, source } from '../../../test/helpers/aws-account.js';
import { collectingSink, type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Json, JsonObject } from '../../core/json.js';
import type { ReadLine, ReadRequest } from '../../core/read.js';
import { observing } from '../run/observing.js';
import { classifyError, outcomeOf } from '../transport/classify.js';
import type { Transport } from '../transport/transport.js';
import { collectCloudFrontWaf, collectRegionalWaf, wafKinds } from './collect-waf.js';

const arn = (what: string) => `arn:aws:wafv2:eu-west-1:${account}:regional/${what}`;
const aclArn = (n: number) => arn(`webacl/acl-${n}/${n}`);
const summary = (n: number) => ({ ARN: aclArn(n), Id: String(n), Name: `acl-${n}` });
const rule = (Name: string, Priority: number, Statement: JsonObject): JsonObject => ({
  Name,
  Priority,
  Statement,
  Action: { Block: {} },
});
const acl = (n: number, ...Rules: JsonObject[]): JsonObject => ({ ...summary(n), DefaultAction: { Allow: {} }, Rules });
const region = { source: 'aws', account, region: 'eu-west-1' } as const;
const global = { source: 'aws', account } as const;

const ipSet = arn('ipset/office/7');
const group = arn('rulegroup/own/8');
const managed = (Version?: string): JsonObject => ({
  ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'CRS', ...(Version === undefined ? {} : { Version }) },
});
const described = page('Rules', { Name: 'A', Action: { Block: {} } });

/** A source with these ACLs, whatever else is said. */
function answers(acls: readonly JsonObject[], more: Answers = {}): Answers {
  return {
    'wafv2:ListWebACLs': page('WebACLs', ...acls.map(({ ARN = '', Id = '', Name = '' }) => ({ ARN, Id, Name }))),
    'wafv2:GetWebACL': ({ input }) => ({ pages: [{ WebACL: acls.find(({ Id }) => Id === input['Id']) ?? null }] }),
    'wafv2:GetRuleGroup': {
      pages: [
        { RuleGroup: { ARN: group, Name: 'own', Rules: [rule('x', 1, { IPSetReferenceStatement: { ARN: ipSet } })] } },
      ],
    },
    'wafv2:GetIPSet': {
      pages: [{ IPSet: { ARN: ipSet, Name: 'office', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.0/24'] } }],
    },
    'wafv2:DescribeManagedRuleGroup': described,
    'wafv2:ListAvailableManagedRuleGroupVersions': page('Versions', { Name: 'Version_2.0' }),
    ...more,
  };
}

async function collect(
  said: Answers,
  transport: Transport & { readonly requests: readonly ReadRequest[] } = source(said),
) {
  const sink = collectingSink();
  await collectRegionalWaf({ transport, sink }, region);
  const asked = (action: string) => transport.requests.filter(({ operation }) => operation === `wafv2:${action}`);
  return { sink, asked };
}

/** A transport on which those requests end with that error, as the classifier has it. */
function failing(said: Answers, code: string, fails: (request: ReadRequest) => boolean) {
  const inner = source(said);
  return {
    requests: inner.requests,
    async *read(request: ReadRequest): AsyncGenerator<ReadLine> {
      for await (const line of inner.read(request)) {
        if (!fails(request)) yield line;
        else if (line.type === 'end') {
          const error = classifyError(refusal(code), { source: 'aws', request });
          yield { ...line, outcome: outcomeOf(error.class), error };
        }
      }
    },
  };
}

function refusal(name: string): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } });
}

describe('web ACLs', () => {
  it('are read with what they are in front of, each type of resource by itself', async () => {
    const resources = ({ input }: ReadRequest): FakeAnswer =>
      page('ResourceArns', ...(input['ResourceType'] === 'APPSYNC' ? ['api-1', 'api-1'] : []));
    const { sink, asked } = await collect(answers([acl(1)], { 'wafv2:ListResourcesForWebACL': resources }));
    expect(sink.of('aws.wafv2.web-acl')).toMatchObject([
      {
        id: aclArn(1),
        name: 'acl-1',
        scope: region,
        data: { wafScope: 'REGIONAL', resourceArns: ['api-1'] },
        evidence: [{ pointer: '/WebACLs/0' }, { pointer: '/WebACL' }, { pointer: '/ResourceArns' }],
      },
    ]);
    expect(asked('GetWebACL').map(({ input }) => input)).toEqual([{ Name: 'acl-1', Id: '1', Scope: 'REGIONAL' }]);
    expect(asked('ListResourcesForWebACL')).toHaveLength(7);
    expect([...sink.gaps]).toEqual([]);
    for (const kind of wafKinds) expect(sink.coverage.get(`${kind} ${here}`)?.gap, kind).toBeNull();
  });

  it('of CloudFront are read once an account, and WAF is not asked what they are in front of', async () => {
    const transport = source(answers([acl(1)]));
    const sink = collectingSink();
    await collectCloudFrontWaf({ transport, sink }, global);
    expect(sink.of('aws.wafv2.web-acl')).toMatchObject([
      { scope: global, data: { wafScope: 'CLOUDFRONT', resourceArns: null } },
    ]);
    expect(
      transport.requests.filter(({ input }) => 'Scope' in input).every(({ input }) => input['Scope'] === 'CLOUDFRONT'),
    ).toBe(true);
    expect(transport.requests.map(({ operation }) => operation)).not.toContain('wafv2:ListResourcesForWebACL');
  });

  it('of which one is denied leave a gap on that one', async () => {
    const acls = [acl(1), acl(2)];
    const one = ({ input }: ReadRequest): FakeAnswer =>
      input['Id'] === '1' ? { outcome: 'denied' } : { pages: [{ WebACL: acl(2) }] };
    const { sink } = await collect(answers(acls, { 'wafv2:GetWebACL': one }));
    expect(sink.of('aws.wafv2.web-acl').map(({ id }) => id)).toEqual([aclArn(2)]);
    expect([...sink.gaps.keys()]).toEqual([`aws.wafv2.web-acl ${here} ${aclArn(1)}`]);
    expect(sink.coverage.get(`aws.wafv2.web-acl ${here}`)?.gap).toBeNull();
  });

  it('with resources that may not be listed are known, with a gap', async () => {
    const one = ({ input }: ReadRequest): FakeAnswer =>
      input['ResourceType'] === 'API_GATEWAY'
        ? { outcome: 'denied' }
        : page('ResourceArns', JSON.stringify(input['ResourceType'] ?? ''));
    const { sink } = await collect(answers([acl(1)], { 'wafv2:ListResourcesForWebACL': one }));
    expect(sink.of('aws.wafv2.web-acl')[0]?.data.resourceArns).toHaveLength(6);
    expect(sink.gaps.get(`aws.wafv2.web-acl ${here} ${aclArn(1)}`)?.reason).toBe('denied');
  });

  it.each([
    ['AGENTCORE_GATEWAY', 'WAFInvalidParameterException', 0],
    ['AGENTCORE_GATEWAY', 'WAFUnavailableEntityException', 1],
    ['AGENTCORE_GATEWAY', 'WAFNonexistentItemException', 1],
    ['APPLICATION_LOAD_BALANCER', 'WAFInvalidParameterException', 1],
  ])('whose region refuses %s with %s have %i gaps', async (type, code, gaps) => {
    const { sink } = await collect(
      {},
      failing(answers([acl(1)]), code, ({ input }) => input['ResourceType'] === type),
    );
    expect([...sink.gaps]).toHaveLength(gaps);
  });

  it('whose region lacks a type of resource leave no read without an answer', async () => {
    const transport = failing(
      answers([acl(1)]),
      'WAFInvalidParameterException',
      ({ input }) => input['ResourceType'] === 'VERIFIED_ACCESS_INSTANCE',
    );
    const watched = observing(transport);
    const { sink } = await collect({}, { ...watched, requests: transport.requests });
    watched.facts(sink);
    expect(sink.of('read').filter(({ name }) => name === 'wafv2:ListResourcesForWebACL')).toHaveLength(7);
    expect([...sink.gaps]).toEqual([]);
  });

  it('that may not be listed leave every kind that is read because of them incomplete', async () => {
    const { sink } = await collect({ 'wafv2:ListWebACLs': { outcome: 'denied' } });
    const gap = (kind: string) => sink.coverage.get(`${kind} ${here}`)?.gap?.reason;
    expect(wafKinds.filter((kind) => gap(kind) !== 'denied')).toEqual(['aws.wafv2.logging-configuration']);
  });
});

describe('what ACLs refer to', () => {
  const refers = (n: number) =>
    acl(
      n,
      rule('own', 1, { RuleGroupReferenceStatement: { ARN: group } }),
      rule('crs', 2, managed()),
      rule('old', 3, managed('Version_2.0')),
      rule('office', 4, {
        AndStatement: { Statements: [{ NotStatement: { Statement: { IPSetReferenceStatement: { ARN: ipSet } } } }] },
      }),
      rule('flood', 5, {
        RateBasedStatement: {
          Limit: 9,
          AggregateKeyType: 'IP',
          ScopeDownStatement: { OrStatement: { Statements: [{ GeoMatchStatement: {} }] } },
        },
      }),
      rule('flood-all', 6, { RateBasedStatement: { Limit: 9, AggregateKeyType: 'IP' } }),
      rule('bots', 7, {
        ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'Bots', ScopeDownStatement: { GeoMatchStatement: {} } },
      }),
    );

  it('is read once, however many refer to it', async () => {
    const { sink, asked } = await collect(answers([refers(1), refers(2)]));
    expect(asked('GetRuleGroup').map(({ input }) => input)).toEqual([{ ARN: group }]);
    expect(asked('GetIPSet').map(({ input }) => input)).toEqual([{ Name: 'office', Id: '7', Scope: 'REGIONAL' }]);
    expect(asked('DescribeManagedRuleGroup').map(({ input }) => [input['Name'], input['VersionName']])).toEqual([
      ['CRS', undefined],
      ['CRS', 'Version_2.0'],
      ['Bots', undefined],
    ]);
    // Versions matter only where something is pinned to one.
    expect(asked('ListAvailableManagedRuleGroupVersions').map(({ input }) => input['Name'])).toEqual(['CRS']);
    expect(sink.of('aws.wafv2.rule-group')).toMatchObject([{ id: group, evidence: [{ pointer: '/RuleGroup' }] }]);
    expect(sink.of('aws.wafv2.ip-set')).toMatchObject([{ id: ipSet, data: { addresses: ['192.0.2.0/24'] } }]);
    expect(sink.of('aws.wafv2.managed-rule-group').map(({ id }) => id)).toEqual([
      'AWS/CRS',
      'AWS/CRS@Version_2.0',
      'AWS/Bots',
    ]);
    expect(sink.of('aws.wafv2.managed-rule-group-versions')).toMatchObject([
      {
        id: 'AWS/CRS',
        data: { versions: [{ name: 'Version_2.0' }], currentDefaultVersion: null },
        evidence: [{ pointer: '/Versions' }],
      },
    ]);
    expect([...sink.gaps]).toEqual([]);
  });

  it('by a rule group alone is read too', async () => {
    const { sink } = await collect(answers([acl(1, rule('own', 1, { RuleGroupReferenceStatement: { ARN: group } }))]));
    expect(sink.of('aws.wafv2.ip-set')).toHaveLength(1);
  });

  it.each(['GetRuleGroup', 'GetIPSet', 'DescribeManagedRuleGroup', 'ListAvailableManagedRuleGroupVersions'])(
    'and may not be read by %s leaves gaps on it alone',
    async (action) => {
      const { sink } = await collect(answers([refers(1)], { [`wafv2:${action}`]: { outcome: 'denied' } }));
      const ids: Json =
        {
          GetRuleGroup: [`aws.wafv2.rule-group ${here} ${group}`],
          GetIPSet: [`aws.wafv2.ip-set ${here} ${ipSet}`],
          DescribeManagedRuleGroup: ['AWS/CRS', 'AWS/CRS@Version_2.0', 'AWS/Bots'].map(
            (id) => `aws.wafv2.managed-rule-group ${here} ${id}`,
          ),
          ListAvailableManagedRuleGroupVersions: [`aws.wafv2.managed-rule-group-versions ${here} AWS/CRS`],
        }[action] ?? [];
      expect([...sink.gaps.keys()]).toEqual(ids);
      expect(sink.of('aws.wafv2.web-acl')).toHaveLength(1);
    },
  );

  it('by what is no ARN of an IP set is a gap', async () => {
    const { sink } = await collect(answers([acl(1, rule('x', 1, { IPSetReferenceStatement: { ARN: 'office' } }))]));
    expect(sink.gaps.get(`aws.wafv2.ip-set ${here} office`)?.reason).toBe('unsupported');
  });

  it('in an expired version is what WAF uses in its place: the default', async () => {
    const said = answers([acl(1, rule('old', 1, managed('Version_1.0')))]);
    const transport = failing(
      said,
      'WAFExpiredManagedRuleGroupVersionException',
      ({ input }) => input['VersionName'] === 'Version_1.0',
    );
    const { sink } = await collect({}, transport);
    expect(sink.of('aws.wafv2.managed-rule-group')).toMatchObject([
      {
        id: 'AWS/CRS@Version_1.0',
        data: { version: 'Version_1.0', isExpired: true, rules: [{ name: 'A', action: 'block' }] },
      },
    ]);
    expect([...sink.gaps]).toEqual([]);
  });
});

describe('logging configurations', () => {
  it('are listed once a scope and owner, each kept once', async () => {
    const own = { ResourceArn: aclArn(1), LogDestinationConfigs: ['d'] };
    const lists = ({ input }: ReadRequest): FakeAnswer =>
      page(
        'LoggingConfigurations',
        own,
        ...(input['LogScope'] === 'SECURITY_LAKE' ? [{ ...own, LogScope: 'SECURITY_LAKE' }] : []),
      );
    const { sink, asked } = await collect({ 'wafv2:ListLoggingConfigurations': lists });
    expect(asked('ListLoggingConfigurations').map(({ input }) => input['LogScope'])).toEqual([
      'CUSTOMER',
      'SECURITY_LAKE',
      'CLOUDWATCH_TELEMETRY_RULE_MANAGED',
    ]);
    expect(sink.of('aws.wafv2.logging-configuration').map(({ id }) => id)).toEqual([
      `${aclArn(1)}/CUSTOMER`,
      `${aclArn(1)}/SECURITY_LAKE`,
    ]);
    expect(sink.coverage.get(`aws.wafv2.logging-configuration ${here}`)?.reads).toHaveLength(3);
  });

  it('that changed while they were read are a gap', async () => {
    const changed = ['a', 'b'].map((d) => ({ ResourceArn: aclArn(1), LogDestinationConfigs: [d] }));
    const lists = ({ input }: ReadRequest): FakeAnswer =>
      page('LoggingConfigurations', ...(input['LogScope'] === 'CUSTOMER' ? changed : []));
    const { sink } = await collect({ 'wafv2:ListLoggingConfigurations': lists });
    expect([...sink.gaps.values()][0]?.reason).toBe('unresolved');
  });
});
