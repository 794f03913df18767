import { describe, expect, it } from 'vitest';
import { sampleInput } from '../../test/unit/report/sample.js';
import { writeMarkdown } from './markdown.js';
import { buildModel } from './model.js';

describe('writeMarkdown', () => {
  it('shows counts, what to mend first, and every group of clauses', () => {
    const model = buildModel(sampleInput({ findings: 8, signedBy: 'SHA256:abc', demo: 'before' }));
    const text = writeMarkdown(model);
    expect(text).toContain(`${model.summary.outcomes.fail} fail, ${model.summary.outcomes.unknown} unknown`);
    expect(text).toContain('signed by <code>SHA256:abc</code>');
    expect(text).toContain('> **DEMO**');
    for (const { resource } of model.summary.worst) expect(text).toContain(`<code>${resource.id}</code>`);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const groups = model.frameworks.flatMap((framework) => framework.groups);
    for (const { id } of groups) expect(rows.some((row) => row.startsWith(`| ${id} `))).toBe(true);
    // Severities and what to mend first have six columns, clauses nine; a bar of a source would add one.
    expect(new Set(rows.map((row) => row.split('|').length))).toEqual(new Set([8, 11]));
  });

  it('says so where nothing fails, is unsigned and all was read', () => {
    const input = sampleInput({ findings: 2, unreadable: false });
    const passing = input.findings.map((finding) => ({ ...finding, outcome: 'pass' as const, reason: null }));
    const text = writeMarkdown(
      buildModel({
        ...input,
        findings: passing,
        run: { ...input.run, runner: 'https://ci/1' },
        integrity: { ...input.integrity, signedBy: null },
      }),
    );
    expect(text).toContain('Nothing fails.');
    expect(text).toContain('**UNSIGNED**');
    expect(text).toContain('CI run <code>https&#58;//ci/1</code>.');
    expect(text).not.toContain('did not come to an end');
  });

  it('counts what it leaves out', () => {
    const input = sampleInput({ findings: 60 });
    const failing = input.findings.map((finding) => ({ ...finding, outcome: 'fail' as const, reason: null }));
    const model = buildModel({ ...input, findings: failing });
    expect(writeMarkdown(model)).toContain(`and ${model.summary.worstOmitted} resources more that fail.`);
  });

  it.each([
    '| a | b |',
    '<script>alert(1)</script>',
    '[x](javascript:y)',
    '`code`',
    '**b** _i_ ~s~',
    '# h',
    '@team',
    'www.evil.example',
    'a\n\n# b',
  ])('keeps a resource called %j text', (hostile) => {
    const input = sampleInput({ findings: 3, hostile });
    const failing = input.findings.map((finding) => ({ ...finding, outcome: 'fail' as const, reason: null }));
    const text = writeMarkdown(buildModel({ ...input, findings: failing }));
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('| 1 |') || line.startsWith('| 2 |') || line.startsWith('| 3 |'));
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) {
      const bare = cell.replaceAll(/<\/?code>|<br>|\s\|\s|^\| | \|$/gu, '');
      expect(bare).not.toMatch(/[<>`*_~[\]|@\\]|www\.|:\/\//u);
    }
  });
});
