import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type LoadBalancerTypeEnum,
  type ProtocolEnum,
  RegisterTargetsCommand,
  type TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { given } from '../../../scripts/seed/aws.js';
import type { Front } from './front.js';
import type { BalancerCase } from './interface-cases.js';

interface Behind {
  readonly index: number;
  /** The planted interface's own. */
  readonly address: string;
  readonly groupId: string | undefined;
}

/** The load balancer of the case, with the interface as its target, and the network load balancer before it if there is one. */
export async function buildBalancers(
  front: Front,
  one: BalancerCase,
  { index, address, groupId }: Behind,
): Promise<void> {
  const { type, isInternal, subnet, listens, forwards, behindNetworkPort } = one;
  const arn = await buildBalancer(front, {
    name: `front-${index}`,
    type,
    isInternal: isInternal === true,
    subnet: subnet ?? 'open',
    groupId,
    listener: listens === undefined ? null : { protocol: type === 'network' ? 'TCP' : 'HTTP', port: listens },
    target: { type: 'ip', protocol: type === 'network' ? 'TCP' : 'HTTP', port: forwards, id: address },
  });
  if (behindNetworkPort === undefined) return;
  await buildBalancer(front, {
    name: `before-${index}`,
    type: 'network',
    isInternal: false,
    subnet: 'open',
    groupId: undefined,
    listener: { protocol: 'TCP', port: 443 },
    target: { type: 'alb', protocol: 'TCP', port: behindNetworkPort, id: arn },
  });
}

interface Plan {
  readonly name: string;
  readonly type: LoadBalancerTypeEnum;
  readonly isInternal: boolean;
  readonly subnet: 'open' | 'closed';
  readonly groupId: string | undefined;
  readonly listener: { readonly protocol: ProtocolEnum; readonly port: number } | null;
  readonly target: {
    readonly type: TargetTypeEnum;
    readonly protocol: ProtocolEnum;
    readonly port: number;
    readonly id: string;
  };
}

async function buildBalancer({ region: { elb }, vpcId, subnetIds }: Front, plan: Plan): Promise<string> {
  const made = await elb.send(
    new CreateLoadBalancerCommand({
      Name: plan.name,
      Type: plan.type,
      Scheme: plan.isInternal ? 'internal' : 'internet-facing',
      Subnets: [subnetIds[plan.subnet]],
      ...(plan.groupId === undefined ? {} : { SecurityGroups: [plan.groupId] }),
    }),
  );
  const LoadBalancerArn = given(made.LoadBalancers?.[0]?.LoadBalancerArn, 'load balancer');
  const { type: TargetType, protocol: Protocol, port: Port, id: Id } = plan.target;
  const group = await elb.send(
    new CreateTargetGroupCommand({ Name: plan.name, Protocol, Port, VpcId: vpcId, TargetType }),
  );
  const TargetGroupArn = given(group.TargetGroups?.[0]?.TargetGroupArn, 'target group');
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, Port }] }));
  if (plan.listener !== null) {
    const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn }];
    await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn,
        Protocol: plan.listener.protocol,
        Port: plan.listener.port,
        DefaultActions,
      }),
    );
  }
  return LoadBalancerArn;
}
