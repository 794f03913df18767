import { canonical } from '../core/json.js';
import { type BodyViews, bodyViews } from './html-body.js';
import { type ClausesView, clausesView } from './html-clauses.js';
import { type EvidenceView, evidenceView } from './html-evidence.js';
import { type FilterView, filterView } from './html-filter.js';
import { type FindingsView, findingsView } from './html-findings.js';
import { lines } from './html-parts.js';
import { type ScopeView, scopeView } from './html-scope.js';
import { type SummaryView, summaryView } from './html-summary.js';
import { type WafView, wafView } from './html-waf.js';
import type { ReportModel, SectionHead, SectionId } from './model-types.js';

/** What templates/report.hbs is given: text and lists of text, nothing left to decide. */
export interface HtmlView {
  readonly title: string;
  readonly banners: ReportModel['banners'];
  readonly sections: readonly SectionHead[];
  readonly section: Readonly<Record<SectionId, SectionHead>>;
  readonly body: BodyViews;
  readonly summary: SummaryView;
  readonly clauses: ClausesView;
  readonly identity: Omit<ReportModel['identity'], 'configuration'> & {
    readonly configurationLines: readonly string[];
  };
  readonly scope: ScopeView;
  readonly method: readonly string[];
  readonly filter: FilterView | null;
  readonly findings: FindingsView;
  readonly waf: WafView;
  readonly responsibilities: ReportModel['responsibilities'];
  readonly evidence: EvidenceView;
  readonly integrity: ReportModel['integrity'];
  readonly limits: readonly {
    readonly id: string;
    readonly pass: readonly string[];
    readonly fail: readonly string[];
  }[];
}

export function htmlView(model: ReportModel): HtmlView {
  return {
    title: model.title,
    banners: model.banners,
    sections: model.sections,
    section: sectionsById(model),
    body: bodyViews(model),
    summary: summaryView(model),
    clauses: clausesView(model),
    identity: identityView(model),
    scope: scopeView(model),
    method: model.method,
    filter: filterView(model),
    findings: findingsView(model),
    waf: wafView(model),
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
