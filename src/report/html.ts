import { renderReport } from '../generated/templates.js';
import { htmlView } from './html-view.js';
import type { ReportModel } from './model-types.js';
import { visibleDeep } from './visible.js';

/**
 * The report as one HTML file: no script, no request, a policy that forbids both. Every text is escaped by the template
 * engine, which sees own members of plain data alone, after characters that hide or steer were written out.
 */
export function writeHtml(model: ReportModel): string {
  return renderReport(visibleDeep(htmlView(model)));
}
