import type { FactKind } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectApiStages } from './collect-api-gateway.js';
import { collectAppsyncApis } from './collect-appsync.js';
import { collectUserPools } from './collect-cognito.js';
import { collectEcr } from './collect-ecr.js';
import { collectLaunchTemplates } from './collect-launch-templates.js';
import { collectLoadBalancers, collectTargetGroups } from './collect-load-balancers.js';
import { collectPrefixLists, listPrefixLists } from './collect-prefix-lists.js';
import { collectTransitGatewayTables } from './collect-transit-gateways.js';
import { collectWebAclAssociations } from './collect-web-acl-associations.js';
import { collectRegionalWaf, wafKinds } from './collect-waf.js';
import { certificates } from './parse-acm.js';
import { networkAcls } from './parse-ec2-acls.js';
import { vpcEndpoints } from './parse-ec2-endpoints.js';
import { flowLogs } from './parse-ec2-flow-logs.js';
import { egressOnlyInternetGateways, internetGateways, natGateways } from './parse-ec2-gateways.js';
import { securityGroups } from './parse-ec2-groups.js';
import { instances } from './parse-ec2-instances.js';
import { addresses, networkInterfaces } from './parse-ec2-interfaces.js';
import { vpcPeeringConnections } from './parse-ec2-peerings.js';
import { routeTables } from './parse-ec2-routes.js';
import { transitGateways } from './parse-ec2-transit-gateways.js';
import { subnets, vpcs } from './parse-ec2-vpcs.js';
import { vpnConnections, vpnGateways } from './parse-ec2-vpn.js';
import { sslPolicies } from './parse-elbv2.js';
import { type Cover, coverIn } from './read-of.js';
import { type Reading } from '../reading/read-items.js';

/** Every kind of fact that a region gives. */
export const regionKinds = [
  'aws.ec2.vpc',
  'aws.ec2.subnet',
  'aws.ec2.route-table',
  'aws.ec2.internet-gateway',
  'aws.ec2.egress-only-internet-gateway',
  'aws.ec2.nat-gateway',
  'aws.ec2.network-acl',
  'aws.ec2.flow-log',
  'aws.ec2.security-group',
  'aws.ec2.prefix-list',
  'aws.ec2.network-interface',
  'aws.ec2.address',
  'aws.ec2.instance',
  'aws.ec2.launch-template',
  'aws.ec2.vpc-peering-connection',
  'aws.ec2.transit-gateway',
  'aws.ec2.transit-gateway-attachment',
  'aws.ec2.transit-gateway-route-table',
  'aws.ec2.vpn-gateway',
  'aws.ec2.vpn-connection',
  'aws.ec2.vpc-endpoint',
  'aws.elbv2.load-balancer',
  'aws.elbv2.listener',
  'aws.elbv2.target-group',
  'aws.elbv2.listener-rules',
  'aws.elbv2.ssl-policy',
  'aws.acm.certificate',
  'aws.apigateway.rest-stage',
  'aws.apigatewayv2.stage',
  'aws.appsync.api',
  'aws.cognito-idp.user-pool',
  'aws.wafv2.association',
  'aws.ecr.registry',
  'aws.ecr.repository',
  'aws.ecr.image',
  'aws.ecr.vulnerabilities',
  ...wafKinds,
] as const satisfies readonly FactKind[];

/** Reads one region, everything that waits for nothing at once, and says of each kind how complete it is. */
export async function collectRegion(reading: Reading, scope: Scope): Promise<void> {
  const cover = coverIn(reading, scope);
  await Promise.all([
    cover('ec2:DescribeVpcs', vpcs),
    cover('ec2:DescribeSubnets', subnets),
    cover('ec2:DescribeInternetGateways', internetGateways),
    cover('ec2:DescribeEgressOnlyInternetGateways', egressOnlyInternetGateways),
    cover('ec2:DescribeNatGateways', natGateways),
    cover('ec2:DescribeNetworkAcls', networkAcls),
    cover('ec2:DescribeFlowLogs', flowLogs),
    cover('ec2:DescribeInstances', instances),
    cover('ec2:DescribeVpcPeeringConnections', vpcPeeringConnections),
    cover('ec2:DescribeTransitGateways', transitGateways),
    cover('ec2:DescribeVpnGateways', vpnGateways),
    cover('ec2:DescribeVpnConnections', vpnConnections),
    cover('ec2:DescribeVpcEndpoints', vpcEndpoints),
    cover('elasticloadbalancing:DescribeSSLPolicies', sslPolicies),
    cover('acm:ListCertificates', certificates),
    collectInterfaces(reading, scope, cover),
    collectGroupsAndRoutes(reading, scope, cover),
    collectLaunchTemplates(reading, scope),
    collectRegionalWaf(reading, scope),
    collectEcr(reading, scope),
    collectApiStages(reading, scope),
    collectAppsyncApis(reading, scope),
    collectWebAclAssociations(reading, scope, [collectLoadBalancers, collectTargetGroups, collectUserPools]),
  ]);
}

/** Says of every kind of a region that it was not read. */
export function regionNotRead({ sink }: Pick<Reading, 'sink'>, scope: Scope, gap: Gap): void {
  for (const kind of regionKinds) sink.covered(kind, scope, { gap, reads: [], delivered: false });
}

/** An interface that has an Elastic address and that the answer does not show is one that nobody judged: a gap on its id. */
async function collectInterfaces({ sink }: Reading, scope: Scope, cover: Cover): Promise<void> {
  const shown = new Set<string>();
  const claimed = new Map<string, string>();
  const [{ gap }, { reads }] = await Promise.all([
    cover('ec2:DescribeNetworkInterfaces', networkInterfaces, ({ id }) => shown.add(id)),
    cover('ec2:DescribeAddresses', addresses, ({ id, data }) => {
      if (data.networkInterfaceId !== null) claimed.set(data.networkInterfaceId, id);
    }),
  ]);
  // Cut short, the whole population is in doubt already.
  if (gap !== null) return;
  for (const [id, allocation] of claimed) {
    if (shown.has(id)) continue;
    const text = `${id} has the address ${allocation}, and is not among the network interfaces`;
    sink.gap(networkInterfaces.kind, scope, id, { reason: 'missing', reads: reads.map(({ key }) => key), text });
  }
}

/** Which prefix lists matter is known once the groups and routes that refer to them are. */
async function collectGroupsAndRoutes(reading: Reading, scope: Scope, cover: Cover): Promise<void> {
  const referenced = new Set<string>();
  const [listed] = await Promise.all([
    listPrefixLists(reading, scope),
    cover('ec2:DescribeSecurityGroups', securityGroups, ({ data }) => {
      for (const { lists } of [...data.ingress, ...data.egress]) for (const list of lists) referenced.add(list);
    }),
    cover('ec2:DescribeRouteTables', routeTables, ({ data }) => {
      for (const { list } of data.routes) if (list !== null) referenced.add(list);
    }),
    collectTransitGatewayTables(reading, scope, cover, (list) => referenced.add(list)),
  ]);
  await collectPrefixLists(reading, scope, listed.lists, referenced);
  reading.sink.covered('aws.ec2.prefix-list', scope, listed.coverage);
}
