import { expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { writtenRulesOf } from './group-rules.js';

it('lists every source of every rule, in both directions, with its place in the answer', () => {
  const data = securityGroup.parse({
    id: 'sg-1',
    ingress: [
      {
        protocol: 'tcp',
        ports: '22',
        v4: ['10.0.0.0/8'],
        v6: ['fd00::/48'],
        lists: ['pl-1'],
        groups: [{ id: 'sg-1' }],
      },
    ],
    egress: [{ protocol: '-1', v4: ['0.0.0.0/0'], descriptions: { '0.0.0.0/0': 'updates' } }],
  });
  const evidence = [{ read: 'g', page: 0, pointer: '/SecurityGroups/7' }];
  const rules = writtenRulesOf({
    kind: 'aws.ec2.security-group',
    id: 'sg-1',
    name: null,
    scope: ireland,
    data,
    evidence,
  });
  expect(rules.map((rule) => [rule.text(), rule.evidence.map(({ pointer }) => pointer)])).toEqual([
    ['tcp/22 from 10.0.0.0/8, fd00::/48, pl-1, sg-1', ['/SecurityGroups/7/IpPermissions/0']],
    ['all protocols to 0.0.0.0/0', ['/SecurityGroups/7/IpPermissionsEgress/0']],
  ]);
  expect(rules.map((rule) => rule.text(['pl-1']))).toEqual(['tcp/22 from pl-1', 'all protocols to pl-1']);
  expect(rules.map(({ descriptions }) => descriptions)).toEqual([{}, { '0.0.0.0/0': 'updates' }]);
});
