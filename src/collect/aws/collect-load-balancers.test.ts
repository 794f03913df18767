import { describe, expect, it } from 'vitest';
import { account, collect, here, page } from '../../../test/helpers/aws-account.js';
import { type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Gap, ReadRequest } from '../../core/read.js';

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
      Protocol: 'TCP',
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

  const plain = (n: number) => ({
    ListenerArn: `l-${n}`,
    LoadBalancerArn: arn(n),
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }],
  });
  const rule = (id: string, more: object = {}) => ({
    RuleArn: id,
    Priority: '1',
    IsDefault: false,
    Actions: [{ Type: 'forward', TargetGroupArn: 'tg-1' }],
    ...more,
  });
  const onHttp = {
    'elasticloadbalancing:DescribeLoadBalancers': balancers,
    'elasticloadbalancing:DescribeListeners': ({ input }: ReadRequest) =>
      input['LoadBalancerArn'] === arn(1)
        ? page('Listeners', plain(1), { ...plain(1), ListenerArn: 'l-3', Protocol: 'HTTPS', Port: 443 })
        : page('Listeners', plain(2)),
  };

  const rulesGaps = (gaps: ReadonlyMap<string, Gap>) =>
    [...gaps].flatMap(([place, { reason }]) =>
      place.startsWith('aws.elbv2.listener-rules ') ? [[place, reason]] : [],
    );

  it('have the rules of their HTTP listeners read, over pages, and of no others', async () => {
    const { sink, requests } = await collect({
      ...onHttp,
      'elasticloadbalancing:DescribeRules': {
        pages: [
          { Rules: [rule('r-1'), rule('r-0', { Priority: 'default', IsDefault: true })] },
          { Rules: [rule('r-2', { Priority: '2' }), rule('r-1')] },
        ],
      },
    });
    const asked = requests.filter(({ operation }) => operation === 'elasticloadbalancing:DescribeRules');
    expect(asked.map(({ input }) => input)).toEqual([{ ListenerArn: 'l-1' }, { ListenerArn: 'l-2' }]);
    expect(sink.of('aws.elbv2.listener-rules')).toMatchObject([
      {
        id: 'l-1',
        data: { rules: [{ id: 'r-1' }, { id: 'r-2', priority: '2', actions: ['forward'], redirectTo: null }] },
        evidence: [
          { page: 0, pointer: '/Rules' },
          { page: 1, pointer: '/Rules' },
        ],
      },
      { id: 'l-2' },
    ]);
    expect(sink.coverage.get(`aws.elbv2.listener-rules ${here}`)?.gap).toBeNull();
    expect(rulesGaps(sink.gaps)).toEqual([]);
  });

  it.each<[string, FakeAnswer, string, number]>([
    ['are denied', { outcome: 'denied' }, 'denied', 1],
    ['end early', { pages: [{ Rules: [rule('r-1')] }], outcome: 'throttled' }, 'throttled', 2],
    ['change while they are read', page('Rules', rule('r-1'), rule('r-1', { Priority: '9' })), 'unsupported', 2],
    ['are of no documented shape', page('Rules', { RuleArn: 'r-1' }), 'unsupported', 2],
  ])('of which the rules of one listener %s have a gap on those alone', async (_name, answer, reason, facts) => {
    const { sink } = await collect({
      ...onHttp,
      'elasticloadbalancing:DescribeRules': ({ input }) =>
        input['ListenerArn'] === 'l-1' ? answer : page('Rules', rule('r-2')),
    });
    expect(rulesGaps(sink.gaps)).toEqual([[`aws.elbv2.listener-rules ${here} l-1`, reason]]);
    expect(sink.of('aws.elbv2.listener-rules')).toHaveLength(facts);
    expect(sink.of('aws.elbv2.listener')).toHaveLength(3);
    expect(sink.coverage.get(`aws.elbv2.listener-rules ${here}`)?.gap).toBeNull();
  });

  it('of which one keeps its listeners to itself leave the rules incomplete as well', async () => {
    const { sink } = await collect({ ...onHttp, 'elasticloadbalancing:DescribeListeners': { outcome: 'denied' } });
    expect(sink.coverage.get(`aws.elbv2.listener-rules ${here}`)?.gap?.reason).toBe('denied');
  });

  const groups = page('TargetGroups', {
    TargetGroupArn: 'tg-1',
    TargetGroupName: 'a',
    TargetType: 'instance',
    LoadBalancerArns: [arn(1)],
  });

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
            { id: 'i-1', port: 5432, index: 0 },
            { id: 'i-2', port: null, index: 1 },
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
