import type { Catalog, CatalogClause } from '../core/catalog.js';
import type { ActWindow } from '../core/acts.js';
import type { ClauseResult } from '../core/run.js';
import { windowPeriod } from './acts.js';
import { groupBy } from './group.js';
import type { ClauseControl, ClauseReport, FrameworkReport } from './clause-types.js';
import type { ReportControl, ReportFinding } from './model-types.js';
import { countClauses } from './tally.js';
import { outcomesWorstFirst, periodWord, proposalWord, responsibleWord, statusWord } from './words.js';

/** As many fails and unknowns stand under a clause; the rest stand with their control. */
const exceptionsShown = 3;
const evidenceShown = 5;

export interface ClauseSources {
  readonly results: readonly ClauseResult[];
  readonly findings: readonly ReportFinding[];
  readonly controls: ReadonlyMap<string, ReportControl>;
}

/** Every clause of the frameworks, in the catalog's order, whether a control is mapped to it or not. */
export function frameworkReports(catalogs: readonly Catalog[], sources: ClauseSources): readonly FrameworkReport[] {
  const results = new Map(sources.results.map((result) => [`${result.framework}\u0000${result.clause}`, result]));
  const byControl = groupBy(sources.findings, (finding) => finding.control);
  return catalogs.map((catalog) => {
    const clauses = catalog.clauses.map((clause) => ({
      group: clause.group,
      report: clauseReport(catalog.id, clause, results.get(`${catalog.id}\u0000${clause.id}`), byControl, sources),
    }));
    return {
      id: catalog.id,
      title: catalog.title,
      totals: countClauses(
        catalog.id,
        clauses.map(({ report }) => report),
      ),
      groups: catalog.groups.map(({ id, title }) => ({
        id,
        title,
        clauses: clauses.filter(({ group }) => group === id).map(({ report }) => report),
      })),
    };
  });
}

function clauseReport(
  framework: string,
  clause: CatalogClause,
  result: ClauseResult | undefined,
  byControl: ReadonlyMap<string, readonly ReportFinding[]>,
  sources: ClauseSources,
): ClauseReport {
  const status = result?.status ?? 'not-tested';
  const proposal = result?.proposal ?? 'not-tested';
  const controls = (result?.controls ?? []).map((control) => clauseControl(control, byControl, sources.controls));
  const supersededBy = clause.supersededBy ?? null;
  return {
    id: clause.id,
    anchor: `${framework}-${clause.id}`,
    title: clause.title,
    status,
    statusWord: statusWord(status),
    proposal,
    proposalWord: proposalWord(framework, proposal),
    supersededBy,
    evidenceMode: clause.evidence,
    periods: clause.periods.map(periodWord),
    responsible: responsibleWord(clause.responsible),
    why: status === 'not-tested' ? whyNotTested(clause, controls) : null,
    controls,
    acts: (result?.acts?.windows ?? []).map(clauseAct),
    actOwner: result?.acts?.owner ?? null,
    decision: result?.decision === undefined ? null : decisionText(result.decision),
  };
}

function clauseAct({ period, state, act, performedOn, until, why }: ActWindow): ClauseReport['acts'][number] {
  const by = act === null ? '' : `, ${act} of ${performedOn ?? ''}`;
  const word = windowPeriod(period);
  return { period: word, state, act, until, text: `${word}: ${state}${by}, ${why}` };
}

function decisionText({ id, reason, approver, isContradicted }: NonNullable<ClauseResult['decision']>): string {
  const stands = isContradicted
    ? ' A control fails on it all the same: the decision is contradicted, and the fail stands.'
    : '';
  return `Decided not to apply (${id}, approved by ${approver}): ${reason}.${stands}`;
}

function whyNotTested(clause: CatalogClause, controls: readonly ClauseControl[]): string {
  if (clause.supersededBy !== undefined) return `Gave way to ${clause.supersededBy} on 31 March 2025; not counted.`;
  if (controls.length === 0) {
    return clause.evidence === 'attested' ? 'No attestation' : 'No control';
  }
  return controls.some((control) => control.ran)
    ? 'Its controls found nothing to judge.'
    : 'None of its controls ran: left out of this run, or their source was not in scope.';
}

function clauseControl(
  { control, role, ran, counts }: ClauseResult['controls'][number],
  byControl: ReadonlyMap<string, readonly ReportFinding[]>,
  controls: ReadonlyMap<string, ReportControl>,
): ClauseControl {
  const own = byControl.get(control) ?? [];
  const exceptions = own
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
    .sort((a, b) => outcomesWorstFirst.indexOf(a.outcome) - outcomesWorstFirst.indexOf(b.outcome));
  const rest = own.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'unknown');
  return {
    control,
    role,
    ran,
    counts,
    expected: controls.get(control)?.statement ?? null,
    exceptions: exceptions
      .slice(0, exceptionsShown)
      .map(({ number, outcome, resource, owner, observed, evidence }) => ({
        number,
        outcome,
        resource: { id: resource.id, name: resource.name },
        owner,
        observed,
        evidence: evidence.map((place) => place.number),
      })),
    exceptionsOmitted: Math.max(0, exceptions.length - exceptionsShown),
    evidence: [
      ...new Set(rest.slice(0, evidenceShown).flatMap(({ evidence }) => evidence.map((place) => place.number))),
    ].slice(0, evidenceShown),
  };
}
