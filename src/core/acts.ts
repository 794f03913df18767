import type { Catalog, CatalogClause } from './catalog.js';
import { byCodeUnit } from './json.js';
import { type ActPeriod, addDays, aYearAfter, type Day, lastDayInTime } from './period.js';

/** What an act came to: its condition holds, or something was found that still stands. */
export const actOutcomes = ['met', 'exceptions-noted'] as const;
type ActOutcome = (typeof actOutcomes)[number];

/** The evidence file of an act, as it was found before the run began. */
export type ActFile =
  /** As recorded, and copied into the pack under that path. */
  | { readonly state: 'kept'; readonly path: string; readonly sha256: string; readonly size: number }
  /** As recorded, but not copied: it holds what looks like a card number or a secret. */
  | { readonly state: 'withheld'; readonly reason: 'card-number' | 'secret'; readonly sha256: string }
  | { readonly state: 'missing' }
  /** Another file than the one that was recorded. */
  | { readonly state: 'changed'; readonly expected: string; readonly sha256: string };

/** A dated human act: a review, a scan, a test, a training, or the approval of a policy. */
export interface Act {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly { readonly framework: string; readonly clause: string }[];
  /** The effective date. */
  readonly performedOn: Day;
  /** The day on which it was put into the ledger. */
  readonly recordedOn: Day;
  readonly performedBy: string;
  readonly owner: string;
  readonly outcome: ActOutcome;
  /** The evidence file, relative to the folder of the ledger. */
  readonly fileName: string;
  readonly file: ActFile;
  /** Ends its windows early; never later. */
  readonly validUntil: Day | null;
  /** The act of 12.3.1 that sets how often it falls due, in days. */
  readonly basis: { readonly attestation: string; readonly everyDays: number } | null;
  /** The change after which it was performed, or that there was none. */
  readonly trigger: string | null;
  /** What is done about it since it lapsed. */
  readonly correctiveAction: { readonly what: string; readonly owner: string; readonly dueOn: Day } | null;
  readonly location: { readonly path: string; readonly line: number };
}

/** What an act's period comes to at the time of the run; `12-months-default` where the standard names none. */
export interface ActWindow {
  readonly period: ActPeriod | '12-months-default';
  /**
   * `missing`: no act was ever recorded. `manual`: only a person can tell whether one is due. `covered`: not current, but
   * the clause's other frequency is, and one of the two is enough.
   */
  readonly state: 'current' | 'lapsed' | 'missing' | 'manual' | 'covered';
  /** The newest act that counts; null for none. */
  readonly act: string | null;
  readonly performedOn: Day | null;
  /** The last day on which the next act is in time; null where there is no act, or no such day. */
  readonly until: Day | null;
  readonly why: string;
}

/** Days between two acts on which none was in force. */
interface ActGap {
  readonly period: ActWindow['period'];
  /** The last day of the earlier act's window. */
  readonly until: Day;
  /** When the next act was performed. */
  readonly performedOn: Day;
}

/** Every act of a clause together, at the time of the run. */
export interface ClauseActs {
  readonly framework: string;
  readonly clause: string;
  readonly windows: readonly ActWindow[];
  readonly gaps: readonly ActGap[];
  /** Acts that count for nothing, each with why. */
  readonly faults: readonly { readonly act: string; readonly why: string }[];
  /** Newest acts whose outcome was `exceptions-noted`. */
  readonly exceptionsNoted: readonly string[];
  /** Of the newest act; null for none. */
  readonly owner: string | null;
}

/** What the acts of a clause say of it: `none` where no act counts, so that they say nothing. */
export type ActsState = 'none' | 'exceptions-noted' | 'lapsed' | 'manual' | 'current';

/** The clause as far as its acts are concerned. */
export type DatedClause = Pick<CatalogClause, 'id' | 'periods'>;

/** The requirement whose acts are targeted risk analyses, on which a frequency may rest. */
export const riskAnalysis = { framework: 'pci-dss-4.0.1', clause: '12.3.1' } as const;

/** Whether a human act can evidence the clause. */
export function asksForAct({
  evidence,
  periods,
  supersededBy,
}: Pick<CatalogClause, 'evidence' | 'periods' | 'supersededBy'>): boolean {
  return supersededBy === undefined && (evidence !== 'automatic' || periods.length > 0);
}

/** The clauses that the ledger has something to say of: those with a period of their own, and those that an act names. */
export function ledgerClauses(
  catalogs: readonly Pick<Catalog, 'id' | 'clauses'>[],
  acts: readonly Pick<Act, 'clauses'>[],
): readonly { readonly framework: string; readonly clause: CatalogClause }[] {
  const named = new Set(
    acts.flatMap(({ clauses }) => clauses.map(({ framework, clause }) => `${framework} ${clause}`)),
  );
  return catalogs.flatMap(({ id: framework, clauses }) =>
    clauses
      .filter((clause) => asksForAct(clause) && (clause.periods.length > 0 || named.has(`${framework} ${clause.id}`)))
      .map((clause) => ({ framework, clause })),
  );
}

/** Why an act counts for nothing on that day; null if it counts. */
export function faultOf(act: Act, today: Day): string | null {
  if (act.performedOn > today) return `it is dated ${act.performedOn}, after the run`;
  if (act.recordedOn > today) return `it was recorded on ${act.recordedOn}, after the run`;
  switch (act.file.state) {
    case 'missing':
      return 'its evidence file is missing';
    case 'changed':
      return `its evidence file has another hash (${act.file.sha256}) than was recorded (${act.file.expected})`;
    case 'kept':
    case 'withheld':
      return null;
  }
}

/** What the acts of a clause come to on that day. `all` is the whole ledger, in which the bases of frequencies stand. */
export function clauseActs(framework: string, clause: DatedClause, all: readonly Act[], today: Day): ClauseActs {
  const own = all.filter((act) => act.clauses.some((one) => one.framework === framework && one.clause === clause.id));
  const valid = own.filter((act) => faultOf(act, today) === null).sort(byTime);
  const periods = clause.periods.length === 0 ? (['12-months-default'] as const) : clause.periods;
  const judged = periods.map((period) => windowOf(period, valid, { all, today }));
  const newest = new Set(judged.flatMap(({ act }) => act ?? []));
  return {
    framework,
    clause: clause.id,
    windows: isChoice(periods) ? alternatives(judged) : judged,
    gaps: groupsOf(periods).flatMap((group) => gapsOf(group, valid)),
    faults: own
      .flatMap((act) => {
        const why = faultOf(act, today);
        return why === null ? [] : [{ act: act.id, why }];
      })
      .sort((a, b) => byCodeUnit(a.act, b.act)),
    exceptionsNoted: valid.filter(({ id, outcome }) => newest.has(id) && outcome !== 'met').map(({ id }) => id),
    owner: valid.at(-1)?.owner ?? null,
  };
}

/** What the acts together say of their clause: an exception that stands outweighs a window that lapsed. */
export function actsState({ windows, exceptionsNoted }: ClauseActs): ActsState {
  if (windows.every(({ act }) => act === null)) return 'none';
  if (exceptionsNoted.length > 0) return 'exceptions-noted';
  if (windows.some(({ state }) => state === 'lapsed')) return 'lapsed';
  return windows.every(({ state }) => state === 'current' || state === 'covered') ? 'current' : 'manual';
}

interface Ledger {
  readonly all: readonly Act[];
  readonly today: Day;
}

function windowOf(period: ActWindow['period'], valid: readonly Act[], ledger: Ledger): ActWindow {
  const act = valid.filter((one) => isOf(period, one)).at(-1);
  if (act === undefined) return nothingYet(period);
  const { id, performedOn } = act;
  if (period === 'risk-analysis') {
    const fault = basisFault(act, ledger);
    if (fault !== null) return { period, state: fault.state, act: id, performedOn, until: null, why: fault.why };
  }
  const until = lastDayOf(period, act);
  const isOver = ledger.today > until;
  if (period === 'significant-change') {
    const why = isOver
      ? `the last act on a change is ${id}; whether anything changed since is for a person to say`
      : `${id} states the change: ${String(act.trigger)}`;
    return { period, state: isOver ? 'manual' : 'current', act: id, performedOn, until, why };
  }
  const why = isOver ? `the next act was due by ${until}` : `in force until ${until}`;
  return { period, state: isOver ? 'lapsed' : 'current', act: id, performedOn, until, why };
}

function nothingYet(period: ActWindow['period']): ActWindow {
  const nothing = { period, act: null, performedOn: null, until: null };
  return period === 'significant-change'
    ? { ...nothing, state: 'manual', why: 'whether anything changed significantly is for a person to say' }
    : { ...nothing, state: 'missing', why: 'no act that counts is recorded' };
}

/** An act on a change counts for the clause's fixed period as well: it is the same act. */
function isOf(period: ActWindow['period'], act: Act): boolean {
  return period !== 'significant-change' || act.trigger !== null;
}

/** The last day of the act's window; a year where the standard sets no length. */
function lastDayOf(period: ActWindow['period'], { performedOn, basis, validUntil }: Act): Day {
  const own =
    period === 'risk-analysis' && basis !== null
      ? addDays(performedOn, basis.everyDays)
      : period === '12-months-default'
        ? aYearAfter(performedOn)
        : (lastDayInTime(period, performedOn) ?? aYearAfter(performedOn));
  return validUntil !== null && validUntil < own ? validUntil : own;
}

/** Why a frequency by risk analysis cannot be held to: no analysis is named, or the one named is not in force itself. */
function basisFault(act: Act, { all, today }: Ledger): { state: 'manual' | 'lapsed'; why: string } | null {
  if (act.basis === null)
    return {
      state: 'manual',
      why: `${act.id} names no targeted risk analysis (12.3.1) that sets how often it falls due`,
    };
  const named = act.basis.attestation;
  const basis = all.find(({ id }) => id === named);
  if (basis === undefined) return { state: 'lapsed', why: `its basis ${named} is not in the ledger` };
  const fault = faultOf(basis, today);
  if (fault !== null) return { state: 'lapsed', why: `its basis ${named} counts for nothing: ${fault}` };
  const until = lastDayOf('12-months', basis);
  return today > until ? { state: 'lapsed', why: `its basis ${named} had to be reviewed by ${until}` } : null;
}

/**
 * Of a clause that leaves the choice (11.6.1): where one window is current, the other one is covered; where one lapsed, what
 * was never recorded or names no basis is no second fault beside it.
 */
function alternatives(windows: readonly ActWindow[]): readonly ActWindow[] {
  const isHeld = windows.some(({ state }) => state === 'current');
  if (!isHeld && !windows.some(({ state }) => state === 'lapsed')) return windows;
  return windows.map((window) =>
    window.state === 'current' || (window.state === 'lapsed' && !isHeld)
      ? window
      : { ...window, state: 'covered', why: 'the clause leaves the choice between two frequencies' },
  );
}

/** The periods that are held to together: one by risk analysis and a fixed one beside it leave the choice, all others stand alone. */
function groupsOf(periods: readonly ActWindow['period'][]): readonly (readonly ActWindow['period'][])[] {
  return isChoice(periods) ? [periods] : periods.map((period) => [period]);
}

function isChoice(periods: readonly ActWindow['period'][]): boolean {
  return periods.includes('risk-analysis');
}

/** Where an act came later than the one before it allowed. What lies after the newest act, its window says. */
function gapsOf(group: readonly ActWindow['period'][], valid: readonly Act[]): ActGap[] {
  return group.slice(0, 1).flatMap((period) =>
    valid.slice(1).flatMap(({ performedOn }, index) => {
      const until = valid
        .slice(index, index + 1)
        .flatMap((before) => group.filter((one) => hasLastDay(one, before)).map((one) => lastDayOf(one, before)))
        .sort(byCodeUnit)
        .at(-1);
      return until === undefined || performedOn <= until ? [] : [{ period, until, performedOn }];
    }),
  );
}

function hasLastDay(period: ActWindow['period'], { basis }: Act): boolean {
  return period !== 'significant-change' && (period !== 'risk-analysis' || basis !== null);
}

function byTime(a: Act, b: Act): number {
  return byCodeUnit(a.performedOn, b.performedOn) || byCodeUnit(a.recordedOn, b.recordedOn) || byCodeUnit(a.id, b.id);
}
