import { expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import type { Fact, FactKind } from '../../core/fact.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { launchTemplate } from '../../facts/aws/interfaces.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { useOf } from './group-uses.js';

const kinds = [
  'aws.ec2.network-interface',
  'aws.ec2.instance',
  'aws.ec2.security-group',
  'aws.ec2.vpc-endpoint',
  'aws.ec2.launch-template',
  'aws.ec2.vpc',
] as const satisfies readonly FactKind[];

function groupOf(row: object): Fact<'aws.ec2.security-group'> {
  const data = securityGroup.parse(row);
  return { kind: 'aws.ec2.security-group', id: data.id, name: null, scope: ireland, data, evidence: [] };
}

function look(unread: readonly FactKind[], ...facts: readonly Fact[]) {
  const base = new FactBase();
  for (const fact of facts) base.fact(fact);
  for (const kind of kinds) {
    const gap = unread.includes(kind) ? ({ reason: 'denied', reads: [], text: `${kind} denied` } as const) : null;
    base.covered(kind, ireland, { gap, reads: [], delivered: gap === null });
  }
  const touch = new Touch();
  const use = useOf(groupOf({ id: 'sg-1', groupName: 'web', vpcId: 'vpc-1' }), {
    interfaces: viewOf(need('aws.ec2.network-interface'), ireland, base, touch),
    instances: viewOf(need('aws.ec2.instance'), ireland, base, touch),
    groups: viewOf(need('aws.ec2.security-group'), ireland, base, touch),
    endpoints: viewOf(need('aws.ec2.vpc-endpoint'), ireland, base, touch),
    templates: viewOf(need('aws.ec2.launch-template'), ireland, base, touch),
    vpcs: viewOf(need('aws.ec2.vpc'), ireland, base, touch),
  });
  return { use, asked: touch.asked.map(({ kind }) => kind) };
}

const referring = groupOf({ id: 'sg-2', egress: [{ protocol: 'tcp', groups: [{ id: 'sg-1' }] }] });

it('asks for no more once a use is found', () => {
  const { use, asked } = look(['aws.ec2.launch-template'], referring);
  expect(use).toMatchObject({ state: 'used', how: 'a rule of sg-2 refers to it' });
  expect(asked).toEqual(['aws.ec2.security-group']);
});

it('asks for no more once a look-up has no answer', () => {
  const { use, asked } = look(['aws.ec2.instance']);
  expect(use).toMatchObject({ state: 'unknown', gaps: [{ reason: 'denied' }] });
  expect(asked).toEqual(['aws.ec2.network-interface', 'aws.ec2.instance']);
});

it('asks for the VPC only where a template uses the name of the group', () => {
  const named = (name: string): Fact => {
    const data = launchTemplate.parse({ id: 'lt-1', groupNames: [name] });
    return { kind: 'aws.ec2.launch-template', id: 'lt-1', name: null, scope: ireland, data, evidence: [] };
  };
  expect(look(['aws.ec2.vpc'], named('db')).use).toEqual({ state: 'unused' });
  expect(look(['aws.ec2.vpc'], named('web')).use).toMatchObject({ state: 'unknown' });
});
