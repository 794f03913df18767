import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import type { FactKinds } from '../../../src/core/fact.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

type Names = readonly string[];

interface Bypass {
  readonly text: string;
  readonly evidence: readonly EvidenceRef[];
}

export default defineCheck({
  needs: {
    branch: need('github.branch', { as: 'subject' }),
    classic: need('github.branch-protection'),
    rules: need('github.branch-rules'),
    bypass: need('github.ruleset-bypass'),
  },
  run({ branch: { id }, classic, rules, bypass, params }) {
    const approved = params.texts('approvedActors');
    const isApproved = (names: Names): boolean => names.some((name) => approved.includes(name));
    const gaps: Gap[] = [];
    const unclear: string[] = [];
    const found: Bypass[] = [];
    const evidence: EvidenceRef[] = [];

    const ofRules = rules.get(id);
    const ofClassic = classic.get(id);
    for (const source of [ofRules, ofClassic]) {
      if (source.state === 'unknown') gaps.push(...source.gaps);
      if (source.state === 'found') evidence.push(...source.value.evidence);
    }
    const rulesets = ofRules.state === 'found' ? [...new Set(ofRules.value.data.rules.map((r) => r.rulesetId))] : [];
    for (const ruleset of rulesets) {
      const actors = bypass.get(String(ruleset));
      if (actors.state === 'found') {
        const { data, evidence: own } = actors.value;
        evidence.push(...own);
        for (const { names, mode } of data.actors.filter((actor) => !isApproved(actor.names))) {
          found.push({ text: `${names[0]} may bypass ruleset ${ruleset} (${mode})`, evidence: own });
        }
      } else {
        unclear.push(`ruleset ${ruleset}`);
        if (actors.state === 'unknown') gaps.push(...actors.gaps);
      }
    }
    if (ofClassic.state === 'found') {
      const { data, evidence: own } = ofClassic.value;
      for (const text of classicBypasses(data, isApproved)) found.push({ text, evidence: own });
    }
    if (found.length > 0) {
      return fail(
        `${id}: ${shortList(
          found.map(({ text }) => text),
          '; ',
        )}`,
        found.flatMap((each) => each.evidence),
      );
    }
    if (gaps.length > 0 || unclear.length > 0) {
      const what = unclear.length === 0 ? `the rules of ${id}` : `${unclear.join(', ')} of ${id}`;
      return unknown(`who may bypass ${what} cannot be said`, gaps, evidence);
    }
    if (rulesets.length === 0 && ofClassic.state !== 'found') {
      return fail(`nothing protects ${id}, so that there is nothing to bypass`, evidence);
    }
    return pass(`nobody outside the approved list may bypass the rules of ${id}`, evidence);
  },
});

/** Admins, where classic protection is not for them; and whoever needs no pull request. */
function classicBypasses(
  { isForAdmins, reviewBypassers }: FactKinds['github.branch-protection'],
  isApproved: (names: Names) => boolean,
): readonly string[] {
  const admins = ['RepositoryRole:admin', 'RepositoryRole:5'];
  return [
    ...(isForAdmins || isApproved(admins) ? [] : ['RepositoryRole:admin may bypass classic protection']),
    ...reviewBypassers
      .filter((names) => !isApproved(names))
      .map(([name]) => `${name} needs no pull request under classic protection`),
  ];
}
