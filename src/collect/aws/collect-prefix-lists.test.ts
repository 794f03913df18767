import { describe, expect, it } from 'vitest';
import { account, collect, here, page } from '../../../test/helpers/aws-account.js';
import type { ReadRequest } from '../../core/read.js';

const groupFrom = (id: string, ...lists: string[]) => ({
  GroupId: id,
  OwnerId: account,
  IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })) },
  ],
  IpPermissionsEgress: [],
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
      Associations: [],
      Routes: [
        { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-1', State: 'active' },
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
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
