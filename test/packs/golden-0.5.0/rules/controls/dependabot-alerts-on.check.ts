import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';

export default defineCheck({
  needs: {
    repository: need('github.repository', { as: 'subject' }),
    settings: need('github.dependabot'),
  },
  run({ repository: { id }, settings }) {
    const found = settings.get(id);
    if (found.state !== 'found') {
      return unknown(`whether ${id} has alerts on vulnerable dependencies cannot be said`, gapsOf(found));
    }
    const { data, evidence } = found.value;
    return data.areAlertsOn
      ? pass(`${id} has alerts on vulnerable dependencies`, evidence)
      : fail(`${id} has no alerts on vulnerable dependencies`, evidence);
  },
});
