import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ireland, whole } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import type { Gap } from '../../core/read.js';
import { networkAcl } from '../../facts/aws/vpcs.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { entering, sentOn } from './acl-crossing.js';
import { aclOf, letThrough, type NetworkAcl, type NetworkAcls } from './network-acl.js';

interface Row {
  readonly ruleNumber: number;
  readonly isEgress?: boolean;
  readonly action: string;
  readonly protocol: string | number;
  readonly ports?: string | number;
  readonly v4?: string;
  readonly v6?: string;
}

function acl(id: string, subnetIds: readonly string[], entries: readonly Row[]): NetworkAcl {
  const data = networkAcl.parse({ id, vpcId: 'vpc-1', subnetIds, entries });
  const evidence = [{ read: 'acls', page: 0, pointer: '/NetworkAcls/3' }];
  return { kind: 'aws.ec2.network-acl', id, name: null, scope: ireland, data, evidence };
}

function viewOfAcls(...all: readonly NetworkAcl[]): NetworkAcls {
  const base = new FactBase();
  for (const each of all) base.fact(each);
  base.covered('aws.ec2.network-acl', ireland, whole);
  return viewOf(need('aws.ec2.network-acl'), ireland, base, new Touch());
}

const world = { protocol: -1, v4: '0.0.0.0/0' } as const;
const everywhere = AddressSet.ofCidrs(['0.0.0.0/0', '::/0']);

describe('letThrough', () => {
  it('weighs the entries of a direction by their numbers, and leads to their places in the answer', () => {
    const one = acl(
      'acl-1',
      [],
      [
        { ruleNumber: 200, action: 'allow', protocol: 6, ports: '20-30', v4: '0.0.0.0/0' },
        { ruleNumber: 100, isEgress: true, action: 'deny', ...world },
        { ruleNumber: 101, action: 'allow', protocol: 'tcp', ports: 22, v6: '::/0' },
        { ruleNumber: 100, action: 'deny', protocol: 'tcp', ports: 22, v4: '0.0.0.0/1' },
      ],
    );
    const found = letThrough(one, 'inbound', PortSet.parse('22'));
    expect(found.map(({ ports, addresses }) => [ports.toString(), addresses.toString()])).toEqual([
      ['tcp/22', '128.0.0.0/1, ::/0'],
    ]);
    expect(found.flatMap(({ entries }) => entries).map(({ ruleNumber, evidence }) => [ruleNumber, evidence])).toEqual([
      [101, [{ read: 'acls', page: 0, pointer: '/NetworkAcls/3/Entries/2' }]],
      [200, [{ read: 'acls', page: 0, pointer: '/NetworkAcls/3/Entries/0' }]],
    ]);
    expect(letThrough(one, 'outbound', PortSet.all)).toEqual([]);
  });
});

describe('aclOf', () => {
  it('finds the one ACL that names the subnet, and says why it finds none', () => {
    const [first, second] = [acl('acl-1', ['subnet-1', 'subnet-2'], []), acl('acl-2', ['subnet-2'], [])];
    const gaps: Gap[] = [];
    const acls = viewOfAcls(first, second);
    expect(aclOf('subnet-1', acls, gaps)?.id).toBe('acl-1');
    expect(gaps).toEqual([]);
    expect([aclOf('subnet-2', acls, gaps), aclOf('subnet-3', acls, gaps)]).toEqual([null, null]);
    expect(gaps.map(({ reason, text }) => [reason, text])).toEqual([
      ['unresolved', 'several network ACLs say that they are the one of subnet-2: it changed while it was read'],
      ['unresolved', 'no network ACL among those read says that it is the one of subnet-3'],
    ]);
  });
});

const cidrs = ['0.0.0.0/30', '0.0.0.0/31', '0.0.0.2/31', '0.0.0.1/32', '::/127', '::1/128'];
const hosts = ['0.0.0.0/32', '0.0.0.1/32', '0.0.0.2/32', '0.0.0.3/32', '::/128', '::1/128'].map((host) =>
  AddressSet.parseCidr(host),
);
const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      ruleNumber: fc.nat(9),
      isEgress: fc.boolean(),
      action: fc.constantFrom('allow', 'deny'),
      protocol: fc.constantFrom('tcp', '6', 'udp', '-1', 'icmp'),
      ports: fc.constantFrom('0-3', '2', '3', '4-65535'),
      address: fc.constantFrom(...cidrs),
    }),
    { maxLength: 7 },
  )
  .map((list) =>
    list.map(({ address, ports, ...row }) => ({
      ...row,
      ...(row.protocol === 'icmp' ? {} : { ports }),
      ...(address.includes(':') ? { v6: address } : { v4: address }),
    })),
  );

/** Whether the ACL lets a packet of one far address and one port pass, asked entry by entry. */
function passes({ data }: NetworkAcl, isEgress: boolean, host: AddressSet, port: PortSet): boolean {
  const [first] = data.entries
    .filter((entry) => entry.isEgress === isEgress)
    .sort((a, b) => a.ruleNumber - b.ruleNumber)
    .filter(({ v4, v6 }) => AddressSet.parseCidr(v4 ?? v6 ?? '').covers(host))
    .filter(({ protocol, ports }) => {
      if (protocol === '-1') return true;
      if (protocol === 'icmp') return false;
      const name = protocol === '6' ? 'tcp' : protocol;
      return PortSet.parse(`${name}/${ports ?? 'all'}`).covers(port);
    });
  return first?.action === 'allow';
}

// Every range above begins at 0, 2, 3 or 4, or ends before the next: ports from 4 on are alike.
const ports = [0, 1, 2, 3, 4].flatMap((port) => [PortSet.of('tcp', port), PortSet.of('udp', port)]);
const tcp = ports.filter((port) => PortSet.of('tcp').covers(port));

/** Whether a packet to the port passes in that direction, and for TCP an answer to or from some port in the other. */
function talks(one: NetworkAcl, isEgress: boolean, host: AddressSet, port: PortSet): boolean {
  if (!passes(one, isEgress, host, port)) return false;
  return !tcp.includes(port) || tcp.some((answer) => passes(one, !isEgress, host, answer));
}

const asked = PortSet.parse('tcp/0-4,udp/0-4');

describe('entering', () => {
  it('agrees with asking the entries for every address and port', () => {
    fc.assert(
      fc.property(rows, fc.subarray(cidrs), (entries, from) => {
        const one = acl('acl-1', ['subnet-1'], entries);
        const sources = AddressSet.ofCidrs(from);
        const found = entering('subnet-1', sources, asked, viewOfAcls(one), []);
        for (const port of ports) {
          for (const host of hosts) {
            const isIn = found.some((each) => each.ports.covers(port) && each.addresses.covers(host));
            expect(isIn).toBe(sources.covers(host) && talks(one, false, host, port));
          }
        }
        expect(found.every(({ hops }) => hops.join() === 'subnet-1 acl-1')).toBe(true);
      }),
    );
  });
});

describe('sentOn', () => {
  it('agrees with asking both ACLs for every address and port, and meets none within a subnet', () => {
    fc.assert(
      fc.property(rows, rows, fc.constantFrom(...hosts), fc.boolean(), (near, far, target, isSame) => {
        const [first, last] = [acl('acl-1', ['subnet-1'], near), acl('acl-2', ['subnet-2'], far)];
        const node = { subnetId: 'subnet-1', addresses: AddressSet.ofCidrs(['0.0.0.2/31', '::/127']) };
        const place = { subnetId: isSame ? 'subnet-1' : 'subnet-2', addresses: target };
        const found = sentOn([node], everywhere, [place], asked, viewOfAcls(first, last), []);
        for (const port of ports) {
          for (const host of hosts) {
            const isOneFamily = target.v4.isEmpty() === host.v4.isEmpty();
            const isThrough = isOneFamily && talks(first, true, target, port) && talks(last, false, host, port);
            const has = (arrivals: typeof found.nodes) =>
              arrivals.some((each) => each.ports.covers(port) && each.addresses.covers(host));
            expect(has(found.clients)).toBe(isSame || isThrough);
            expect(has(found.nodes)).toBe((isSame || isThrough) && node.addresses.covers(host));
          }
        }
      }),
    );
  });

  it('brings nobody where an ACL is not known, and says which', () => {
    const gaps: Gap[] = [];
    const place = (subnetId: string) => ({ subnetId, addresses: everywhere });
    const acls = viewOfAcls(acl('acl-1', ['subnet-1'], [{ ruleNumber: 1, action: 'allow', ...world }]));
    expect(sentOn([place('subnet-1')], everywhere, [place('subnet-2')], asked, acls, gaps)).toEqual({
      clients: [],
      nodes: [],
    });
    expect(gaps.map(({ text }) => text)).toEqual([
      'no network ACL among those read says that it is the one of subnet-2',
    ]);
  });
});
