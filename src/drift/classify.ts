import type { DriftClass } from '../core/drift.js';
import type { Finding } from '../core/finding.js';
import { bySeverity, type Outcome } from '../core/outcome.js';
import { isEvidenceChanged } from './changed-evidence.js';
import type { Pair } from './merge.js';

/** How the later pack looked at a resource that it has no finding on. */
export type Sight =
  /** The population is whole, and the resource is not in it. */
  | 'gone'
  /** The resource is there, and the control does not judge it any more. */
  | 'listed'
  /** The population could not be read whole. */
  | 'unread'
  /** Nothing of the kind was looked for in that scope. */
  | 'not-looked-for'
  /** The later run was narrowed, and says so. */
  | 'narrowed';

export interface Surroundings {
  /** How the rules of a control differ, in words; null where they are the same. */
  readonly rulesOf: (control: string) => string | null;
  readonly ranBefore: (control: string) => boolean;
  readonly runsAfter: (control: string) => boolean;
  readonly sightOf: (finding: Finding) => Sight;
}

export interface Classified {
  readonly class: DriftClass;
  readonly why: string;
  readonly isWorse: boolean;
}

/** What became of a finding, and why it counts as that; null where nothing changed. */
export function classify(pair: Pair, around: Surroundings): Classified | null {
  if (pair.after === null) return classifyMissing(pair.before, around);
  if (pair.before === null) return classifyNew(pair.after, around);
  const { before, after } = pair;
  const isWorse = badness(after.outcome) > badness(before.outcome);
  const isSame = before.outcome === after.outcome && bySeverity(before.gateSeverity, after.gateSeverity) === 0;
  if (isSame) return sameVerdict(before, after);
  const became = `${before.outcome} became ${after.outcome}`;
  // That a source does not answer is reality, whatever the rules.
  if (after.outcome === 'unknown' && before.outcome !== 'unknown' && isUnread(after))
    return { class: 'newly-unknown', why: `${became}: ${after.reason ?? ''}`, isWorse };
  const rules = around.rulesOf(after.control);
  if (rules !== null) {
    const isRaised = bySeverity(after.gateSeverity, before.gateSeverity) > 0 && isOpen(after.outcome);
    return { class: 'rules-changed', why: `${became}, and ${rules}`, isWorse: isWorse || isRaised };
  }
  return changedVerdict(before, after, became, isWorse);
}

/** The control whose fails are acts of people that were not done again in time. */
const actControl = 'evidence-current';

const unreadReasons: readonly string[] = ['denied', 'failed', 'throttled'];

function isUnread({ reason }: Finding): boolean {
  return reason !== null && unreadReasons.includes(reason);
}

function isOpen(outcome: Outcome): boolean {
  return outcome === 'fail' || outcome === 'unknown';
}

function badness(outcome: Outcome): number {
  switch (outcome) {
    case 'pass':
    case 'not-applicable':
      return 0;
    case 'manual':
      return 1;
    case 'unknown':
      return 2;
    case 'fail':
      return 3;
  }
}

function sameVerdict(before: Finding, after: Finding): Classified | null {
  const { outcome, exception } = after;
  const isChanged = isEvidenceChanged(before, after);
  if (isOpen(outcome) && before.exception !== null && exception === null)
    return { class: 'expired-exception', why: `exception ${before.exception} no longer covers it`, isWorse: true };
  const grounds = isChanged ? ', on other grounds' : '';
  if (outcome === 'fail') return { class: 'still-failing', why: `failed before too${grounds}`, isWorse: false };
  if (outcome === 'unknown') return { class: 'still-unknown', why: `was unknown before too${grounds}`, isWorse: false };
  return isChanged
    ? { class: 'changed-evidence', why: `${outcome} as before, on other grounds`, isWorse: false }
    : null;
}

function changedVerdict(before: Finding, after: Finding, became: string, isWorse: boolean): Classified {
  const isAct = after.control === actControl;
  switch (after.outcome) {
    case 'fail':
      if (before.outcome === 'fail') return changedSeverity(before, after, 'still-failing');
      if (isAct) return { class: 'lapsed-attestation', why: became, isWorse };
      return { class: before.outcome === 'unknown' ? 'new-fail' : 'regressed', why: became, isWorse };
    case 'unknown':
      if (before.outcome === 'unknown') return changedSeverity(before, after, 'still-unknown');
      if (isAct) return { class: 'lapsed-attestation', why: became, isWorse };
      return { class: 'newly-unknown', why: `${became}: ${after.reason ?? 'no reason given'}`, isWorse };
    case 'pass':
      if (before.outcome === 'fail') return { class: 'fixed', why: became, isWorse };
      return { class: before.outcome === 'unknown' ? 'recovered' : 'changed-evidence', why: became, isWorse };
    case 'not-applicable':
    case 'manual':
      return { class: 'no-longer-judged', why: became, isWorse };
  }
}

function changedSeverity(before: Finding, after: Finding, otherwise: 'still-failing' | 'still-unknown'): Classified {
  const isRaised = bySeverity(after.gateSeverity, before.gateSeverity) > 0;
  const why = `severity ${before.gateSeverity} became ${after.gateSeverity}`;
  return { class: isRaised ? 'regressed' : otherwise, why, isWorse: isRaised };
}

function classifyNew(after: Finding, { rulesOf, ranBefore }: Surroundings): Classified | null {
  if (after.outcome === 'not-applicable') return null;
  const isWorse = isOpen(after.outcome);
  if (after.outcome === 'unknown' && isUnread(after))
    return { class: 'newly-unknown', why: `not judged before, and now ${after.reason ?? ''}`, isWorse };
  if (!ranBefore(after.control))
    return { class: 'rules-changed', why: `${after.outcome}: the control did not run before`, isWorse };
  const rules = rulesOf(after.control);
  if (rules !== null && isWorse)
    return { class: 'rules-changed', why: `${after.outcome}: not judged before, and ${rules}`, isWorse };
  if (after.outcome === 'fail') return { class: 'new-fail', why: 'not judged before, and fails', isWorse };
  if (after.outcome === 'unknown')
    return { class: 'newly-unknown', why: `not judged before: ${after.reason ?? 'no reason given'}`, isWorse };
  return { class: 'appeared', why: `not judged before: ${after.outcome}`, isWorse };
}

function classifyMissing(before: Finding, { rulesOf, runsAfter, sightOf }: Surroundings): Classified | null {
  const { outcome, resource } = before;
  // What was empty, or judged by nobody, is told of by what came in its place.
  if (outcome === 'not-applicable') return null;
  const sight = sightOf(before);
  if (!runsAfter(before.control)) {
    if (sight === 'narrowed') return { class: 'no-longer-judged', why: 'the later run was narrowed', isWorse: false };
    return { class: 'rules-changed', why: `${outcome} before; the control does not run any more`, isWorse: false };
  }
  const wasSeen = outcome === 'pass' || outcome === 'fail';
  switch (sight) {
    case 'gone':
      return { class: 'gone', why: `${outcome} before; the resource is not there any more`, isWorse: false };
    case 'unread':
      if (outcome === 'unknown')
        return { class: 'still-unknown', why: 'the population could not be read whole', isWorse: false };
      return {
        class: 'newly-unknown',
        why: `${outcome} before; the population could not be read whole`,
        isWorse: wasSeen,
      };
    case 'not-looked-for':
      return {
        class: wasSeen ? 'scope-lost' : 'no-longer-judged',
        why: `${outcome} before; its scope is not audited any more`,
        isWorse: wasSeen,
      };
    case 'narrowed':
      return { class: 'no-longer-judged', why: 'the later run was narrowed', isWorse: false };
    case 'listed': {
      if (outcome === 'unknown' && resource.kind === 'scope')
        return { class: 'recovered', why: 'what was unknown of the whole scope is not any more', isWorse: false };
      const rules = rulesOf(before.control);
      if (rules !== null)
        return { class: 'rules-changed', why: `${outcome} before; not judged, and ${rules}`, isWorse: false };
      return {
        class: 'no-longer-judged',
        why: `${outcome} before; it is there, and the control does not judge it`,
        isWorse: false,
      };
    }
  }
}
