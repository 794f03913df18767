import { type CheckResult, highestRaise } from '../core/check.js';
import { PrepayError } from '../core/errors.js';
import type { Fact } from '../core/fact.js';
import type { Finding, Location } from '../core/finding.js';
import { gapEvidence, mergeGaps } from '../core/gap.js';
import { bySeverity, type Severity, worst } from '../core/outcome.js';
import { paramsOf } from '../core/params.js';
import type { EvidenceRef } from '../core/read.js';
import { scopeId } from '../core/scope.js';
import type { FactSource } from '../facts/fact-base.js';
import { give, Touch } from '../facts/view.js';
import { type Judge, makeFinding, resourceOf } from './make-finding.js';

/**
 * The finding of a control on one resource, and what the check asked for.
 *
 * Here, and not in the check, a verdict meets what could not be read: a fail needs only its evidence and stands; any
 * other verdict that met a gap is unknown; one that rests on a whole population is unknown, fail included.
 *
 * @throws PrepayError PREPAY_INTERNAL naming control and resource, when the check throws or breaks its own declarations
 */
export function judge(by: Judge, subject: Fact, source: FactSource): { finding: Finding; asked: Touch['asked'] } {
  const touch = new Touch();
  const result = weigh(run(by, subject, source, touch), touch);
  const finding = makeFinding(by, resourceOf(subject), {
    outcome: result.outcome,
    reason: reasonIn(result),
    observed: result.observed,
    evidence: [...subject.evidence, ...result.evidence, ...readsIn(result)],
    severity: severityOf(by, subject, result),
    mayBeRaised: touch.gaps.size > 0 || result.outcome === 'unknown',
    location: locationIn(result),
  });
  return { finding, asked: touch.asked };
}

function run({ definition, check, values }: Judge, subject: Fact, source: FactSource, touch: Touch): CheckResult {
  try {
    return check.run(give(check.needs, subject, source, touch, { params: paramsOf(values) }));
  } catch (cause) {
    if (cause instanceof PrepayError) throw cause;
    throw mistake(`${definition.id} on ${subject.id} in ${scopeId(subject.scope)} threw ${String(cause)}`, cause);
  }
}

function weigh(result: CheckResult, { gaps, populationGaps }: Touch): CheckResult {
  const [first, ...more] = populationGaps.size > 0 ? populationGaps : gaps;
  const isFirm = result.outcome === 'unknown' || (result.outcome === 'fail' && populationGaps.size === 0);
  if (first === undefined || isFirm) return result;
  const { reason, reads, text } = mergeGaps(first, ...more);
  return { outcome: 'unknown', reason, observed: `not decided: ${text}`, evidence: result.evidence, reads };
}

function severityOf({ definition, check }: Judge, subject: Fact, result: CheckResult): Severity {
  const { severity } = definition;
  if (result.outcome !== 'fail' || result.raisedTo === null || bySeverity(result.raisedTo, severity) <= 0)
    return severity;
  const highest = worst(severity, highestRaise(check.needs) ?? severity);
  if (bySeverity(result.raisedTo, highest) > 0) {
    throw mistake(
      `${definition.id} on ${subject.id} in ${scopeId(subject.scope)} raises to ${result.raisedTo}, but its needs declare no more than ${highest}`,
    );
  }
  return result.raisedTo;
}

function reasonIn(result: CheckResult): string | null {
  return result.outcome === 'unknown' || result.outcome === 'not-applicable' ? result.reason : null;
}

function readsIn(result: CheckResult): EvidenceRef[] {
  return result.outcome === 'unknown' ? gapEvidence(result) : [];
}

function locationIn(result: CheckResult): Location | null {
  return result.outcome === 'fail' ? result.location : null;
}

function mistake(message: string, cause?: unknown): PrepayError {
  return new PrepayError('PREPAY_INTERNAL', message, 'Report it with the pack or the recording that shows it.', {
    cause,
  });
}
