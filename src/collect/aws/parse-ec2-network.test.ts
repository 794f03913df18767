import { describe, expect, it } from 'vitest';
import { egressOnlyInternetGateways, internetGateways, natGateways } from './parse-ec2-gateways.js';
import { addresses, networkInterfaces } from './parse-ec2-interfaces.js';
import { parsePrefixList, parsePrefixListEntry } from './parse-ec2-prefix-lists.js';
import { routeTables } from './parse-ec2-routes.js';
import { subnets, vpcs } from './parse-ec2-vpcs.js';

const name = (Value: string) => [{ Key: 'Name', Value }];

describe('a VPC', () => {
  it('has the blocks that are associated, secondary ones too', () => {
    const {
      id,
      name: named,
      data,
    } = vpcs.parse({
      VpcId: 'vpc-1',
      CidrBlock: '10.0.0.0/16',
      IsDefault: true,
      CidrBlockAssociationSet: [
        { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
        { CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'associated' } },
        { CidrBlock: '10.2.0.0/16', CidrBlockState: { State: 'disassociated' } },
      ],
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
        { Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'failing' } },
      ],
      Tags: name('prod'),
    });
    expect([id, named]).toEqual(['vpc-1', 'prod']);
    expect(data).toMatchObject({ v4: ['10.0.0.0/16', '10.1.0.0/16'], v6: ['2001:db8::/56'], isDefault: true });
  });

  it.each([
    ['its one block where no set is given', { CidrBlock: '10.0.0.0/16' }, ['10.0.0.0/16']],
    ['none where it says none', {}, []],
  ])('has %s', (_name, said, v4) => {
    expect(vpcs.parse({ VpcId: 'vpc-1', IsDefault: false, ...said }).data.v4).toEqual(v4);
  });

  it('is refused where it does not say whether it is the default one', () => {
    expect(() => vpcs.parse({ VpcId: 'vpc-1' })).toThrow('IsDefault');
  });
});

describe.each([
  ['a VPC', (said: object) => vpcs.parse({ VpcId: 'vpc-1', IsDefault: false, ...said }).data],
  ['a subnet', (said: object) => subnets.parse({ SubnetId: 'subnet-1', VpcId: 'vpc-1', ...said }).data],
])('%s', (_name, parse) => {
  it('names the account that owns it, if EC2 does', () => {
    expect(parse({ OwnerId: '444455556666' }).ownerId).toBe('444455556666');
    expect(parse({}).ownerId).toBeNull();
  });

  it.each(['off', 'block-bidirectional', 'block-ingress'])('may have public access blocked: %s', (mode) => {
    const said = { BlockPublicAccessStates: { InternetGatewayBlockMode: mode } };
    expect(parse(said).blockPublicAccess).toBe(mode);
  });

  it('has nothing blocked where EC2 does not say so', () => {
    for (const said of [{}, { BlockPublicAccessStates: {} }]) expect(parse(said).blockPublicAccess).toBe('off');
  });

  it('is refused with a way of blocking that is not documented', () => {
    const said = { BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-egress' } };
    expect(() => parse(said)).toThrow('InternetGatewayBlockMode');
  });
});

describe('a subnet', () => {
  it('has its block, its associated IPv6 blocks and its tags', () => {
    const { data } = subnets.parse({
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      CidrBlock: '10.0.1.0/24',
      AvailabilityZone: 'eu-west-1a',
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } },
        { Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6CidrBlockState: { State: 'disassociating' } },
      ],
      Tags: [{ Key: 'tier', Value: 'data' }],
    });
    expect(data).toEqual({
      id: 'subnet-1',
      vpcId: 'vpc-1',
      v4: ['10.0.1.0/24'],
      v6: ['2001:db8::/64'],
      availabilityZone: 'eu-west-1a',
      ownerId: null,
      blockPublicAccess: 'off',
      tags: { tier: 'data' },
    });
  });

  it('may have IPv6 alone', () => {
    expect(subnets.parse({ SubnetId: 'subnet-1', VpcId: 'vpc-1' }).data).toMatchObject({
      v4: [],
      availabilityZone: null,
    });
  });
});

describe('a route table', () => {
  const table = (Routes: readonly object[], Associations: readonly object[] = []) =>
    routeTables.parse({ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes, Associations, Tags: [] }).data;
  const world = { DestinationCidrBlock: '0.0.0.0/0', State: 'active' };

  it.each([
    [{ GatewayId: 'igw-1' }, 'igw-1'],
    [{ GatewayId: 'local' }, 'local'],
    [{ NatGatewayId: 'nat-1' }, 'nat-1'],
    [{ EgressOnlyInternetGatewayId: 'eigw-1' }, 'eigw-1'],
    [{ TransitGatewayId: 'tgw-1' }, 'tgw-1'],
    [{ VpcPeeringConnectionId: 'pcx-1' }, 'pcx-1'],
    [{ LocalGatewayId: 'lgw-1' }, 'lgw-1'],
    [{ CarrierGatewayId: 'cagw-1' }, 'cagw-1'],
    [
      { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/1' },
      'arn:aws:networkmanager::111122223333:core-network/1',
    ],
    [
      { OdbNetworkArn: 'arn:aws:odb:eu-west-1:111122223333:odb-network/1' },
      'arn:aws:odb:eu-west-1:111122223333:odb-network/1',
    ],
    [{ InstanceId: 'i-1', NetworkInterfaceId: 'eni-1' }, 'eni-1'],
    [{ InstanceId: 'i-1' }, 'i-1'],
    [{}, null],
  ])('a route with %j leads to %s', (said, target) => {
    expect(table([{ ...world, ...said }]).routes[0]?.target).toBe(target);
  });

  it('has one destination a route, of one of three kinds', () => {
    const { routes } = table([
      { ...world, GatewayId: 'igw-1', Origin: 'CreateRoute' },
      { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1', State: 'blackhole' },
      { DestinationPrefixListId: 'pl-1', GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation', State: 'filtered' },
    ]);
    expect(routes).toEqual([
      { v4: '0.0.0.0/0', v6: null, list: null, target: 'igw-1', state: 'active', origin: 'CreateRoute' },
      { v4: null, v6: '::/0', list: null, target: 'igw-1', state: 'blackhole', origin: 'CreateRoute' },
      { v4: null, v6: null, list: 'pl-1', target: 'vgw-1', state: 'filtered', origin: 'EnableVgwRoutePropagation' },
    ]);
  });

  it.each([
    ['no destination', { GatewayId: 'igw-1', State: 'active' }, 'one destination'],
    ['two destinations', { ...world, DestinationIpv6CidrBlock: '::/0' }, 'one destination'],
    ['no state', { ...world, State: undefined }, 'State'],
    ['a state that is not documented', { ...world, State: 'shut' }, 'State'],
  ])('refuses a route with %s', (_name, said, problem) => {
    expect(() => table([said])).toThrow(problem);
  });

  it.each(['Routes', 'Associations'])('is refused without %s', (member) => {
    const wire = { RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [], Associations: [] };
    expect(() => routeTables.parse({ ...wire, [member]: undefined })).toThrow(member);
  });

  it('names the account that owns it, if EC2 does', () => {
    const wire = { RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [], Associations: [] };
    expect(routeTables.parse({ ...wire, OwnerId: '444455556666' }).data.ownerId).toBe('444455556666');
    expect(routeTables.parse(wire).data.ownerId).toBeNull();
  });

  it('counts associations that are in force', () => {
    const state = (State: string) => ({ AssociationState: { State } });
    expect(
      table(
        [],
        [
          { Main: true, ...state('associated') },
          { Main: false, SubnetId: 'subnet-1', ...state('associated') },
          { SubnetId: 'subnet-2' },
          { SubnetId: 'subnet-3', ...state('disassociating') },
          { GatewayId: 'igw-1', ...state('associated') },
        ],
      ),
    ).toMatchObject({ isMain: true, subnetIds: ['subnet-1', 'subnet-2'], gatewayIds: ['igw-1'] });
    expect(table([], [{ Main: true, ...state('disassociated') }]).isMain).toBe(false);
  });
});

describe('gateways', () => {
  const Attachments = [
    { State: 'available', VpcId: 'vpc-1' },
    { State: 'attached', VpcId: 'vpc-2' },
    { State: 'detaching', VpcId: 'vpc-3' },
    { State: 'detached', VpcId: 'vpc-4' },
    { VpcId: 'vpc-5' },
  ];

  it('are attached until EC2 says that they are not', () => {
    const attached = ['vpc-1', 'vpc-2', 'vpc-3', 'vpc-5'];
    expect(internetGateways.parse({ InternetGatewayId: 'igw-1', Attachments }).data.vpcIds).toEqual(attached);
    const egressOnly = egressOnlyInternetGateways.parse({ EgressOnlyInternetGatewayId: 'eigw-1', Attachments });
    expect(egressOnly.data).toEqual({ id: 'eigw-1', vpcIds: attached, tags: {} });
    expect(() => internetGateways.parse({ InternetGatewayId: 'igw-1' })).toThrow('Attachments');
  });

  it('of NAT are public unless they say otherwise', () => {
    const base = { NatGatewayId: 'nat-1', VpcId: 'vpc-1', SubnetId: 'subnet-1', State: 'deleting' };
    const shown = { ...base, NatGatewayAddresses: [{ PublicIp: '192.0.2.1' }, { PrivateIp: '10.0.0.1' }] };
    expect(natGateways.parse(shown).data).toMatchObject({
      isPublic: true,
      publicV4: ['192.0.2.1'],
      state: 'deleting',
      subnetId: 'subnet-1',
    });
    expect(natGateways.parse({ ...base, ConnectivityType: 'private' }).data.isPublic).toBe(false);
    expect(() => natGateways.parse({ ...base, ConnectivityType: 'odd' })).toThrow();
  });
});

describe('a managed prefix list', () => {
  it('is known by its name, else by its Name tag', () => {
    const listed = { PrefixListId: 'pl-1', PrefixListName: 'partners', OwnerId: '111122223333', Tags: name('tag') };
    expect(parsePrefixList(listed)).toMatchObject({ id: 'pl-1', name: 'partners', ownerId: '111122223333' });
    expect(parsePrefixList({ PrefixListId: 'pl-1', Tags: name('tag') })).toMatchObject({ name: 'tag', ownerId: null });
  });

  it('refuses an entry without a block', () => {
    expect(parsePrefixListEntry({ Cidr: '2001:db8::/32', Description: 'x' })).toBe('2001:db8::/32');
    expect(() => parsePrefixListEntry({ Description: 'x' })).toThrow();
  });
});

describe('a network interface', () => {
  const bare = { NetworkInterfaceId: 'eni-1', Groups: [], SourceDestCheck: true };

  it('has all of its addresses, public ones of secondary addresses too', () => {
    const { data } = networkInterfaces.parse({
      NetworkInterfaceId: 'eni-1',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      Groups: [{ GroupId: 'sg-1', GroupName: 'web' }],
      PrivateIpAddress: '10.0.0.1',
      Association: { PublicIp: '192.0.2.1' },
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.0.1', Association: { PublicIp: '192.0.2.1' } },
        { PrivateIpAddress: '10.0.0.2', Association: { PublicIp: '192.0.2.2' } },
        { PrivateIpAddress: '10.0.0.3', Association: { CarrierIp: '192.0.2.3' } },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:1::/80' }],
      InterfaceType: 'nat_gateway',
      Description: 'Interface for NAT Gateway nat-1',
      RequesterId: '444455556666',
      RequesterManaged: true,
      Attachment: { InstanceId: 'i-1', DeviceIndex: 1 },
      SourceDestCheck: false,
      DenyAllIgwTraffic: true,
      Status: 'in-use',
      TagSet: name('nat'),
    });
    expect(data).toEqual({
      id: 'eni-1',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      groupIds: ['sg-1'],
      privateV4: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
      publicV4: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
      v6: ['2001:db8::1'],
      v4Prefixes: ['10.0.0.16/28'],
      v6Prefixes: ['2001:db8:0:1::/80'],
      interfaceType: 'nat_gateway',
      description: 'Interface for NAT Gateway nat-1',
      requesterId: '444455556666',
      isRequesterManaged: true,
      instanceId: 'i-1',
      deviceIndex: 1,
      hasSourceDestCheck: false,
      deniesInternetGateways: true,
      status: 'in-use',
      tags: { Name: 'nat' },
    });
  });

  it('may be bare', () => {
    const { data } = networkInterfaces.parse(bare);
    expect(data).toMatchObject({ groupIds: [], privateV4: [], publicV4: [], v6: [], instanceId: null });
    expect(data).toMatchObject({ hasSourceDestCheck: true, deniesInternetGateways: false });
  });

  it.each(['Groups', 'SourceDestCheck'])('is refused without %s', (member) => {
    expect(() => networkInterfaces.parse({ ...bare, [member]: undefined })).toThrow(member);
  });
});

describe('an Elastic IP address', () => {
  it.each([
    ['its allocation', { AllocationId: 'eipalloc-1' }, 'eipalloc-1'],
    ['the address where there is none', {}, '192.0.2.1'],
  ])('has for id %s', (_name, said, id) => {
    expect(addresses.parse({ PublicIp: '192.0.2.1', InstanceId: '', ...said })).toMatchObject({
      id,
      data: { publicV4: '192.0.2.1', instanceId: null, networkInterfaceId: null },
    });
  });

  it.each([
    [{ CarrierIp: '192.0.2.2' }, '192.0.2.2'],
    [{ CustomerOwnedIp: '192.0.2.3' }, '192.0.2.3'],
  ])('may be of another pool: %j', (said, publicV4) => {
    expect(addresses.parse({ AllocationId: 'eipalloc-1', ...said }).data).toMatchObject({ publicV4 });
  });

  it('is refused without an address', () => {
    expect(() => addresses.parse({ AllocationId: 'eipalloc-1' })).toThrow('expected an address');
  });

  it('names what it is associated with', () => {
    const said = { PublicIp: '192.0.2.1', InstanceId: 'i-1', NetworkInterfaceId: 'eni-1' };
    expect(addresses.parse(said).data).toMatchObject({ instanceId: 'i-1', networkInterfaceId: 'eni-1' });
  });
});
