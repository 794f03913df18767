import { byCodeUnit } from '../core/json.js';
import { groupBy } from './group.js';
import { type Chip, outcomeChip } from './html-parts.js';
import { scopeNames } from './html-summary.js';
import type { PopulationRow, ReportModel } from './model-types.js';
import type { Approval } from './scope-choices.js';

export interface ScopeView {
  readonly unknownChip: Chip;
  readonly sources: readonly {
    readonly source: string;
    readonly state: string;
    readonly identity: string;
    readonly scopes: string;
    readonly why: string;
  }[];
  readonly cde: string;
  readonly approvals: readonly (Approval & { readonly by: string })[];
  readonly excluded: readonly { readonly what: string; readonly by: string; readonly reason: string }[];
  readonly unreadable: readonly (ReportModel['scope']['unreadable'][number] & { readonly said: string })[];
  readonly resumption: ReportModel['scope']['resumption'];
  readonly populations: readonly PopulationView[];
}

/** A kind of resource over all scopes. */
interface PopulationView {
  readonly kind: string;
  readonly count: string;
  readonly where: string;
  readonly operations: string;
  readonly gaps: readonly { readonly scope: string; readonly gap: string }[];
}

export function scopeView({ scope }: ReportModel): ScopeView {
  return {
    unknownChip: outcomeChip('unknown'),
    sources: scope.sources.map(({ source, state, identity, scopes, why }) => ({
      source,
      state: state === 'not-in-scope' ? 'not in scope' : state,
      identity: identity ?? '–',
      scopes: scopeNames(scopes),
      why: why ?? '–',
    })),
    cde: scope.choices.cde,
    approvals: scope.choices.approvals.map((one) => ({ ...one, by: approver(one) })),
    excluded: exclusions(scope.excluded),
    unreadable: scope.unreadable.map((read) => ({
      ...read,
      said: read.error === null ? '–' : `${read.error.code}: ${read.error.message}`,
    })),
    resumption: scope.resumption,
    populations: [...groupBy(scope.populations, ({ kind }) => kind)].map(([kind, rows]) => populationView(kind, rows)),
  };
}

function approver({ owner, place }: Approval): string {
  return owner === null ? 'nobody: a default' : [owner, ...(place === null ? [] : [place])].join(', ');
}

/** What was left out by the same hand for the same reason stands in one row. */
function exclusions(excluded: ReportModel['scope']['excluded']): ScopeView['excluded'] {
  return [...groupBy(excluded, ({ by, reason }) => `${by}\u0000${reason}`).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ what: same.map(({ what }) => what).join(', '), by: first.by, reason: first.reason }];
  });
}

function populationView(kind: string, rows: readonly PopulationRow[]): PopulationView {
  const filled = rows.filter(({ count }) => count > 0);
  const empty = rows.length - filled.length;
  return {
    kind,
    count: String(rows.reduce((sum, { count }) => sum + count, 0)),
    where: [
      ...filled.map(({ scope, count }) => `${count} in ${scope}`),
      ...(empty === 0 ? [] : [`none in ${empty === 1 ? 'one scope' : `${empty} scopes`}`]),
    ].join(', '),
    operations: [...new Set(rows.flatMap(({ operations }) => operations))].sort(byCodeUnit).join(', '),
    gaps: rows.flatMap(({ scope, gap }) => (gap === null ? [] : [{ scope, gap }])),
  };
}
