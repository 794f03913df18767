import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { coverageDecision } from '../../../src/derive/gates/coverage.js';

export default defineCheck({
  needs: {
    gate: need('gates.coverage', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ params, ...given }) {
    const thresholdPercent = params.integer('thresholdPercent');
    return judgeGate(given, (artefacts, isWhole) => coverageDecision(artefacts, isWhole, thresholdPercent));
  },
});
