import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

/**
 * An account may hide what AWS services manage in it: EC2 then leaves it out of a list that looks complete, unless asked.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
const managedToo = { IncludeManagedResources: true };

export const ec2 = defineService({
  name: 'ec2',
  library: '@aws-sdk/client-ec2',
  input: z.strictObject({
    MaxResults: z.int().optional(),
    NextToken: z.string().optional(),
    AllRegions: z.boolean().optional(),
    IncludeManagedResources: z.boolean().optional(),
    PrefixListId: z.string().optional(),
    LaunchTemplateId: z.string().optional(),
    TransitGatewayRouteTableId: z.string().optional(),
    Filters: z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) })).optional(),
  }),
  operations: {
    DescribeRegions: { answers: 'Regions' },
    DescribeVpcs: { answers: 'Vpcs', pageSize: 1000 },
    DescribeSubnets: { answers: 'Subnets', pageSize: 1000 },
    DescribeRouteTables: { answers: 'RouteTables', pageSize: 100 },
    DescribeInternetGateways: { answers: 'InternetGateways', pageSize: 1000 },
    DescribeNatGateways: { answers: 'NatGateways', pageSize: 1000 },
    DescribeEgressOnlyInternetGateways: { answers: 'EgressOnlyInternetGateways', pageSize: 255 },
    DescribeSecurityGroups: { answers: 'SecurityGroups', pageSize: 1000 },
    DescribeManagedPrefixLists: { answers: 'PrefixLists', pageSize: 100 },
    GetManagedPrefixListEntries: { answers: 'Entries', pageSize: 100 },
    DescribeNetworkInterfaces: { answers: 'NetworkInterfaces', pageSize: 1000, input: managedToo },
    DescribeAddresses: { answers: 'Addresses' },
    DescribeNetworkAcls: { answers: 'NetworkAcls', pageSize: 1000 },
    DescribeFlowLogs: { answers: 'FlowLogs', pageSize: 1000 },
    DescribeInstances: { answers: 'Reservations', pageSize: 1000, input: managedToo },
    DescribeLaunchTemplates: { answers: 'LaunchTemplates', pageSize: 200, input: managedToo },
    DescribeLaunchTemplateVersions: {
      answers: 'LaunchTemplateVersions',
      pageSize: 200,
      input: managedToo,
      neverKept: ['/LaunchTemplateVersions/*/LaunchTemplateData/UserData'],
    },
    DescribeVpcPeeringConnections: { answers: 'VpcPeeringConnections', pageSize: 1000 },
    DescribeTransitGateways: { answers: 'TransitGateways', pageSize: 1000 },
    DescribeTransitGatewayAttachments: { answers: 'TransitGatewayAttachments', pageSize: 1000 },
    DescribeTransitGatewayRouteTables: { answers: 'TransitGatewayRouteTables', pageSize: 1000 },
    SearchTransitGatewayRoutes: { answers: 'Routes', pageSize: 1000 },
    DescribeVpnGateways: { answers: 'VpnGateways' },
    DescribeVpnConnections: {
      answers: 'VpnConnections',
      // Both hold the keys that the tunnels share with the far side; the first one is its whole set-up.
      neverKept: [
        '/VpnConnections/*/CustomerGatewayConfiguration',
        '/VpnConnections/*/Options/TunnelOptions/*/PreSharedKey',
      ],
    },
    DescribeVpcEndpoints: { answers: 'VpcEndpoints', pageSize: 1000 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-ec2');
    const client = new sdk.EC2Client(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      DescribeRegions: (input, abortSignal) => client.send(new sdk.DescribeRegionsCommand(input), { abortSignal }),
      DescribeVpcs: (input, abortSignal) => client.send(new sdk.DescribeVpcsCommand(input), { abortSignal }),
      DescribeSubnets: (input, abortSignal) => client.send(new sdk.DescribeSubnetsCommand(input), { abortSignal }),
      DescribeRouteTables: (input, abortSignal) =>
        client.send(new sdk.DescribeRouteTablesCommand(input), { abortSignal }),
      DescribeInternetGateways: (input, abortSignal) =>
        client.send(new sdk.DescribeInternetGatewaysCommand(input), { abortSignal }),
      DescribeNatGateways: (input, abortSignal) =>
        client.send(new sdk.DescribeNatGatewaysCommand(input), { abortSignal }),
      DescribeEgressOnlyInternetGateways: (input, abortSignal) =>
        client.send(new sdk.DescribeEgressOnlyInternetGatewaysCommand(input), { abortSignal }),
      DescribeSecurityGroups: (input, abortSignal) =>
        client.send(new sdk.DescribeSecurityGroupsCommand(input), { abortSignal }),
      DescribeManagedPrefixLists: (input, abortSignal) =>
        client.send(new sdk.DescribeManagedPrefixListsCommand(input), { abortSignal }),
      GetManagedPrefixListEntries: ({ PrefixListId, ...page }, abortSignal) =>
        client.send(new sdk.GetManagedPrefixListEntriesCommand({ PrefixListId, ...page }), { abortSignal }),
      DescribeNetworkInterfaces: (input, abortSignal) =>
        client.send(new sdk.DescribeNetworkInterfacesCommand(input), { abortSignal }),
      DescribeAddresses: (_input, abortSignal) => client.send(new sdk.DescribeAddressesCommand({}), { abortSignal }),
      DescribeNetworkAcls: (input, abortSignal) =>
        client.send(new sdk.DescribeNetworkAclsCommand(input), { abortSignal }),
      DescribeFlowLogs: (input, abortSignal) => client.send(new sdk.DescribeFlowLogsCommand(input), { abortSignal }),
      DescribeInstances: (input, abortSignal) => client.send(new sdk.DescribeInstancesCommand(input), { abortSignal }),
      DescribeLaunchTemplates: (input, abortSignal) =>
        client.send(new sdk.DescribeLaunchTemplatesCommand(input), { abortSignal }),
      DescribeLaunchTemplateVersions: (input, abortSignal) =>
        client.send(new sdk.DescribeLaunchTemplateVersionsCommand(input), { abortSignal }),
      DescribeVpcPeeringConnections: (input, abortSignal) =>
        client.send(new sdk.DescribeVpcPeeringConnectionsCommand(input), { abortSignal }),
      DescribeTransitGateways: (input, abortSignal) =>
        client.send(new sdk.DescribeTransitGatewaysCommand(input), { abortSignal }),
      DescribeTransitGatewayAttachments: (input, abortSignal) =>
        client.send(new sdk.DescribeTransitGatewayAttachmentsCommand(input), { abortSignal }),
      DescribeTransitGatewayRouteTables: (input, abortSignal) =>
        client.send(new sdk.DescribeTransitGatewayRouteTablesCommand(input), { abortSignal }),
      SearchTransitGatewayRoutes: ({ TransitGatewayRouteTableId, Filters, ...page }, abortSignal) =>
        client.send(new sdk.SearchTransitGatewayRoutesCommand({ TransitGatewayRouteTableId, Filters, ...page }), {
          abortSignal,
        }),
      DescribeVpnGateways: (_input, abortSignal) =>
        client.send(new sdk.DescribeVpnGatewaysCommand({}), { abortSignal }),
      DescribeVpnConnections: (_input, abortSignal) =>
        client.send(new sdk.DescribeVpnConnectionsCommand({}), { abortSignal }),
      DescribeVpcEndpoints: (input, abortSignal) =>
        client.send(new sdk.DescribeVpcEndpointsCommand(input), { abortSignal }),
    };
  },
});
