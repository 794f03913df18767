import type { Catalog } from '../core/catalog.js';
import { addOutcome, noOutcomes } from '../core/clause.js';
import type { ControlDefinition } from '../core/control.js';
import type { Finding } from '../core/finding.js';
import { byCodeUnit, isJsonObject } from '../core/json.js';
import type { AddedResults, ClauseResult, Population, ReadSummary, Run, ScopeFile, WafMatrixRow } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import { frameworkReports } from './clauses.js';
import { type ExcerptAt, type Locate, numberEvidence } from './evidence-index.js';
import { groupBy } from './group.js';
import type { FrameworkReport } from './clause-types.js';
import type {
  ExecutiveSummary,
  Bodies,
  Identity,
  Labelled,
  PopulationRow,
  ReportControl,
  ReportFinding,
  ReportModel,
  Responsibility,
  RunHeader,
} from './model-types.js';
import { namedFails } from './named.js';
import { resumptionOf } from './reused.js';
import { scopeChoices } from './scope-choices.js';
import { bannersOf, integrityOf, method, sectionHeads } from './sections.js';
import { countBySeverity, countOutcomes, percent } from './tally.js';
import { isUnreadable, unreadableReads } from './unreadable.js';
import { wafMatrixOf } from './waf-matrix.js';
import { worstResources } from './worst.js';

/** What a report is made from: the sealed results and the rules that judged. */
export interface ReportInput {
  readonly run: Run;
  readonly scope: ScopeFile;
  /** In the order of results/findings.jsonl. */
  readonly findings: readonly Finding[];
  readonly clauses: readonly ClauseResult[];
  readonly populations: readonly Population[];
  readonly reads: readonly ReadSummary[];
  /** Null in a pack of a version that made none. */
  readonly wafMatrix: readonly WafMatrixRow[] | null;
  readonly catalogs: readonly Catalog[];
  readonly controls: readonly ControlDefinition[];
  readonly integrity: {
    readonly evidenceRoot: string;
    /** The signing key's fingerprint; null: unsigned. */
    readonly signedBy: string | null;
    readonly packId: string;
  };
  /** What versions after 0.4.0 added to the results. */
  readonly added?: Pick<AddedResults, 'period'>;
  /** What there is to say in the sections that are prose and tables; one without a body says why it is empty. */
  readonly bodies: Bodies;
  readonly locate: Locate;
  readonly excerpt: ExcerptAt;
}

/** The report as plain JSON, the same for the same input. Pure. */
export function buildModel(input: ReportInput): ReportModel {
  const { index, numberOf } = numberEvidence(input.findings, input.reads, input.locate, input.excerpt);
  const findings = input.findings.map(
    (finding, position): ReportFinding => ({
      ...finding,
      number: `F${position + 1}`,
      evidence: finding.evidence.map((place) => ({ number: numberOf(place), ...place })),
    }),
  );
  const controls = reportControls(input, findings);
  const controlById = new Map(controls.map((control) => [control.id, control]));
  const frameworks = frameworkReports(input.catalogs, { results: input.clauses, findings, controls: controlById });
  const run = runHeader(input);
  return {
    schema: 'https://prepay.example/report/v1',
    title: `Evidence report ${run.packId}`,
    run,
    banners: bannersOf(run),
    sections: sectionHeads({ findings: findings.length > 0, evidence: index.count > 0, bodies: input.bodies }),
    bodies: input.bodies,
    summary: executiveSummary(findings, controlById, input.reads),
    identity: identity(input),
    scope: {
      choices: scopeChoices(input.run.configuration),
      sources: input.scope.sources,
      excluded: input.scope.excluded,
      unreadable: unreadableReads(input.scope, input.reads),
      resumption: resumptionOf(input.run, input.scope),
      populations: input.populations.map(populationRow),
    },
    method,
    frameworks,
    findings,
    controls,
    wafMatrix: wafMatrixOf(input),
    responsibilities: responsibilities(frameworks),
    evidence: index,
    integrity: integrityOf(run, input.added?.period ?? null, input.run.nonce ?? null),
  };
}

function runHeader({ run, integrity }: ReportInput): RunHeader {
  return {
    packId: integrity.packId,
    declaredAt: run.declaredAt,
    tool: run.tool,
    selection: run.selection,
    partial: run.partial,
    partialBecause: run.partialBecause,
    demo: run.demo,
    runner: run.runner,
    evidenceRoot: integrity.evidenceRoot,
    signedBy: integrity.signedBy,
  };
}

function reportControls({ controls, run }: ReportInput, findings: readonly ReportFinding[]): readonly ReportControl[] {
  const selected = new Set(run.selection.controls);
  const byControl = groupBy(findings, (finding) => finding.control);
  return [...controls]
    .sort((a, b) => byCodeUnit(a.id, b.id))
    .map(({ id, area, lifecycle, statement, severity, rationale, remediation, wrong, maps, sources }) => ({
      id,
      area,
      lifecycle,
      statement,
      severity,
      rationale,
      remediation,
      wrong,
      maps: maps.map(({ framework, clause, role }) => ({ framework, clause, role })),
      sources,
      ran: selected.has(id),
      counts: (byControl.get(id) ?? []).reduce((sum, own) => addOutcome(sum, own.outcome, own.reason), noOutcomes),
    }));
}

function executiveSummary(
  findings: readonly ReportFinding[],
  controls: ReadonlyMap<string, ReportControl>,
  reads: readonly ReadSummary[],
): ExecutiveSummary {
  const { worst, omitted } = worstResources(findings, controls);
  const unreadable = reads.filter(isUnreadable).length;
  return {
    total: findings.length,
    outcomes: countOutcomes(findings),
    bySeverity: countBySeverity(findings),
    named: namedFails(findings),
    worst,
    worstOmitted: omitted,
    reads: {
      total: reads.length,
      complete: reads.length - unreadable,
      unreadable,
      completePercent: percent(reads.length - unreadable, reads.length),
    },
  };
}

function identity({ run, scope, catalogs, controls }: ReportInput): Identity {
  const identities = scope.sources.flatMap(({ source, identity: who }) =>
    who === null ? [] : [{ label: `Identity at ${source}`, value: who }],
  );
  return {
    entity: entityLines(run),
    assessor: 'Not recorded: a pack names no assessor. The sign-off lines are in section 13.',
    dates: [
      { label: 'Declared time of the run (UTC)', value: run.declaredAt },
      ...(run.resumedAt ?? []).map((value) => ({ label: 'Resumed after it had been cut short (UTC)', value })),
      ...(run.runner === null ? [] : [{ label: 'CI run', value: run.runner }]),
      ...(run.baseline === undefined
        ? []
        : [{ label: 'Baseline, whose findings did not count for the exit code', value: run.baseline.packId }]),
      ...identities,
    ],
    rules: [
      { label: 'Tool', value: `${run.tool.name} ${run.tool.version}` },
      { label: 'Controls at hand', value: String(controls.length) },
      { label: 'Controls that were selected', value: String(run.selection.controls.length) },
      ...catalogs.map(({ id, title, clauses }) => ({
        label: title,
        value: `${clauses.length} clauses (catalog ${id})`,
      })),
    ],
    libraries: Object.entries(run.tool.libraries)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([label, value]) => ({ label, value })),
    configuration: run.configuration,
  };
}

function entityLines({ configuration }: Run): readonly Labelled[] {
  const entity = configuration['entity'];
  const lines = isJsonObject(entity)
    ? Object.entries(entity)
        .sort(([a], [b]) => byCodeUnit(a, b))
        .map(([label, value]) => ({ label, value: typeof value === 'string' ? value : JSON.stringify(value) }))
    : [];
  return lines.length > 0 ? lines : [{ label: 'entity', value: 'Not recorded: the configuration names none.' }];
}

function populationRow({ kind, scope, count, reads, gap }: Population): PopulationRow {
  return {
    kind,
    source: scope.source,
    scope: scopeId(scope),
    count,
    operations: [...new Set(reads.map(({ operation }) => operation))].sort(byCodeUnit),
    gap: gap === null ? null : gap.text,
  };
}

function responsibilities(frameworks: readonly FrameworkReport[]): readonly Responsibility[] {
  const clauses = frameworks.flatMap(({ id, title, groups }) =>
    groups.flatMap((group) => group.clauses.map((clause) => ({ id, title, clause }))),
  );
  return [...groupBy(clauses, ({ clause }) => clause.responsible)]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([responsible, own]) => ({
      responsible,
      frameworks: [...groupBy(own, ({ id }) => id)].map(([id, members]) => ({
        id,
        title: members[0]?.title ?? id,
        clauses: members.map(({ clause }) => clause.id),
      })),
    }));
}
