import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  CreateNetworkInterfaceCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type LoadBalancerSchemeEnum,
  type LoadBalancerTypeEnum,
  type ProtocolEnum,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { account, given, type Region, tagged } from './aws.js';

export interface InterfacePlan {
  readonly name: string;
  readonly description: string;
  readonly subnetId: string;
  readonly address: string;
  readonly groupIds: string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether it has an Elastic IP address. */
  readonly isPublic?: boolean;
  /** Whether it passes on what is addressed to others. */
  readonly isRouter?: boolean;
  /** Whether it is an instance's; else that of what its description tells. */
  readonly isInstance?: boolean;
}

export async function buildInterface({ ec2 }: Region, plan: InterfacePlan): Promise<void> {
  const made = await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: plan.subnetId,
      Description: plan.description,
      PrivateIpAddress: plan.address,
      Groups: plan.groupIds,
      TagSpecifications: tagged('network-interface', plan.name, plan.tags),
    }),
  );
  const NetworkInterfaceId = given(made.NetworkInterface?.NetworkInterfaceId, 'network interface');
  if (plan.isInstance === true) {
    await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-0a1b2c3d4e5f60718',
        InstanceType: 'm7g.large',
        MinCount: 1,
        MaxCount: 1,
        NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId }],
        TagSpecifications: tagged('instance', plan.name),
      }),
    );
  }
  if (plan.isRouter === true) {
    await ec2.send(
      new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false } }),
    );
  }
  if (plan.isPublic !== true) return;
  const address = await ec2.send(
    new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications: tagged('elastic-ip', plan.name) }),
  );
  await ec2.send(
    new AssociateAddressCommand({
      AllocationId: given(address.AllocationId, 'allocation'),
      NetworkInterfaceId,
    }),
  );
}

interface ListenerPlan {
  readonly protocol: ProtocolEnum;
  readonly port: number;
  /** The security policy of one that speaks TLS; else the server's default. */
  readonly sslPolicy?: string;
  /** Whether it redirects to HTTPS rather than forward. */
  readonly isRedirect?: boolean;
}

export interface BalancerPlan {
  readonly name: string;
  readonly type: LoadBalancerTypeEnum;
  readonly scheme: LoadBalancerSchemeEnum;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly groupIds: string[];
  readonly listeners: readonly ListenerPlan[];
  readonly target: { readonly protocol: ProtocolEnum; readonly port: number; readonly addresses: readonly string[] };
}

/** The ARN of a load balancer with its listeners, and one target group of addresses that those forward to which do not redirect. */
export async function buildBalancer({ elb, name: region }: Region, plan: BalancerPlan): Promise<string> {
  const made = await elb.send(
    new CreateLoadBalancerCommand({
      Name: plan.name,
      Type: plan.type,
      Scheme: plan.scheme,
      Subnets: plan.subnetIds,
      ...(plan.groupIds.length === 0 ? {} : { SecurityGroups: plan.groupIds }),
    }),
  );
  const LoadBalancerArn = given(made.LoadBalancers?.[0]?.LoadBalancerArn, 'load balancer');
  const { protocol: Protocol, port: Port, addresses } = plan.target;
  const group = await elb.send(
    new CreateTargetGroupCommand({ Name: plan.name, Protocol, Port, VpcId: plan.vpcId, TargetType: 'ip' }),
  );
  const TargetGroupArn = given(group.TargetGroups?.[0]?.TargetGroupArn, 'target group');
  const Targets = addresses.map((Id) => ({ Id, Port }));
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  for (const listener of plan.listeners) {
    await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn,
        Protocol: listener.protocol,
        Port: listener.port,
        ...(listener.protocol === 'HTTPS'
          ? { Certificates: [{ CertificateArn: `arn:aws:iam::${account}:server-certificate/${region}-tenants` }] }
          : {}),
        ...(listener.sslPolicy === undefined ? {} : { SslPolicy: listener.sslPolicy }),
        DefaultActions: [
          listener.isRedirect === true
            ? { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }
            : { Type: 'forward', TargetGroupArn },
        ],
      }),
    );
  }
  return LoadBalancerArn;
}
