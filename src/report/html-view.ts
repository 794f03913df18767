import { canonical } from '../core/json.js';
import { scopeId } from '../core/scope.js';
import { type ClausesView, clausesView } from './html-clauses.js';
import { type EvidenceView, evidenceView } from './html-evidence.js';
import { type FindingsView, findingsView } from './html-findings.js';
import { type Chip, lines, outcomeChip } from './html-parts.js';
import type { ReportModel, SectionHead, SectionId, WorstResource } from './model-types.js';
import { outcomesWorstFirst, outcomeWord, plural } from './words.js';

/** What templates/report.hbs is given: text and lists of text, nothing left to decide. */
export interface HtmlView {
  readonly title: string;

  readonly banners: ReportModel['banners'];
  readonly sections: readonly SectionHead[];
  readonly section: Readonly<Record<SectionId, SectionHead>>;
  readonly facts: readonly Fact[];
  readonly severities: TableView;
  readonly worst: readonly WorstView[];
  readonly worstMore: string | null;
  readonly worstNone: string | null;
  readonly clauses: ClausesView;
  readonly identity: Omit<ReportModel['identity'], 'configuration'> & {
    readonly configurationLines: readonly string[];
  };
  readonly scope: ScopeView;
  readonly method: readonly string[];
  readonly findings: FindingsView;
  readonly responsibilities: ReportModel['responsibilities'];
  readonly evidence: EvidenceView;
  readonly integrity: ReportModel['integrity'];
  readonly limits: readonly {
    readonly id: string;
    readonly pass: readonly string[];
    readonly fail: readonly string[];
  }[];
}

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly isCode: boolean;
  readonly isTime?: boolean;
}

interface TableView {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly string[] }[];
}

interface WorstView {
  readonly id: string;
  readonly name: string | null;
  readonly kind: string;
  readonly where: string;
  readonly owner: string;
  readonly severity: string;
  readonly findings: WorstResource['findings'];
  readonly remedy: readonly string[];
}

interface ScopeView {
  readonly unknownChip: Chip;
  readonly sources: readonly {
    readonly source: string;
    readonly state: string;
    readonly identity: string;
    readonly scopes: string;
    readonly why: string;
  }[];
  readonly excluded: ReportModel['scope']['excluded'];
  readonly unreadable: readonly (ReportModel['scope']['unreadable'][number] & { readonly said: string })[];
  readonly populations: readonly {
    readonly kind: string;
    readonly source: string;
    readonly scope: string;
    readonly count: string;
    readonly operations: string;
    readonly gap: string | null;
  }[];
}

export function htmlView(model: ReportModel): HtmlView {
  return {
    title: model.title,
    banners: model.banners,
    sections: model.sections,
    section: sectionsById(model),
    facts: facts(model),
    severities: severities(model),
    worst: model.summary.worst.map(worstView),
    worstMore:
      model.summary.worstOmitted === 0
        ? null
        : `${plural(model.summary.worstOmitted, 'more resource has', 'more resources have')} a fail; they stand in section 8.`,
    worstNone: model.summary.worst.length === 0 ? 'Nothing failed.' : null,
    clauses: clausesView(model),
    identity: identityView(model),
    scope: scopeView(model),
    method: model.method,
    findings: findingsView(model),
    responsibilities: model.responsibilities,
    evidence: evidenceView(model),
    integrity: model.integrity,
    limits: model.controls.map(({ id, wrong }) => ({ id, pass: wrong.pass, fail: wrong.fail })),
  };
}

function identityView({ identity: { configuration, ...identity } }: ReportModel): HtmlView['identity'] {
  return { ...identity, configurationLines: lines(JSON.stringify(JSON.parse(canonical(configuration)), null, 2)) };
}

function sectionsById({ sections }: ReportModel): Record<SectionId, SectionHead> {
  const head = (id: SectionId): SectionHead => {
    const found = sections.find((section) => section.id === id);
    if (found === undefined) throw new TypeError(`the report model has no section ${id}`);
    return found;
  };
  return {
    summary: head('summary'),
    identity: head('identity'),
    scope: head('scope'),
    method: head('method'),
    sampling: head('sampling'),
    acts: head('acts'),
    clauses: head('clauses'),
    findings: head('findings'),
    exceptions: head('exceptions'),
    responsibility: head('responsibility'),
    applicability: head('applicability'),
    evidence: head('evidence'),
    integrity: head('integrity'),
    period: head('period'),
  };
}

/** The first screen: what was judged and when, whether to trust it, how bad it is. */
function facts({ run, summary, scope, integrity }: ReportModel): readonly Fact[] {
  const judged = scope.sources.filter(({ state }) => state !== 'not-in-scope');
  const fails = summary.bySeverity
    .filter(({ counts }) => counts.fail > 0)
    .map(({ severity, counts }) => `${counts.fail} ${severity}`);
  return [
    {
      label: 'Judged as of',
      value: run.declaredAt,
      detail: judged.map((source) => `${source.source}: ${scopeNames(source.scopes)}`).join('; '),
      isCode: false,
      isTime: true,
    },
    {
      label: 'Signed by',
      value: integrity.signedBy ?? 'nobody',
      detail: integrity.trust,
      isCode: integrity.signedBy !== null,
    },
    {
      label: 'Complete',
      value: `${summary.reads.complete} of ${plural(summary.reads.total, 'read')} (${summary.reads.completePercent} %)`,
      detail:
        summary.reads.unreadable === 0
          ? 'Every read that was made got its full answer.'
          : `${plural(summary.reads.unreadable, 'read')} got none or not all of it: section 3. Whatever rests on them is unknown.`,
      isCode: false,
    },
    {
      label: 'Fails',
      value: fails.length === 0 ? 'none' : fails.join(', '),
      detail: `${plural(summary.total, 'finding')}: ${outcomesWorstFirst.map((outcome) => `${summary.outcomes[outcome]} ${outcomeWord(outcome)}`).join(', ')}.`,
      isCode: false,
    },
  ];
}

function severities({ summary }: ReportModel): TableView {
  return {
    heads: ['Severity', ...outcomesWorstFirst.map(outcomeWord), 'total'],
    rows: [
      ...summary.bySeverity.map(({ severity, counts, total }) => ({
        head: severity,
        cells: [...outcomesWorstFirst.map((outcome) => String(counts[outcome])), String(total)],
      })),
      {
        head: 'all',
        cells: [...outcomesWorstFirst.map((outcome) => String(summary.outcomes[outcome])), String(summary.total)],
      },
    ],
  };
}

function worstView({ resource, owner, severity, findings, remedy, remedyAsFor }: WorstResource): WorstView {
  return {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    where: scopeId(resource.scope),
    owner: owner ?? 'no owner named',
    severity,
    findings: findings.slice(0, 5),
    remedy: remedy === null ? [] : remedyAsFor === null ? lines(remedy) : [`as for ${remedyAsFor}.`],
  };
}

function scopeView({ scope }: ReportModel): ScopeView {
  return {
    unknownChip: outcomeChip('unknown'),
    sources: scope.sources.map(({ source, state, identity, scopes, why }) => ({
      source,
      state: state === 'not-in-scope' ? 'not in scope' : state,
      identity: identity ?? '–',
      scopes: scopeNames(scopes),
      why: why ?? '–',
    })),
    excluded: scope.excluded,
    unreadable: scope.unreadable.map((read) => ({
      ...read,
      said: read.error === null ? '–' : `${read.error.code}: ${read.error.message}`,
    })),
    populations: scope.populations.map((population) => ({
      ...population,
      count: String(population.count),
      operations: population.operations.join(', '),
    })),
  };
}

function scopeNames(scopes: ReportModel['scope']['sources'][number]['scopes']): string {
  return scopes.length === 0 ? '–' : scopes.map(scopeId).join(', ');
}
