import { expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { securityGroup } from '../../facts/aws/groups.js';
import { sourceGroupsOf } from './source-groups.js';

it('adds up the ports of the rules that name a group, and leaves the group itself out', () => {
  const data = securityGroup.parse({
    id: 'sg-1',
    ingress: [
      { protocol: 'tcp', ports: '22', groups: [{ id: 'sg-2' }, { id: 'sg-1' }] },
      { protocol: 'tcp', ports: '80', v4: ['10.0.0.0/8'] },
      { protocol: 'tcp', ports: '443', groups: [{ id: 'sg-9', account: '444455556666' }, { id: 'sg-2' }] },
    ],
  });
  const evidence = [{ read: 'g', page: 2, pointer: '/SecurityGroups/7' }];
  const sources = sourceGroupsOf({
    kind: 'aws.ec2.security-group',
    id: 'sg-1',
    name: null,
    scope: ireland,
    data,
    evidence,
  });
  expect(
    sources.map(({ id, account, ports, evidence }) => [
      id,
      account,
      ports.toString(),
      evidence.map(({ pointer }) => pointer),
    ]),
  ).toEqual([
    ['sg-2', null, 'tcp/22, tcp/443', ['/SecurityGroups/7/IpPermissions/0', '/SecurityGroups/7/IpPermissions/2']],
    ['sg-9', '444455556666', 'tcp/443', ['/SecurityGroups/7/IpPermissions/2']],
  ]);
});
