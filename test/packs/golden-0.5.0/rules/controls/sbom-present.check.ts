import { defineCheck, need } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { sbomDecision } from '../../../src/derive/gates/sbom.js';

export default defineCheck({
  needs: {
    gate: need('gates.sbom', { as: 'subject' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ params, ...given }) {
    const maxUnversionedPercent = params.integer('maxUnversionedPercent');
    return judgeGate(given, (artefacts) => sbomDecision(artefacts, maxUnversionedPercent));
  },
});
