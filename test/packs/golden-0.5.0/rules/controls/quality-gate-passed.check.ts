import { defineCheck, need, unknown } from '../../../src/core/check.js';
import { judgeGate } from '../../../src/derive/gates/artefacts.js';
import { analysisArtefacts, sonarqubeDecision } from '../../../src/derive/gates/sonarqube.js';

export default defineCheck({
  needs: {
    gate: need('gates.sonarqube', { as: 'subject' }),
    analyses: need('gates.sonarqube-analysis', { within: 'all' }),
    expectations: need('gates.expectation', { within: 'all' }),
    builds: need('gates.build', { within: 'all' }),
    declared: need('time', { within: 'all' }),
  },
  run({ gate, analyses, params, ...given }) {
    const policy = {
      newCoveragePercent: params.integer('newCoveragePercent'),
      newDuplicationPercent: params.integer('newDuplicationPercent'),
      hotspotsReviewedPercent: params.integer('hotspotsReviewedPercent'),
      worstRating: params.integer('worstRating'),
    };
    const files = judgeGate({ gate, ...given }, (sound) => sonarqubeDecision(sound, policy));
    const found = analyses.get('analysis');
    if (found.state === 'absent') return files;
    if (found.state === 'unknown') {
      return files.outcome === 'fail' ? files : unknown('what SonarQube says of the project is not known', found.gaps);
    }
    const { data, evidence } = found.value;
    if (data.analysis === null) return unknown(`${data.project} was never analysed by SonarQube`, [], evidence);
    // A server keeps analyses of many commits, so that where the audit runs says nothing of it.
    if (data.analysis.revision === null) {
      return unknown(`the last analysis of ${data.project} by SonarQube names no commit`, [], evidence);
    }
    const artefacts = [...gate.data.artefacts, ...analysisArtefacts(data, data.analysis)];
    const whole = { ...gate, data: { ...gate.data, artefacts } };
    const result = judgeGate({ gate: whole, ...given }, (sound) => sonarqubeDecision(sound, policy));
    const all = { ...result, evidence: [...result.evidence, ...evidence] };
    if (all.outcome !== 'unknown' || data.unsaid === null) return all;
    return { ...all, reason: data.unsaid.reason, observed: `${all.observed}: ${data.unsaid.text}` };
  },
});
