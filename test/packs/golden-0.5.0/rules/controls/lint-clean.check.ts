import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { lintDecision } from '../../../src/derive/gates/lint.js';

export default defineCheck({
  needs: {
    gate: need('gates.lint', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ params, ...given }) {
    const limits = { maxErrors: params.integer('maxErrors'), maxWarnings: params.integer('maxWarnings') };
    return judgeGate(given, (artefacts) => lintDecision(artefacts, limits));
  },
});
