import { defineCheck, fail, need, pass } from '../../../src/core/check.js';

export default defineCheck({
  needs: { parameter: need('parameter', { as: 'subject' }) },
  run({ parameter: { id, data } }) {
    if (data.loosened === null) return pass(`${id} is as strict as its clauses ask`);
    return fail(`${id} is looser than its clauses allow: ${data.loosened}`, [], { location: data.location });
  },
});
