import { describe, expect, it } from 'vitest';
import { redact } from '../transport/redact.js';
import { awsOperation } from './operations.js';
import { listeners, loadBalancers, parseRule, parseTarget, sslPolicies, targetGroups } from './parse-elbv2.js';

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
    const LoadBalancerArn = arn('loadbalancer/gwy/inspect/1');
    const { data } = listeners.parse({ ListenerArn: wire.ListenerArn, LoadBalancerArn });
    expect(data).toMatchObject({ protocol: 'GENEVE', port: null, actions: [] });
  });

  it.each([{}, { Port: 5432 }])('of any other that says no protocol is not understood: %j', (more) => {
    const { ListenerArn, LoadBalancerArn } = wire;
    expect(() => listeners.parse({ ListenerArn, LoadBalancerArn, ...more })).toThrow(/expected a protocol/);
  });
});

describe('what a listener does with a request', () => {
  const wire = { ListenerArn: arn('listener/1'), LoadBalancerArn: arn('loadbalancer/app/web/1'), Protocol: 'HTTP' };
  const none = { redirectTo: null, fixedStatus: null };
  const cases: [string, object[], object][] = [
    [
      'redirects',
      [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }],
      { ...none, actions: ['redirect'], redirectTo: { protocol: 'HTTPS', port: '443' } },
    ],
    [
      'redirects by what the request has, where it names nothing else',
      [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302' } }],
      { ...none, actions: ['redirect'], redirectTo: { protocol: '#{protocol}', port: '#{port}' } },
    ],
    [
      'answers by itself',
      [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '403', ContentType: 'text/plain' } }],
      { ...none, actions: ['fixed-response'], fixedStatus: '403' },
    ],
    ['forwards', [{ Type: 'forward', TargetGroupArn: 'tg-1' }], { ...none, actions: ['forward'] }],
  ];

  it.each(cases)('%s, by default and by a rule', (_name, actions, expected) => {
    expect(listeners.parse({ ...wire, DefaultActions: actions }).data).toMatchObject(expected);
    const rule = { RuleArn: 'r-1', Priority: '3', IsDefault: false, Actions: actions };
    expect(parseRule(rule)).toEqual({ id: 'r-1', priority: '3', ...expected });
    expect(parseRule({ ...rule, IsDefault: true })).toBeNull();
  });

  it('is not known of a rule that does not say whether it is the default, or has no actions', () => {
    expect(() => parseRule({ RuleArn: 'r-1', Priority: '3', Actions: [] })).toThrow();
    expect(() => parseRule({ RuleArn: 'r-1', Priority: '3', IsDefault: false })).toThrow();
  });

  it('is recorded without the header by which a proxy proves itself', () => {
    const { neverKept } = awsOperation('elasticloadbalancing:DescribeRules');
    const Conditions = [
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin', Values: ['between us'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'k', Value: 'between us' }] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/pay/*'] } },
    ];
    const { value } = redact({ Rules: [{ RuleArn: 'r-1', Conditions }] }, neverKept);
    expect(JSON.stringify(value)).not.toContain('between us');
    expect(JSON.stringify(value)).toContain('/pay/*');
  });
});

describe('a security policy', () => {
  const wire = {
    Name: 'ELBSecurityPolicy-2016-08',
    SslProtocols: ['TLSv1', 'TLSv1.2'],
    Ciphers: [{ Name: 'AES128-SHA', Priority: 1 }],
    SupportedLoadBalancerTypes: ['application'],
  };

  it('lists what may be negotiated', () => {
    const { id, data } = sslPolicies.parse(wire);
    expect(id).toBe('ELBSecurityPolicy-2016-08');
    expect(data).toEqual({ id, protocols: ['TLSv1', 'TLSv1.2'], ciphers: ['AES128-SHA'] });
  });

  it.each(['Name', 'SslProtocols', 'Ciphers'])('is refused without %s', (member) => {
    expect(() => sslPolicies.parse({ ...wire, [member]: undefined })).toThrow();
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
