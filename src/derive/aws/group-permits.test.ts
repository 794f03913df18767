import { expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { listedPermits, literalPermits } from './group-permits.js';

function groupOf(...ingress: readonly object[]): Fact<'aws.ec2.security-group'> {
  const data = securityGroup.parse({ id: 'sg-1', ingress: ingress.map((rule) => ({ protocol: 'tcp', ...rule })) });
  return { kind: 'aws.ec2.security-group', id: 'sg-1', name: null, scope: ireland, data, evidence: [] };
}

it('makes one permit of each block and each group', () => {
  const group = groupOf(
    { ports: '22', v4: ['10.0.0.0/8'], v6: ['fd00::/48'], lists: ['pl-1'], groups: [{ id: 'sg-2' }] },
    { ports: '23', v4: ['10.0.0.0/8'] },
  );
  expect(
    literalPermits(group, 'ingress').map(({ text, groupId, addresses }) => [text, groupId, addresses.toString()]),
  ).toEqual([
    ['tcp/22 from 10.0.0.0/8', null, '10.0.0.0/8'],
    ['tcp/22 from fd00::/48', null, 'fd00::/48'],
    ['tcp/22 from sg-2', 'sg-2', 'no address'],
    ['tcp/23 from 10.0.0.0/8', null, '10.0.0.0/8'],
  ]);
  expect(literalPermits(group, 'egress')).toEqual([]);
});

it.each([
  ['alone', [{ ports: '443', lists: ['pl-1'] }], []],
  ['beside a group', [{ ports: '443', lists: ['pl-1'], groups: [{ id: 'sg-2' }] }], []],
  ['beside a block', [{ ports: '443', lists: ['pl-1'], v4: ['10.0.0.0/8'] }], ['pl-1']],
  ['beside another list', [{ ports: '443', lists: ['pl-1', 'pl-2'] }], ['pl-1', 'pl-2']],
  [
    'with a rule on other ports',
    [
      { ports: '443', lists: ['pl-1'] },
      { ports: '22', v4: ['10.0.0.0/8'] },
    ],
    [],
  ],
  [
    'with a rule on its port',
    [
      { ports: '443', lists: ['pl-1'] },
      { ports: '400-500', v4: ['10.0.0.0/8'] },
    ],
    ['pl-1'],
  ],
  [
    'with a list on its port',
    [
      { ports: '443', lists: ['pl-1'] },
      { ports: '443', lists: ['pl-1'] },
    ],
    ['pl-1', 'pl-1'],
  ],
])('looks up a list that stands %s only where something could cover it', (_, rules, asked) => {
  const touch = new Touch();
  const lists = viewOf(need('aws.ec2.prefix-list'), ireland, new FactBase(), touch);
  const { unresolved } = listedPermits(groupOf(...rules), 'ingress', lists);
  expect(touch.asked.map(({ id }) => id)).toEqual(asked);
  expect(unresolved).toHaveLength(asked.length);
});
