import { type Drift, type DriftChange, type DriftedPack, type DriftSide, regressions } from '../core/drift.js';
import type { Finding } from '../core/finding.js';
import { counts, type FailOn } from '../core/outcome.js';
import type { Population, ReadSummary } from '../core/run.js';
import { isEvidenceChanged } from './changed-evidence.js';
import { type Classified, classify, type Surroundings } from './classify.js';
import { keepChanges } from './kept-changes.js';
import { mergeFindings, type Pair } from './merge.js';
import { shrunkPopulations, sightIn } from './populations.js';
import { comparedReads } from './reads.js';
import { comparedRules, type PackRules, wordsOf } from './rules.js';

/** One of two packs to compare; its findings are read once, in their order. */
export interface ComparedPack {
  readonly head: DriftedPack;
  readonly rules: PackRules;
  /** Ids of the controls that ran. */
  readonly ran: readonly string[];
  readonly findings: () => AsyncIterable<Finding>;
  readonly populations: readonly Population[];
  readonly reads: readonly ReadSummary[];
}

export interface CompareOptions {
  readonly failOn: FailOn;
  /** `all`, or ids of sources whose unknowns do not count. */
  readonly allowIncomplete: readonly string[];
}

/** Changes of one class that are listed one by one. */
const listed = 1000;

/**
 * What changed from one pack to a later one, by control and resource. Beside the populations, memory does not grow with
 * the packs. Throws PREPAY_PACK_INVALID for findings out of order.
 */
export async function comparePacks(
  before: ComparedPack,
  after: ComparedPack,
  { failOn, allowIncomplete }: CompareOptions,
): Promise<Drift> {
  const rules = comparedRules(before.rules, after.rules);
  const around = surroundings(before, after, rules.controls);
  const kept = keepChanges(listed);
  let [unchanged, counted, worseByRules] = [0, 0, 0];
  for await (const pair of mergeFindings(before.findings(), after.findings())) {
    const classified = classify(pair, around);
    if (classified === null) {
      unchanged += 1;
      continue;
    }
    const change = changeOf(pair, classified, { failOn, allowIncomplete });
    if (change.isCounted) counted += 1;
    if (change.class === 'rules-changed' && change.isWorse) worseByRules += 1;
    kept.add(change);
  }
  const reads = comparedReads(before.reads, after.reads);
  return {
    schema: 'https://prepay.example/drift/v1',
    before: before.head,
    after: after.head,
    failOn,
    allowIncomplete,
    exit: counted > 0 ? 1 : 0,
    counted,
    worseByRules,
    ...kept.end(),
    unchanged,
    rules,
    populations: shrunkPopulations(before.populations, after.populations),
    lostReads: reads.lost,
    recoveredReads: reads.recovered,
  };
}

function surroundings(
  before: ComparedPack,
  after: ComparedPack,
  changed: ReturnType<typeof comparedRules>['controls'],
): Surroundings {
  const words = new Map(changed.map((control) => [control.control, wordsOf(control)]));
  const [ran, runs] = [new Set(before.ran), new Set(after.ran)];
  return {
    rulesOf: (control) => words.get(control) ?? null,
    ranBefore: (control) => ran.has(control),
    runsAfter: (control) => runs.has(control),
    sightOf: sightIn(after.populations, after.head.partialBecause.length > 0),
  };
}

function changeOf(pair: Pair, classified: Classified, options: CompareOptions): DriftChange {
  const { before, after } = pair;
  const { control, resource, gateSeverity, owner, fingerprint } = pair.after ?? pair.before;
  return {
    ...classified,
    control,
    resource,
    severity: gateSeverity,
    before: sideOf(before),
    after: sideOf(after),
    isCounted: isCounted(pair, classified, options),
    isEvidenceChanged: before !== null && after !== null && isEvidenceChanged(before, after),
    owner,
    fingerprint,
  };
}

/** An exception takes a fail out, as it does for `audit run`, and `--allow-incomplete` an unknown. */
function isCounted(pair: Pair, { class: name }: Classified, { failOn, allowIncomplete }: CompareOptions): boolean {
  const { gateSeverity, resource } = pair.after ?? pair.before;
  if (!regressions.has(name) || !counts(gateSeverity, failOn)) return false;
  if (pair.after?.outcome === 'fail') return pair.after.exception === null;
  const isUnknown = pair.after === null ? name === 'newly-unknown' : pair.after.outcome === 'unknown';
  return !isUnknown || !(allowIncomplete.includes('all') || allowIncomplete.includes(resource.scope.source));
}

function sideOf(finding: Finding | null): DriftSide | null {
  if (finding === null) return null;
  const { outcome, reason, observed, exception } = finding;
  return { outcome, reason, observed, exception };
}
