import type { Act, ActWindow, ClauseActs } from '../core/acts.js';
import { type BodyCell, type BodyTable, cell, type SectionBody, textBlock } from './section-body.js';
import { periodWord, plural } from './words.js';

/** The ledger of a run: every act as run.json states it, and what the acts of each clause come to. */
export interface LedgerResults {
  readonly folder: string;
  readonly acts: readonly Act[];
  readonly clauses: readonly ClauseActs[];
  /** The day on which the run collected the ledger. */
  readonly collectedOn: string;
}

/** Section 6: each clause with its windows, each act with its three dates, and the gaps between acts; null without a ledger. */
export function actsBody(ledger: LedgerResults | null): SectionBody | null {
  if (ledger === null) return null;
  const { acts, clauses, folder, collectedOn } = ledger;
  const windows = clauses.flatMap(({ windows: own }) => own);
  const count = (state: ActWindow['state']): number => windows.filter((window) => window.state === state).length;
  return {
    blocks: [
      textBlock(
        `${plural(acts.length, 'act')} of ${folder}, collected on ${collectedOn}. Of ${plural(windows.length, 'window')}: ${count('current')} current, ${count('lapsed')} lapsed, ${count('missing')} without any act, ${count('manual')} for a person to say, ${count('covered')} covered by the clause’s other frequency.`,
      ),
      textBlock(
        'Three dates: an act is effective from the day on which it was performed, it was put into the ledger on the day on which it was recorded, and this run collected it on its own day. Windows run from the first of them, by the table of time frames of PCI DSS v4.0.1 in its wider reading: 92 days for three months, 184 for six. A clause that names no period is held to a year. An act that noted exceptions was done in time, and does not evidence its clause. A lapsed act cannot be dated back or excepted: it gets a corrective action.',
      ),
      { type: 'table', table: windowTable(clauses) },
      { type: 'table', table: actTable(acts, clauses) },
      { type: 'table', table: lapsedTable(acts, clauses) },
      { type: 'table', table: gapTable(clauses) },
    ],
  };
}

function windowTable(clauses: readonly ClauseActs[]): BodyTable {
  return {
    caption: 'Clauses and their windows',
    columns: [
      { title: 'Clause', kind: 'code', share: 3 },
      { title: 'Falls due', kind: 'text', share: 3 },
      { title: 'State', kind: 'status', share: 2 },
      { title: 'Last act', kind: 'code', share: 3 },
      { title: 'Performed on', kind: 'number', share: 2 },
      { title: 'Next due by', kind: 'number', share: 2 },
      { title: 'Owner', kind: 'text', share: 2 },
      { title: 'Why', kind: 'text', share: 5 },
    ],
    rows: clauses.flatMap((one) =>
      one.windows.map((window) => [
        clauseCell(one),
        cell(windowPeriod(window.period)),
        stateCell(one, window),
        cell(window.act ?? 'none'),
        cell(window.performedOn ?? ''),
        cell(window.until ?? ''),
        cell(one.owner ?? ''),
        cell(window.why),
      ]),
    ),
    empty: 'No clause of the frameworks of this run asks for an act, and no act names one.',
  };
}

function actTable(acts: readonly Act[], clauses: readonly ClauseActs[]): BodyTable {
  const faults = new Map(clauses.flatMap((one) => one.faults.map(({ act, why }) => [act, why])));
  return {
    caption: 'Acts',
    columns: [
      { title: 'Act', kind: 'code', share: 3 },
      { title: 'What', kind: 'text', share: 4 },
      { title: 'Clauses', kind: 'code', share: 3 },
      { title: 'Performed', kind: 'number', share: 2 },
      { title: 'Recorded', kind: 'number', share: 2 },
      { title: 'By', kind: 'text', share: 2 },
      { title: 'Outcome', kind: 'status', share: 3 },
      { title: 'Evidence', kind: 'code', share: 5 },
    ],
    rows: acts.map((act) => [
      cell(act.id),
      cell(act.title),
      cell(act.clauses.map(({ clause }) => clause).join(', ')),
      cell(act.performedOn),
      cell(act.recordedOn),
      cell(act.performedBy),
      outcomeCell(act, faults.get(act.id)),
      cell(evidenceText(act, faults.get(act.id))),
    ]),
    empty: 'The ledger is empty.',
  };
}

function lapsedTable(acts: readonly Act[], clauses: readonly ClauseActs[]): BodyTable {
  const actions = new Map(acts.map(({ id, correctiveAction }) => [id, correctiveAction]));
  return {
    caption: 'Lapsed acts and their corrective actions',
    columns: [
      { title: 'Clause', kind: 'code', share: 3 },
      { title: 'Last act', kind: 'code', share: 3 },
      { title: 'Why', kind: 'text', share: 5 },
      { title: 'Corrective action', kind: 'text', share: 5 },
      { title: 'Owner', kind: 'text', share: 2 },
      { title: 'Due on', kind: 'number', share: 2 },
    ],
    rows: clauses.flatMap((one) =>
      one.windows
        .filter(({ state }) => state === 'lapsed')
        .map(({ act, why }) => {
          const action = actions.get(act ?? '') ?? null;
          return [
            clauseCell(one),
            cell(act ?? ''),
            cell(why),
            action === null ? cell('none stated', { tone: 'bad' }) : cell(action.what),
            cell(action?.owner ?? ''),
            cell(action?.dueOn ?? ''),
          ];
        }),
    ),
    empty: 'No act has lapsed.',
  };
}

function gapTable(clauses: readonly ClauseActs[]): BodyTable {
  return {
    caption: 'Gaps between acts',
    columns: [
      { title: 'Clause', kind: 'code', share: 3 },
      { title: 'Falls due', kind: 'text', share: 3 },
      { title: 'Was due by', kind: 'number', share: 2 },
      { title: 'Performed on', kind: 'number', share: 2 },
    ],
    rows: clauses.flatMap((one) =>
      one.gaps.map(({ period, until, performedOn }) => [
        clauseCell(one),
        cell(windowPeriod(period)),
        cell(until),
        cell(performedOn),
      ]),
    ),
    empty: 'Each act that is recorded came before the one before it lapsed.',
  };
}

function clauseCell({ framework, clause }: ClauseActs): BodyCell {
  return cell(clause, { clause: `${framework}-${clause}` });
}

/** How often the act of a window falls due. */
export function windowPeriod(period: ActWindow['period']): string {
  return period === '12-months-default' ? 'every 12 months, as no period is named' : periodWord(period);
}

function stateCell({ exceptionsNoted }: ClauseActs, { state, act }: ActWindow): BodyCell {
  if (act !== null && exceptionsNoted.includes(act)) return cell('exceptions noted', { tone: 'bad' });
  switch (state) {
    case 'current':
    case 'covered':
      return cell(state, { tone: 'good' });
    case 'lapsed':
      return cell(state, { tone: 'bad' });
    case 'missing':
      return cell('no act', { tone: 'open' });
    case 'manual':
      return cell(state, { tone: 'open' });
  }
}

function outcomeCell({ outcome }: Act, fault: string | undefined): BodyCell {
  if (fault !== undefined) return cell('does not count', { tone: 'bad' });
  return outcome === 'met' ? cell('met', { tone: 'good' }) : cell('exceptions noted', { tone: 'bad' });
}

/** The evidence, and what makes the act count for nothing. */
function evidenceText(act: Act, fault: string | undefined): string {
  return fault === undefined ? fileText(act) : `${fault}: ${fileText(act)}`;
}

function fileText({ file, fileName }: Act): string {
  switch (file.state) {
    case 'kept':
      return `${file.path} (SHA-256 ${file.sha256})`;
    case 'withheld':
      return `${fileName}: not copied, since it holds what looks like a ${file.reason.replace('-', ' ')} (SHA-256 ${file.sha256})`;
    case 'missing':
      return `${fileName}: missing`;
    case 'changed':
      return `${fileName}: SHA-256 ${file.sha256}, recorded was ${file.expected}`;
  }
}
