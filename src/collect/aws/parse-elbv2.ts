import { z } from 'zod';
import { listener, loadBalancer, targetGroup } from '../../facts/aws/load-balancers.js';
import { freeText, type ItemParser } from './item-parser.js';

const texts = z.array(z.string()).default([]);

const wireLoadBalancer = z.object({
  LoadBalancerArn: z.string(),
  LoadBalancerName: freeText.optional(),
  Type: z.enum(['application', 'network', 'gateway']),
  // A Gateway Load Balancer has no scheme: nothing on the internet can address it. Another one without is taken to face it.
  Scheme: z.enum(['internet-facing', 'internal']).optional(),
  VpcId: z.string().optional(),
  AvailabilityZones: z.array(z.object({ SubnetId: z.string().optional() })).default([]),
  SecurityGroups: texts,
  IpAddressType: z.string().optional(),
  DNSName: z.string().optional(),
});

export const loadBalancers: ItemParser<'aws.elbv2.load-balancer'> = {
  kind: 'aws.elbv2.load-balancer',
  member: 'LoadBalancers',
  parse(item) {
    const wire = wireLoadBalancer.parse(item);
    return {
      id: wire.LoadBalancerArn,
      name: wire.LoadBalancerName ?? null,
      data: loadBalancer.parse({
        id: wire.LoadBalancerArn,
        loadBalancerName: wire.LoadBalancerName,
        type: wire.Type,
        isInternetFacing:
          (wire.Scheme ?? (wire.Type === 'gateway' ? 'internal' : 'internet-facing')) === 'internet-facing',
        vpcId: wire.VpcId,
        subnetIds: wire.AvailabilityZones.flatMap((zone) => zone.SubnetId ?? []),
        groupIds: wire.SecurityGroups,
        ipAddressType: wire.IpAddressType,
        dnsName: wire.DNSName,
      }),
    };
  },
};

const wireAction = z.object({
  Type: z.string(),
  TargetGroupArn: z.string().optional(),
  ForwardConfig: z.object({ TargetGroups: z.array(z.object({ TargetGroupArn: z.string() })).default([]) }).optional(),
});

const wireListener = z.object({
  ListenerArn: z.string(),
  LoadBalancerArn: z.string(),
  Protocol: z.string().optional(),
  Port: z.int().optional(),
  SslPolicy: z.string().optional(),
  Certificates: z.array(z.object({ CertificateArn: z.string() })).default([]),
  DefaultActions: z.array(wireAction).default([]),
});

export const listeners: ItemParser<'aws.elbv2.listener'> = {
  kind: 'aws.elbv2.listener',
  member: 'Listeners',
  parse(item) {
    const wire = wireListener.parse(item);
    return {
      id: wire.ListenerArn,
      name: null,
      data: listener.parse({
        id: wire.ListenerArn,
        loadBalancerId: wire.LoadBalancerArn,
        // A Gateway Load Balancer's listener has neither protocol nor port; it speaks GENEVE on every port.
        protocol: wire.Protocol ?? (wire.Port === undefined ? 'GENEVE' : 'TCP'),
        port: wire.Port,
        sslPolicy: wire.SslPolicy,
        certificateIds: wire.Certificates.map((certificate) => certificate.CertificateArn),
        targetGroupIds: forwardedTo(wire.DefaultActions),
        actions: wire.DefaultActions.map((action) => action.Type),
      }),
    };
  },
};

/** A forward to one group names it twice, alone and in its configuration. */
function forwardedTo(actions: readonly z.infer<typeof wireAction>[]): string[] {
  const named = actions.flatMap((action) => [
    ...(action.TargetGroupArn === undefined ? [] : [action.TargetGroupArn]),
    ...(action.ForwardConfig?.TargetGroups.map((group) => group.TargetGroupArn) ?? []),
  ]);
  return [...new Set(named)];
}

const wireTargetGroup = z.object({
  TargetGroupArn: z.string(),
  TargetGroupName: freeText.optional(),
  Protocol: z.string().optional(),
  Port: z.int().optional(),
  VpcId: z.string().optional(),
  TargetType: z.enum(['instance', 'ip', 'lambda', 'alb']), // without a default: an address is no instance
  LoadBalancerArns: z.array(z.string()), // without a default: whether anything forwards to it decides
});

/** A target group without its targets, which DescribeTargetHealth lists. */
export const targetGroups: ItemParser<'aws.elbv2.target-group'> = {
  kind: 'aws.elbv2.target-group',
  member: 'TargetGroups',
  parse(item) {
    const wire = wireTargetGroup.parse(item);
    return {
      id: wire.TargetGroupArn,
      name: wire.TargetGroupName ?? null,
      data: targetGroup.parse({
        id: wire.TargetGroupArn,
        targetGroupName: wire.TargetGroupName,
        protocol: wire.Protocol,
        port: wire.Port,
        vpcId: wire.VpcId,
        targetType: wire.TargetType,
        loadBalancerIds: wire.LoadBalancerArns,
      }),
    };
  },
};

const wireTarget = z.object({ Target: z.object({ Id: z.string(), Port: z.int().optional() }) });

/** One registered target, healthy or not: what is registered may receive traffic once it is healthy. */
export function parseTarget(item: unknown): { readonly id: string; readonly port: number | null } {
  const { Target } = wireTarget.parse(item);
  return { id: Target.Id, port: Target.Port ?? null };
}
