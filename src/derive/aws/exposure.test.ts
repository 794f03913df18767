import { describe, expect, it } from 'vitest';
import { ireland, whole } from '../../../test/helpers/engine.js';
import type { FactKind } from '../../core/fact.js';
import { awsFacts } from '../../facts/aws.js';
import { FactBase } from '../../facts/fact-base.js';
import { derivations } from '../derivations.js';
import { withDerivations } from '../derivation.js';

type Kind = keyof typeof awsFacts;
type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Given = Readonly<Partial<Record<Kind, readonly Row[]>>>;

const pointers: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  'aws.elbv2.target-group': ['/TargetGroups/4', '/TargetHealthDescriptions'],
};

function exposureOf(id: string, given: Given) {
  const base = new FactBase();
  for (const kind of kinds()) {
    for (const [index, fact] of (given[kind] ?? []).entries()) {
      const evidence = (pointers[kind] ?? [`/${kind}/${index}`]).map((pointer) => ({ read: kind, page: 0, pointer }));
      base.fact({ kind, id: fact.id, name: null, scope: ireland, data: awsFacts[kind].parse(fact), evidence });
    }
    base.covered(kind satisfies FactKind, ireland, whole);
  }
  return withDerivations(base, derivations).partition('aws.ec2.exposure', ireland).find(id);
}

function kinds(): Kind[] {
  return Object.keys(awsFacts).filter((kind): kind is Kind => Object.hasOwn(awsFacts, kind));
}

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
    'aws.ec2.security-group': [{ id: 'sg-1', ingress: open }],
  };

  it('leads to the route and the rule that decide', () => {
    const interfaces = [
      { id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-1', groupIds: ['sg-1'], publicV4: ['192.0.2.1'] },
    ];
    const found = exposureOf('eni-1', { ...routed, 'aws.ec2.network-interface': interfaces });
    expect(found?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/aws.ec2.internet-gateway/0',
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
        { id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-9', groupIds: ['sg-1'], instanceId: 'i-2' },
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
      { hops: ['internet', 'igw-1', 'rtb-1', 'subnet-1', 'lb-1 tcp/443', 'eni-1 sg-1'] },
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
        { id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-9', groupIds: ['sg-1'], instanceId: 'i-2' },
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
