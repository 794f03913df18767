import { describe, expect, it } from 'vitest';
import { securityGroups } from './parse-ec2-groups.js';

const group = (IpPermissions: readonly unknown[], more: object = {}) =>
  securityGroups.parse({
    GroupId: 'sg-0a1',
    GroupName: 'web',
    Description: 'front',
    OwnerId: '111122223333',
    VpcId: 'vpc-1',
    IpPermissions,
    IpPermissionsEgress: [],
    Tags: [],
    ...more,
  }).data;
const inside = [{ CidrIp: '10.0.0.0/8' }];
const tcp = (FromPort?: number, ToPort?: number) => ({ IpProtocol: 'tcp', FromPort, ToPort, IpRanges: inside });

describe('a security group', () => {
  it('keeps every source of a rule, with its description', () => {
    const { ingress, egress } = group(
      [
        {
          ...tcp(22, 22),
          IpRanges: [{ CidrIp: '0.0.0.0/1', Description: 'half' }, { CidrIp: '128.0.0.0/1' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'all of v6' }],
          PrefixListIds: [{ PrefixListId: 'pl-1', Description: 'partners' }],
          UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '111122223333', Description: 'api' }],
        },
      ],
      { IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
    );
    expect(ingress).toEqual([
      {
        protocol: 'tcp',
        ports: '22',
        v4: ['0.0.0.0/1', '128.0.0.0/1'],
        v6: ['::/0'],
        lists: ['pl-1'],
        groups: [{ id: 'sg-2', account: null, vpcId: null, peering: null }],
        descriptions: { '0.0.0.0/1': 'half', '::/0': 'all of v6', 'pl-1': 'partners', 'sg-2': 'api' },
      },
    ]);
    expect(egress).toMatchObject([{ protocol: '-1', ports: null, v4: ['0.0.0.0/0'] }]);
  });

  it.each([
    ['one port', tcp(22, 22), '22'],
    ['a range', tcp(8000, 8080), '8000-8080'],
    ['port 0 is a port', tcp(0, 0), '0'],
    ['no end is the first port alone', tcp(22), '22'],
    ['tcp without ports is all of them', tcp(), null],
    ['-1 is all of them', tcp(-1, -1), null],
    ['a protocol by number', { IpProtocol: '17', FromPort: 53, ToPort: 53 }, '53'],
    ['all protocols', { IpProtocol: '-1' }, null],
    ['all protocols have no ports, whatever is said', { IpProtocol: '-1', FromPort: 22, ToPort: 22 }, null],
    ['a protocol without ports', { IpProtocol: '47', FromPort: 22, ToPort: 22 }, null],
    ['an ICMP type of any code', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, '8'],
    ['an ICMP type and code', { IpProtocol: 'icmp', FromPort: 3, ToPort: 4 }, '3-4'],
    ['an ICMP type whose code is its number', { IpProtocol: '1', FromPort: 3, ToPort: 3 }, '3-3'],
    ['any ICMP', { IpProtocol: 'icmpv6', FromPort: -1, ToPort: -1 }, null],
    ['an ICMPv6 type without a code', { IpProtocol: '58', FromPort: 128 }, '128'],
  ])('reads ports: %s', (_name, permission, ports) => {
    expect(group([{ IpRanges: inside, ...permission }]).ingress[0]?.ports).toBe(ports);
  });

  it('names the account and peering of a source group that is another account’s', () => {
    const pair = {
      GroupId: 'sg-9',
      UserId: '444455556666',
      VpcId: 'vpc-9',
      VpcPeeringConnectionId: 'pcx-1',
      PeeringStatus: 'active',
    };
    expect(group([{ ...tcp(22, 22), IpRanges: [], UserIdGroupPairs: [pair] }]).ingress[0]?.groups).toEqual([
      { id: 'sg-9', account: '444455556666', vpcId: 'vpc-9', peering: 'pcx-1' },
    ]);
  });

  it('keeps what the transport redacted visible as such', () => {
    const redacted = { redacted: 'card-number' };
    const { groupName, description, tags } = group([], {
      GroupName: redacted,
      Description: redacted,
      Tags: [{ Key: 'note', Value: redacted }, { Key: 'bare' }],
    });
    expect([groupName, description, tags]).toEqual([
      '[redacted: card-number]',
      '[redacted: card-number]',
      { note: '[redacted: card-number]', bare: '' },
    ]);
  });

  it('refuses a rule without a protocol, saying where', () => {
    expect(() => group([tcp(1, 1), { FromPort: 22 }])).toThrow(/"path": \[\s*"IpPermissions",\s*1,\s*"IpProtocol"/);
  });

  it.each([
    ['an address without a length', { ...tcp(22, 22), IpRanges: [{ CidrIp: '0.0.0.0' }] }],
    ['a length past the family', { ...tcp(22, 22), IpRanges: [{ CidrIp: '0.0.0.0/33' }] }],
    ['an IPv6 block that is none', { ...tcp(22, 22), Ipv6Ranges: [{ CidrIpv6: '::g/0' }] }],
    ['ports that end before they start', tcp(80, 22)],
    ['an end of -1', tcp(22, -1)],
    ['a port past the last', tcp(0, 65_536)],
    ['a protocol that is none', { IpProtocol: 'all', IpRanges: inside }],
  ])('refuses a rule with %s, which would stop the run further on', (_name, permission) => {
    expect(() => group([permission])).toThrow('expected');
  });

  it.each([
    ['names no source at all', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }],
    [
      'names none of each kind',
      { IpProtocol: '-1', IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ],
  ])('refuses a rule that %s, in or out', (_name, permission) => {
    expect(() => group([permission])).toThrow('a rule without a source');
    expect(() => group([], { IpPermissionsEgress: [permission] })).toThrow('a rule without a source');
  });

  it.each([
    ['IPv4', { IpRanges: inside }],
    ['IPv6', { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] }],
    ['a prefix list', { PrefixListIds: [{ PrefixListId: 'pl-1' }] }],
    ['a group', { UserIdGroupPairs: [{ GroupId: 'sg-2' }] }],
  ])('takes a rule whose one source is %s', (_name, source) => {
    expect(group([{ IpProtocol: '-1', ...source }]).ingress).toHaveLength(1);
  });

  it('names the account that owns it, if EC2 does', () => {
    expect(group([]).ownerId).toBe('111122223333');
    expect(group([], { OwnerId: undefined }).ownerId).toBeNull();
  });

  it.each(['TCP', '6', 'Icmp', '58', '-1'])('takes the protocol %s', (IpProtocol) => {
    expect(group([{ IpProtocol, IpRanges: inside }]).ingress).toMatchObject([{ protocol: IpProtocol, ports: null }]);
  });

  it('refuses a group that does not say what it lets in', () => {
    expect(() => securityGroups.parse({ GroupId: 'sg-1' })).toThrow('IpPermissions');
  });

  it('refuses a group that does not say what it lets out', () => {
    expect(() => securityGroups.parse({ GroupId: 'sg-1', IpPermissions: [] })).toThrow('IpPermissionsEgress');
  });
});
