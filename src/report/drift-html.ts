import type { Drift } from '../core/drift.js';
import { renderDriftPage } from '../generated/templates.js';
import { driftPage } from './drift-page.js';
import { visible } from './visible.js';

/** The drift as one HTML file: no script, no request, a policy that forbids both. */
export function writeDriftHtml(drift: Drift): string {
  const page = driftPage(drift);
  return renderDriftPage({
    headline: visible(page.headline),
    css: page.isRegression ? 'worse' : 'fine',
    mark: page.isRegression ? '✕' : '✓',
    notices: page.notices.map(visible),
    packs: page.packs.map(({ label, packId, detail }) => ({
      label,
      packId: visible(packId),
      detail: visible(detail),
    })),
    counts: page.counts.map(({ word, meaning, count, isRegression }) => ({
      word,
      meaning,
      count,
      css: isRegression ? 'worse' : '',
    })),
    unchanged: drift.unchanged,
    sections: page.sections.map(({ title, note, columns, codes, rows, more }) => ({
      title: visible(title),
      note,
      columns,
      rows: rows.map((row) => row.map((text, at) => ({ text: visible(text), isCode: codes.includes(at) }))),
      more,
    })),
  });
}
