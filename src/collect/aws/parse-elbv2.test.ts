import { describe, expect, it } from 'vitest';
import { listeners, loadBalancers, parseTarget, targetGroups } from './parse-elbv2.js';

const arn = (what: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${what}`;

describe('a load balancer', () => {
  const wire = { LoadBalancerArn: arn('loadbalancer/net/db/1'), LoadBalancerName: 'db', Type: 'network' };

  it('faces the internet by its scheme', () => {
    const { id, name, data } = loadBalancers.parse({
      ...wire,
      Scheme: 'internet-facing',
      VpcId: 'vpc-1',
      AvailabilityZones: [{ SubnetId: 'subnet-1', ZoneName: 'eu-west-1a' }, { ZoneName: 'eu-west-1b' }],
      IpAddressType: 'dualstack',
      DNSName: 'db.example',
    });
    expect([id, name]).toEqual([wire.LoadBalancerArn, 'db']);
    expect(data).toMatchObject({
      isInternetFacing: true,
      subnetIds: ['subnet-1'],
      groupIds: [],
      ipAddressType: 'dualstack',
      dnsName: 'db.example',
    });
  });

  it.each([
    ['internal', { Scheme: 'internal' }],
    ['a gateway without a scheme', { Type: 'gateway' }],
  ])('does not: %s', (_name, said) => {
    expect(loadBalancers.parse({ ...wire, ...said }).data.isInternetFacing).toBe(false);
  });

  it('is taken to where it does not say', () => {
    expect(loadBalancers.parse(wire).data.isInternetFacing).toBe(true);
  });

  it.each([{ Type: 'classic' }, { Scheme: 'public' }])('of an unknown kind is refused: %j', (said) => {
    expect(() => loadBalancers.parse({ ...wire, ...said })).toThrow();
  });
});

describe('a listener', () => {
  const wire = { ListenerArn: arn('listener/1'), LoadBalancerArn: arn('loadbalancer/app/web/1') };

  it('names each target group once', () => {
    const { data } = listeners.parse({
      ...wire,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' }],
      DefaultActions: [
        { Type: 'authenticate-oidc' },
        {
          Type: 'forward',
          TargetGroupArn: arn('targetgroup/a/1'),
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: arn('targetgroup/a/1') }, { TargetGroupArn: arn('targetgroup/b/1') }],
          },
        },
        { Type: 'forward', ForwardConfig: {} },
      ],
    });
    expect(data).toMatchObject({
      protocol: 'HTTPS',
      port: 443,
      targetGroupIds: [arn('targetgroup/a/1'), arn('targetgroup/b/1')],
      actions: ['authenticate-oidc', 'forward', 'forward'],
      certificateIds: ['arn:aws:acm:eu-west-1:111122223333:certificate/1'],
    });
  });

  it('of a Gateway Load Balancer speaks GENEVE on every port', () => {
    expect(listeners.parse(wire).data).toMatchObject({ protocol: 'GENEVE', port: null, actions: [] });
    expect(listeners.parse({ ...wire, Port: 5432 }).data).toMatchObject({ protocol: 'TCP', port: 5432 });
  });
});

describe('a target group', () => {
  it('waits for its targets', () => {
    const { name, data } = targetGroups.parse({
      TargetGroupArn: arn('targetgroup/a/1'),
      TargetGroupName: 'a',
      Protocol: 'TCP',
      Port: 5432,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      LoadBalancerArns: [arn('loadbalancer/net/db/1')],
    });
    expect(name).toBe('a');
    expect(data).toMatchObject({
      port: 5432,
      targetType: 'ip',
      loadBalancerIds: [arn('loadbalancer/net/db/1')],
      targets: [],
    });
  });

  it('of a Lambda function has no port', () => {
    expect(
      targetGroups.parse({ TargetGroupArn: arn('targetgroup/f/1'), TargetType: 'lambda', LoadBalancerArns: [] }).data,
    ).toMatchObject({
      protocol: null,
      port: null,
      vpcId: null,
    });
  });

  it('that does not say what forwards to it, or what its targets are, is refused', () => {
    const parse = (said: object) => targetGroups.parse({ TargetGroupArn: arn('targetgroup/f/1'), ...said });
    expect(() => parse({ TargetType: 'ip' })).toThrow('LoadBalancerArns');
    expect(() => parse({ LoadBalancerArns: [] })).toThrow('TargetType');
  });

  it('counts a target whatever its health', () => {
    expect(parseTarget({ Target: { Id: 'i-1', Port: 80 }, TargetHealth: { State: 'unhealthy' } })).toEqual({
      id: 'i-1',
      port: 80,
    });
    expect(parseTarget({ Target: { Id: 'arn:f' } })).toEqual({ id: 'arn:f', port: null });
    expect(() => parseTarget({ TargetHealth: {} })).toThrow();
  });
});
