import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { given, type Region } from '../../../scripts/seed/aws.js';
import { buildGroups } from '../../../scripts/seed/groups.js';
import { type Ground, isWanted, planted, type Planted, type Verdicts } from './plant.js';
import { type TidyVpc, tidyVpc } from './tidy-vpc.js';

const of = 'no-redundant-ports';
const block = '10.68.0.0/16';

interface BalancerCase {
  readonly name: string;
  readonly allows: readonly string[];
  readonly verdicts: Verdicts;
}

const cases: readonly BalancerCase[] = [
  { name: "the port of a load balancer's listener", allows: ['tcp/443'], verdicts: {} },
  {
    name: 'a port that no listener of a load balancer has',
    allows: ['tcp/443', 'tcp/9000'],
    verdicts: { [of]: 'fail' },
  },
];

/**
 * An application load balancer a case, inside, with a listener on tcp/443, a target, and an interface of its own. Its subnet has a
 * route to a partner by an internet gateway.
 */
export async function plantBalancers(ground: Ground): Promise<Planted[]> {
  const { region } = ground;
  const wanted = cases.filter(({ verdicts }) => isWanted(ground, verdicts));
  const vpc = await tidyVpc(region, 'balanced', block);
  await routeToPartner(region, vpc);
  const names = wanted.map((_, index) => `balancer-${index}`);
  const ids = await buildGroups(
    region,
    vpc.vpcId,
    wanted.map(({ allows }, index) => ({
      name: names[index] ?? '',
      description: 'planted',
      ingress: allows.map((to) => ({ to, v4: [block], why: 'planted' })),
      egress: [],
    })),
  );
  const found: Planted[] = [];
  for (const [index, one] of wanted.entries()) {
    const name = names[index] ?? '';
    const groupId = given(ids[name], name);
    await buildBalancer(region, vpc, name, groupId);
    const built = `${one.allows.join(', ')} from ${block}; on the interface of an application load balancer with a listener on tcp/443`;
    found.push(...planted(ground, { of, ...one }, built, groupId));
  }
  return found;
}

async function buildBalancer({ ec2, elb }: Region, vpc: TidyVpc, Name: string, groupId: string): Promise<void> {
  const made = await elb.send(
    new CreateLoadBalancerCommand({
      Name,
      Type: 'application',
      Scheme: 'internal',
      Subnets: [vpc.subnetId],
      SecurityGroups: [groupId],
    }),
  );
  const LoadBalancerArn = given(made.LoadBalancers?.[0]?.LoadBalancerArn, 'load balancer');
  const targets = { Name, Protocol: 'HTTP', Port: 8080, VpcId: vpc.vpcId, TargetType: 'ip' } as const;
  const { TargetGroups: groups } = await elb.send(new CreateTargetGroupCommand(targets));
  const TargetGroupArn = given(groups?.[0]?.TargetGroupArn, 'target group');
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.68.1.99', Port: 8080 }] }));
  const DefaultActions = [{ Type: 'forward', TargetGroupArn }] as const;
  await elb.send(
    new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 443, DefaultActions: [...DefaultActions] }),
  );
  const [, path] = LoadBalancerArn.split(':loadbalancer/');
  const Description = `ELB ${given(path, 'path of the load balancer')}`;
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: vpc.subnetId, Groups: [groupId], Description }));
}

async function routeToPartner({ ec2 }: Region, { vpcId: VpcId, subnetId: SubnetId }: TidyVpc): Promise<void> {
  const { InternetGateway: gateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = given(gateway?.InternetGatewayId, 'internet gateway');
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const { RouteTable: table } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = given(table?.RouteTableId, 'route table');
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  const partner = { DestinationCidrBlock: '51.6.0.0/24', GatewayId: InternetGatewayId };
  await ec2.send(new CreateRouteCommand({ RouteTableId, ...partner }));
}
