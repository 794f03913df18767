import type { Catalog } from '../core/catalog.js';
import { noOutcomes, type OutcomeCounts, propose, rollUp } from '../core/clause.js';
import type { Control } from '../core/control.js';
import { byCodeUnit } from '../core/json.js';
import type { ClauseResult } from '../core/run.js';

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
): ClauseResult[] {
  const mapped = mappings(controls, counts);
  return catalogs.flatMap(({ id: framework, clauses }) =>
    clauses.map((clause) => {
      const evidence = mapped.get(`${framework} ${clause.id}`) ?? [];
      const status = rollUp(clause, evidence);
      return {
        framework,
        clause: clause.id,
        status,
        proposal: propose(clause, status, evidence, isPartialRun),
        supersededBy: clause.supersededBy ?? null,
        controls: evidence,
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
