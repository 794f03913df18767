import { describe, expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { ingressOf, openToInternet, portsIn, portsOf, ruleText } from './ingress.js';

const evidence = [{ read: 'g', page: 2, pointer: '/SecurityGroups/7' }];

function groupOf(ingress: unknown): Fact<'aws.ec2.security-group'> {
  const data = securityGroup.parse({ id: 'sg-1', ingress });
  return { kind: 'aws.ec2.security-group', id: 'sg-1', name: null, scope: ireland, data, evidence };
}

function open(ingress: unknown, asked = '22') {
  const touch = new Touch();
  const lists = viewOf(need('aws.ec2.prefix-list'), ireland, new FactBase(), touch);
  return { ...openToInternet(groupOf(ingress), lists, PortSet.parse(asked)), touch };
}

describe('portsOf', () => {
  it.each([
    ['tcp', '22', 'tcp/22'],
    ['6', '8000-8080', 'tcp/8000-8080'],
    ['udp', null, 'udp/all'],
    ['tcp', '-1', 'tcp/all'],
    ['-1', '22', 'all protocols'],
    ['icmp', '8', 'icmp type 8 code any'],
    ['icmp', '3-4', 'icmp type 3 code 4'],
    ['icmp', '8--1', 'icmp type 8 code any'],
    ['icmpv6', '-1--1', 'icmpv6/all'],
    ['47', null, 'protocol 47'],
  ])('of %s %s is %s', (protocol, ports, text) => {
    expect(portsOf({ protocol, ports }).toString()).toBe(text);
  });
});

describe('openToInternet', () => {
  it('points each rule that opens at its place among the IpPermissions', () => {
    const { evidence: found } = open([
      { protocol: 'tcp', ports: '443', v4: ['0.0.0.0/0'] },
      { protocol: 'tcp', ports: '20-25', v4: ['0.0.0.0/0'] },
      { protocol: 'tcp', ports: '22', v4: ['10.0.0.0/8'] },
    ]);
    expect(found).toEqual([{ read: 'g', page: 2, pointer: '/SecurityGroups/7/IpPermissions/1' }]);
  });

  it('names the public sources only, each once, and not more than anybody reads', () => {
    const blocks = Array.from({ length: 40 }, (_, index) => `${index + 20}.0.0.0/8`);
    expect(open([{ protocol: 'tcp', ports: '22', v4: [...blocks, '10.0.0.0/8'] }])).toMatchObject({
      sources: '20.0.0.0/8, 21.0.0.0/8, 22.0.0.0/8, 23.0.0.0/8 and 36 more',
      rules: 'tcp/22 from 20.0.0.0/8, 21.0.0.0/8, 22.0.0.0/8, 23.0.0.0/8 and 36 more',
    });
    expect(
      open([
        { protocol: 'tcp', ports: '22', v4: ['0.0.0.0/0', '10.0.0.0/8'], v6: ['::/0'] },
        { protocol: '-1', v4: ['0.0.0.0/0'] },
      ]).sources,
    ).toBe('0.0.0.0/0, ::/0');
  });

  it('does not ask for a list that no rule on the asked ports names', () => {
    expect(open([{ protocol: 'tcp', ports: '443', lists: ['pl-1'] }]).touch.asked).toEqual([]);
    const { touch, unresolved } = open([{ protocol: 'tcp', ports: '22', lists: ['pl-1'] }]);
    expect(touch.asked).toEqual([{ kind: 'aws.ec2.prefix-list', id: 'pl-1' }]);
    expect(unresolved.map(({ reason }) => reason)).toEqual(['incomplete']);
  });
});

it('names a few of many ports and rules', () => {
  const rules = [1, 3, 5, 7, 9, 11].map((port) => ({ protocol: 'tcp', ports: String(port), v4: ['0.0.0.0/0'] }));
  expect(open(rules, 'tcp/all')).toMatchObject({
    portsText: 'tcp/1, tcp/3, tcp/5, tcp/7 and 2 more',
    rules: 'tcp/1 from 0.0.0.0/0; tcp/3 from 0.0.0.0/0; tcp/5 from 0.0.0.0/0; tcp/7 from 0.0.0.0/0 and 2 more',
  });
});

describe('egress', () => {
  const rules = [
    { protocol: 'tcp', ports: '443', v4: ['10.0.0.0/8'] },
    { protocol: '-1', v4: ['0.0.0.0/0'] },
    { protocol: 'udp', ports: '53', lists: ['pl-1'] },
  ];
  const group = { ...groupOf([]), data: securityGroup.parse({ id: 'sg-1', egress: rules }) };

  it('is weighed by the same arithmetic, its evidence among the IpPermissionsEgress', () => {
    const lists = viewOf(need('aws.ec2.prefix-list'), ireland, new FactBase(), new Touch());
    const open = openToInternet(group, lists, PortSet.parse('tcp/443'), 'egress');
    expect(open).toMatchObject({ sources: '0.0.0.0/0', rules: 'all protocols to 0.0.0.0/0' });
    expect(open.evidence.map(({ pointer }) => pointer)).toEqual(['/SecurityGroups/7/IpPermissionsEgress/1']);
    expect(openToInternet(group, lists, PortSet.all).ports.isEmpty()).toBe(true);
  });

  it('calls a prefix list that is not there a destination', () => {
    const base = new FactBase();
    base.covered('aws.ec2.prefix-list', ireland, { gap: null, reads: [], delivered: true });
    const lists = viewOf(need('aws.ec2.prefix-list'), ireland, base, new Touch());
    expect(ingressOf(group, lists, PortSet.parse('udp/53'), 'egress').unresolved.map(({ text }) => text)).toEqual([
      'pl-1, a destination of sg-1 on udp/53, is not among the prefix lists',
    ]);
  });
});

describe('ruleText', () => {
  it('says from for what comes in and to for what goes out', () => {
    expect(ruleText('tcp/22', 'ingress', ['sg-1'])).toBe('tcp/22 from sg-1');
    expect(ruleText('tcp/22', 'egress', ['sg-1', 'pl-1'])).toBe('tcp/22 to sg-1, pl-1');
  });
});

describe('portsIn', () => {
  it('adds up the texts of a parameter', () => {
    expect(portsIn(['tcp/22', 'udp/1-2']).toString()).toBe('tcp/22, udp/1-2');
  });
});
