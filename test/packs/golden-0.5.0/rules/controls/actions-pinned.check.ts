import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { callsOf, isPinned } from '../../../src/derive/github/pinning.js';
import { orgOf } from '../../../src/facts/github/uses.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    workflows: need('github.workflow'),
    actions: need('github.action'),
  },
  run({ repository: { id }, workflows, actions }) {
    const all = workflows.all();
    const calls = callsOf(all, actions, orgOf(id));
    const loose = calls.filter(({ uses }) => !isPinned(uses));
    const [first] = loose;
    if (first === undefined) {
      const evidence = [...all, ...calls].flatMap((each) => each.evidence);
      if (all.length === 0) return pass(`${id} has no workflow`, evidence);
      return pass(`each of ${calls.length} calls of others' actions in ${id} is pinned`, evidence);
    }
    const places = loose.map(({ uses, location: { path, line } }) => `${path}:${line} ${uses}`);
    return fail(
      `${loose.length} of ${calls.length} calls of others' actions in ${id} are not pinned: ${shortList(places)}`,
      loose.flatMap(({ evidence }) => evidence),
      { location: first.location },
    );
  },
});
