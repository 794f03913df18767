import type { z } from 'zod';
import { account, region } from './aws/account.js';
import { certificateFacts } from './aws/certificates.js';
import {
  vpcPeeringConnection,
  transitGateway,
  transitGatewayAttachment,
  transitGatewayRouteTable,
  vpnGateway,
  vpnConnection,
  vpcEndpoint,
} from './aws/connections.js';
import { edgeFacts } from './aws/edge.js';
import { securityGroup, prefixList } from './aws/groups.js';
import { ecrFacts } from './aws/ecr.js';
import { guardDutyFacts } from './aws/guardduty.js';
import { networkInterface, address, instance, launchTemplate } from './aws/interfaces.js';
import { loadBalancer, listener, listenerRules, sslPolicy, targetGroup } from './aws/load-balancers.js';
import { routeTable } from './aws/routing.js';
import { shieldFacts } from './aws/shield.js';
import {
  vpc,
  subnet,
  internetGateway,
  egressOnlyInternetGateway,
  natGateway,
  networkAcl,
  flowLog,
} from './aws/vpcs.js';
import { wafFacts } from './aws/waf.js';

/** Fact kind → schema; the collector's output and the `given` of cases.yaml are both parsed with it. */
export const awsFacts = {
  'aws.account': account,
  'aws.region': region,
  'aws.ec2.vpc': vpc,
  'aws.ec2.subnet': subnet,
  'aws.ec2.route-table': routeTable,
  'aws.ec2.internet-gateway': internetGateway,
  'aws.ec2.egress-only-internet-gateway': egressOnlyInternetGateway,
  'aws.ec2.nat-gateway': natGateway,
  'aws.ec2.network-acl': networkAcl,
  'aws.ec2.flow-log': flowLog,
  'aws.ec2.security-group': securityGroup,
  'aws.ec2.prefix-list': prefixList,
  'aws.ec2.network-interface': networkInterface,
  'aws.ec2.address': address,
  'aws.ec2.instance': instance,
  'aws.ec2.launch-template': launchTemplate,
  'aws.ec2.vpc-peering-connection': vpcPeeringConnection,
  'aws.ec2.transit-gateway': transitGateway,
  'aws.ec2.transit-gateway-attachment': transitGatewayAttachment,
  'aws.ec2.transit-gateway-route-table': transitGatewayRouteTable,
  'aws.ec2.vpn-gateway': vpnGateway,
  'aws.ec2.vpn-connection': vpnConnection,
  'aws.ec2.vpc-endpoint': vpcEndpoint,
  'aws.elbv2.load-balancer': loadBalancer,
  'aws.elbv2.listener': listener,
  'aws.elbv2.target-group': targetGroup,
  'aws.elbv2.listener-rules': listenerRules,
  'aws.elbv2.ssl-policy': sslPolicy,
  ...certificateFacts,
  ...ecrFacts,
  ...guardDutyFacts,
  ...wafFacts,
  ...edgeFacts,
  ...shieldFacts,
} as const;

declare module '../core/fact.js' {
  interface FactKinds {
    'aws.account': z.infer<typeof account>;
    'aws.region': z.infer<typeof region>;
    'aws.ec2.vpc': z.infer<typeof vpc>;
    'aws.ec2.subnet': z.infer<typeof subnet>;
    'aws.ec2.route-table': z.infer<typeof routeTable>;
    'aws.ec2.internet-gateway': z.infer<typeof internetGateway>;
    'aws.ec2.egress-only-internet-gateway': z.infer<typeof egressOnlyInternetGateway>;
    'aws.ec2.nat-gateway': z.infer<typeof natGateway>;
    'aws.ec2.network-acl': z.infer<typeof networkAcl>;
    'aws.ec2.flow-log': z.infer<typeof flowLog>;
    'aws.ec2.security-group': z.infer<typeof securityGroup>;
    'aws.ec2.prefix-list': z.infer<typeof prefixList>;
    'aws.ec2.network-interface': z.infer<typeof networkInterface>;
    'aws.ec2.address': z.infer<typeof address>;
    'aws.ec2.instance': z.infer<typeof instance>;
    'aws.ec2.launch-template': z.infer<typeof launchTemplate>;
    'aws.ec2.vpc-peering-connection': z.infer<typeof vpcPeeringConnection>;
    'aws.ec2.transit-gateway': z.infer<typeof transitGateway>;
    'aws.ec2.transit-gateway-attachment': z.infer<typeof transitGatewayAttachment>;
    'aws.ec2.transit-gateway-route-table': z.infer<typeof transitGatewayRouteTable>;
    'aws.ec2.vpn-gateway': z.infer<typeof vpnGateway>;
    'aws.ec2.vpn-connection': z.infer<typeof vpnConnection>;
    'aws.ec2.vpc-endpoint': z.infer<typeof vpcEndpoint>;
    'aws.elbv2.load-balancer': z.infer<typeof loadBalancer>;
    'aws.elbv2.listener': z.infer<typeof listener>;
    'aws.elbv2.target-group': z.infer<typeof targetGroup>;
    'aws.elbv2.listener-rules': z.infer<typeof listenerRules>;
    'aws.elbv2.ssl-policy': z.infer<typeof sslPolicy>;
  }
}
