import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { npmAuditDecision } from '../../../src/derive/gates/npm-audit.js';

export default defineCheck({
  needs: {
    gate: need('gates.npm-audit', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ params, ...given }) {
    const limit = params.choices('severities');
    return judgeGate(given, (artefacts) => npmAuditDecision(artefacts, limit));
  },
});
