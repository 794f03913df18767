import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Act, type ActWindow, clauseActs, faultOf, ledgerClauses } from '../core/acts.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { type Day, daysBetween } from '../core/period.js';
import { windowPeriod } from '../report/acts.js';
import { table, type TableOptions } from '../report/table.js';
import { plural } from '../report/words.js';
import { wrap } from '../report/wrap.js';
import { type LoadedLedger, loadLedger } from './attestations.js';
import { type LoadedConfig, loadConfig, withoutConfig } from './config.js';
import { rules } from './rules.js';

/** An act of the ledger, and why it counts for nothing; null where it counts. */
export type ListedAct = Act & { readonly fault: string | null };

/** A window of a clause that ran out, or does so soon. */
interface DueAct {
  readonly framework: string;
  readonly clause: string;
  readonly title: string;
  readonly period: ActWindow['period'];
  readonly state: 'lapsed' | 'current';
  readonly act: string | null;
  /** The last day on which the next act is in time; null where its basis is what lapsed. */
  readonly until: Day | null;
  /** How many days are left; below zero once it lapsed; null like `until`. */
  readonly daysLeft: number | null;
  readonly owner: string | null;
  readonly why: string;
  readonly correctiveAction: Act['correctiveAction'];
}

export interface DueActs {
  readonly due: readonly DueAct[];
  /** Clauses with a period for which no act was ever recorded. */
  readonly missing: readonly { readonly framework: string; readonly clause: string; readonly title: string }[];
}

/** The UTC day on which the command runs. */
export function today(): Day {
  return new Date().toISOString().slice(0, 10);
}

/** The configuration that names a ledger. Throws PREPAY_CONFIG_INVALID where it names none. */
export async function configWithLedger(path: string | null): Promise<LoadedConfig> {
  const fallback = existsSync('prepay.yaml') ? await loadConfig('prepay.yaml') : withoutConfig();
  const loaded = path === null ? fallback : await loadConfig(path);
  if (loaded.config.attestations !== undefined) return loaded;
  throw new PrepayError(
    'PREPAY_CONFIG_INVALID',
    `${loaded.path ?? 'the configuration'}: expected "attestations", the folder of the ledger, got none`,
    'Add a line such as "attestations: attestations/", and make the folder beside the configuration file.',
  );
}

async function openLedger(path: string | null): Promise<LoadedLedger['stated']> {
  const found = await loadLedger(await configWithLedger(path), rules.catalogs);
  return found === null ? { folder: '', acts: [] } : found.stated;
}

/** Every act of the ledger, the newest first. */
export async function listActs(config: string | null, on: Day): Promise<readonly ListedAct[]> {
  const { acts } = await openLedger(config);
  return acts
    .map((act) => ({ ...act, fault: faultOf(act, on) }))
    .sort((a, b) => byCodeUnit(b.performedOn, a.performedOn) || byCodeUnit(a.id, b.id));
}

/** What lapsed, then what lapses within so many days, the earliest first. */
export async function dueActs(config: string | null, on: Day, withinDays: number): Promise<DueActs> {
  const { acts } = await openLedger(config);
  const clauses = ledgerClauses(rules.catalogs, acts).map(({ framework, clause }) => ({
    title: clause.title,
    came: clauseActs(framework, clause, acts, on),
  }));
  const actions = new Map(acts.map(({ id, correctiveAction }) => [id, correctiveAction]));
  const due = clauses.flatMap(({ title, came: { framework, clause, windows, owner } }) =>
    windows.flatMap(({ period, state, act, until, why }): DueAct[] => {
      if (state !== 'lapsed' && state !== 'current') return [];
      const daysLeft = until === null ? null : daysBetween(on, until);
      const correctiveAction = actions.get(act ?? '') ?? null;
      return [{ framework, clause, title, period, state, act, until, daysLeft, owner, why, correctiveAction }];
    }),
  );
  return {
    due: due.filter(({ state, daysLeft }) => state === 'lapsed' || (daysLeft ?? 0) <= withinDays).sort(byUrgency),
    missing: clauses
      .filter(({ came }) => came.windows.some(({ state }) => state === 'missing'))
      .map(({ title, came: { framework, clause } }) => ({ framework, clause, title })),
  };
}

/** What lapsed before what did not; then the earlier before the later. */
function byUrgency(a: DueAct, b: DueAct): number {
  const rank = ({ state }: DueAct): number => (state === 'lapsed' ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    byCodeUnit(a.until ?? '', b.until ?? '') ||
    byCodeUnit(`${a.framework} ${a.clause}`, `${b.framework} ${b.clause}`)
  );
}

export function actsTable(acts: readonly ListedAct[], options: TableOptions): string {
  if (acts.length === 0) return 'The ledger is empty.';
  const columns = [
    { head: 'Act', isFixed: true },
    { head: 'Clauses' },
    { head: 'Performed', isFixed: true },
    { head: 'Recorded', isFixed: true },
    { head: 'Outcome' },
    { head: 'Owner' },
    { head: 'Title' },
  ];
  const rows = acts.map((act) => [
    act.id,
    act.clauses.map(({ clause }) => clause).join(', '),
    act.performedOn,
    act.recordedOn,
    act.fault === null ? act.outcome : `counts for nothing: ${act.fault}`,
    act.owner,
    act.title,
  ]);
  return table(columns, rows, options).join('\n');
}

export function dueTable({ due, missing }: DueActs, options: TableOptions): string {
  const columns = [
    { head: 'Due by', isFixed: true },
    { head: 'Days', align: 'right' as const },
    { head: 'Clause', isFixed: true },
    { head: 'Falls due' },
    { head: 'Last act' },
    { head: 'Owner' },
    { head: 'State' },
  ];
  const rows = due.map((one) => [
    one.until ?? '',
    one.daysLeft === null ? '' : String(one.daysLeft),
    one.clause,
    windowPeriod(one.period),
    one.act ?? '',
    one.owner ?? '',
    stateText(one),
  ]);
  const nothing = `${plural(missing.length, 'clause')} with a period without any act: ${missing.map(({ clause }) => clause).join(', ')}`;
  return [
    ...(rows.length === 0 ? ['Nothing lapsed, and nothing lapses in that time.'] : table(columns, rows, options)),
    ...(missing.length === 0 ? [] : ['', ...wrap(nothing, options.columns)]),
  ].join('\n');
}

function stateText({ state, correctiveAction, why }: DueAct): string {
  if (state === 'current') return 'current';
  const action =
    correctiveAction === null ? 'no corrective action' : `${correctiveAction.what}, by ${correctiveAction.dueOn}`;
  return `lapsed: ${why}; ${action}`;
}

/** The path of an act's file in the ledger's folder. */
export function actPath(folder: string, id: string): string {
  return join(folder, `${id}.yaml`);
}
