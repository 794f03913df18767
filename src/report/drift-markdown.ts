import type { Drift } from '../core/drift.js';
import { type DriftSection, driftPage } from './drift-page.js';
import { code, safe, table } from './markdown.js';

/** The drift as one page of Markdown, as a step summary of CI shows it. What a source wrote is text in it, whatever it holds. */
export function writeDriftMarkdown(drift: Drift): string {
  const page = driftPage(drift);
  const parts = [
    `# ${page.isRegression ? '✕' : '✓'} ${safe(page.headline)}`,
    ...page.notices.map((notice) => `> ${safe(notice)}`),
    page.packs.map(({ label, packId, detail }) => `- ${label}: ${code(packId)}, ${safe(detail)}`).join('\n'),
    countsTable(page.counts, drift.unchanged),
    ...page.sections.flatMap(sectionPart),
  ];
  return `${parts.join('\n\n')}\n`;
}

function countsTable(counts: ReturnType<typeof driftPage>['counts'], unchanged: number): string {
  const rows = counts.map(({ word, count, meaning, isRegression }) => [
    isRegression ? `**${safe(word)}**` : safe(word),
    String(count),
    safe(meaning),
  ]);
  return table(
    ['what', 'findings', ''],
    [...rows, ['unchanged', String(unchanged), 'The same verdict on the same grounds.']],
  );
}

function sectionPart({ title, note, columns, codes, rows, more }: DriftSection): readonly string[] {
  const cells = rows.map((row) => row.map((text, at) => (codes.includes(at) ? code(text) : safe(text))));
  return [
    `## ${safe(title)}`,
    ...(note === null ? [] : [safe(note)]),
    table(columns, cells),
    ...(more === null ? [] : [safe(more)]),
  ];
}
