import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { portsOf } from '../../src/derive/aws/ingress.js';
import { type Account, collectAccount, recording, type Recorded, replayed } from './peers/aws/account.js';
import { type Canned, startCanned } from './peers/aws/canned.js';

// What leads out of a VPC and moto cannot represent, in the documented shape of each answer, over the real wire protocol.
const account = '111122223333';
const other = '444455556666';
const place = `${account}/eu-west-1`;
const key = 'fT9kQ2mX7vLr4Zp1';
const userData = Buffer.from('export DATABASE_PASSWORD=correct-horse').toString('base64');
const tunnelKeys = `<vpn_connection id="vpn-1"><ike><pre_shared_key>${key}</pre_shared_key></ike></vpn_connection>`;

const tagged = (name: string) => [{ Key: 'Name', Value: name }];
const routesOf = (id: string, output: object, more: object = {}) => ({
  input: { TransitGatewayRouteTableId: id, Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }], ...more },
  output,
});

const answers = {
  'sts.GetCallerIdentity': { Account: account, UserId: 'AROAEXAMPLE:ci', Arn: `arn:aws:iam::${account}:user/auditor` },
  'ec2.DescribeRegions': {
    Regions: [
      { RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' },
      { RegionName: 'eu-central-1', OptInStatus: 'opt-in-not-required' },
    ],
  },
  'eu-west-1/ec2.DescribeNetworkAcls': [
    {
      input: { NextToken: 'two' },
      output: {
        NetworkAcls: [{ NetworkAclId: 'acl-2', VpcId: 'vpc-1', IsDefault: true, Associations: [], Entries: [] }],
      },
    },
    {
      output: {
        NetworkAcls: [
          {
            NetworkAclId: 'acl-1',
            VpcId: 'vpc-1',
            OwnerId: account,
            IsDefault: false,
            Associations: [{ NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: 'acl-1', SubnetId: 'subnet-1' }],
            Entries: [
              {
                RuleNumber: 90,
                Protocol: '1',
                RuleAction: 'deny',
                Egress: false,
                CidrBlock: '0.0.0.0/0',
                IcmpTypeCode: { Type: 3, Code: 4 },
              },
              {
                RuleNumber: 100,
                Protocol: '6',
                RuleAction: 'allow',
                Egress: true,
                CidrBlock: '10.0.0.0/8',
                PortRange: { From: 1024, To: 65535 },
              },
              {
                RuleNumber: 101,
                Protocol: '58',
                RuleAction: 'allow',
                Egress: false,
                Ipv6CidrBlock: '::/0',
                IcmpTypeCode: { Type: -1, Code: -1 },
              },
              { RuleNumber: 32767, Protocol: '-1', RuleAction: 'deny', Egress: false, CidrBlock: '0.0.0.0/0' },
              { RuleNumber: 32768, Protocol: '-1', RuleAction: 'deny', Egress: false, Ipv6CidrBlock: '::/0' },
            ],
            Tags: tagged('edge'),
          },
        ],
        NextToken: 'two',
      },
    },
  ],
  'eu-west-1/ec2.DescribeVpcPeeringConnections': {
    VpcPeeringConnections: [
      {
        VpcPeeringConnectionId: 'pcx-1',
        Status: { Code: 'active', Message: 'Active' },
        RequesterVpcInfo: {
          OwnerId: account,
          Region: 'eu-west-1',
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.1.0.0/16' }],
          Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8:1::/56' }],
        },
        AccepterVpcInfo: {
          OwnerId: other,
          Region: 'us-east-1',
          VpcId: 'vpc-9',
          CidrBlock: '10.9.0.0/16',
          CidrBlockSet: [{ CidrBlock: '10.9.0.0/16' }],
        },
      },
      {
        VpcPeeringConnectionId: 'pcx-2',
        Status: { Code: 'expired', Message: 'Expired' },
        ExpirationTime: '2026-01-08T00:00:00Z',
        RequesterVpcInfo: { OwnerId: other, VpcId: 'vpc-8', Region: 'eu-west-1' },
        AccepterVpcInfo: { OwnerId: account, VpcId: 'vpc-1', Region: 'eu-west-1' },
      },
    ],
  },
  'eu-west-1/ec2.DescribeTransitGateways': {
    TransitGateways: [
      { TransitGatewayId: 'tgw-1', OwnerId: account, State: 'available', Options: { AmazonSideAsn: 64512 } },
      { TransitGatewayId: 'tgw-9', OwnerId: other, State: 'available' },
    ],
  },
  'eu-west-1/ec2.DescribeTransitGatewayAttachments': {
    TransitGatewayAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-1',
        TransitGatewayId: 'tgw-1',
        TransitGatewayOwnerId: account,
        ResourceOwnerId: account,
        ResourceType: 'vpc',
        ResourceId: 'vpc-1',
        State: 'available',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
        CreationTime: '2026-01-01T00:00:00Z',
      },
      {
        TransitGatewayAttachmentId: 'tgw-attach-9',
        TransitGatewayId: 'tgw-9',
        TransitGatewayOwnerId: other,
        ResourceOwnerId: account,
        ResourceType: 'vpc',
        ResourceId: 'vpc-1',
        State: 'available',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-9', State: 'associated' },
      },
      {
        TransitGatewayAttachmentId: 'tgw-attach-2',
        TransitGatewayId: 'tgw-1',
        TransitGatewayOwnerId: account,
        ResourceOwnerId: other,
        ResourceType: 'peering',
        ResourceId: 'tgw-8',
        State: 'pendingAcceptance',
      },
    ],
  },
  'eu-west-1/ec2.DescribeTransitGatewayRouteTables': {
    TransitGatewayRouteTables: ['available', 'available', 'deleted'].map((State, index) => ({
      TransitGatewayRouteTableId: `tgw-rtb-${index + 1}`,
      TransitGatewayId: 'tgw-1',
      State,
      DefaultAssociationRouteTable: index === 0,
    })),
  },
  'eu-west-1/ec2.SearchTransitGatewayRoutes': [
    routesOf(
      'tgw-rtb-1',
      {
        Routes: [
          { DestinationCidrBlock: '10.66.0.0/16', Type: 'static', State: 'blackhole' },
          {
            PrefixListId: 'pl-hub',
            Type: 'static',
            State: 'active',
            TransitGatewayAttachments: [
              { TransitGatewayAttachmentId: 'tgw-attach-2', ResourceType: 'peering', ResourceId: 'tgw-8' },
            ],
          },
        ],
        AdditionalRoutesAvailable: false,
      },
      { NextToken: 'two' },
    ),
    routesOf('tgw-rtb-1', {
      Routes: [
        {
          DestinationCidrBlock: '10.0.0.0/16',
          Type: 'propagated',
          State: 'active',
          TransitGatewayAttachments: [
            { TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpc', ResourceId: 'vpc-1' },
          ],
        },
        {
          DestinationCidrBlock: '2001:db8::/32',
          Type: 'static',
          State: 'active',
          TransitGatewayAttachments: [
            { TransitGatewayAttachmentId: 'tgw-attach-3', ResourceType: 'vpn', ResourceId: 'vpn-1(192.0.2.1)' },
            { TransitGatewayAttachmentId: 'tgw-attach-4', ResourceType: 'vpn', ResourceId: 'vpn-1(192.0.2.2)' },
          ],
        },
      ],
      AdditionalRoutesAvailable: true,
      NextToken: 'two',
    }),
    routesOf('tgw-rtb-2', {
      Routes: [{ DestinationCidrBlock: '0.0.0.0/0', Type: 'static', State: 'active' }],
      AdditionalRoutesAvailable: true,
    }),
  ],
  'eu-west-1/ec2.GetManagedPrefixListEntries': [
    { input: { PrefixListId: 'pl-hub' }, output: { Entries: [{ Cidr: '198.51.100.0/24' }] } },
  ],
  'eu-west-1/ec2.DescribeVpnGateways': {
    VpnGateways: [
      {
        VpnGatewayId: 'vgw-1',
        Type: 'ipsec.1',
        State: 'available',
        AmazonSideAsn: 64512,
        VpcAttachments: [
          { State: 'detached', VpcId: 'vpc-0' },
          { State: 'attached', VpcId: 'vpc-1' },
        ],
      },
    ],
  },
  'eu-west-1/ec2.DescribeVpnConnections': {
    VpnConnections: [
      {
        VpnConnectionId: 'vpn-1',
        VpnGatewayId: 'vgw-1',
        CustomerGatewayId: 'cgw-1',
        State: 'available',
        Type: 'ipsec.1',
        CustomerGatewayConfiguration: tunnelKeys,
        Options: {
          StaticRoutesOnly: true,
          TunnelOptions: [1, 2].map((n) => ({ OutsideIpAddress: `192.0.2.${n}`, PreSharedKey: key })),
        },
        Routes: [{ DestinationCidrBlock: '192.168.0.0/16', Source: 'Static', State: 'available' }],
        VgwTelemetry: [{ OutsideIpAddress: '192.0.2.1', Status: 'UP', LastStatusChange: '2026-01-01T00:00:00Z' }],
      },
      { VpnConnectionId: 'vpn-2', TransitGatewayId: 'tgw-1', CustomerGatewayId: 'cgw-1', State: 'deleted' },
    ],
  },
  'eu-west-1/ec2.DescribeVpcEndpoints': {
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Gateway',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.eu-west-1.s3',
        State: 'available',
        PolicyDocument: '{"Statement":[]}',
        RouteTableIds: ['rtb-1'],
      },
      {
        VpcEndpointId: 'vpce-2',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1',
        State: 'pendingAcceptance',
        SubnetIds: ['subnet-1'],
        Groups: [{ GroupId: 'sg-1', GroupName: 'endpoints' }],
        NetworkInterfaceIds: ['eni-1'],
        OwnerId: account,
      },
      {
        VpcEndpointId: 'vpce-3',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-2',
        State: 'available',
        SubnetIds: ['subnet-1'],
      },
      {
        VpcEndpointId: 'vpce-4',
        VpcEndpointType: 'Resource',
        VpcId: 'vpc-1',
        State: 'available',
        ResourceConfigurationArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1',
      },
    ],
  },
  'eu-west-1/ec2.DescribeInstances': [
    {
      input: { NextToken: 'two' },
      output: {
        Reservations: [
          { ReservationId: 'r-2', Instances: [{ InstanceId: 'i-3', State: { Code: 48, Name: 'terminated' } }] },
        ],
      },
    },
    {
      output: {
        Reservations: [
          {
            ReservationId: 'r-1',
            OwnerId: account,
            Instances: ['i-1', 'i-2'].map((InstanceId) => ({
              InstanceId,
              State: { Code: 16, Name: 'running' },
              VpcId: 'vpc-1',
              SubnetId: 'subnet-1',
              SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }],
              NetworkInterfaces: [{ NetworkInterfaceId: `eni-${InstanceId}`, Groups: [{ GroupId: 'sg-2' }] }],
              LaunchTime: '2026-01-01T00:00:00Z',
            })),
          },
        ],
        NextToken: 'two',
      },
    },
  ],
  'eu-west-1/ec2.DescribeLaunchTemplates': {
    LaunchTemplates: [
      { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', DefaultVersionNumber: 1, LatestVersionNumber: 2 },
      { LaunchTemplateId: 'lt-2', LaunchTemplateName: 'gone', DefaultVersionNumber: 1, LatestVersionNumber: 1 },
    ],
  },
  'eu-west-1/ec2.DescribeLaunchTemplateVersions': [
    {
      input: { LaunchTemplateId: 'lt-2' },
      error: { code: 'InvalidLaunchTemplateId.NotFound', message: 'The specified launch template does not exist' },
    },
    {
      input: { LaunchTemplateId: 'lt-1', NextToken: 'two' },
      output: {
        LaunchTemplateVersions: [
          {
            LaunchTemplateId: 'lt-1',
            VersionNumber: 1,
            DefaultVersion: true,
            LaunchTemplateData: { SecurityGroups: ['default'], UserData: userData },
          },
        ],
      },
    },
    {
      input: { LaunchTemplateId: 'lt-1' },
      output: {
        LaunchTemplateVersions: [
          {
            LaunchTemplateId: 'lt-1',
            VersionNumber: 2,
            DefaultVersion: false,
            LaunchTemplateData: {
              SecurityGroupIds: ['sg-1'],
              NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-3'] }],
              UserData: userData,
            },
          },
        ],
        NextToken: 'two',
      },
    },
  ],
  'eu-west-1/ec2.DescribeFlowLogs': {
    FlowLogs: [
      {
        FlowLogId: 'fl-1',
        ResourceId: 'vpc-1',
        TrafficType: 'ALL',
        FlowLogStatus: 'ACTIVE',
        DeliverLogsStatus: 'FAILED',
        DeliverLogsErrorMessage: 'Access error',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::flow-logs/prod/',
        MaxAggregationInterval: 600,
        CreationTime: '2026-01-01T00:00:00Z',
      },
      {
        FlowLogId: 'fl-2',
        ResourceId: 'tgw-attach-1',
        FlowLogStatus: 'ACTIVE',
        DeliverLogsStatus: 'SUCCESS',
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: 'transit',
      },
    ],
  },
  // A region, and a partition, without the service.
  'eu-central-1/ec2.DescribeTransitGateways': { __error__: { code: 'InvalidAction', message: 'not valid here' } },
  'eu-central-1/ec2.DescribeTransitGatewayAttachments': {
    __error__: { code: 'UnsupportedOperation', message: 'not supported here' },
  },
  'eu-central-1/ec2.DescribeVpnConnections': { __error__: { code: 'OperationNotPermitted', message: 'not here' } },
};

let server: Canned;
let recorded: Recorded;
let collected: Account;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  server = await startCanned(answers);
  recorded = recording(server.url);
  collected = await collectAccount(recorded.transport);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const data = (kind: string) =>
  collected.sink.facts
    .filter((fact) => fact.kind === kind && fact.scope.region === 'eu-west-1')
    .map((fact) => fact.data);

it('leaves the gaps that the answers have, and no other', () => {
  const covered = [...collected.sink.coverage].flatMap(([at, { gap }]) => (gap === null ? [] : [[at, gap.reason]]));
  expect(covered.sort()).toEqual([
    [`aws.ec2.transit-gateway ${account}/eu-central-1`, 'failed'],
    [`aws.ec2.transit-gateway-attachment ${account}/eu-central-1`, 'failed'],
    [`aws.ec2.vpn-connection ${account}/eu-central-1`, 'failed'],
  ]);
  expect([...collected.sink.gaps].map(([at, { reason }]) => [at, reason]).sort()).toEqual([
    [`aws.ec2.launch-template ${place} lt-2`, 'missing'],
    [`aws.ec2.transit-gateway-route-table ${place} tgw-rtb-2`, 'incomplete'],
    [`aws.ec2.transit-gateway-route-table ${place} tgw-rtb-9`, 'missing'],
  ]);
});

it('replays to the same', async () => {
  const again = await collectAccount(replayed(recorded));
  const contents = ({ sink }: Account) => [
    sink.facts.map((fact) => JSON.stringify(fact)).sort(),
    [...sink.gaps].sort(),
  ];
  expect(contents(again)).toEqual(contents(collected));
});

describe('what is never kept', () => {
  it('is in no line of the recording: keys of a VPN, user data', () => {
    const text = JSON.stringify([...recorded.lines]);
    expect(text).not.toContain(key);
    expect(text).not.toContain('pre_shared_key');
    expect(text).not.toContain(userData);
    const redactions = [...recorded.lines.values()]
      .flat()
      .flatMap((line) => (line.type === 'page' ? line.redactions : []));
    expect(redactions.map(({ pointer }) => pointer).sort()).toEqual([
      '/LaunchTemplateVersions/0/LaunchTemplateData/UserData',
      '/LaunchTemplateVersions/0/LaunchTemplateData/UserData',
      '/VpnConnections/0/CustomerGatewayConfiguration',
      '/VpnConnections/0/Options/TunnelOptions/0/PreSharedKey',
      '/VpnConnections/0/Options/TunnelOptions/1/PreSharedKey',
    ]);
  });
});

it('reads the entries of network ACLs: ports, ICMP types and codes, both versions of IP', () => {
  const acls = collected.sink.of('aws.ec2.network-acl').filter(({ scope }) => scope.region === 'eu-west-1');
  expect(acls.map(({ id, name, data: acl }) => [id, name, acl.isDefault, acl.subnetIds])).toEqual([
    ['acl-1', 'edge', false, ['subnet-1']],
    ['acl-2', null, true, []],
  ]);
  const entries = acls[0]?.data.entries ?? [];
  expect(entries.map((entry) => [entry.ruleNumber, entry.isEgress, entry.action, entry.v4 ?? entry.v6])).toEqual([
    [90, false, 'deny', '0.0.0.0/0'],
    [100, true, 'allow', '10.0.0.0/8'],
    [101, false, 'allow', '::/0'],
    [32767, false, 'deny', '0.0.0.0/0'],
    [32768, false, 'deny', '::/0'],
  ]);
  expect(entries.map((entry) => portsOf(entry).toString())).toEqual([
    'icmp type 3 code 4',
    'tcp/1024-65535',
    'icmpv6/all',
    'all protocols',
    'all protocols',
  ]);
});

it('reads peerings with other accounts and regions, and those that are over', () => {
  expect(data('aws.ec2.vpc-peering-connection')).toMatchObject([
    {
      status: 'active',
      requester: { account, v4: ['10.0.0.0/16', '10.1.0.0/16'], v6: ['2001:db8:1::/56'] },
      accepter: { account: other, region: 'us-east-1', vpcId: 'vpc-9', v4: ['10.9.0.0/16'], v6: [] },
    },
    { status: 'expired', requester: { account: other, v4: [] }, accepter: { account, v4: [] } },
  ]);
});

it('reads transit gateways of this account and of others, and what is attached', () => {
  expect(data('aws.ec2.transit-gateway')).toMatchObject([{ ownerId: account }, { ownerId: other }]);
  expect(data('aws.ec2.transit-gateway-attachment')).toMatchObject([
    { id: 'tgw-attach-1', routeTableId: 'tgw-rtb-1', transitGatewayOwnerId: account },
    { id: 'tgw-attach-9', routeTableId: 'tgw-rtb-9', transitGatewayOwnerId: other },
    { id: 'tgw-attach-2', routeTableId: null, resourceType: 'peering', state: 'pendingAcceptance' },
  ]);
});

it('reads routes of transit gateways over pages: propagated, static, to a prefix list, shared, blackholes', () => {
  expect(data('aws.ec2.transit-gateway-route-table')).toMatchObject([
    {
      id: 'tgw-rtb-1',
      routes: [
        { v4: '10.0.0.0/16', type: 'propagated', attachments: [{ resourceType: 'vpc', resourceId: 'vpc-1' }] },
        { v6: '2001:db8::/32', type: 'static', attachments: [{ id: 'tgw-attach-3' }, { id: 'tgw-attach-4' }] },
        { v4: '10.66.0.0/16', state: 'blackhole', attachments: [] },
        { v4: null, v6: null, list: 'pl-hub', attachments: [{ resourceType: 'peering' }] },
      ],
    },
    { id: 'tgw-rtb-2', routes: [{ v4: '0.0.0.0/0' }] },
    { id: 'tgw-rtb-3', state: 'deleted', routes: [] },
  ]);
  expect(data('aws.ec2.prefix-list')).toMatchObject([{ id: 'pl-hub', v4: ['198.51.100.0/24'] }]);
});

it('reads VPNs with their static routes', () => {
  expect(data('aws.ec2.vpn-gateway')).toMatchObject([{ id: 'vgw-1', vpcIds: ['vpc-1'] }]);
  expect(data('aws.ec2.vpn-connection')).toMatchObject([
    { vpnGatewayId: 'vgw-1', transitGatewayId: null, isStatic: true, routes: ['192.168.0.0/16'] },
    { vpnGatewayId: null, transitGatewayId: 'tgw-1', isStatic: false, state: 'deleted', routes: [] },
  ]);
});

it('reads VPC endpoints of every type', () => {
  expect(data('aws.ec2.vpc-endpoint')).toMatchObject([
    { type: 'Gateway', routeTableIds: ['rtb-1'], networkInterfaceIds: [] },
    { type: 'Interface', groupIds: ['sg-1'], networkInterfaceIds: ['eni-1'], state: 'pendingAcceptance' },
    { type: 'GatewayLoadBalancer', subnetIds: ['subnet-1'], groupIds: [] },
    { type: 'Resource', serviceName: 'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1' },
  ]);
});

it('reads instances in their reservations, over pages, terminated ones too', () => {
  const instances = collected.sink.of('aws.ec2.instance');
  expect(
    instances.map(({ id, data: { state, groupIds }, evidence }) => [id, state, groupIds, evidence[0]?.pointer]),
  ).toEqual([
    ['i-1', 'running', ['sg-1', 'sg-2'], '/Reservations/0/Instances/0'],
    ['i-2', 'running', ['sg-1', 'sg-2'], '/Reservations/0/Instances/1'],
    ['i-3', 'terminated', [], '/Reservations/0/Instances/0'],
  ]);
});

it('reads every version of a launch template, and knows of one that is gone meanwhile', () => {
  expect(data('aws.ec2.launch-template')).toMatchObject([
    {
      templateName: 'web',
      groupIds: ['sg-1', 'sg-3'],
      groupNames: ['default'],
      versions: [
        { version: 1, isDefault: true },
        { version: 2, isDefault: false },
      ],
    },
    { templateName: 'gone', groupIds: [], versions: [] },
  ]);
});

it('reads flow logs of VPCs and of transit gateways, and whether they are delivered', () => {
  expect(data('aws.ec2.flow-log')).toMatchObject([
    { resourceId: 'vpc-1', traffic: 'ALL', delivery: 'FAILED', deliveryError: 'Access error', destinationType: 's3' },
    { resourceId: 'tgw-attach-1', traffic: 'ALL', delivery: 'SUCCESS', destination: 'transit' },
  ]);
});
