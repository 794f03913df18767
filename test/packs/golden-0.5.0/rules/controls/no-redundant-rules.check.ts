import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { type GroupPermit, listedPermits, literalPermits } from '../../../src/derive/aws/group-permits.js';
import { type Redundant, redundantAmong } from '../../../src/derive/aws/redundant-permits.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

const directions = ['ingress', 'egress'] as const;

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    // A list of which a part is not seen may hold what nothing else covers, so that no fail can rest on it either.
    lists: need('aws.ec2.prefix-list', { completeness: 'population' }),
  },
  run({ group, lists }) {
    const literal = directions.map((direction) => ({ direction, permits: literalPermits(group, direction) }));
    const plain = literal.flatMap(({ permits }) => redundantAmong(permits));
    if (plain.length > 0) return failOf(group.id, plain);
    const listed = literal.map(({ direction, permits }) => {
      const more = listedPermits(group, direction, lists);
      return { permits: [...permits, ...more.permits], unresolved: more.unresolved };
    });
    const found = listed.flatMap(({ permits }) => redundantAmong(permits));
    if (found.length > 0) return failOf(group.id, found);
    const unresolved = listed.flatMap((each) => each.unresolved);
    if (unresolved.length > 0) return unknown(`whether a rule of ${group.id} is redundant cannot be said`, unresolved);
    return pass(`no rule of ${group.id} is covered by its others`);
  },
});

function failOf(groupId: string, redundant: readonly Redundant<GroupPermit>[]) {
  const texts = redundant.map(
    ({ permit, by }) => `${permit.text}, covered by ${shortList(by.map(({ text }) => text))}`,
  );
  const count = redundant.length === 1 ? '1 source or destination' : `${redundant.length} sources and destinations`;
  return fail(
    `${groupId} lets ${count} through more than once: ${shortList(texts, '; ')}`,
    redundant.flatMap(({ permit, by }) => [...permit.evidence, ...by.flatMap(({ evidence }) => evidence)]),
  );
}
