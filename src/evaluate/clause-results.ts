import type { Catalog } from '../core/catalog.js';
import type { ClauseActs } from '../core/acts.js';
import { noOutcomes, type OutcomeCounts, propose, rollUp, type ScopeDecision } from '../core/clause.js';
import type { Control } from '../core/control.js';
import { byCodeUnit } from '../core/json.js';
import type { ClauseResult } from '../core/run.js';

/** What stands beside the controls, by `<framework> <clause>`. */
export interface Beside {
  /** What the ledger says; not there for a clause of which it says nothing. */
  readonly acts: ReadonlyMap<string, ClauseActs>;
  /** Clauses that were decided not to apply. */
  readonly decisions: ReadonlyMap<string, ScopeDecision>;
}

/**
 * One result a clause, in the catalogs' order.
 *
 * @param counts what each control that ran came to, by its id
 */
export function clauseResults(
  catalogs: readonly Catalog[],
  controls: readonly Control[],
  counts: ReadonlyMap<string, OutcomeCounts>,
  isPartialRun: boolean,
  { acts, decisions }: Beside = { acts: new Map(), decisions: new Map() },
): ClauseResult[] {
  const mapped = mappings(controls, counts);
  return catalogs.flatMap(({ id: framework, clauses }) =>
    clauses.map((clause) => {
      const key = `${framework} ${clause.id}`;
      const evidence = mapped.get(key) ?? [];
      const beside = { acts: acts.get(key) ?? null, decision: decisions.get(key) ?? null };
      const status = rollUp(clause, evidence, beside);
      return {
        framework,
        clause: clause.id,
        status,
        proposal: propose(clause, status, evidence, isPartialRun, beside),
        supersededBy: clause.supersededBy ?? null,
        controls: evidence,
        ...(beside.acts === null ? {} : { acts: beside.acts }),
        ...(beside.decision === null ? {} : { decision: { ...beside.decision, isContradicted: status === 'fail' } }),
      };
    }),
  );
}

function mappings(
  controls: readonly Control[],
  counts: ReadonlyMap<string, OutcomeCounts>,
): Map<string, ClauseResult['controls'][number][]> {
  const byClause = new Map<string, ClauseResult['controls'][number][]>();
  for (const { definition } of [...controls].sort((a, b) => byCodeUnit(a.definition.id, b.definition.id))) {
    const sum = counts.get(definition.id);
    for (const { framework, clause, role } of definition.maps) {
      const key = `${framework} ${clause}`;
      const entry = { control: definition.id, role, ran: sum !== undefined, counts: sum ?? noOutcomes };
      byClause.set(key, [...(byClause.get(key) ?? []), entry]);
    }
  }
  return byClause;
}
