import type { ClauseStatus, Proposal } from '../core/clause.js';
import type { CatalogClause } from '../core/catalog.js';
import type { Outcome, Severity } from '../core/outcome.js';
import type { ReadOutcome } from '../core/read.js';

/** Worst first, as reports list them. */
export const worstFirst = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];
export const outcomesWorstFirst = [
  'fail',
  'unknown',
  'manual',
  'not-applicable',
  'pass',
] as const satisfies readonly Outcome[];
export const statusesWorstFirst = [
  'fail',
  'unknown',
  'stale',
  'manual',
  'pass',
  'not-tested',
  'not-applicable',
] as const satisfies readonly ClauseStatus[];
export const proposals = [
  'not-in-place',
  'no-exception-noted',
  'in-place',
  'not-tested',
  'not-applicable',
] as const satisfies readonly Proposal[];

export function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'pass':
      return 'pass';
    case 'fail':
      return 'fail';
    case 'unknown':
      return 'unknown';
    case 'not-applicable':
      return 'not applicable';
    case 'manual':
      return 'manual';
  }
}

export function statusWord(status: ClauseStatus): string {
  return status === 'not-tested' || status === 'not-applicable' ? status.replace('-', ' ') : status;
}

/** What is proposed, in the framework's own words: PCI's reporting terms, ISO's auditing terms. */
export function proposalWord(framework: string, proposal: Proposal): string {
  const isIso = framework.startsWith('iso-');
  switch (proposal) {
    case 'in-place':
      return isIso ? 'conformity' : 'In Place';
    case 'not-in-place':
      return isIso ? 'nonconformity' : 'Not in Place';
    case 'no-exception-noted':
      return isIso ? 'no nonconformity noted; procedures outstanding' : 'no exception noted; procedures outstanding';
    case 'not-tested':
      return isIso ? 'not audited' : 'Not Tested';
    case 'not-applicable':
      return isIso ? 'not applicable' : 'Not Applicable';
  }
}

/** A mark that stands beside the word, so that colour is never the only sign. */
export function statusMark(status: ClauseStatus | Outcome): string {
  switch (status) {
    case 'fail':
      return '✕';
    case 'unknown':
      return '?';
    case 'stale':
      return '~';
    case 'manual':
      return '◦';
    case 'pass':
      return '✓';
    case 'not-tested':
    case 'not-applicable':
      return '–';
  }
}

/** How often the human act of a clause falls due. */
export function periodWord(period: CatalogClause['periods'][number]): string {
  switch (period) {
    case 'daily':
      return 'daily';
    case 'weekly':
      return 'weekly';
    case '90-days':
      return 'every 90 days';
    case '3-months':
      return 'every 3 months';
    case '6-months':
      return 'every 6 months';
    case '12-months':
      return 'every 12 months';
    case 'risk-analysis':
      return 'as the risk analysis sets';
    case 'significant-change':
      return 'on significant change';
  }
}

/** Why a read does not count as complete. */
export function readWord(outcome: ReadOutcome | 'no-end'): string {
  switch (outcome) {
    case 'complete':
      return 'complete';
    case 'absent':
      return 'answered: does not exist';
    case 'denied':
      return 'access denied';
    case 'failed':
      return 'failed';
    case 'throttled':
      return 'throttled until the retries were spent';
    case 'no-end':
      return 'no end was recorded';
  }
}

export function responsibleWord(responsible: CatalogClause['responsible']): string {
  switch (responsible) {
    case 'entity':
      return 'the entity';
    case 'tenant':
      return 'the tenant';
    case 'shared':
      return 'the entity and the tenant together';
    case 'third-party':
      return 'a third party';
  }
}

/** `1 read`, `2 reads`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
