import { account, acls, groups, logs, number, otherAccount, region, tables, vpcBlock } from './wire-cases.js';

// The cases of wire-cases.ts in the shape that each answer is documented in, for canned.py.

const vpcId = 'vpc-01';
const subnetId = 'subnet-01';
const tagged = (Value: string) => [{ Key: 'Name', Value }];
const balancerArn = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/web/1`;

const side = (id: string, owner: string, block: string | null) => ({
  OwnerId: owner,
  Region: region,
  VpcId: id,
  ...(block === null ? {} : { CidrBlock: block, CidrBlockSet: [{ CidrBlock: block }] }),
});
const peering = (id: string, far: ReturnType<typeof side>) => ({
  VpcPeeringConnectionId: id,
  Status: { Code: 'active' },
  RequesterVpcInfo: side(vpcId, account, vpcBlock),
  AccepterVpcInfo: far,
});
const vpn = (id: string, gateway: string, routes: readonly string[]) => ({
  VpnConnectionId: id,
  VpnGatewayId: gateway,
  CustomerGatewayId: 'cgw-1',
  State: 'available',
  Type: 'ipsec.1',
  Options: { StaticRoutesOnly: routes.length > 0 },
  Routes: routes.map((block) => ({ DestinationCidrBlock: block, Source: 'Static', State: 'available' })),
});
const tcp = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });

/** What canned.py answers. */
export const wireAnswers: Readonly<Record<string, unknown>> = {
  'ec2.DescribeRegions': { Regions: [{ RegionName: region, OptInStatus: 'opt-in-not-required' }] },
  'ec2.DescribeVpcs': {
    Vpcs: logs.map((_, index) => ({
      VpcId: `vpc-${number(index)}`,
      CidrBlock: index === 0 ? vpcBlock : '10.99.0.0/16',
      IsDefault: false,
    })),
  },
  'ec2.DescribeFlowLogs': {
    FlowLogs: logs.map(({ log }, index) => ({
      FlowLogId: `fl-${number(index)}`,
      ResourceId: `vpc-${number(index)}`,
      FlowLogStatus: 'ACTIVE',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::flow-logs',
      ...log,
    })),
  },
  'ec2.DescribeSubnets': { Subnets: [{ SubnetId: subnetId, VpcId: vpcId, CidrBlock: '10.0.1.0/24' }] },
  'ec2.DescribeNetworkAcls': {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-closed',
        VpcId: vpcId,
        IsDefault: true,
        Associations: [{ SubnetId: subnetId }],
        Entries: [],
      },
      ...acls.map(({ entries }, index) => ({
        NetworkAclId: `acl-${number(index)}`,
        VpcId: vpcId,
        Associations: [],
        Entries: entries,
      })),
    ],
  },
  'ec2.DescribeRouteTables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-main',
        VpcId: vpcId,
        Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
        Routes: [],
      },
      ...tables.map(({ routes }, index) => ({
        RouteTableId: `rtb-${number(index)}`,
        VpcId: vpcId,
        PropagatingVgws: [{ GatewayId: 'vgw-2' }],
        Associations: [],
        Routes: [{ DestinationCidrBlock: vpcBlock, GatewayId: 'local' }, ...routes].map((route) => ({
          State: 'active',
          Origin: 'CreateRoute',
          ...route,
        })),
      })),
    ],
  },
  'ec2.DescribeVpcPeeringConnections': {
    VpcPeeringConnections: [
      peering('pcx-1', side('vpc-91', otherAccount, '10.40.0.0/16')),
      peering('pcx-2', side('vpc-92', otherAccount, null)),
    ],
  },
  'ec2.DescribeTransitGateways': {
    TransitGateways: [{ TransitGatewayId: 'tgw-9', OwnerId: otherAccount, State: 'available' }],
  },
  'ec2.DescribeTransitGatewayAttachments': {
    TransitGatewayAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-9',
        TransitGatewayId: 'tgw-9',
        TransitGatewayOwnerId: otherAccount,
        ResourceOwnerId: account,
        ResourceType: 'vpc',
        ResourceId: vpcId,
        State: 'available',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-9', State: 'associated' },
      },
    ],
  },
  'ec2.DescribeVpnGateways': {
    VpnGateways: ['vgw-1', 'vgw-2', 'vgw-3'].map((id) => ({
      VpnGatewayId: id,
      State: 'available',
      Type: 'ipsec.1',
      VpcAttachments: [{ State: 'attached', VpcId: vpcId }],
    })),
  },
  'ec2.DescribeVpnConnections': {
    VpnConnections: [vpn('vpn-1', 'vgw-1', ['192.168.0.0/16']), vpn('vpn-2', 'vgw-2', [])],
  },
  'ec2.DescribeSecurityGroups': {
    SecurityGroups: [
      // What uses the groups of the cases by its rules, and is itself in use.
      {
        ...group('sg-anchor'),
        IpPermissionsEgress: [
          {
            ...tcp(8080),
            UserIdGroupPairs: groups.map((_, index) => ({
              GroupId: `sg-${number(index)}`,
              UserId: account,
              Description: 'planted',
            })),
          },
        ],
      },
      ...groups.map(({ ports, admits }, index) => ({
        ...group(`sg-${number(index)}`),
        IpPermissions: [
          ...(ports ?? []).map((port) => ({
            ...tcp(port),
            IpRanges: [{ CidrIp: vpcBlock, Description: 'planted' }],
          })),
          ...(admits === undefined
            ? []
            : [{ ...tcp(8443), UserIdGroupPairs: [{ ...admits, Description: 'planted' }] }]),
        ],
      })),
    ],
  },
  'ec2.DescribeNetworkInterfaces': {
    NetworkInterfaces: [
      eni('anchor', 'sg-anchor', { Status: 'in-use' }),
      ...groups.flatMap(({ on }, index) => (on === undefined ? [] : [eni(number(index), `sg-${number(index)}`, on)])),
    ],
  },
  'ec2.DescribeVpcEndpoints': {
    VpcEndpoints: groups.flatMap(({ on }, index) =>
      on !== undefined && 'InterfaceType' in on
        ? [
            {
              VpcEndpointId: `vpce-${number(index)}`,
              VpcEndpointType: 'Interface',
              VpcId: vpcId,
              ServiceName: `com.amazonaws.${region}.kms`,
              State: 'available',
              NetworkInterfaceIds: [`eni-${number(index)}`],
              Groups: [{ GroupId: `sg-${number(index)}` }],
              SubnetIds: [subnetId],
            },
          ]
        : [],
    ),
  },
  'elbv2.DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: balancerArn,
        LoadBalancerName: 'web',
        Type: 'application',
        Scheme: 'internal',
        VpcId: vpcId,
        SecurityGroups: ['sg-01'],
        AvailabilityZones: [{ SubnetId: subnetId }],
        IpAddressType: 'ipv4',
      },
    ],
  },
  'elbv2.DescribeListeners': {
    Listeners: [
      {
        ListenerArn: `arn:aws:elasticloadbalancing:${region}:${account}:listener/app/web/1/1`,
        LoadBalancerArn: balancerArn,
        Protocol: 'HTTPS',
        Port: 443,
        DefaultActions: [{ Type: 'fixed-response' }],
      },
    ],
  },
};

function group(id: string) {
  const own = { GroupId: id, GroupName: id, Description: 'planted', OwnerId: account, VpcId: vpcId, Tags: tagged(id) };
  return { ...own, IpPermissions: [], IpPermissionsEgress: [] };
}

function eni(id: string, groupId: string, marks: object) {
  return {
    NetworkInterfaceId: `eni-${id}`,
    VpcId: vpcId,
    SubnetId: subnetId,
    Groups: [{ GroupId: groupId }],
    SourceDestCheck: true,
    ...marks,
  };
}
