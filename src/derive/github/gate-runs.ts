import type { Fact, FactView } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

export interface Required {
  readonly context: string;
  readonly appId: number | null;
}

/** What the last merges show of a required check. */
export interface Runs {
  /** As in `was skipped on prepay/wallet#12`. */
  readonly faults: readonly string[];
  readonly gaps: readonly Gap[];
  readonly evidence: readonly EvidenceRef[];
}

/** How the required check ended on the last commit of each of the merged pull requests. */
export function runsOf(
  { context, appId }: Required,
  pulls: readonly Fact<'github.merged-pull'>[],
  checks: FactView<'github.commit-checks'>,
): Runs {
  const each = pulls.map(({ id, data }): Runs => {
    const found = checks.get(data.headSha);
    if (found.state === 'unknown') return { faults: [], gaps: found.gaps, evidence: [] };
    if (found.state === 'absent') return { faults: [], gaps: [notRead(id)], evidence: [] };
    const reports = found.value.data.reports.filter(
      (report) => report.context === context && (appId === null || report.appId === appId),
    );
    const fault = faultOf(reports.map(({ conclusion }) => conclusion));
    return { faults: fault === null ? [] : [`${fault} on ${id}`], gaps: [], evidence: found.value.evidence };
  });
  return {
    faults: each.flatMap(({ faults }) => faults),
    gaps: each.flatMap(({ gaps }) => gaps),
    evidence: each.flatMap(({ evidence }) => evidence),
  };
}

function notRead(pull: string): Gap {
  return { reason: 'incomplete', reads: [], text: `the checks of ${pull} were not read` };
}

/** Null where it passed: one success, and nothing worse than a job of another event that was skipped. */
function faultOf(conclusions: readonly (string | null)[]): string | null {
  if (conclusions.length === 0) return 'did not run';
  const bad = conclusions.find((conclusion) => !['success', 'skipped', 'neutral'].includes(conclusion ?? ''));
  if (bad !== undefined) return bad === null ? 'had not ended' : `ended in ${bad}`;
  if (conclusions.includes('success')) return null;
  return conclusions.includes('skipped')
    ? 'was skipped, which counts as passed,'
    : 'was neutral, which counts as passed,';
}
