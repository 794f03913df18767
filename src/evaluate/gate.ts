import type { Finding } from '../core/finding.js';
import { bySeverity, counts, type FailOn } from '../core/outcome.js';

/** Fails and unknowns of an earlier run, by fingerprint. */
export type KnownFindings = ReadonlyMap<string, Pick<Finding, 'outcome' | 'gateSeverity'>>;

export interface GateOptions {
  readonly failOn: FailOn;
  /** `all`, or ids of sources whose unknowns are let by. A fail never is. */
  readonly allowIncomplete: readonly string[];
  /** What does not count again, unless it became worse: an unknown that fails now, a severity that rose. */
  readonly known?: KnownFindings;
}

/** Weighs findings one by one; `exit` says what came of those so far. */
export interface Gate {
  add(finding: Finding): void;
  /** 1: a fail at or above `failOn` that no exception accepts; 3: none, but an unknown that is not let by; 0: neither. */
  exit(): 0 | 1 | 3;
}

/** The exit decision of `audit run`, one finding at a time. */
export function createGate({ failOn, allowIncomplete, known = new Map() }: GateOptions): Gate {
  let worst: 0 | 1 | 3 = 0;
  const isAllowed = (finding: Finding): boolean =>
    allowIncomplete.includes('all') || allowIncomplete.includes(finding.resource.scope.source);
  return {
    add(finding) {
      if (!counts(finding.gateSeverity, failOn) || isKnown(finding, known)) return;
      if (finding.outcome === 'fail') worst = finding.exception === null ? 1 : worst;
      else if (finding.outcome === 'unknown' && worst === 0 && !isAllowed(finding)) worst = 3;
    },
    exit: () => worst,
  };
}

function isKnown({ fingerprint, outcome, gateSeverity }: Finding, known: KnownFindings): boolean {
  const before = known.get(fingerprint);
  if (before === undefined || bySeverity(gateSeverity, before.gateSeverity) > 0) return false;
  return outcome === 'unknown' || before.outcome === 'fail';
}

/** The exit decision over all findings at once. */
export function exitOf(findings: Iterable<Finding>, options: GateOptions): 0 | 1 | 3 {
  const gate = createGate(options);
  for (const finding of findings) gate.add(finding);
  return gate.exit();
}
