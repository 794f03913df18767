import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { trivyDecision } from '../../../src/derive/gates/trivy.js';

export default defineCheck({
  needs: {
    gate: need('gates.trivy', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ params, ...given }) {
    const limit = params.choices('severities');
    return judgeGate(given, (artefacts) => trivyDecision(artefacts, limit));
  },
});
