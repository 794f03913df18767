import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import type { Fact } from '../../../src/core/fact.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    keys: need('github.deploy-key'),
  },
  run({ repository: { id }, keys }) {
    const all = keys.all();
    const writing = all.filter(({ data }) => !data.isReadOnly);
    const evidence = (of: readonly Fact[]) => of.flatMap((key) => key.evidence);
    if (writing.length > 0) {
      const names = shortList(writing.map((key) => (key.data.title === '' ? key.id : `${key.id} (${key.data.title})`)));
      return fail(`${writing.length} of ${all.length} deploy keys of ${id} can write: ${names}`, evidence(writing));
    }
    const what = all.length === 0 ? `${id} has no deploy key` : `none of ${all.length} deploy keys of ${id} can write`;
    return pass(what, evidence(all));
  },
});
