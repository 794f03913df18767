import { findCardNumbers } from '../pan/index.js';
import { annotations } from '../report/annotations.js';
import { writeCsv } from '../report/csv.js';
import { guardOutput } from '../report/guard.js';
import { writeHtml } from '../report/html.js';
import { writeJson } from '../report/json.js';
import { writeJunit } from '../report/junit.js';
import { writeMarkdown } from '../report/markdown.js';
import { writeOcsf } from '../report/ocsf.js';
import type { ReportModel } from '../report/model-types.js';
import { writeSarif } from '../report/sarif.js';
import type { RunPaths, SummaryDocument } from '../report/summary.js';
import { writeTerminal } from '../report/terminal.js';
import type { Format } from './formats.js';

/** The report in a format, proved free of card numbers. Throws PREPAY_SECRET_IN_OUTPUT before anything is written. */
export async function render(format: Format, model: ReportModel): Promise<string | Uint8Array> {
  if (format === 'pdf') return pdf(model);
  return guardOutput(format, writerOf(format)(model), findCardNumbers);
}

/** Loaded here alone: pdfkit and its fonts cost a start of the tool a fifth of a second. */
async function pdf(model: ReportModel): Promise<Uint8Array> {
  const { writePdf } = await import('../report/pdf/write.js');
  const { bytes, text } = writePdf(model);
  guardOutput('pdf', text, findCardNumbers);
  return bytes;
}

function writerOf(format: Exclude<Format, 'pdf'>): (model: ReportModel) => string {
  switch (format) {
    case 'html':
      return writeHtml;
    case 'json':
      return writeJson;
    case 'csv':
      return writeCsv;
    case 'sarif':
      return writeSarif;
    case 'junit':
      return writeJunit;
    case 'markdown':
      return writeMarkdown;
    case 'ocsf':
      return writeOcsf;
  }
}

/** The worst findings as GitHub Actions shows them beside a job, a line each; none elsewhere. */
export function annotationsOf(model: ReportModel, environment: Readonly<Record<string, string | undefined>>): string {
  if (environment['GITHUB_ACTIONS'] !== 'true') return '';
  return guardOutput('annotations', annotations(model).join('\n'), findCardNumbers);
}

/** What a person reads at the end of a run. */
export function terminal(
  {
    model,
    paths,
    summary,
  }: { readonly model: ReportModel; readonly paths: RunPaths; readonly summary: SummaryDocument },
  options: { readonly columns: number; readonly color: boolean },
): string {
  return guardOutput('terminal', writeTerminal(model, { ...options, paths, exit: summary.exit }), findCardNumbers);
}
