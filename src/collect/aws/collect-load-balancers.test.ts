import { describe, expect, it } from 'vitest';
import { account, collect, here, page } from '../../../test/helpers/aws-account.js';
import { type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { ReadRequest } from '../../core/read.js';

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
