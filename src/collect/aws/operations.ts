import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import type { Operation } from '../transport/transport.js';
import { commandLine } from './command-line.js';

/** The SDK client that an operation belongs to, by the name that `aws` has for the service. */
export type AwsService = 'sts' | 'ec2' | 'elbv2';

interface Paging {
  /** The member that sets how many items a page may hold, and the most that the service's own model allows. */
  readonly sizeMember: 'MaxResults' | 'PageSize';
  readonly size: number;
  /** The member of the request that takes the token, and the member of the answer that gives the next one. */
  readonly requestToken: 'NextToken' | 'Marker';
  readonly responseToken: 'NextToken' | 'NextMarker';
}

export interface AwsOperation extends Operation {
  readonly source: 'aws';
  readonly service: AwsService;
  /** The API's own name, `DescribeVpcs`. */
  readonly action: string;
  /** Null for an operation that answers everything at once. */
  readonly paging: Paging | null;
  /** What every request asks for, whatever it is about. */
  readonly input: JsonObject;
  /** The member that every whole answer has, empty or not. Without it the answer is not one of this operation. */
  readonly answers: string;
}

/**
 * An account may hide what AWS services manage in it: EC2 then leaves it out of a list that looks complete, unless asked.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
const managedToo = { IncludeManagedResources: true };

/** Every AWS operation that is read. A page size is the maximum of the model: the fewest calls (test/contract/page-sizes.test.ts). */
export const awsOperations: readonly AwsOperation[] = [
  // GetCallerIdentity needs no permission and cannot be refused by a policy, so the printed policy does not name it.
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  operation('sts', 'GetCallerIdentity', { answers: 'Account', permissions: [] }),
  operation('ec2', 'DescribeRegions', { answers: 'Regions' }),
  operation('ec2', 'DescribeVpcs', { answers: 'Vpcs', pageSize: 1000 }),
  operation('ec2', 'DescribeSubnets', { answers: 'Subnets', pageSize: 1000 }),
  operation('ec2', 'DescribeRouteTables', { answers: 'RouteTables', pageSize: 100 }),
  operation('ec2', 'DescribeInternetGateways', { answers: 'InternetGateways', pageSize: 1000 }),
  operation('ec2', 'DescribeNatGateways', { answers: 'NatGateways', pageSize: 1000 }),
  operation('ec2', 'DescribeEgressOnlyInternetGateways', { answers: 'EgressOnlyInternetGateways', pageSize: 255 }),
  operation('ec2', 'DescribeSecurityGroups', { answers: 'SecurityGroups', pageSize: 1000 }),
  operation('ec2', 'DescribeManagedPrefixLists', { answers: 'PrefixLists', pageSize: 100 }),
  operation('ec2', 'GetManagedPrefixListEntries', { answers: 'Entries', pageSize: 100 }),
  operation('ec2', 'DescribeNetworkInterfaces', { answers: 'NetworkInterfaces', pageSize: 1000, input: managedToo }),
  operation('ec2', 'DescribeAddresses', { answers: 'Addresses' }),
  operation('ec2', 'DescribeNetworkAcls', { answers: 'NetworkAcls', pageSize: 1000 }),
  operation('ec2', 'DescribeFlowLogs', { answers: 'FlowLogs', pageSize: 1000 }),
  operation('ec2', 'DescribeInstances', { answers: 'Reservations', pageSize: 1000, input: managedToo }),
  operation('ec2', 'DescribeLaunchTemplates', { answers: 'LaunchTemplates', pageSize: 200, input: managedToo }),
  operation('ec2', 'DescribeLaunchTemplateVersions', {
    answers: 'LaunchTemplateVersions',
    pageSize: 200,
    input: managedToo,
    neverKept: ['/LaunchTemplateVersions/*/LaunchTemplateData/UserData'],
  }),
  operation('ec2', 'DescribeVpcPeeringConnections', { answers: 'VpcPeeringConnections', pageSize: 1000 }),
  operation('ec2', 'DescribeTransitGateways', { answers: 'TransitGateways', pageSize: 1000 }),
  operation('ec2', 'DescribeTransitGatewayAttachments', { answers: 'TransitGatewayAttachments', pageSize: 1000 }),
  operation('ec2', 'DescribeTransitGatewayRouteTables', { answers: 'TransitGatewayRouteTables', pageSize: 1000 }),
  operation('ec2', 'SearchTransitGatewayRoutes', { answers: 'Routes', pageSize: 1000 }),
  operation('ec2', 'DescribeVpnGateways', { answers: 'VpnGateways' }),
  operation('ec2', 'DescribeVpnConnections', {
    answers: 'VpnConnections',
    // Both hold the keys that the tunnels share with the far side; the first one is its whole set-up.
    neverKept: [
      '/VpnConnections/*/CustomerGatewayConfiguration',
      '/VpnConnections/*/Options/TunnelOptions/*/PreSharedKey',
    ],
  }),
  operation('ec2', 'DescribeVpcEndpoints', { answers: 'VpcEndpoints', pageSize: 1000 }),
  operation('elbv2', 'DescribeLoadBalancers', { answers: 'LoadBalancers', pageSize: 400 }),
  operation('elbv2', 'DescribeListeners', { answers: 'Listeners', pageSize: 400 }),
  operation('elbv2', 'DescribeTargetGroups', { answers: 'TargetGroups', pageSize: 400 }),
  operation('elbv2', 'DescribeTargetHealth', { answers: 'TargetHealthDescriptions' }),
];

const byName = new Map(awsOperations.map((entry) => [entry.name, entry]));

/** The registry's entry of that name; a name that it lacks is a mistake of ours. */
export function awsOperation(name: string): AwsOperation {
  const found = byName.get(name);
  if (found === undefined) throw new TypeError(`no AWS operation is called ${name}`);
  return found;
}

interface Declared {
  readonly answers: string;
  readonly pageSize?: number;
  readonly permissions?: readonly string[];
  readonly input?: JsonObject;
  /** What of the answer is user data, environment values or a credential; none where nothing is said. */
  readonly neverKept?: readonly string[];
}

function operation(service: AwsService, action: string, declared: Declared): AwsOperation {
  const name = `${iamPrefix(service)}:${action}`;
  return {
    source: 'aws',
    name,
    service,
    action,
    permissions: declared.permissions ?? [name],
    neverKept: declared.neverKept ?? [],
    paging: declared.pageSize === undefined ? null : paging(service, declared.pageSize),
    input: declared.input ?? {},
    answers: declared.answers,
    command: (request: ReadRequest) => commandLine(service, action, request),
  };
}

function paging(service: AwsService, size: number): Paging {
  return service === 'elbv2'
    ? { sizeMember: 'PageSize', size, requestToken: 'Marker', responseToken: 'NextMarker' }
    : { sizeMember: 'MaxResults', size, requestToken: 'NextToken', responseToken: 'NextToken' };
}

/** The prefix of a service's IAM actions, which is not always the name that `aws` has for the service. */
function iamPrefix(service: AwsService): string {
  return service === 'elbv2' ? 'elasticloadbalancing' : service;
}
