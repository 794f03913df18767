import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { isUsable } from './config-approved.js';
import { parseConfig } from './config.js';

/** The lines of the refusal, each as `line text`. */
function refusals(text: string): { code: string; lines: string[] } {
  try {
    parseConfig('p.yaml', text);
  } catch (error) {
    if (!(error instanceof PrepayError)) throw error;
    return { code: error.code, lines: error.message.split('\n').map((line) => line.replace(/^p\.yaml:/, '')) };
  }
  return { code: 'none', lines: [] };
}

const by = 'reason: r, owner: o';
const networks = (...cidrs: string[]): string =>
  `version: 1\napproved:\n  networks:\n${cidrs.map((cidr) => `    - { cidr: "${cidr}", ${by} }\n`).join('')}`;
const ports = (...entries: string[]): string =>
  `version: 1\napproved:\n  ports:\n${entries.map((entry) => `    - { ${entry}, ${by} }\n`).join('')}`;

describe('approved.networks', () => {
  it.each(['192.0.2.0/24', '192.0.2.7/32', '10.0.0.0/8', '2001:db8::/32', '2001:DB8:0:0::/64', '8.0.0.0/5'])(
    'takes %s',
    (cidr) => {
      expect(refusals(networks(cidr))).toEqual({ code: 'none', lines: [] });
    },
  );

  it.each(['192.0.2.0', '192.0.2.0/33', '192.0.2/24', '010.0.0.0/8', '192.0.2.0/24 ', '', 'fe80::1%eth0/64', 'any'])(
    'refuses %j, which is no block',
    (cidr) => {
      expect(refusals(networks(cidr))).toEqual({
        code: 'PREPAY_CONFIG_INVALID',
        lines: [
          `4 "approved.networks.0.cidr": expected a block such as 10.0.0.0/8 or 2001:db8::/32, got ${JSON.stringify(cidr)}`,
        ],
      });
    },
  );

  it.each([
    ['10.1.0.0/8', '10.0.0.0/8'],
    ['192.0.2.1/31', '192.0.2.0/31'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['0.0.0.1/0', '0.0.0.0/0'],
  ])('refuses %s, whose host bits are set, and names the block', (cidr, block) => {
    expect(refusals(networks(cidr)).lines).toEqual([
      `4 "approved.networks.0.cidr": expected the first address of the block, ${block}, got ${cidr} with host bits set`,
    ]);
  });

  it.each(['0.0.0.0/0', '::/0', '128.0.0.0/1', '2000::/3', '32.0.0.0/3'])(
    'refuses %s, which is the internet, and says to approve the port',
    (cidr) => {
      expect(refusals(networks(cidr)).lines).toEqual([
        `4 "approved.networks.0.cidr": ${cidr} is the internet, which is no network to approve; approve the port that is open to it, under "approved.ports"`,
      ]);
    },
  );

  it('refuses networks that only together are the internet', () => {
    expect(refusals(networks('16.0.0.0/4', '48.0.0.0/4')).lines).toEqual([
      '4 "approved.networks": these networks together are the internet, which is no network to approve; approve the port that is open to it, under "approved.ports"',
    ]);
    expect(refusals(networks('16.0.0.0/4', '192.0.2.0/24')).code).toBe('none');
  });

  it('refuses a network twice, however it is written', () => {
    expect(refusals(networks('2001:db8::/32', '192.0.2.0/24', '2001:DB8:0::/32')).lines).toEqual([
      '6 "approved.networks.2.cidr": 2001:db8::/32 is approved by networks[0] already; keep one of the two',
    ]);
  });

  it('names everything that is wrong with an entry, and the nearest key', () => {
    const text = 'version: 1\napproved:\n  networks:\n    - cidr: 10.0.0.1/8\n      reason: " "\n      ownr: o\n';
    expect(refusals(text).lines).toEqual([
      '4 "approved.networks.0.cidr": expected the first address of the block, 10.0.0.0/8, got 10.0.0.1/8 with host bits set',
      '4 "approved.networks.0.owner": expected the person or team that answers for it, in words',
      '5 "approved.networks.0.reason": expected the reason why it is approved, in words',
      '6 unknown key "approved.networks.0.ownr"; did you mean "owner"?',
    ]);
  });

  it.each([
    { what: 'an entry that is a text', entry: '192.0.2.0/24', says: 'expected object' },
    { what: 'a number', entry: '{ cidr: 10, reason: r, owner: o }', says: 'expected a CIDR block as text' },
    {
      what: 'an empty owner',
      entry: '{ cidr: 192.0.2.0/24, reason: r, owner: "" }',
      says: 'expected the person or team',
    },
    {
      what: 'an owner that is a list',
      entry: '{ cidr: 192.0.2.0/24, reason: r, owner: [o] }',
      says: 'expected the person or team',
    },
    { what: 'an empty reason', entry: '{ cidr: 192.0.2.0/24, reason: "", owner: o }', says: 'expected the reason' },
  ])('refuses $what', ({ entry, says }) => {
    const { code, lines } = refusals(`version: 1\napproved:\n  networks:\n    - ${entry}\n`);
    expect(code).toBe('PREPAY_CONFIG_INVALID');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^4 "approved\.networks\.0/);
    expect(lines[0]).toContain(says);
  });
});

describe('approved.networks, by prefix list', () => {
  const lists = (...entries: string[]): string =>
    `version: 1\napproved:\n  networks:\n${entries.map((entry) => `    - { ${entry}, ${by} }\n`).join('')}`;

  it.each(['pl-0123456789abcdef0', 'com.amazonaws.global.cloudfront.origin-facing', 'Offices of 2024'])(
    'takes %s',
    (list) => {
      expect(refusals(lists(`prefixList: ${list}`, 'cidr: 192.0.2.0/24'))).toEqual({ code: 'none', lines: [] });
    },
  );

  it.each([
    ['prefixList: " "', 'prefixList": expected the id (pl-…) or the name of a managed prefix list'],
    ['prefixList: 7', 'prefixList": expected the id (pl-…) or the name of a managed prefix list'],
    [
      'prefixList: 192.0.2.0/24',
      'prefixList": expected the id (pl-…) or the name of a managed prefix list; a CIDR block goes under "cidr"',
    ],
    ['prefixList: pl-1, cidr: 192.0.2.0/24', '": expected one of "cidr" and "prefixList"'],
  ])('refuses %s', (entry, says) => {
    const { code, lines } = refusals(lists(entry));
    expect(code).toBe('PREPAY_CONFIG_INVALID');
    expect(lines.map((line) => line.replace(/^4 "approved\.networks\.0\.?/u, ''))).toEqual([says]);
  });

  it('refuses an entry without either, and a list twice', () => {
    expect(refusals(`version: 1\napproved:\n  networks:\n    - { ${by} }\n`).lines).toEqual([
      '4 "approved.networks.0": expected one of "cidr" and "prefixList"',
    ]);
    expect(refusals(lists('prefixList: pl-1', 'prefixList: pl-2', 'prefixList: pl-1')).lines).toEqual([
      '6 "approved.networks.2.prefixList": pl-1 is approved by networks[0] already; keep one of the two',
    ]);
  });
});

describe('approved.ports', () => {
  it.each([
    'protocol: tcp, ports: "443"',
    'protocol: udp, ports: "8000-8010"',
    'protocol: tcp, ports: "0-65535"',
    'protocol: tcp',
    'protocol: icmp, ports: "8"',
    'protocol: icmpv6',
    'protocol: 47',
    'protocol: 6, ports: "443"',
  ])('takes { %s }', (entry) => {
    expect(refusals(ports(entry))).toEqual({ code: 'none', lines: [] });
  });

  it.each([
    ['tcp', '65536'],
    ['tcp', '8010-8000'],
    ['tcp', 'https'],
    ['tcp', 'all'],
    ['tcp', '80,443'],
    ['udp', '-1'],
    ['6', '70000'],
  ])('refuses ports of %s that are %s', (protocol, text) => {
    expect(refusals(ports(`protocol: ${protocol}, ports: "${text}"`))).toEqual({
      code: 'PREPAY_CONFIG_INVALID',
      lines: [
        `4 "approved.ports.0.ports": expected a port from 0 to 65535 or a range of them, such as "443" or "8000-8010", got "${text}"`,
      ],
    });
  });

  it.each(['256', '3-4', 'echo'])('refuses the ICMP type %s', (text) => {
    expect(refusals(ports(`protocol: icmp, ports: "${text}"`)).lines).toEqual([
      `4 "approved.ports.0.ports": expected one ICMP type from 0 to 255, such as "8", got "${text}"`,
    ]);
  });

  it('refuses ports of a protocol that has none', () => {
    expect(refusals(ports('protocol: 47, ports: "80"')).lines).toEqual([
      '4 "approved.ports.0.ports": protocol 47 has no ports; leave "ports" out',
    ]);
  });

  it('refuses ports that YAML read as a number', () => {
    expect(refusals(ports('protocol: tcp, ports: 443')).lines).toEqual([
      '4 "approved.ports.0.ports": expected text such as "443" or "8000-8010", in quotes',
    ]);
  });

  it.each(['gre', '-1', '256', '6.5', 'TCP'])('refuses the protocol %s', (protocol) => {
    expect(refusals(ports(`protocol: ${protocol}`)).lines).toEqual([
      '4 "approved.ports.0.protocol": expected tcp, udp, icmp, icmpv6, or a protocol number from 0 to 255',
    ]);
  });

  it('refuses ports twice, however they are written', () => {
    const text = ports('protocol: tcp, ports: "443"', 'protocol: tcp', 'protocol: 6, ports: "443-443"');
    expect(refusals(text).lines).toEqual([
      '6 "approved.ports.2.protocol": tcp/443 is approved by ports[0] already; keep one of the two',
    ]);
  });

  it('does not call two invalid entries the same', () => {
    expect(refusals(ports('protocol: tcp, ports: "x"', 'protocol: tcp, ports: "x"')).lines).toHaveLength(2);
  });
});

describe('approved.routers', () => {
  const routers = (...ids: string[]): string =>
    `version: 1\napproved:\n  routers:\n${ids.map((id) => `    - { id: ${id}, ${by} }\n`).join('')}`;

  it('takes interfaces and instances, each once', () => {
    expect(refusals(routers('eni-0123456789abcdef0', 'i-01234567')).code).toBe('none');
    expect(refusals(routers('i-01234567', 'i-01234567')).lines).toEqual([
      '5 "approved.routers.1.id": i-01234567 is approved by routers[0] already; keep one of the two',
    ]);
  });

  it.each(['nat-0123456789abcdef0', 'eni-1', 'i-0123456789ABCDEF0', '17'])('refuses the id %s', (id) => {
    expect(refusals(routers(id)).lines).toEqual([
      '4 "approved.routers.0.id": expected the id of a network interface (eni-…) or of an instance (i-…)',
    ]);
  });
});

describe('approved', () => {
  it.each([
    {
      text: 'version: 1\napproved:\n  network: []\n',
      says: '3 unknown key "approved.network"; did you mean "networks"?',
    },
    { text: 'version: 1\napproved:\n  ports: "443"\n', says: '3 "approved.ports": expected array, received string' },
    { text: 'version: 1\napprovd: {}\n', says: '2 unknown key "approvd"; did you mean "approved"?' },
  ])('refuses a key that there is not: $says', ({ text, says }) => {
    expect(refusals(text)).toEqual({ code: 'PREPAY_CONFIG_INVALID', lines: [says] });
  });

  it.each(['accounts', 'registries', 'admins', 'hostPaths'])('refuses %s, which this version lacks', (key) => {
    expect(refusals(`version: 1\napproved:\n  networks: []\n  ${key}: []\n`)).toEqual({
      code: 'PREPAY_NOT_BUILT',
      lines: [`4 sets "approved.${key}", which this version does not have`],
    });
  });
});

describe('cde', () => {
  it('takes tags of AWS', () => {
    const { config } = parseConfig('p.yaml', 'version: 1\ncde: { aws: { tags: { pci-scope: cde } } }\n');
    expect(config.cde).toEqual({ aws: { tags: { 'pci-scope': 'cde' } } });
  });

  it.each([
    { text: 'cde: {}', says: '2 "cde.aws": expected object, received undefined' },
    {
      text: 'cde: { aws: { tags: {} } }',
      says: '2 "cde.aws.tags": expected at least one tag, such as { pci-scope: cde }',
    },
    {
      text: 'cde: { aws: { tags: { pci: 1 } } }',
      says: '2 "cde.aws.tags.pci": expected the value of the tag as text, in quotes if it is a number',
    },
    { text: 'cde: { aws: { tag: { pci: x } } }', says: '2 unknown key "cde.aws.tag"; did you mean "tags"?' },
  ])('refuses $text', ({ text, says }) => {
    const { code, lines } = refusals(`version: 1\n${text}\n`);
    expect(code).toBe('PREPAY_CONFIG_INVALID');
    expect(lines).toContain(says);
  });

  it.each(['kubernetes', 'github'])('refuses %s, which this version lacks', (key) => {
    expect(refusals(`version: 1\ncde:\n  ${key}: {}\n`)).toEqual({
      code: 'PREPAY_NOT_BUILT',
      lines: [`3 sets "cde.${key}", which this version does not have`],
    });
  });
});

describe('isUsable', () => {
  it.each([
    ['network', '192.0.2.0/24', true],
    ['network', 'tcp/443', false],
    ['prefix-list', 'offices', true],
    ['prefix-list', ' ', false],
    ['prefix-list', '192.0.2.0/24', false],
    ['port', 'icmp/8', true],
    ['port', '192.0.2.0/24', false],
    ['router', 'i-01234567', true],
    ['router', 'tcp/443', false],
  ] as const)('a %s of %s: %s', (approves, value, usable) => {
    expect(isUsable({ approves, value })).toBe(usable);
  });
});
