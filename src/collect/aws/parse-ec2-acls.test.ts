import { describe, expect, it } from 'vitest';
import { portsOf } from '../../derive/aws/ingress.js';
import { networkAcls } from './parse-ec2-acls.js';

const entry = (said: object) => ({
  RuleNumber: 100,
  Egress: false,
  RuleAction: 'allow',
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
  ...said,
});
const acl = (...Entries: object[]) => ({ NetworkAclId: 'acl-1', VpcId: 'vpc-1', Associations: [], Entries });
const only = (said: object) => networkAcls.parse(acl(entry(said))).data.entries[0];

describe('a network ACL', () => {
  it('has its subnets, and its entries in the order of the answer', () => {
    const { id, name, data } = networkAcls.parse({
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-1',
      OwnerId: '444455556666',
      IsDefault: true,
      Associations: [{ NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: 'acl-1', SubnetId: 'subnet-1' }],
      Entries: [
        entry({ RuleNumber: 32767, RuleAction: 'deny' }),
        entry({ Egress: true, Protocol: '6', PortRange: { From: 1024, To: 65535 } }),
        { ...entry({ RuleNumber: 101 }), CidrBlock: undefined, Ipv6CidrBlock: '::/0' },
      ],
      Tags: [{ Key: 'Name', Value: 'edge' }],
    });
    expect([id, name]).toEqual(['acl-1', 'edge']);
    expect(data).toEqual({
      id: 'acl-1',
      vpcId: 'vpc-1',
      isDefault: true,
      ownerId: '444455556666',
      subnetIds: ['subnet-1'],
      entries: [
        { ruleNumber: 32767, isEgress: false, action: 'deny', protocol: '-1', ports: null, v4: '0.0.0.0/0', v6: null },
        {
          ruleNumber: 100,
          isEgress: true,
          action: 'allow',
          protocol: '6',
          ports: '1024-65535',
          v4: '0.0.0.0/0',
          v6: null,
        },
        { ruleNumber: 101, isEgress: false, action: 'allow', protocol: '-1', ports: null, v4: null, v6: '::/0' },
      ],
      tags: { Name: 'edge' },
    });
  });

  it.each([
    ['one port', { Protocol: '6', PortRange: { From: 22, To: 22 } }, '22', 'tcp/22'],
    ['a range', { Protocol: '17', PortRange: { From: 0, To: 65535 } }, '0-65535', 'udp/all'],
    ['every port, where none is named', { Protocol: '6' }, null, 'tcp/all'],
    ['an ICMP type and code', { Protocol: '1', IcmpTypeCode: { Type: 3, Code: 4 } }, '3-4', 'icmp type 3 code 4'],
    ['an ICMP type, any code', { Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } }, '8', 'icmp type 8 code any'],
    ['all of ICMPv6', { Protocol: '58', IcmpTypeCode: { Type: -1, Code: -1 } }, null, 'icmpv6'],
    ['all of ICMP, where no type is named', { Protocol: '1' }, null, 'icmp'],
    ['ports of a protocol without ports', { Protocol: '47', PortRange: { From: 1, To: 2 } }, null, 'protocol 47'],
    ['ports beside all protocols', { Protocol: '-1', PortRange: { From: 1, To: 2 } }, null, 'all protocols'],
  ])('understands %s', (_name, said, ports, meant) => {
    const parsed = only(said);
    expect(parsed?.ports).toBe(ports);
    expect(parsed === undefined ? '' : portsOf(parsed).toString()).toContain(meant);
  });

  it('understands any ICMP type of one code', () => {
    const parsed = only({ Protocol: '1', IcmpTypeCode: { Type: -1, Code: 3 } });
    expect(parsed?.ports).toBe('-1-3');
    expect(parsed === undefined ? '' : portsOf(parsed).toString()).toContain('type 9 code 3');
  });

  it.each([
    ['without a block', { CidrBlock: undefined }],
    ['with two blocks', { Ipv6CidrBlock: '::/0' }],
    ['with no block at all in its block', { CidrBlock: 'everywhere' }],
    ['that does not say which way', { Egress: undefined }],
    ['that does not say what it does', { RuleAction: undefined }],
    ['of no protocol', { Protocol: 'gre' }],
    ['of ports that do not exist', { Protocol: '6', PortRange: { From: 1, To: 70_000 } }],
    ['that denies ports which it does not name', { RuleAction: 'deny', Protocol: '6' }],
    ['that denies ICMP which it does not name', { RuleAction: 'deny', Protocol: '1' }],
  ])('refuses an entry %s', (_name, said) => {
    expect(() => only(said)).toThrow();
  });

  it.each(['Entries', 'Associations'])('is refused without %s', (member) => {
    expect(() => networkAcls.parse({ ...acl(), [member]: undefined })).toThrow(member);
  });
});
