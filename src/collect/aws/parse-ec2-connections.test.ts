import { describe, expect, it } from 'vitest';
import { vpcEndpoints } from './parse-ec2-endpoints.js';
import { vpcPeeringConnections } from './parse-ec2-peerings.js';
import {
  parseTransitGatewayRoute,
  transitGatewayAttachments,
  transitGatewayRouteTables,
  transitGateways,
} from './parse-ec2-transit-gateways.js';
import { vpnConnections, vpnGateways } from './parse-ec2-vpn.js';

const name = (Value: string) => [{ Key: 'Name', Value }];

describe('a peering of VPCs', () => {
  const peering = (accepter: object, Code = 'active') => ({
    VpcPeeringConnectionId: 'pcx-1',
    Status: { Code, Message: Code },
    RequesterVpcInfo: {
      OwnerId: '111122223333',
      Region: 'eu-west-1',
      VpcId: 'vpc-1',
      CidrBlock: '10.0.0.0/16',
      CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.1.0.0/16' }],
      Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
    },
    AccepterVpcInfo: { OwnerId: '444455556666', VpcId: 'vpc-9', ...accepter },
    Tags: name('partner'),
  });

  it('has both sides, with all of their blocks', () => {
    const parsed = vpcPeeringConnections.parse(peering({ Region: 'us-east-1', CidrBlock: '10.9.0.0/16' }));
    expect(parsed).toEqual({
      id: 'pcx-1',
      name: 'partner',
      data: {
        id: 'pcx-1',
        status: 'active',
        requester: {
          account: '111122223333',
          region: 'eu-west-1',
          vpcId: 'vpc-1',
          v4: ['10.0.0.0/16', '10.1.0.0/16'],
          v6: ['2001:db8::/56'],
        },
        accepter: { account: '444455556666', region: 'us-east-1', vpcId: 'vpc-9', v4: ['10.9.0.0/16'], v6: [] },
        tags: { Name: 'partner' },
      },
    });
  });

  it('that is gone names no blocks', () => {
    const { data } = vpcPeeringConnections.parse(peering({}, 'deleted'));
    expect(data).toMatchObject({ status: 'deleted', accepter: { region: null, v4: [], v6: [] } });
  });
});

describe('a transit gateway', () => {
  it('may be of another account', () => {
    const wire = { TransitGatewayId: 'tgw-1', OwnerId: '444455556666', State: 'modifying', Tags: name('hub') };
    expect(transitGateways.parse(wire)).toEqual({
      id: 'tgw-1',
      name: 'hub',
      data: { id: 'tgw-1', ownerId: '444455556666', state: 'modifying', tags: { Name: 'hub' } },
    });
  });

  const attachment = (said: object) =>
    transitGatewayAttachments.parse({
      TransitGatewayAttachmentId: 'tgw-attach-1',
      TransitGatewayId: 'tgw-1',
      ResourceType: 'vpc',
      ...said,
    }).data;

  it('has attachments with the table that weighs what comes in', () => {
    const said = {
      TransitGatewayOwnerId: '444455556666',
      ResourceId: 'vpc-1',
      ResourceOwnerId: '111122223333',
      Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
      State: 'available',
      Tags: name('spoke'),
    };
    expect(attachment(said)).toEqual({
      id: 'tgw-attach-1',
      transitGatewayId: 'tgw-1',
      transitGatewayOwnerId: '444455556666',
      resourceType: 'vpc',
      resourceId: 'vpc-1',
      resourceOwnerId: '111122223333',
      routeTableId: 'tgw-rtb-1',
      state: 'available',
      tags: { Name: 'spoke' },
    });
  });

  it.each([
    ['is being undone may still be in force', 'disassociating', 'tgw-rtb-1'],
    ['is gone is not', 'disassociated', null],
  ])('has an association that %s', (_name, State, routeTableId) => {
    expect(attachment({ Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State } })).toMatchObject({
      routeTableId,
    });
  });

  it('has attachments without a table', () => {
    for (const said of [{}, { Association: { TransitGatewayPolicyTableId: 'tgw-ptb-1', State: 'associated' } }]) {
      expect(attachment(said)).toMatchObject({ routeTableId: null, resourceId: null, transitGatewayOwnerId: null });
    }
  });

  it('has route tables, of which the deleted ones are told apart', () => {
    const wire = { TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1', Tags: name('prod') };
    expect(transitGatewayRouteTables.parse(wire)).toMatchObject({ name: 'prod', data: { state: 'available' } });
    expect(transitGatewayRouteTables.parse({ ...wire, State: 'deleted' }).data.state).toBe('deleted');
  });

  it.each([
    ['an IPv4 block', { DestinationCidrBlock: '10.0.0.0/8' }, { v4: '10.0.0.0/8', v6: null, list: null }],
    ['an IPv6 block', { DestinationCidrBlock: '2001:db8::/32' }, { v4: null, v6: '2001:db8::/32', list: null }],
    ['a prefix list', { PrefixListId: 'pl-1' }, { v4: null, v6: null, list: 'pl-1' }],
    [
      'one block of a prefix list',
      { DestinationCidrBlock: '10.0.0.0/8', PrefixListId: 'pl-1' },
      { v4: '10.0.0.0/8', v6: null, list: null },
    ],
  ])('has routes to %s', (_name, said, destination) => {
    const TransitGatewayAttachments = [
      { TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpn', ResourceId: 'vpn-1(192.0.2.1)' },
      { TransitGatewayAttachmentId: 'tgw-attach-2' },
    ];
    expect(
      parseTransitGatewayRoute({ ...said, Type: 'propagated', State: 'active', TransitGatewayAttachments }),
    ).toEqual({
      ...destination,
      type: 'propagated',
      state: 'active',
      attachments: [
        { id: 'tgw-attach-1', resourceType: 'vpn', resourceId: 'vpn-1(192.0.2.1)' },
        { id: 'tgw-attach-2', resourceType: null, resourceId: null },
      ],
    });
  });

  it.each([undefined, []])('has no route in force that leads to the attachments %j', (TransitGatewayAttachments) => {
    const said = { DestinationCidrBlock: '10.0.0.0/8', Type: 'static', State: 'active', TransitGatewayAttachments };
    expect(() => parseTransitGatewayRoute(said)).toThrow('expected the attachments that an active route leads to');
  });

  it('has blackholes, which lead nowhere, and no route without a destination', () => {
    const blackhole = { DestinationCidrBlock: '0.0.0.0/0', Type: 'static', State: 'blackhole' };
    expect(parseTransitGatewayRoute(blackhole)).toMatchObject({ state: 'blackhole', attachments: [] });
    expect(() => parseTransitGatewayRoute({ Type: 'static', State: 'active' })).toThrow('a route has a destination');
    expect(() => parseTransitGatewayRoute({ ...blackhole, State: undefined })).toThrow('State');
  });
});

describe('a virtual private gateway', () => {
  it('is attached to its VPCs until it is not', () => {
    const VpcAttachments = ['attached', 'detaching', 'detached'].map((State) => ({ State, VpcId: `vpc-${State}` }));
    const parsed = vpnGateways.parse({
      VpnGatewayId: 'vgw-1',
      State: 'available',
      VpcAttachments,
      Tags: name('office'),
    });
    expect(parsed).toEqual({
      id: 'vgw-1',
      name: 'office',
      data: {
        id: 'vgw-1',
        vpcIds: ['vpc-attached', 'vpc-detaching'],
        state: 'available',
        tags: { Name: 'office' },
      },
    });
    expect(() => vpnGateways.parse({ VpnGatewayId: 'vgw-1' })).toThrow('VpcAttachments');
  });
});

describe('a VPN connection', () => {
  it('is told by its ends and its static routes, though its keys were taken out', () => {
    const parsed = vpnConnections.parse({
      VpnConnectionId: 'vpn-1',
      VpnGatewayId: 'vgw-1',
      TransitGatewayId: '',
      CustomerGatewayId: 'cgw-1',
      State: 'available',
      CustomerGatewayConfiguration: { redacted: 'not-collected' },
      Options: { StaticRoutesOnly: true, TunnelOptions: [{ PreSharedKey: { redacted: 'not-collected' } }] },
      Routes: [
        { DestinationCidrBlock: '10.9.0.0/16', Source: 'Static', State: 'available' },
        { DestinationCidrBlock: '10.8.0.0/16', Source: 'Static', State: 'deleted' },
      ],
      Tags: name('office'),
    });
    expect(parsed).toEqual({
      id: 'vpn-1',
      name: 'office',
      data: {
        id: 'vpn-1',
        vpnGatewayId: 'vgw-1',
        transitGatewayId: null,
        customerGatewayId: 'cgw-1',
        state: 'available',
        isStatic: true,
        routes: ['10.9.0.0/16'],
        tags: { Name: 'office' },
      },
    });
  });

  it('routes by BGP where it does not say that it is static', () => {
    const { data } = vpnConnections.parse({ VpnConnectionId: 'vpn-1', TransitGatewayId: 'tgw-1' });
    expect(data).toMatchObject({ isStatic: false, transitGatewayId: 'tgw-1', vpnGatewayId: null, routes: [] });
  });
});

describe('a VPC endpoint', () => {
  const endpoint = (said: object) =>
    vpcEndpoints.parse({
      VpcEndpointId: 'vpce-1',
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-1',
      Groups: [],
      NetworkInterfaceIds: [],
      ...said,
    });

  it('has the interfaces, groups and subnets that it is reached by', () => {
    const parsed = endpoint({
      ServiceName: 'com.amazonaws.eu-west-1.ecr.api',
      State: 'available',
      SubnetIds: ['subnet-1'],
      Groups: [{ GroupId: 'sg-1', GroupName: 'endpoints' }],
      NetworkInterfaceIds: ['eni-1'],
      Tags: name('ecr'),
    });
    expect(parsed).toEqual({
      id: 'vpce-1',
      name: 'ecr',
      data: {
        id: 'vpce-1',
        vpcId: 'vpc-1',
        type: 'Interface',
        serviceName: 'com.amazonaws.eu-west-1.ecr.api',
        state: 'available',
        subnetIds: ['subnet-1'],
        routeTableIds: [],
        groupIds: ['sg-1'],
        networkInterfaceIds: ['eni-1'],
        tags: { Name: 'ecr' },
      },
    });
  });

  it('has the route tables that lead to it', () => {
    const { data } = endpoint({
      VpcEndpointType: 'Gateway',
      RouteTableIds: ['rtb-1'],
      Groups: undefined,
      NetworkInterfaceIds: undefined,
    });
    expect(data).toMatchObject({
      type: 'Gateway',
      routeTableIds: ['rtb-1'],
      groupIds: [],
      networkInterfaceIds: [],
      state: 'available',
    });
  });

  it.each([
    [{ ResourceConfigurationArn: 'arn:resource' }, 'arn:resource'],
    [{ ServiceNetworkArn: 'arn:network' }, 'arn:network'],
    [{}, ''],
  ])('is named by what it leads to: %j', (said, serviceName) => {
    expect(endpoint(said).data.serviceName).toBe(serviceName);
  });

  it('spells its state as EC2 answers it, not as the model has it', () => {
    expect(endpoint({ State: 'PendingAcceptance' }).data.state).toBe('pendingAcceptance');
  });

  it.each(['VpcEndpointType', 'Groups', 'NetworkInterfaceIds'])(
    'that is an interface is refused without %s',
    (member) => {
      expect(() => endpoint({ [member]: undefined })).toThrow(member);
    },
  );
});
