import { type Drift, type DriftChange, regressions } from '../core/drift.js';
import { scopeId } from '../core/scope.js';
import { driftPage } from './drift-page.js';
import { driftWord } from './drift-words.js';
import { visible } from './visible.js';

const linesShown = 5;

/** The drift in a message of a few lines, as a chat shows it: plain text, nothing in it escaped. */
export function driftMessage(drift: Drift, runUrl: string | null): string {
  const page = driftPage(drift);
  const worse = worstOf(drift);
  const more = drift.counted > linesShown ? [`and ${drift.counted - linesShown} more`] : [];
  return [
    `prepay: ${page.headline}`,
    `${drift.before.packId} → ${drift.after.packId}`,
    page.counts.map(({ word, count }) => `${count} ${word}`).join(', '),
    ...worse.slice(0, linesShown).map(lineOf),
    ...more,
    ...(drift.worseByRules === 0 ? [] : [`${drift.worseByRules} worse under changed rules, which do not count`]),
    ...(drift.lostReads.length === 0 ? [] : [`${drift.lostReads.length} reads lost`]),
    ...(drift.populations.length === 0 ? [] : [`${drift.populations.length} populations lost members`]),
    ...(runUrl === null ? [] : [runUrl]),
  ]
    .filter((line) => line !== '')
    .map((line) => visible(line.slice(0, 400)))
    .join('\n');
}

function lineOf({ severity, class: name, control, resource, after, why }: DriftChange): string {
  return `• ${severity}, ${driftWord(name)}: ${control} on ${resource.id} in ${scopeId(resource.scope)}: ${after?.observed ?? why}`;
}

function worstOf(drift: Drift): readonly DriftChange[] {
  return drift.changes.filter(({ isCounted, class: name }) => isCounted && regressions.has(name));
}

/** What a machine is told of a drift: the figures, and the first of what counts. */
export interface DriftEvent {
  readonly before: string;
  readonly after: string;
  readonly exit: 0 | 1;
  readonly counted: number;
  readonly worseByRules: number;
  readonly counts: Drift['counts'];
  readonly lostReads: number;
  readonly shrunkPopulations: number;
  readonly runUrl: string | null;
  readonly changes: readonly {
    readonly class: string;
    readonly severity: string;
    readonly control: string;
    readonly kind: string;
    readonly id: string;
    readonly scope: string;
    readonly observed: string;
    readonly fingerprint: string;
  }[];
}

const changesTold = 50;
const observedLength = 300;

export function driftEvent(drift: Drift, runUrl: string | null): DriftEvent {
  return {
    before: drift.before.packId,
    after: drift.after.packId,
    exit: drift.exit,
    counted: drift.counted,
    worseByRules: drift.worseByRules,
    counts: drift.counts,
    lostReads: drift.lostReads.length,
    shrunkPopulations: drift.populations.length,
    runUrl,
    changes: worstOf(drift)
      .slice(0, changesTold)
      .map(({ class: name, severity, control, resource, after, why, fingerprint }) => ({
        class: name,
        severity,
        control,
        kind: resource.kind,
        id: visible(resource.id.slice(0, observedLength)),
        scope: scopeId(resource.scope),
        observed: visible((after?.observed ?? why).slice(0, observedLength)),
        fingerprint,
      })),
  };
}
