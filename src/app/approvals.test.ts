import { describe, expect, it } from 'vitest';
import { PortSet } from '../core/net/port-set.js';
import { effectiveApprovals, effectiveCde } from './approvals.js';
import { parseConfig, withoutConfig } from './config.js';
import { effectiveConfiguration } from './effective.js';

const icmp = ['default icmp/3', 'default icmp/8', 'default icmp/11'];
const icmpv6 = [1, 2, 3, 4, 128].map((type) => `default icmpv6/${type}`);

function idsOf(approved: string): string[] {
  return effectiveApprovals(parseConfig('p.yaml', `version: 1\napproved: ${approved}\n`)).map(({ id }) => id);
}

const by = 'reason: r, owner: o';

describe('effectiveApprovals', () => {
  it('are the defaults without a configuration: the web, and ICMP that networks need, by nobody', () => {
    const approvals = effectiveApprovals(withoutConfig());
    expect(approvals.map(({ id }) => id)).toEqual(['default tcp/443', 'default tcp/80', ...icmp, ...icmpv6]);
    for (const { id, approves, value, reason, owner, location } of approvals) {
      expect({ id, approves, owner, location }).toEqual({
        id: `default ${value}`,
        approves: 'port',
        owner: null,
        location: null,
      });
      expect(reason).toMatch(/^default/);
      expect(PortSet.parse(value).isEmpty()).toBe(false);
    }
  });

  it('have every entry with its value in one form and its line, in the order of the file', () => {
    const loaded = parseConfig(
      'conf/p.yaml',
      `version: 1
approved:
  networks:
    - { cidr: "2001:DB8:0::/32", reason: Partner bank, owner: payments }
    - { prefixList: pl-1, ${by} }
  routers:
    - { id: i-01234567, ${by} }
    - id: eni-0123456789abcdef0
      reason: Firewall
      owner: platform
  ports:
    - { protocol: tcp, ports: "8000-8010", ${by} }
    - { protocol: 17, ${by} }
    - { protocol: 47, ${by} }
`,
    );
    const own = effectiveApprovals(loaded).filter(({ owner }) => owner !== null);
    expect(own.map(({ id, approves, value, location }) => [id, approves, value, location?.line])).toEqual([
      ['networks[0]', 'network', '2001:db8::/32', 4],
      ['networks[1]', 'prefix-list', 'pl-1', 5],
      ['ports[0]', 'port', 'tcp/8000-8010', 12],
      ['ports[1]', 'port', 'udp/all', 13],
      ['ports[2]', 'port', '47/all', 14],
      ['routers[0]', 'router', 'i-01234567', 7],
      ['routers[1]', 'router', 'eni-0123456789abcdef0', 8],
    ]);
    expect(own[0]).toEqual({
      id: 'networks[0]',
      approves: 'network',
      value: '2001:db8::/32',
      reason: 'Partner bank',
      owner: 'payments',
      location: { path: 'conf/p.yaml', line: 4 },
    });
  });

  it.each([
    { approved: '{}', ids: ['default tcp/443', 'default tcp/80', ...icmp, ...icmpv6] },
    { approved: '{ networks: [] }', ids: ['default tcp/443', 'default tcp/80', ...icmp, ...icmpv6] },
    { approved: '{ ports: [] }', ids: [...icmp, ...icmpv6] },
    { approved: `{ ports: [{ protocol: tcp, ports: "8443", ${by} }] }`, ids: ['ports[0]', ...icmp, ...icmpv6] },
    { approved: `{ ports: [{ protocol: icmp, ports: "8", ${by} }] }`, ids: ['ports[0]', ...icmpv6] },
    { approved: `{ ports: [{ protocol: 1, ${by} }] }`, ids: ['ports[0]', ...icmpv6] },
    { approved: `{ ports: [{ protocol: 58, ports: "2", ${by} }] }`, ids: ['ports[0]', ...icmp] },
  ])('of $approved are $ids', ({ approved, ids }) => {
    expect(idsOf(approved)).toEqual(ids);
  });

  it.each([
    { what: 'a card number', text: '"4111\\x201111\\x201111\\x201111"', says: 'holds what looks like a card number' },
    { what: 'a secret', text: `ghp_${'a1B2'.repeat(9)}`, says: 'holds what looks like a secret' },
  ])('refuse $what in a reason, which the recording would lack', ({ text, says }) => {
    const loaded = parseConfig(
      'p.yaml',
      `version: 1\napproved:\n  networks:\n    - { cidr: 192.0.2.0/24, reason: ${text}, owner: o }\n`,
    );
    expect(() => effectiveApprovals(loaded)).toThrow(`p.yaml:4 "approved.networks.0" ${says}`);
  });
});

describe('effectiveCde', () => {
  it('has no tags without a configuration: everything is in the cardholder data environment', () => {
    expect(effectiveCde(withoutConfig())).toEqual({ awsTags: null });
  });

  it('has the tags of the configuration, and refuses a secret among them', () => {
    const cde = (value: string) =>
      parseConfig('p.yaml', `version: 1\ncde:\n  aws:\n    tags: { pci-scope: ${value} }\n`);
    expect(effectiveCde(cde('cde'))).toEqual({ awsTags: { 'pci-scope': 'cde' } });
    expect(() => effectiveCde(cde(`ghp_${'a1B2'.repeat(9)}`))).toThrow(
      'p.yaml:4 "cde.aws.tags" holds what looks like a secret',
    );
  });
});

describe('effectiveConfiguration', () => {
  it('takes no approval that a control could not judge by', () => {
    const { approvals, cde } = effectiveConfiguration.shape;
    const [first] = effectiveApprovals(withoutConfig());
    expect(approvals.safeParse([first]).success).toBe(true);
    expect(approvals.safeParse([{ ...first, value: 'http' }]).success).toBe(false);
    expect(approvals.safeParse([{ ...first, more: 1 }]).success).toBe(false);
    expect(cde.safeParse({ awsTags: null, more: 1 }).success).toBe(false);
  });
});
