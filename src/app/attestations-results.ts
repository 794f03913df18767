import { type Act, type ClauseActs, clauseActs, ledgerClauses } from '../core/acts.js';
import type { Catalog } from '../core/catalog.js';
import type { AddedResults, Run } from '../core/run.js';
import { ledger } from '../facts/ledger.js';
import type { LedgerResults } from '../report/acts.js';

/** results/acts.json: what the ledger comes to for each clause that it answers for, at the declared time of the run. */
export function actsOf(acts: readonly Act[], catalogs: readonly Catalog[], declaredAt: string): readonly ClauseActs[] {
  const today = declaredAt.slice(0, 10);
  return ledgerClauses(catalogs, acts).map(({ framework, clause }) => clauseActs(framework, clause, acts, today));
}

export function byClause(acts: readonly ClauseActs[]): ReadonlyMap<string, ClauseActs> {
  return new Map(acts.map((one) => [`${one.framework} ${one.clause}`, one]));
}

/** What section 6 of the report shows; null for a run that was given no ledger. */
export function ledgerResults(run: Run, { acts: clauses }: Pick<AddedResults, 'acts'>): LedgerResults | null {
  const stated = ledger.nullable().default(null).parse(run.configuration['attestations']);
  if (stated === null || clauses === null) return null;
  return { ...stated, clauses, collectedOn: run.declaredAt.slice(0, 10) };
}
