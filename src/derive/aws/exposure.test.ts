import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ireland, whole } from '../../../test/helpers/engine.js';
import type { FactKind } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';
import type { Gap } from '../../core/read.js';
import { awsFacts } from '../../facts/aws.js';
import { FactBase, type FactSource } from '../../facts/fact-base.js';
import type { Partition } from '../../facts/shelf.js';
import { derivations } from '../derivations.js';
import { withDerivations } from '../derivation.js';

type Kind = keyof typeof awsFacts;
type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Given = Readonly<Partial<Record<Kind, readonly Row[]>>>;

const pointers: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  'aws.elbv2.target-group': ['/TargetGroups/4', '/TargetHealthDescriptions'],
};

const denied: Gap = { reason: 'denied', reads: ['acls'], text: 'network ACLs: denied' };

function partitionOf(given: Given, isDenied = false): Partition<'aws.ec2.exposure'> {
  return sourceOf(given, isDenied).partition('aws.ec2.exposure', ireland);
}

function boundOf(given: Given, isDenied = false): Partition<'aws.ec2.exposure-bound'> {
  return sourceOf(given, isDenied).partition('aws.ec2.exposure-bound', ireland);
}

function sourceOf(given: Given, isDenied: boolean): FactSource {
  const base = new FactBase();
  for (const kind of kinds()) {
    for (const [index, fact] of (given[kind] ?? []).entries()) {
      const evidence = (pointers[kind] ?? [`/${kind}/${index}`]).map((pointer) => ({ read: kind, page: 0, pointer }));
      base.fact({ kind, id: fact.id, name: null, scope: ireland, data: awsFacts[kind].parse(fact), evidence });
    }
    const gap = isDenied && kind === 'aws.ec2.network-acl' ? denied : null;
    base.covered(kind satisfies FactKind, ireland, { ...whole, gap });
  }
  return withDerivations(base, derivations);
}

function exposureOf(id: string, given: Given) {
  return partitionOf(given).find(id);
}

function kinds(): Kind[] {
  return Object.keys(awsFacts).filter((kind): kind is Kind => Object.hasOwn(awsFacts, kind));
}

const everything = [
  { ruleNumber: 90, action: 'allow', protocol: '-1', v6: '::/0' },
  { ruleNumber: 100, action: 'allow', protocol: '-1', v4: '0.0.0.0/0' },
  { ruleNumber: 100, isEgress: true, action: 'allow', protocol: '-1', v4: '0.0.0.0/0' },
];

describe('the evidence of an exposure', () => {
  const open = [
    { protocol: 'tcp', ports: '443', v4: ['10.0.0.0/8'] },
    { protocol: 'tcp', ports: '5432', v4: ['0.0.0.0/0'] },
  ];
  const routed = {
    'aws.ec2.subnet': [{ id: 'subnet-1', vpcId: 'vpc-1', v4: ['10.0.1.0/24'] }],
    'aws.ec2.route-table': [
      { id: 'rtb-0', vpcId: 'vpc-2', isMain: true },
      {
        id: 'rtb-1',
        vpcId: 'vpc-1',
        isMain: true,
        routes: [
          { v4: '10.0.0.0/16', target: 'local' },
          { v4: '0.0.0.0/0', target: 'igw-1' },
        ],
      },
    ],
    'aws.ec2.internet-gateway': [{ id: 'igw-1', vpcIds: ['vpc-1'] }],
    'aws.ec2.network-acl': [
      { id: 'acl-9', vpcId: 'vpc-1', subnetIds: ['subnet-9'], entries: everything },
      { id: 'acl-1', vpcId: 'vpc-1', subnetIds: ['subnet-1'], entries: everything },
    ],
    'aws.ec2.security-group': [{ id: 'sg-1', ingress: open }],
  };

  it('leads to the route, the entries of the network ACL and the rule that decide', () => {
    const interfaces = [
      { id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-1', groupIds: ['sg-1'], publicV4: ['192.0.2.1'] },
    ];
    const found = exposureOf('eni-1', { ...routed, 'aws.ec2.network-interface': interfaces });
    expect(found?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/aws.ec2.internet-gateway/0',
      '/aws.ec2.network-acl/1/Entries/1',
      '/aws.ec2.network-acl/1/Entries/2',
      '/aws.ec2.network-interface/0',
      '/aws.ec2.route-table/1',
      '/aws.ec2.route-table/1/Routes/1',
      '/aws.ec2.security-group/0/IpPermissions/1',
      '/aws.ec2.subnet/0',
    ]);
  });

  it('leads to the listener and the target that decide', () => {
    const found = exposureOf('eni-1', {
      ...routed,
      'aws.ec2.network-interface': [
        {
          id: 'eni-1',
          vpcId: 'vpc-1',
          subnetId: 'subnet-9',
          groupIds: ['sg-1'],
          instanceId: 'i-2',
          privateV4: ['10.0.9.1'],
        },
      ],
      'aws.elbv2.load-balancer': [{ id: 'lb-1', type: 'network', isInternetFacing: true, subnetIds: ['subnet-1'] }],
      'aws.elbv2.listener': [
        { id: 'li-1', loadBalancerId: 'lb-1', protocol: 'TCP', port: 80, targetGroupIds: ['tg-2'] },
        { id: 'li-2', loadBalancerId: 'lb-1', protocol: 'TCP', port: 443, targetGroupIds: ['tg-1'] },
      ],
      'aws.elbv2.target-group': [
        {
          id: 'tg-1',
          protocol: 'TCP_UDP',
          port: 5432,
          loadBalancerIds: ['lb-1'],
          targets: [
            { id: 'i-1', index: 0 },
            { id: 'i-2', index: 1 },
          ],
        },
      ],
    });
    expect(found?.data.paths).toMatchObject([
      { hops: ['internet', 'igw-1', 'rtb-1', 'subnet-1 acl-1', 'lb-1 tcp/443', 'subnet-9 acl-9', 'eni-1 sg-1'] },
    ]);
    expect(found?.evidence.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/aws.elbv2.listener/1', '/TargetGroups/4', '/TargetHealthDescriptions/1']),
    );
    expect(found?.evidence.map(({ pointer }) => pointer)).not.toContain('/TargetHealthDescriptions');
  });

  it('says of an instance target over TCP that the load balancer may hide the client', () => {
    const found = exposureOf('eni-1', {
      ...routed,
      'aws.ec2.security-group': [{ id: 'sg-1', ingress: [{ protocol: 'tcp', ports: '5432', v4: ['10.0.0.0/8'] }] }],
      'aws.ec2.network-interface': [
        {
          id: 'eni-1',
          vpcId: 'vpc-1',
          subnetId: 'subnet-9',
          groupIds: ['sg-1'],
          instanceId: 'i-2',
          privateV4: ['10.0.9.1'],
        },
      ],
      'aws.elbv2.load-balancer': [{ id: 'lb-1', type: 'network', isInternetFacing: true, subnetIds: ['subnet-1'] }],
      'aws.elbv2.listener': [
        { id: 'li-2', loadBalancerId: 'lb-1', protocol: 'TCP', port: 443, targetGroupIds: ['tg-1'] },
      ],
      'aws.elbv2.target-group': [{ id: 'tg-1', port: 5432, loadBalancerIds: ['lb-1'], targets: [{ id: 'i-2' }] }],
    });
    expect(found?.data.paths.map(({ doubts }) => doubts)).toEqual([
      ["whether lb-1 hides the client's address from tg-1 is not read"],
    ]);
  });
});

describe('an exposure and the network ACLs', () => {
  const addresses = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '16.0.0.0/4'];
  const entry = fc
    .record({
      ruleNumber: fc.integer({ min: 1, max: 50 }),
      isEgress: fc.boolean(),
      action: fc.constantFrom('allow', 'allow', 'deny'),
      protocol: fc.constantFrom('tcp', 'tcp', 'udp'),
      ports: fc.constantFrom('0-65535', '443', '5432', '1024-65535'),
      v4: fc.constantFrom(...addresses),
    })
    .map((each) => (each.ports === '0-65535' ? { ...each, protocol: '-1', ports: null } : each));
  // Half of the lists let pass what no entry before has settled, so that paths are not rare.
  const entries = fc.oneof(
    fc.array(entry, { maxLength: 5 }),
    fc.array(entry, { maxLength: 4 }).map((list) => [...list, ...everything]),
  );
  const acls = fc.record({ 'subnet-1': entries, 'subnet-2': entries });
  const rule = fc.record({
    protocol: fc.constantFrom('tcp', 'udp'),
    ports: fc.constantFrom('443', '5432', '1-65535'),
    v4: fc.subarray(addresses),
  });
  const ingress = fc.array(rule, { maxLength: 3 });

  /** eni-1 has a public address in subnet-1; eni-2 in subnet-2 is a target of lb-1 in subnet-1, and eni-3 of lb-2. */
  function platform(entries: Readonly<Record<string, readonly object[]>>, rules: readonly object[]): Given {
    const route = { v4: '0.0.0.0/0', target: 'igw-1' };
    return {
      'aws.ec2.subnet': [
        { id: 'subnet-1', vpcId: 'vpc-1', v4: ['10.0.1.0/24'] },
        { id: 'subnet-2', vpcId: 'vpc-1', v4: ['10.0.2.0/24'] },
      ],
      'aws.ec2.route-table': [
        { id: 'rtb-1', vpcId: 'vpc-1', subnetIds: ['subnet-1'], routes: [route] },
        { id: 'rtb-2', vpcId: 'vpc-1', isMain: true },
      ],
      'aws.ec2.internet-gateway': [{ id: 'igw-1', vpcIds: ['vpc-1'] }],
      'aws.ec2.network-acl': Object.entries(entries).map(([subnetId, own]) => ({
        id: `acl of ${subnetId}`,
        vpcId: 'vpc-1',
        subnetIds: [subnetId],
        entries: own,
      })),
      'aws.ec2.security-group': [{ id: 'sg-1', ingress: rules }],
      'aws.ec2.network-interface': [
        { id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-1', groupIds: ['sg-1'], publicV4: ['192.0.2.1'] },
        { id: 'eni-2', vpcId: 'vpc-1', subnetId: 'subnet-2', groupIds: ['sg-1'], privateV4: ['10.0.2.2'] },
        { id: 'eni-3', vpcId: 'vpc-1', subnetId: 'subnet-2', groupIds: ['sg-1'], privateV4: ['10.0.2.3'] },
      ],
      'aws.elbv2.load-balancer': ['network', 'application'].map((type, index) => ({
        id: `lb-${index + 1}`,
        type,
        isInternetFacing: true,
        subnetIds: ['subnet-1'],
        groupIds: type === 'network' ? [] : ['sg-1'],
      })),
      'aws.elbv2.listener': [1, 2].map((index) => ({
        id: `li-${index}`,
        loadBalancerId: `lb-${index}`,
        protocol: 'TCP',
        port: 443,
        targetGroupIds: [`tg-${index}`],
      })),
      'aws.elbv2.target-group': [1, 2].map((index) => ({
        id: `tg-${index}`,
        protocol: 'TCP',
        port: 5432,
        targetType: 'ip',
        loadBalancerIds: [`lb-${index}`],
        targets: [{ id: `10.0.2.${index + 1}` }],
      })),
    };
  }

  const interfaces = ['eni-1', 'eni-2', 'eni-3'];

  function portsOf(partition: Partition<'aws.ec2.exposure'>, id: string): PortSet {
    const paths = partition.find(id)?.data.paths ?? [];
    return PortSet.unionAll(paths.map(({ ports }) => PortSet.parse(ports)));
  }

  it('never shows more with an ACL than with one that lets everything pass', () => {
    fc.assert(
      fc.property(acls, ingress, (given, rules) => {
        const open = partitionOf(platform({ 'subnet-1': everything, 'subnet-2': everything }, rules));
        const some = partitionOf(platform(given, rules));
        for (const id of interfaces) expect(portsOf(open, id).covers(portsOf(some, id))).toBe(true);
      }),
    );
  });

  it('never shows more than the bound, which no ACL changes', () => {
    let bounds = 0;
    fc.assert(
      fc.property(acls, ingress, (given, rules) => {
        const some = partitionOf(platform(given, rules));
        const atMost = boundOf(platform(given, rules));
        const denied = boundOf(platform({}, rules), true);
        for (const id of interfaces) {
          const bound = atMost.find(id)?.data.ports;
          bounds += bound === undefined ? 0 : 1;
          expect(PortSet.parse(bound ?? 'udp/0').covers(portsOf(some, id))).toBe(true);
          expect([denied.find(id)?.data.ports, denied.gaps.has(id)]).toEqual([bound, false]);
        }
      }),
    );
    expect(bounds).toBeGreaterThan(5);
  });

  it('never shows less, without a gap, when ACLs are denied or one is missing', () => {
    let paths = 0;
    fc.assert(
      fc.property(acls, ingress, (given, rules) => {
        const known = partitionOf(platform(given, rules));
        const { 'subnet-2': kept } = given;
        const lesser = [partitionOf(platform({}, rules), true), partitionOf(platform({ 'subnet-2': kept }, rules))];
        for (const id of interfaces) {
          paths += portsOf(known, id).isEmpty() ? 0 : 1;
          for (const less of lesser) {
            const isSame = portsOf(less, id).equals(portsOf(known, id));
            expect(isSame || less.gaps.has(id), id).toBe(true);
          }
        }
      }),
    );
    expect(paths).toBeGreaterThan(5);
  });
});
