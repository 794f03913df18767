import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsInput } from './input.js';
import type { AwsService } from './operations.js';

/** Makes one call; resolves to what the SDK gives. */
export type Send = (input: AwsInput, abortSignal: AbortSignal) => Promise<SdkOutput>;

export interface SdkOutput {
  readonly $metadata: { readonly requestId?: string | undefined; readonly serverDate?: unknown };
}

export interface ClientOptions {
  readonly region: string;
  readonly endpoint: string | null;
  readonly profile: string | null;
  readonly credentials: Credentials | null;
  readonly requestHandler: RequestHandler;
}

export type RequestHandler = NodeHttpHandler;
export type Credentials = Exclude<STSClientConfig['credentials'], undefined>;

/** The calls of one service in one region, by the API's own names. The SDK is loaded here, when it is first needed. */
export async function connect(service: AwsService, options: ClientOptions): Promise<Readonly<Record<string, Send>>> {
  switch (service) {
    case 'sts':
      return connectSts(options);
    case 'ec2':
      return connectEc2(options);
    case 'elbv2':
      return connectElbv2(options);
  }
}

async function connectSts(options: ClientOptions): Promise<Readonly<Record<string, Send>>> {
  const sdk = await import('@aws-sdk/client-sts');
  const client = new sdk.STSClient(config(options));
  client.middlewareStack.add((next) => async (args) => withServerDate(await next(args)), noteDate);
  return {
    GetCallerIdentity: (_input, abortSignal) => client.send(new sdk.GetCallerIdentityCommand({}), { abortSignal }),
  };
}

async function connectEc2(options: ClientOptions): Promise<Readonly<Record<string, Send>>> {
  const sdk = await import('@aws-sdk/client-ec2');
  const client = new sdk.EC2Client(config(options));
  client.middlewareStack.add((next) => async (args) => withServerDate(await next(args)), noteDate);
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
    DescribeVpnGateways: (_input, abortSignal) => client.send(new sdk.DescribeVpnGatewaysCommand({}), { abortSignal }),
    DescribeVpnConnections: (_input, abortSignal) =>
      client.send(new sdk.DescribeVpnConnectionsCommand({}), { abortSignal }),
    DescribeVpcEndpoints: (input, abortSignal) =>
      client.send(new sdk.DescribeVpcEndpointsCommand(input), { abortSignal }),
  };
}

async function connectElbv2(options: ClientOptions): Promise<Readonly<Record<string, Send>>> {
  const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const client = new sdk.ElasticLoadBalancingV2Client(config(options));
  client.middlewareStack.add((next) => async (args) => withServerDate(await next(args)), noteDate);
  return {
    DescribeLoadBalancers: (input, abortSignal) =>
      client.send(new sdk.DescribeLoadBalancersCommand(input), { abortSignal }),
    DescribeListeners: (input, abortSignal) => client.send(new sdk.DescribeListenersCommand(input), { abortSignal }),
    DescribeTargetGroups: (input, abortSignal) =>
      client.send(new sdk.DescribeTargetGroupsCommand(input), { abortSignal }),
    DescribeTargetHealth: ({ TargetGroupArn }, abortSignal) =>
      client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn }), { abortSignal }),
  };
}

/** One attempt a call: retries, their budget and their record are the transport's. */
function config({ region, endpoint, profile, credentials, requestHandler }: ClientOptions) {
  return {
    region,
    maxAttempts: 1,
    requestHandler,
    ...(endpoint === null ? {} : { endpoint }),
    ...(profile === null ? {} : { profile }),
    ...(credentials === null ? {} : { credentials }),
  };
}

// Outermost of the deserialize step, so that both the parsed output and the raw response are at hand.
const noteDate = { name: 'prepayServerDate', step: 'deserialize', priority: 'high' } as const;

function withServerDate<T extends { readonly response: unknown }>(handled: T): T {
  const metadata = member(member(handled, 'output'), '$metadata');
  const serverDate = member(member(handled.response, 'headers'), 'date');
  if (typeof metadata === 'object' && metadata !== null) Object.assign(metadata, { serverDate });
  return handled;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
