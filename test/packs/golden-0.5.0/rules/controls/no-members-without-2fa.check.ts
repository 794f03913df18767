import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    organization: need('github.org', { as: 'subject' }),
    people: need('github.org.weak-two-factor'),
  },
  run({ organization: { id }, people }) {
    const weak = people.all();
    if (weak.length === 0) {
      return pass(`every member and outside collaborator of ${id} has a second factor other than a text message`);
    }
    const named = shortList(
      weak.map(({ data }) => text(data)),
      '; ',
    );
    const evidence = weak.flatMap((each) => each.evidence);
    return fail(named, evidence);
  },
});

function text({ login, relation, state }: FactKinds['github.org.weak-two-factor']): string {
  const who = `${relation === 'member' ? 'member' : 'outside collaborator'} ${login}`;
  return state === 'disabled' ? `${who} has no second factor` : `${who} has a text message as a second factor`;
}
