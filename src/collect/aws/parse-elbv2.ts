import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import { listener, loadBalancer, sslPolicy, targetGroup } from '../../facts/aws/load-balancers.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { optionalId } from './item-parser.js';

const texts = z.array(z.string()).default([]);

const wireLoadBalancer = z.object({
  LoadBalancerArn: z.string(),
  LoadBalancerName: freeText.optional(),
  Type: z.enum(['application', 'network', 'gateway']),
  // A Gateway Load Balancer has no scheme: nothing on the internet can address it. Another one without is taken to face it.
  Scheme: z.enum(['internet-facing', 'internal']).optional(),
  VpcId: z.string().optional(),
  AvailabilityZones: z
    .array(
      z.object({
        SubnetId: z.string().optional(),
        LoadBalancerAddresses: z.array(z.object({ AllocationId: optionalId })).default([]),
      }),
    )
    .default([]),
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
        allocationIds: wire.AvailabilityZones.flatMap((zone) =>
          zone.LoadBalancerAddresses.flatMap(({ AllocationId }) => AllocationId ?? []),
        ),
        groupIds: wire.SecurityGroups,
        ipAddressType: wire.IpAddressType,
        dnsName: wire.DNSName,
      }),
    };
  },
};

const wireAction = z.object({
  Type: z.string(),
  // What a redirect does not name it leaves as the request has it.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
  RedirectConfig: z
    .object({ Protocol: z.string().default('#{protocol}'), Port: z.string().default('#{port}') })
    .optional(),
  FixedResponseConfig: z.object({ StatusCode: z.string() }).optional(),
  TargetGroupArn: z.string().optional(),
  ForwardConfig: z.object({ TargetGroups: z.array(z.object({ TargetGroupArn: z.string() })).default([]) }).optional(),
});

const wireListener = z
  .object({
    ListenerArn: z.string(),
    LoadBalancerArn: z.string(),
    Protocol: z.string().optional(),
    Port: z.int().optional(),
    SslPolicy: z.string().optional(),
    Certificates: z.array(z.object({ CertificateArn: z.string() })).default([]),
    DefaultActions: z.array(wireAction).default([]),
  })
  // A protocol that is not said is not one that is harmless.
  .refine(({ Protocol, LoadBalancerArn }) => Protocol !== undefined || isGateway(LoadBalancerArn), {
    path: ['Protocol'],
    message: 'expected a protocol on a listener of no Gateway Load Balancer',
  });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-resources-for-iam-policies */
function isGateway(loadBalancerArn: string): boolean {
  return loadBalancerArn.includes(':loadbalancer/gwy/');
}

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
        protocol: wire.Protocol ?? 'GENEVE',
        port: wire.Port,
        sslPolicy: wire.SslPolicy,
        certificateIds: wire.Certificates.map((certificate) => certificate.CertificateArn),
        targetGroupIds: forwardedTo(wire.DefaultActions),
        ...answersOf(wire.DefaultActions),
      }),
    };
  },
};

type Rule = FactKinds['aws.elbv2.listener-rules']['rules'][number];

/** What the actions do with a request, forwarding aside: one at most redirects it or answers it. */
function answersOf(
  actions: readonly z.infer<typeof wireAction>[],
): Pick<Rule, 'actions' | 'redirectTo' | 'fixedStatus'> {
  const redirect = actions.find(({ RedirectConfig }) => RedirectConfig !== undefined)?.RedirectConfig;
  const fixed = actions.find(({ FixedResponseConfig }) => FixedResponseConfig !== undefined)?.FixedResponseConfig;
  return {
    actions: actions.map(({ Type }) => Type),
    redirectTo: redirect === undefined ? null : { protocol: redirect.Protocol, port: redirect.Port },
    fixedStatus: fixed?.StatusCode ?? null,
  };
}

const wireRule = z.object({
  RuleArn: z.string(),
  Priority: z.string(),
  IsDefault: z.boolean(),
  Actions: z.array(wireAction),
});

/** A rule of a listener; null for the default one, which is its default actions again. */
export function parseRule(item: unknown): Rule | null {
  const { RuleArn, Priority, IsDefault, Actions } = wireRule.parse(item);
  return IsDefault ? null : { id: RuleArn, priority: Priority, ...answersOf(Actions) };
}

const wirePolicy = z.object({
  Name: z.string(),
  SslProtocols: z.array(z.string()),
  Ciphers: z.array(z.object({ Name: z.string() })),
});

export const sslPolicies: ItemParser<'aws.elbv2.ssl-policy'> = {
  kind: 'aws.elbv2.ssl-policy',
  member: 'SslPolicies',
  parse(item) {
    const { Name, SslProtocols, Ciphers } = wirePolicy.parse(item);
    const ciphers = Ciphers.map((cipher) => cipher.Name);
    return { id: Name, name: null, data: sslPolicy.parse({ id: Name, protocols: SslProtocols, ciphers }) };
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
