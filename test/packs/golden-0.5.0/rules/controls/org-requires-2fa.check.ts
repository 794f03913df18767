import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';

export default defineCheck({
  needs: {
    organization: need('github.org', { as: 'subject' }),
    requirements: need('github.org.two-factor'),
  },
  run({ organization: { id }, requirements }) {
    const found = requirements.get(id);
    if (found.state !== 'found') {
      return unknown(`whether ${id} requires two-factor authentication cannot be said`, gapsOf(found));
    }
    const { data, evidence } = found.value;
    return data.isRequired
      ? pass(`${id} requires two-factor authentication of everyone`, evidence)
      : fail(`${id} does not require two-factor authentication`, evidence);
  },
});
