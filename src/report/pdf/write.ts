import { type HtmlView, htmlView } from '../html-view.js';
import type { ReportModel, SectionId } from '../model-types.js';
import { drawBody } from './body.js';
import { drawClauses } from './clauses.js';
import { drawContents, drawCover, drawRunning } from './cover.js';
import { drawEvidence } from './evidence.js';
import { drawFindings } from './findings.js';
import { Flow } from './flow.js';
import { drawIdentity, drawIntegrity, drawResponsibilities } from './others.js';
import { type Outlined, outlineOf } from './outlined.js';
import { drawScope, drawWaf } from './scope.js';
import { Sheet } from './sheet.js';
import { text } from './spans.js';
import { drawSummary } from './summary.js';

/** These begin on a page of their own. */
const onNewPage: ReadonlySet<SectionId> = new Set([
  'summary',
  'identity',
  'clauses',
  'findings',
  'evidence',
  'integrity',
]);

/**
 * The report as a tagged PDF (PDF/UA-1), the same bytes for the same model on every machine, and all text that stands in
 * it, a paragraph a line.
 */
export function writePdf(model: ReportModel): { readonly bytes: Uint8Array; readonly text: string } {
  const view = htmlView(model);
  const sheet = new Sheet({ title: model.title, declaredAt: model.run.declaredAt }, targetsOf(model, view));
  const flow = new Flow(sheet);
  const place = drawCover(flow, view);
  sheet.startContents();
  const outlined = outlineOf(sheet, () => flow.y);
  const entries = model.sections.map((section) => {
    flow.startSection();
    if (onNewPage.has(section.id)) flow.newPage();
    flow.heading(1, [text(`${section.number}  ${section.title}`)], { anchor: section.id, keep: 60 });
    const page = sheet.pages;
    const own = outlined.add(`${section.number} ${section.title}`);
    if (section.empty !== null) flow.paragraph([text(section.empty, { ink: 'quiet' })]);
    drawSection(section.id, flow, model, view, own);
    const [body, views] = [model.bodies[section.id], view.body[section.id]];
    if (body !== undefined && views !== undefined) drawBody(flow, views.blocks, body);
    return { section, page };
  });
  flow.section.end();
  drawContents(flow, place, entries);
  drawRunning(flow, view);
  return { bytes: sheet.finish(), text: sheet.text };
}

function drawSection(id: SectionId, flow: Flow, model: ReportModel, view: HtmlView, outlined: Outlined): void {
  switch (id) {
    case 'summary':
      drawSummary(flow, view);
      break;
    case 'identity':
      drawIdentity(flow, view);
      break;
    case 'scope':
      drawScope(flow, view.scope);
      break;
    case 'method':
      for (const paragraph of view.method) flow.paragraph([text(paragraph)]);
      break;
    case 'clauses':
      drawClauses(flow, view.clauses, outlined);
      break;
    case 'findings':
      drawFindings(flow, view.findings, model.controls, outlined);
      drawWaf(flow, view.waf);
      break;
    case 'responsibility':
      drawResponsibilities(flow, view);
      break;
    case 'evidence':
      drawEvidence(flow, view.evidence);
      break;
    case 'integrity':
      drawIntegrity(flow, view);
      break;
    case 'sampling':
    case 'acts':
    case 'exceptions':
    case 'applicability':
    case 'period':
      // Prose and tables alone.
      break;
  }
}

/** Every place that is drawn and that a link may lead to. */
function targetsOf(model: ReportModel, { clauses, findings }: HtmlView): ReadonlySet<string> {
  return new Set([
    ...model.sections.map(({ id }) => id),
    ...clauses.frameworks.flatMap(({ groups }) =>
      groups.flatMap(({ anchor, tested, untested }) => [
        anchor,
        ...[...tested, ...untested].map((clause) => clause.anchor),
      ]),
    ),
    ...findings.severities.flatMap(({ controls }) => controls.map(({ anchor }) => anchor)),
    ...model.findings.map(({ number }) => number),
    ...model.evidence.reads.flatMap(({ items }) => items.map(({ number }) => number)),
  ]);
}
