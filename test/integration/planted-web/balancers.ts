import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  type LoadBalancerTypeEnum,
  type ProtocolEnum,
  RegisterTargetsCommand,
  type TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssociateWebACLCommand, type WAFV2Client } from '@aws-sdk/client-wafv2';
import { closeRegion, given, openRegion, type Region } from '../../../scripts/seed/aws.js';
import { type Place, protect } from './facing.js';
import { type Case, type Planted, planted } from './plant.js';

interface Built {
  readonly region: Region;
  readonly subnets: readonly string[];
  readonly vpcId: string;
  readonly certificate: string;
}

/** Plants load balancers with and without a web ACL, listeners and certificates; resolves to their verdicts. */
export async function plantBalancers(place: Place, waf: WAFV2Client, acl: string): Promise<Planted[]> {
  const region = openRegion(place.endpoint, place.region);
  try {
    const { Subnets = [] } = await region.ec2.send(new DescribeSubnetsCommand({}));
    const acm = new ACMClient({ endpoint: place.endpoint, region: place.region });
    const request = async (DomainName: string) =>
      given((await acm.send(new RequestCertificateCommand({ DomainName }))).CertificateArn, 'CertificateArn');
    const built: Built = {
      region,
      subnets: Subnets.slice(0, 2).map(({ SubnetId }) => given(SubnetId, 'SubnetId')),
      vpcId: given(Subnets[0]?.VpcId, 'VpcId'),
      certificate: await request('wallet.example'),
    };
    const of = 'certificates-not-expiring';
    const at = (id: string) => ({ region: place.region, id });
    const unused = await request('spare.example');
    return [
      ...(await plantFacing(place, built, (ResourceArn) =>
        waf.send(new AssociateWebACLCommand({ WebACLArn: acl, ResourceArn })),
      )),
      ...(await plantListeners(place, built)),
      ...planted('certificate', { of, name: 'in use, with a year left', built: '365 days' }, at(built.certificate)),
      ...planted(
        'certificate',
        { of, name: 'not in use', built: '365 days', verdicts: { [of]: 'not-applicable' } },
        at(unused),
      ),
    ];
  } finally {
    closeRegion(region);
  }
}

const have = 'internet-facing-resources-have-web-acl';
const shield = 'shield-protects-internet-facing';

async function plantFacing(
  { endpoint, region }: Place,
  built: Built,
  attach: (arn: string) => Promise<unknown>,
): Promise<Planted[]> {
  const facing = (one: Case<'facing'>, id: string) => planted('facing', one, { region, id });
  const guarded = await balancer(built, 'guarded', 'application');
  await attach(guarded);
  await protect(endpoint, guarded);
  const [shielded, unshielded] = [
    await balancer(built, 'shielded', 'application'),
    await balancer(built, 'unshielded', 'application'),
  ];
  for (const arn of [shielded, unshielded]) await attach(arn);
  await protect(endpoint, shielded);
  const open = await balancer(built, 'open', 'application');
  const inner = await balancer(built, 'inner', 'application', 'internal');
  const before = async (name: string, what: string | null): Promise<string> => {
    const network = await balancer(built, name, 'network');
    const [type, port, protocol] = what === null ? (['ip', 80, 'TCP'] as const) : (['alb', 80, 'TCP'] as const);
    const group = await targetGroup(built, `${name}-group`, protocol, type, port, what ?? '172.31.0.9');
    await listen(built, network, { protocol: 'TCP', port: 80, action: forward(group) });
    return [network, group].join(' ');
  };
  // Its addresses are AWS's own.
  const noAddress = { [shield]: 'fail' } as const;
  const [toGuarded = ''] = (await before('to-guarded', guarded)).split(' ');
  const [toInner = ''] = (await before('to-inner', inner)).split(' ');
  const [toHosts = ''] = (await before('to-hosts', null)).split(' ');
  const silent = await balancer(built, 'silent', 'network');
  return [
    ...facing({ of: shield, name: 'Load balancer that is protected', built: 'subscribed, protected' }, shielded),
    ...facing(
      {
        of: shield,
        name: 'Load balancer that is not',
        built: 'subscribed, not protected',
        verdicts: { [shield]: 'fail' },
      },
      unshielded,
    ),
    ...facing({ of: have, name: 'Load balancer behind a web ACL', built: 'application, internet-facing' }, guarded),
    ...facing(
      {
        of: have,
        name: 'Load balancer without one',
        built: 'application, internet-facing',
        verdicts: { [have]: 'fail', [shield]: 'fail' },
      },
      open,
    ),
    ...facing(
      {
        of: have,
        name: 'Network load balancer before one that is behind a web ACL',
        built: 'TCP/80 to an application load balancer',
        verdicts: noAddress,
      },
      toGuarded,
    ),
    ...facing(
      {
        of: have,
        name: 'Network load balancer before one that is not',
        built: 'TCP/80 to an internal application load balancer',
        verdicts: { ...noAddress, [have]: 'fail' },
      },
      toInner,
    ),
    ...facing(
      {
        of: have,
        name: 'Network load balancer before hosts',
        built: 'TCP/80 to an address',
        verdicts: { ...noAddress, [have]: 'unknown' },
      },
      toHosts,
    ),
    ...facing(
      {
        of: have,
        name: 'Network load balancer without a listener',
        built: 'no listener',
        verdicts: { ...noAddress, [have]: 'not-applicable' },
      },
      silent,
    ),
    // What passes the requests on stands around the cases: no TLS, no HTTP.
    ...(await tcpListeners(built, region, [toGuarded, toInner, toHosts])),
  ];
}

async function tcpListeners(
  { region: { elb } }: Built,
  region: string,
  balancers: readonly string[],
): Promise<Planted[]> {
  const all: Planted[] = [];
  for (const LoadBalancerArn of balancers) {
    const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
    for (const { ListenerArn } of Listeners) {
      const one: Case<'listener'> = {
        of: 'no-plain-http-listeners',
        name: 'what speaks TCP',
        built: 'TCP/80',
        verdicts: { 'tls-policies-current': 'not-applicable', 'no-plain-http-listeners': 'not-applicable' },
      };
      all.push(...planted('listener', one, { region, id: given(ListenerArn, 'ListenerArn') }));
    }
  }
  return all;
}

const tls = 'tls-policies-current';
const plain = 'no-plain-http-listeners';

interface Listening {
  readonly protocol: ProtocolEnum;
  readonly port: number;
  readonly action: Action;
  readonly policy?: string;
}

async function plantListeners({ region }: Place, built: Built): Promise<Planted[]> {
  const arn = await balancer(built, 'listeners', 'application', 'internal');
  const network = await balancer(built, 'tls', 'network', 'internal');
  const group = await targetGroup(built, 'http-group', 'HTTP', 'ip', 8080, '172.31.0.9');
  const tcpGroup = await targetGroup(built, 'tcp-group', 'TCP', 'ip', 8080, '172.31.0.9');
  let port = 8000;
  const all: Planted[] = [];
  const plant = async (one: Case<'listener'>, listening: Omit<Listening, 'port'>, rule?: Action): Promise<void> => {
    const id = await listen(built, listening.protocol === 'TLS' ? network : arn, { ...listening, port: port++ });
    if (rule !== undefined) {
      const Conditions = [{ Field: 'path-pattern', Values: ['/health'] }];
      await built.region.elb.send(new CreateRuleCommand({ ListenerArn: id, Priority: 1, Conditions, Actions: [rule] }));
    }
    all.push(...planted('listener', one, { region, id }));
  };
  const policies = [
    ['ELBSecurityPolicy-TLS13-1-2-2021-06', 'HTTPS', 'pass'],
    ['ELBSecurityPolicy-TLS13-1-3-2021-06', 'HTTPS', 'pass'],
    ['ELBSecurityPolicy-TLS-1-2-2017-01', 'HTTPS', 'pass'],
    ['ELBSecurityPolicy-2016-08', 'HTTPS', 'fail'],
    ['ELBSecurityPolicy-TLS-1-1-2017-01', 'HTTPS', 'fail'],
    ['ELBSecurityPolicy-2016-08', 'TLS', 'fail'],
    ['ELBSecurityPolicy-TLS13-1-2-2021-06', 'TLS', 'pass'],
  ] as const;
  for (const [policy, protocol, expected] of policies) {
    await plant(
      {
        of: tls,
        name: `${protocol} by ${expected === 'pass' ? 'a policy of TLS 1.2 or newer' : 'a policy with older TLS'}`,
        built: policy,
        verdicts: { [tls]: expected, [plain]: 'not-applicable' },
      },
      { protocol, policy, action: forward(protocol === 'TLS' ? tcpGroup : group) },
    );
  }
  const redirect = (Protocol: string, Port: string): Action => ({
    Type: 'redirect',
    RedirectConfig: { Protocol, Port, StatusCode: 'HTTP_301' },
  });
  const answer = (StatusCode: string): Action => ({
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode, ContentType: 'text/plain' },
  });
  const http: readonly (readonly [string, string, 'pass' | 'fail', Action, Action?])[] = [
    ['a redirect to HTTPS', 'redirect to HTTPS:443', 'pass', redirect('HTTPS', '443')],
    ['a redirect to HTTP', 'redirect to HTTP:8080', 'fail', redirect('HTTP', '8080')],
    ['a listener that forwards', 'forward', 'fail', forward(group)],
    ['a listener that refuses', 'answers 403', 'pass', answer('403')],
    ['a listener that answers itself', 'answers 200', 'fail', answer('200')],
    [
      'a redirect, and a rule that forwards',
      'redirect; /health forwards',
      'fail',
      redirect('HTTPS', '443'),
      forward(group),
    ],
    ['a redirect, and a rule that refuses', 'redirect; /health 404', 'pass', redirect('HTTPS', '443'), answer('404')],
  ];
  for (const [name, text, expected, action, rule] of http) {
    const verdicts = { [tls]: 'not-applicable', [plain]: expected } as const;
    await plant({ of: plain, name, built: text, verdicts }, { protocol: 'HTTP', action }, rule);
  }
  return all;
}

async function balancer(
  { region: { elb }, subnets }: Built,
  Name: string,
  Type: LoadBalancerTypeEnum,
  Scheme: 'internet-facing' | 'internal' = 'internet-facing',
): Promise<string> {
  const made = await elb.send(new CreateLoadBalancerCommand({ Name, Type, Scheme, Subnets: [...subnets] }));
  return given(made.LoadBalancers?.[0]?.LoadBalancerArn, 'LoadBalancerArn');
}

async function targetGroup(
  { region: { elb }, vpcId }: Built,
  Name: string,
  Protocol: ProtocolEnum,
  TargetType: TargetTypeEnum,
  Port: number,
  target: string,
): Promise<string> {
  const made = await elb.send(new CreateTargetGroupCommand({ Name, Protocol, Port, TargetType, VpcId: vpcId }));
  const arn = given(made.TargetGroups?.[0]?.TargetGroupArn, 'TargetGroupArn');
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: target, Port }] }));
  return arn;
}

function forward(TargetGroupArn: string): Action {
  return { Type: 'forward', TargetGroupArn };
}

async function listen(
  { region: { elb }, certificate }: Built,
  LoadBalancerArn: string,
  one: Listening,
): Promise<string> {
  const secured =
    one.policy === undefined ? {} : { SslPolicy: one.policy, Certificates: [{ CertificateArn: certificate }] };
  const made = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: one.protocol,
      Port: one.port,
      DefaultActions: [one.action],
      ...secured,
    }),
  );
  return given(made.Listeners?.[0]?.ListenerArn, 'ListenerArn');
}
