import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    alerts: need('github.secret-alert'),
  },
  run({ repository: { id }, alerts }) {
    const open = alerts.all();
    if (open.length === 0) return pass(`no leaked secret of ${id} is unresolved`);
    const texts = open.map(({ data }) => `#${data.id} ${data.secretType} (of ${data.createdAt})`);
    const count = open.length === 1 ? 'one leaked secret' : `${open.length} leaked secrets`;
    const evidence = open.flatMap((alert) => alert.evidence);
    return fail(`${id} has ${count} that nobody resolved: ${shortList(texts, '; ')}`, evidence);
  },
});
