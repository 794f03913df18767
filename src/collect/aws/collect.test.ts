import { describe, expect, it } from 'vitest';
import { collectingSink, type FakeAnswer, fakeTransport } from '../../../test/helpers/aws-reads.js';
import type { FactKind } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { type CollectAws, collectAws } from './collect.js';
import { regionKinds } from './collect-region.js';
import { awsOperation } from './operations.js';

const account = '111122223333';
const region = 'eu-west-1';
const here = `${account}/${region}`;

const identity = { UserId: 'AIDAEXAMPLE', Account: account, Arn: `arn:aws:iam::${account}:user/auditor` };
const regionList = [
  { RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' },
  { RegionName: 'eu-south-1', OptInStatus: 'opted-in' },
  { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
];
const groupFrom = (id: string, ...lists: string[]) => ({
  GroupId: id,
  OwnerId: account,
  IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })) },
  ],
});

const saying = (text: string): unknown => expect.stringContaining(text);
const matching = (text: RegExp): unknown => expect.stringMatching(text);

type Answers = Readonly<Record<string, FakeAnswer | ((request: ReadRequest) => FakeAnswer)>>;

/** A source that answers with empty lists where nothing else is said. */
function source(answers: Answers) {
  return fakeTransport((request) => {
    const said = answers[request.operation];
    if (said !== undefined) return typeof said === 'function' ? said(request) : said;
    switch (request.operation) {
      case 'sts:GetCallerIdentity':
        return { pages: [identity] };
      case 'ec2:DescribeRegions':
        return { pages: [{ Regions: regionList }] };
      default:
        return { pages: [{ [awsOperation(request.operation).answers]: [] }] };
    }
  });
}

async function collect(answers: Answers, options: Partial<CollectAws> = {}) {
  const transport = source(answers);
  const sink = collectingSink();
  const collected = await collectAws({
    account: null,
    regions: [region],
    homeRegion: region,
    ...options,
    transport,
    sink,
  });
  return { ...collected, sink, requests: transport.requests };
}

const page = (member: string, ...items: Json[]): FakeAnswer => ({ pages: [{ [member]: items }] });

describe('collectAws', () => {
  it('covers every kind of a region once, complete and with its query, though nothing is there', async () => {
    const { sink } = await collect({});
    for (const kind of regionKinds) {
      const coverage = sink.coverage.get(`${kind} ${here}`);
      expect(coverage, kind).toMatchObject({ gap: null, delivered: true });
      expect(coverage?.reads.length, kind).toBe(1);
    }
    expect(sink.coverage.size).toBe(regionKinds.length + 2);
    expect(sink.gaps.size).toBe(0);
  });

  it('says where in the recording each fact stands, over pages', async () => {
    const group = (id: string) => ({ GroupId: id, GroupName: id });
    const { sink } = await collect({
      'ec2:DescribeSecurityGroups': {
        pages: [{ SecurityGroups: [group('sg-1'), group('sg-2')] }, { SecurityGroups: [group('sg-3')] }],
      },
    });
    const facts = sink.of('aws.ec2.security-group');
    const [read] = sink.coverage.get(`aws.ec2.security-group ${here}`)?.reads ?? [];
    expect(facts.map(({ id, evidence }) => [id, ...evidence])).toEqual([
      ['sg-1', { read: read?.key, page: 0, pointer: '/SecurityGroups/0' }],
      ['sg-2', { read: read?.key, page: 0, pointer: '/SecurityGroups/1' }],
      ['sg-3', { read: read?.key, page: 1, pointer: '/SecurityGroups/0' }],
    ]);
    expect(facts[0]?.scope).toEqual({ source: 'aws', account, region });
  });

  it('tells whose credentials these are', async () => {
    const told: unknown[] = [];
    const { sink, identity: found } = await collect({}, { onIdentity: (who) => told.push(who) });
    expect(found).toEqual({ account, partition: 'aws', arn: identity.Arn });
    expect(told).toEqual([found]);
    expect(sink.of('aws.account')).toMatchObject([{ id: account, evidence: [{ page: 0, pointer: '' }] }]);
  });

  it.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('takes the partition %s from the ARN', async (partition) => {
    const Arn = `arn:${partition}:sts::${account}:assumed-role/auditor/ci`;
    const { identity: found } = await collect({ 'sts:GetCallerIdentity': { pages: [{ ...identity, Arn }] } });
    expect(found?.partition).toBe(partition);
  });

  it('refuses credentials of another account before it reads on', async () => {
    const transport = source({});
    const options = { regions: [region], homeRegion: region, transport, sink: collectingSink() };
    await expect(collectAws({ ...options, account: '444455556666' })).rejects.toMatchObject({
      code: 'PREPAY_WRONG_ACCOUNT',
      message: saying('expected account 444455556666, got 111122223333'),
    });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    ['the expected account', '444455556666', '444455556666'],
    ['unidentified', null, 'unidentified'],
  ])('reads on where the identity is denied, as %s', async (_name, expected, used) => {
    const { sink, account: scopeAccount } = await collect(
      { 'sts:GetCallerIdentity': { outcome: 'denied' } },
      { account: expected },
    );
    expect(scopeAccount).toBe(used);
    expect(sink.coverage.get(`aws.account ${used}`)?.gap).toMatchObject({ reason: 'denied' });
    expect(sink.coverage.get(`aws.ec2.vpc ${used}/${region}`)?.gap).toBeNull();
  });

  it('takes an identity of no documented shape for none', async () => {
    const { sink, identity: found } = await collect({ 'sts:GetCallerIdentity': { pages: [{ Account: 12 }] } });
    expect(found).toBeNull();
    expect(sink.coverage.get('aws.account unidentified')?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('/Account'),
    });
  });

  it('gives a pack of gaps, not an exception, where everything is denied', async () => {
    const everything = fakeTransport(() => ({ outcome: 'denied' }));
    const sink = collectingSink();
    await collectAws({ account, regions: [region], homeRegion: region, transport: everything, sink });
    expect(sink.facts).toEqual([]);
    expect(sink.coverage.size).toBe(regionKinds.length + 2);
    for (const [place, { gap, delivered }] of sink.coverage) {
      expect(gap?.reason, place).toBe('denied');
      expect(delivered, place).toBe(false);
    }
  });
});

describe('regions', () => {
  it('are all that are enabled', async () => {
    const { regions, sink } = await collect({}, { regions: 'all' });
    expect(regions).toEqual(['eu-south-1', 'eu-west-1']);
    expect(sink.of('aws.region').map(({ id, data }) => [id, data.isEnabled])).toEqual([
      ['eu-west-1', true],
      ['eu-south-1', true],
      ['af-south-1', false],
    ]);
  });

  it('that may be in use but could not be listed are a gap on the account, for every kind', async () => {
    const { regions, sink } = await collect({ 'ec2:DescribeRegions': { outcome: 'denied' } }, { regions: 'all' });
    expect(regions).toEqual([region]);
    for (const kind of regionKinds) {
      expect(sink.coverage.get(`${kind} ${account}`)?.gap, kind).toMatchObject({
        reason: 'denied',
        text: saying('other regions may be in use'),
      });
      expect(sink.coverage.get(`${kind} ${here}`)?.gap, kind).toBeNull();
    }
  });

  it('that are named are read once, whether or not they could be listed', async () => {
    const { regions, sink } = await collect(
      { 'ec2:DescribeRegions': { outcome: 'denied' } },
      { regions: [region, region, 'us-east-1'] },
    );
    expect(regions).toEqual([region, 'us-east-1']);
    expect(sink.coverage.has(`aws.ec2.vpc ${account}`)).toBe(false);
  });

  it('that nobody knows are refused, with the nearest name', async () => {
    await expect(collect({}, { regions: ['eu-wset-1'] })).rejects.toMatchObject({
      code: 'PREPAY_UNKNOWN_REGION',
      message: saying('eu-wset-1'),
      next: 'Did you mean eu-west-1?',
    });
  });

  it('that are named but not enabled are a gap for every kind, and are not called', async () => {
    const { regions, sink, requests } = await collect({}, { regions: ['af-south-1', 'af-south-1', region] });
    expect(regions).toEqual([region]);
    for (const kind of regionKinds) {
      expect(sink.coverage.get(`${kind} ${account}/af-south-1`)?.gap, kind).toMatchObject({
        reason: 'failed',
        text: saying('af-south-1 is not enabled'),
      });
    }
    expect(requests.filter(({ scope }) => scope.region === 'af-south-1')).toEqual([]);
  });

  it('fail alone', async () => {
    const { sink } = await collect(
      {
        'ec2:DescribeVpcs': ({ scope }) =>
          scope.region === region ? { outcome: 'throttled' } : page('Vpcs', { VpcId: 'vpc-1' }),
      },
      { regions: 'all' },
    );
    expect(sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap?.reason).toBe('throttled');
    expect(sink.coverage.get(`aws.ec2.vpc ${account}/eu-south-1`)?.gap).toBeNull();
  });
});

describe('a read that does not end well', () => {
  const cases: [string, FakeAnswer['outcome'], string][] = [
    ['denied', 'denied', 'denied'],
    ['throttled', 'throttled', 'throttled'],
    ['failed', 'failed', 'failed'],
    ['cut short', 'no-end', 'incomplete'],
  ];

  const listings: [string, FactKind][] = [
    ['ec2:DescribeVpcs', 'aws.ec2.vpc'],
    ['ec2:DescribeSubnets', 'aws.ec2.subnet'],
    ['ec2:DescribeRouteTables', 'aws.ec2.route-table'],
    ['ec2:DescribeInternetGateways', 'aws.ec2.internet-gateway'],
    ['ec2:DescribeEgressOnlyInternetGateways', 'aws.ec2.egress-only-internet-gateway'],
    ['ec2:DescribeNatGateways', 'aws.ec2.nat-gateway'],
    ['ec2:DescribeSecurityGroups', 'aws.ec2.security-group'],
    ['ec2:DescribeManagedPrefixLists', 'aws.ec2.prefix-list'],
    ['ec2:DescribeNetworkInterfaces', 'aws.ec2.network-interface'],
    ['ec2:DescribeAddresses', 'aws.ec2.address'],
    ['elasticloadbalancing:DescribeLoadBalancers', 'aws.elbv2.load-balancer'],
    ['elasticloadbalancing:DescribeTargetGroups', 'aws.elbv2.target-group'],
  ];

  it.each(listings)('%s: is a gap of %s alone', async (operation, kind) => {
    for (const [how, outcome, reason] of cases) {
      const { sink } = await collect({ [operation]: { outcome: outcome ?? 'failed' } });
      const gapped = [...sink.coverage].flatMap(([place, { gap }]) => (gap === null ? [] : [[place, gap.reason]]));
      const listenersToo = kind === 'aws.elbv2.load-balancer' ? [[`aws.elbv2.listener ${here}`, reason]] : [];
      expect(gapped, how).toEqual([[`${kind} ${here}`, reason], ...listenersToo]);
    }
  });

  it('keeps the facts of the pages that came', async () => {
    const pages = [1, 2].map((n) => ({ SecurityGroups: [{ GroupId: `sg-${n}` }] }));
    const { sink } = await collect({ 'ec2:DescribeSecurityGroups': { pages, outcome: 'denied' } });
    expect(sink.of('aws.ec2.security-group').map(({ id }) => id)).toEqual(['sg-1', 'sg-2']);
    expect(sink.coverage.get(`aws.ec2.security-group ${here}`)).toMatchObject({
      delivered: true,
      gap: { reason: 'denied', text: saying('after 2 pages') },
    });
  });
});

describe('an answer of no documented shape', () => {
  it('is a gap that names the place, beside the facts that could be read', async () => {
    const { sink } = await collect({
      'ec2:DescribeSecurityGroups': page(
        'SecurityGroups',
        { GroupId: 'sg-1' },
        { GroupId: 'sg-2', IpPermissions: [{ IpProtocol: 'tcp', FromPort: '22' }] },
        'sg-3',
        { GroupId: 'sg-4' },
      ),
    });
    expect(sink.of('aws.ec2.security-group').map(({ id }) => id)).toEqual(['sg-1', 'sg-4']);
    expect(sink.coverage.get(`aws.ec2.security-group ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: matching(
        /page 0, is not of the documented shape at \/SecurityGroups\/1\/IpPermissions\/0\/FromPort: .*\/SecurityGroups\/2: /,
      ),
    });
  });

  it('may list a thing again, and is a gap only where the two differ', async () => {
    const again = (isDefault: boolean) => ({
      pages: [{ Vpcs: [{ VpcId: 'vpc-1' }] }, { Vpcs: [{ VpcId: 'vpc-1', IsDefault: isDefault }] }],
    });
    const same = await collect({ 'ec2:DescribeVpcs': again(false) });
    expect(same.sink.of('aws.ec2.vpc')).toHaveLength(1);
    expect(same.sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toBeNull();
    const changed = await collect({ 'ec2:DescribeVpcs': again(true) });
    expect(changed.sink.of('aws.ec2.vpc')).toHaveLength(1);
    expect(changed.sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('page 1, is not of the documented shape at /Vpcs/0: vpc-1 is listed twice'),
    });
  });

  it.each([[{}], [{ Vpcs: {} }], ['text'], [null]])('is a gap where the list is missing: %j', async (response) => {
    const { sink } = await collect({ 'ec2:DescribeVpcs': { pages: [response] } });
    expect(sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('/Vpcs: expected a list'),
    });
  });

  it('is a mistake of ours where it is not the answer that is wrong', async () => {
    const sink = collectingSink();
    const broken = {
      ...sink,
      fact: () => {
        throw new RangeError('disk');
      },
    };
    await expect(
      collectAws({ account, regions: [region], homeRegion: region, transport: source({}), sink: broken }),
    ).rejects.toThrow('disk');
  });
});

describe('prefix lists', () => {
  const owned = { PrefixListId: 'pl-own', PrefixListName: 'own', OwnerId: account };
  const shared = { PrefixListId: 'pl-shared', PrefixListName: 'shared', OwnerId: '444455556666' };
  const s3 = { PrefixListId: 'pl-s3', PrefixListName: 'com.amazonaws.eu-west-1.s3', OwnerId: 'AWS' };
  const cloudfront = { ...s3, PrefixListId: 'pl-cf' };
  const entries = page('Entries', { Cidr: '192.0.2.0/24' }, { Cidr: '2001:db8::/32' });
  const asked = (requests: readonly ReadRequest[]) =>
    requests.flatMap(({ operation, input }) =>
      operation === 'ec2:GetManagedPrefixListEntries' ? [input['PrefixListId']] : [],
    );

  it('are read where they are the customer’s, shared, or referred to; AWS’s others are left alone', async () => {
    const { sink, requests } = await collect({
      'ec2:DescribeManagedPrefixLists': page('PrefixLists', owned, shared, s3, cloudfront),
      'ec2:DescribeSecurityGroups': page('SecurityGroups', groupFrom('sg-1', 'pl-cf')),
      'ec2:GetManagedPrefixListEntries': entries,
    });
    expect(asked(requests)).toEqual(['pl-cf', 'pl-own', 'pl-shared']);
    const [own] = sink.of('aws.ec2.prefix-list').filter(({ id }) => id === 'pl-own');
    expect(own).toMatchObject({
      name: 'own',
      data: { v4: ['192.0.2.0/24'], v6: ['2001:db8::/32'], ownerId: account, listName: 'own' },
      evidence: [{ pointer: '/PrefixLists/0' }, { pointer: '/Entries', page: 0 }],
    });
  });

  it('are read where a route refers to them', async () => {
    const routes = {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Routes: [
        { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-1' },
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
      ],
    };
    const { requests } = await collect({
      'ec2:DescribeManagedPrefixLists': page('PrefixLists', s3),
      'ec2:DescribeRouteTables': page('RouteTables', routes),
    });
    expect(asked(requests)).toEqual(['pl-s3']);
  });

  it('are read though the listing does not show them, or is denied', async () => {
    for (const listing of [page('PrefixLists'), { outcome: 'denied' } as const]) {
      const { sink } = await collect({
        'ec2:DescribeManagedPrefixLists': listing,
        'ec2:DescribeSecurityGroups': page('SecurityGroups', groupFrom('sg-1', 'pl-hidden')),
        'ec2:GetManagedPrefixListEntries': entries,
      });
      expect(sink.of('aws.ec2.prefix-list')).toMatchObject([{ id: 'pl-hidden', data: { v4: ['192.0.2.0/24'] } }]);
    }
  });

  it.each(['denied', 'absent', 'failed', 'no-end'] as const)(
    'whose entries are %s are a gap on the list, and no fact says that it is empty',
    async (outcome) => {
      const { sink } = await collect({
        'ec2:DescribeManagedPrefixLists': page('PrefixLists', owned, shared),
        'ec2:GetManagedPrefixListEntries': ({ input }) => (input['PrefixListId'] === 'pl-own' ? { outcome } : entries),
      });
      expect([...sink.gaps.keys()]).toEqual([`aws.ec2.prefix-list ${here} pl-own`]);
      expect(sink.of('aws.ec2.prefix-list').map(({ id }) => id)).toEqual(['pl-shared']);
      expect(sink.coverage.get(`aws.ec2.prefix-list ${here}`)?.gap).toBeNull();
    },
  );

  it('of which a part came are a fact with a gap', async () => {
    const { sink } = await collect({
      'ec2:DescribeManagedPrefixLists': page('PrefixLists', owned),
      'ec2:GetManagedPrefixListEntries': { pages: [{ Entries: [{ Cidr: '0.0.0.0/0' }] }], outcome: 'failed' },
    });
    expect(sink.of('aws.ec2.prefix-list')).toMatchObject([{ data: { v4: ['0.0.0.0/0'] } }]);
    expect(sink.gaps.get(`aws.ec2.prefix-list ${here} pl-own`)?.reason).toBe('failed');
  });
});

describe('load balancers', () => {
  const arn = (n: number) => `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/web/${n}`;
  const balancers = page(
    'LoadBalancers',
    { LoadBalancerArn: arn(1), Type: 'application', Scheme: 'internal' },
    { LoadBalancerArn: arn(2), Type: 'application', Scheme: 'internet-facing' },
  );
  const listenersOf = ({ input }: ReadRequest): FakeAnswer =>
    page('Listeners', {
      ListenerArn: `${JSON.stringify(input['LoadBalancerArn'])}/80`,
      LoadBalancerArn: input['LoadBalancerArn'] ?? '',
      Port: 80,
    });

  it('have their listeners read one by one', async () => {
    const { sink } = await collect({
      'elasticloadbalancing:DescribeLoadBalancers': balancers,
      'elasticloadbalancing:DescribeListeners': listenersOf,
    });
    expect(sink.of('aws.elbv2.listener').map(({ data }) => data.loadBalancerId)).toEqual([arn(1), arn(2)]);
    expect(sink.coverage.get(`aws.elbv2.listener ${here}`)?.reads.map(({ operation }) => operation)).toEqual([
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeListeners',
    ]);
  });

  it('of which one keeps its listeners to itself leave the listeners incomplete, not the load balancers', async () => {
    const { sink } = await collect({
      'elasticloadbalancing:DescribeLoadBalancers': balancers,
      'elasticloadbalancing:DescribeListeners': (request) =>
        request.input['LoadBalancerArn'] === arn(1) ? { outcome: 'denied' } : listenersOf(request),
    });
    expect(sink.of('aws.elbv2.listener')).toHaveLength(1);
    expect(sink.coverage.get(`aws.elbv2.listener ${here}`)).toMatchObject({
      delivered: true,
      gap: { reason: 'denied' },
    });
    expect(sink.coverage.get(`aws.elbv2.load-balancer ${here}`)?.gap).toBeNull();
  });

  const groups = page('TargetGroups', { TargetGroupArn: 'tg-1', TargetGroupName: 'a', LoadBalancerArns: [arn(1)] });

  it('have what stands behind them read', async () => {
    const { sink } = await collect({
      'elasticloadbalancing:DescribeTargetGroups': groups,
      'elasticloadbalancing:DescribeTargetHealth': page(
        'TargetHealthDescriptions',
        { Target: { Id: 'i-1', Port: 5432 }, TargetHealth: { State: 'unhealthy' } },
        { Target: { Id: 'i-2' } },
      ),
    });
    expect(sink.of('aws.elbv2.target-group')).toMatchObject([
      {
        id: 'tg-1',
        data: {
          targets: [
            { id: 'i-1', port: 5432 },
            { id: 'i-2', port: null },
          ],
        },
        evidence: [{ pointer: '/TargetGroups/0' }, { pointer: '/TargetHealthDescriptions' }],
      },
    ]);
  });

  it('whose targets are denied are still known to forward, with a gap on the target group', async () => {
    const { sink } = await collect({
      'elasticloadbalancing:DescribeTargetGroups': groups,
      'elasticloadbalancing:DescribeTargetHealth': { outcome: 'denied' },
    });
    expect(sink.of('aws.elbv2.target-group')).toMatchObject([{ data: { loadBalancerIds: [arn(1)], targets: [] } }]);
    expect([...sink.gaps.keys()]).toEqual([`aws.elbv2.target-group ${here} tg-1`]);
  });
});
