import { type CheckResult, fail, pass, unknown } from '../../core/check.js';
import type { FactView } from '../../core/fact.js';
import type { Location } from '../../core/finding.js';
import { gapsOf } from '../../core/gap.js';
import { byCodeUnit } from '../../core/json.js';
import type { Params } from '../../core/params.js';
import type { EvidenceRef } from '../../core/read.js';
import { shortList } from '../aws/short-list.js';
import { dayMs, declaredTime } from '../declared-time.js';

/** An alert that is open and of a severity that has a limit. */
export interface OpenAlert {
  /** Its number. */
  readonly id: string;
  readonly severity: 'critical' | 'high';
  /** What it is about, in words. */
  readonly about: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly location: Location | null;
  readonly evidence: readonly EvidenceRef[];
}

interface Given {
  /** `org/repo`. */
  readonly repository: string;
  readonly open: readonly OpenAlert[];
  /** What was left out of judgement, in words; empty for nothing. */
  readonly besides: readonly string[];
  readonly times: FactView<'time'>;
  readonly params: Params;
}

/** The verdict on a repository whose alerts of high and critical severity are not to be open past `highDays` and `criticalDays`. */
export function overdueAlerts({ repository, open, besides, times, params }: Given): CheckResult {
  const now = declaredTime(times);
  if (now.state !== 'found') return unknown(`the age of the alerts of ${repository} cannot be said`, gapsOf(now));
  const days = { critical: params.integer('criticalDays'), high: params.integer('highDays') };
  const overdue = open
    .filter(({ severity, createdAt }) => Date.parse(createdAt) < now.value - days[severity] * dayMs)
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || byCodeUnit(a.id, b.id));
  const limits = `${days.critical} days if critical, ${days.high} if high`;
  const [first] = overdue;
  if (first === undefined) {
    const shown = [`${open.length} open within it`, ...besides].join(', ');
    const evidence = open.flatMap((alert) => alert.evidence);
    return pass(`no alert of ${repository} is open past its limit (${limits}): ${shown}`, evidence);
  }
  const [count, are] = overdue.length === 1 ? ['one alert', 'is'] : [`${overdue.length} alerts`, 'are'];
  const text = `${count} of ${repository} ${are} open past the limit (${limits}): ${shortList(overdue.map(textOf), '; ')}`;
  const evidence = overdue.flatMap((alert) => alert.evidence);
  return fail(text, evidence, { location: first.location });
}

function textOf({ id, about, severity, createdAt }: OpenAlert): string {
  return `#${id} ${about} (${severity}, of ${createdAt})`;
}
