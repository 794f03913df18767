import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { testsDecision } from '../../../src/derive/gates/tests.js';

export default defineCheck({
  needs: {
    gate: need('gates.tests', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run(given) {
    return judgeGate(given, testsDecision);
  },
});
