// What leads out of a VPC and moto cannot represent, in the documented shape of each answer, over the real wire protocol.
export const account = '111122223333';
export const other = '444455556666';
/** The key that the tunnels share with the far side. */
export const key = 'fT9kQ2mX7vLr4Zp1';
export const userData = Buffer.from('export DATABASE_PASSWORD=correct-horse').toString('base64');
const tunnelKeys = `<vpn_connection id="vpn-1"><ike><pre_shared_key>${key}</pre_shared_key></ike></vpn_connection>`;

const tagged = (name: string) => [{ Key: 'Name', Value: name }];
const routesOf = (id: string, output: object, more: object = {}) => ({
  input: { TransitGatewayRouteTableId: id, Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }], ...more },
  output,
});

/** By region, service and operation, as `canned.py` takes them. */
export const answers = {
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
      Routes: [
        {
          DestinationCidrBlock: '0.0.0.0/0',
          Type: 'static',
          State: 'active',
          TransitGatewayAttachments: [
            { TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpc', ResourceId: 'vpc-1' },
          ],
        },
      ],
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
