import { describe, expect, it } from 'vitest';
import { account, type Answers, collect, here, page } from '../../../test/helpers/aws-account.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import { awsOperation } from './operations.js';

const saying = (text: string): unknown => expect.stringContaining(text);
const table = (n: number, State = 'available') => ({
  TransitGatewayRouteTableId: `tgw-rtb-${n}`,
  TransitGatewayId: 'tgw-1',
  State,
});
const attachedTo = (n: number) => ({
  TransitGatewayAttachmentId: `tgw-attach-${n}`,
  TransitGatewayId: 'tgw-1',
  ResourceType: 'vpc',
  ResourceId: 'vpc-1',
  Association: { TransitGatewayRouteTableId: `tgw-rtb-${n}`, State: 'associated' },
});
const inForce = {
  Type: 'static',
  State: 'active',
  TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1' }],
};
const route = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, ...inForce });
const tables = (routes: Answers[string], ...listed: ReturnType<typeof table>[]): Answers => ({
  'ec2:DescribeTransitGatewayRouteTables': page('TransitGatewayRouteTables', ...listed),
  'ec2:SearchTransitGatewayRoutes': routes,
});
const kind = 'aws.ec2.transit-gateway-route-table';

describe('route tables of transit gateways', () => {
  it('have all of their routes searched, active and blackhole, over pages', async () => {
    const pages = [{ Routes: [route('10.0.0.0/16')], AdditionalRoutesAvailable: true }, { Routes: [route('::/0')] }];
    const { sink, requests } = await collect(tables({ pages }, table(1)));
    expect(sink.of(kind)).toMatchObject([
      {
        id: 'tgw-rtb-1',
        data: { routes: [{ v4: '10.0.0.0/16' }, { v6: '::/0' }] },
        evidence: [
          { pointer: '/TransitGatewayRouteTables/0' },
          { pointer: '/Routes', page: 0 },
          { pointer: '/Routes', page: 1 },
        ],
      },
    ]);
    const search = requests.filter(({ operation }) => operation === 'ec2:SearchTransitGatewayRoutes');
    expect(search.map((request) => awsOperation(request.operation).command(request))).toEqual([
      `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-1 --filters '[{"Name":"state","Values":["active","blackhole"]}]' --output json --region eu-west-1`,
    ]);
    expect([...sink.gaps]).toEqual([]);
  });

  it('with more routes than the last page gives are a fact with a gap', async () => {
    const pages = [{ Routes: [route('10.0.0.0/16')], AdditionalRoutesAvailable: true }];
    const { sink } = await collect(tables({ pages }, table(1)));
    expect(sink.of(kind)).toMatchObject([{ data: { routes: [{ v4: '10.0.0.0/16' }] } }]);
    expect(sink.gaps.get(`${kind} ${here} tgw-rtb-1`)).toMatchObject({
      reason: 'incomplete',
      text: saying('says that there are more'),
    });
    expect(sink.coverage.get(`${kind} ${here}`)?.gap).toBeNull();
  });

  it.each(['denied', 'absent', 'failed', 'no-end'] as const)(
    'of which one is %s are a gap on it, and the others stand',
    async (outcome) => {
      const answer: Answers[string] = ({ input }): FakeAnswer =>
        input['TransitGatewayRouteTableId'] === 'tgw-rtb-1' ? { outcome } : page('Routes', route('10.0.0.0/16'));
      const { sink } = await collect(tables(answer, table(1), table(2)));
      expect(sink.of(kind).map(({ id, data }) => [id, data.routes.length])).toEqual([
        ['tgw-rtb-1', 0],
        ['tgw-rtb-2', 1],
      ]);
      expect([...sink.gaps.keys()]).toEqual([`${kind} ${here} tgw-rtb-1`]);
      expect(sink.coverage.get(`${kind} ${here}`)?.gap).toBeNull();
    },
  );

  it('that are deleted are not searched', async () => {
    const { sink, requests } = await collect(tables({ outcome: 'failed' }, table(1, 'deleted')));
    expect(requests.filter(({ operation }) => operation === 'ec2:SearchTransitGatewayRoutes')).toEqual([]);
    expect(sink.of(kind)).toMatchObject([{ data: { state: 'deleted', routes: [] } }]);
    expect([...sink.gaps]).toEqual([]);
  });

  it('name the prefix lists whose entries are read', async () => {
    const routes = page('Routes', { PrefixListId: 'pl-aws', ...inForce }, route('10.0.0.0/16'));
    const { sink, requests } = await collect({
      ...tables(routes, table(1)),
      'ec2:DescribeManagedPrefixLists': page('PrefixLists', { PrefixListId: 'pl-aws', OwnerId: 'AWS' }),
      'ec2:GetManagedPrefixListEntries': page('Entries', { Cidr: '192.0.2.0/24' }),
    });
    expect(requests.filter(({ input }) => input['PrefixListId'] === 'pl-aws')).toHaveLength(1);
    expect(sink.of('aws.ec2.prefix-list')).toMatchObject([{ id: 'pl-aws', data: { v4: ['192.0.2.0/24'] } }]);
  });

  const attachments = page('TransitGatewayAttachments', attachedTo(1), attachedTo(2));

  it('that an attachment names and that are not shown, another account’s, are a gap on their id', async () => {
    const { sink } = await collect({
      ...tables(page('Routes'), table(1)),
      'ec2:DescribeTransitGatewayAttachments': page(
        'TransitGatewayAttachments',
        attachedTo(1),
        attachedTo(2),
        { ...attachedTo(3), State: 'deleted' },
        { ...attachedTo(4), Association: {} },
      ),
    });
    expect([...sink.gaps]).toMatchObject([
      [
        `${kind} ${here} tgw-rtb-2`,
        {
          reason: 'missing',
          text: saying(
            'tgw-rtb-2 weighs what comes by tgw-attach-2, and is not among the transit gateway route tables',
          ),
        },
      ],
    ]);
    expect(sink.of('aws.ec2.transit-gateway-attachment').map(({ data }) => data.routeTableId)).toEqual([
      'tgw-rtb-1',
      'tgw-rtb-2',
      'tgw-rtb-3',
      null,
    ]);
  });

  it('that could not be listed are one gap, not one for each attachment', async () => {
    const { sink } = await collect({
      'ec2:DescribeTransitGatewayRouteTables': { outcome: 'denied' },
      'ec2:DescribeTransitGatewayAttachments': attachments,
    });
    expect(sink.coverage.get(`${kind} ${here}`)?.gap?.reason).toBe('denied');
    expect([...sink.gaps]).toEqual([]);
  });

  it('of a region without transit gateways are none', async () => {
    const { sink } = await collect({});
    expect(sink.of(kind)).toEqual([]);
    expect(sink.coverage.get(`${kind} ${account}/eu-west-1`)).toMatchObject({ gap: null, delivered: true });
  });
});
