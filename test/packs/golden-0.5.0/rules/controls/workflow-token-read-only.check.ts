import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    tokens: need('github.workflow-token'),
  },
  run({ repository: { id }, tokens }) {
    const found = tokens.get(id);
    if (found.state !== 'found') return unknown(`what the token of jobs of ${id} may do cannot be said`, gapsOf(found));
    const { data, evidence } = found.value;
    const wrong = [
      ...(data.permissions === 'write' ? ['writes by default'] : []),
      ...(data.canApprovePullRequests ? ['may approve pull requests'] : []),
    ];
    return wrong.length === 0
      ? pass(`the token of jobs of ${id} reads only by default and cannot approve pull requests`, evidence)
      : fail(`the token of jobs of ${id} ${wrong.join(' and ')}`, evidence);
  },
});
