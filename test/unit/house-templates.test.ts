import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import AuditRun from '../../src/commands/audit/run.js';
import ReportBuild from '../../src/commands/report/build.js';
import { renderHouse } from '../../src/report/house/render.js';
import { buildModel } from '../../src/report/model.js';
import { runCommand } from '../helpers/run-command.js';
import { hostileInput, sampleInput } from './report/sample.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-templates-'));
const evidence = join(work, 'evidence');
const pack = join(evidence, 'latest');
const model = buildModel(sampleInput());

beforeAll(async () => {
  const run = await runCommand(AuditRun, ['--demo', 'after', '--out', evidence, '--format', 'json']);
  expect(run.exit, run.stderr).toBe(0);
});

let folders = 0;
function templates(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const folder = join(work, `templates-${folders}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function rendered(source: string, from = model): string {
  return renderHouse(new Map([['x.txt.hbs', source]]), from)[0]?.text ?? '';
}

describe('report build --template', () => {
  it('renders each template beside the pack, with its partials', async () => {
    const folder = templates({
      'summary.html.hbs': '<h1>{{title}}</h1>{{#each (limit findings 2)}}{{> row}}{{/each}}',
      'counts.txt.hbs': '{{count findings}} of {{summary.total}}',
      '_row.hbs': '<li>{{number}} {{resource.id}}</li>',
      'notes.md': 'no template',
    });
    const out = join(work, 'reports');
    const built = await runCommand(ReportBuild, [pack, '--template', folder, '--out', out]);
    expect(built.stdout.trim().split('\n')).toEqual([join(out, 'counts.txt'), join(out, 'summary.html')]);
    expect(readFileSync(join(out, 'summary.html'), 'utf8')).toMatch(/<h1>Evidence report .*<li>F1 .*<li>F2 /u);
    expect(readFileSync(join(out, 'counts.txt'), 'utf8')).toMatch(/^(\d+) of \1$/u);
    const again = await runCommand(ReportBuild, [pack, '--template', folder, '--out', out]);
    expect(again.exit).toBe(2);
    expect(again.stderr).toContain('PREPAY_OUTPUT_EXISTS');
  });

  it('writes beside the pack where no folder is named, and never into it', async () => {
    const folder = templates({ 'a.txt.hbs': 'a' });
    const beside = await runCommand(ReportBuild, [pack, '--template', folder]);
    expect(beside.stdout.trim()).toMatch(/-demo-after-reports\/a\.txt$/u);
    const inside = await runCommand(ReportBuild, [pack, '--template', folder, '--out', pack]);
    expect(inside.stderr).toContain('lies inside the pack, which is sealed');
  });

  it.each([
    ['throws', { 'x.hbs': '{{#if}}' }, 'x.hbs: '],
    ['does not parse', { 'x.hbs': 'a\n{{#each findings}}' }, 'x.hbs: Parse error on line 2'],
    ['escapes nothing', { 'x.hbs': 'a\n{{{title}}}' }, 'x.hbs: line 2: expected {{…}}'],
    ['escapes nothing in a partial', { 'x.hbs': '{{> y}}', '_y.hbs': '{{&title}}' }, '_y.hbs: line 1: expected {{…}}'],
    ['names what is not there', { 'x.hbs': '{{titel}}' }, '"titel" not defined'],
    ['uses a helper that is not there', { 'x.hbs': '{{shout title}}' }, 'shout'],
    ['uses a partial that is not there', { 'x.hbs': '{{> shout}}' }, 'shout'],
    ['goes round in circles', { 'x.hbs': '{{> y}}', '_y.hbs': '{{> y}}' }, 'x.hbs: Maximum call stack size exceeded'],
    ['reaches for a constructor', { 'x.hbs': '{{constructor.constructor}}' }, '"constructor" not defined'],
    ['reaches for the process', { 'x.hbs': '{{process}}' }, '"process" not defined'],
    ['gives a helper the wrong thing', { 'x.hbs': '{{count title}}' }, 'the helper count expected a list'],
    ['is a partial alone', { '_x.hbs': '' }, 'expected a template such as summary.html.hbs, got none'],
    ['has a name that is a path', { 'x y.hbs': '' }, 'expected a name of letters'],
    ['is too large', { 'x.hbs': 'x'.repeat(1024 * 1024 + 1) }, 'expected at most 1048576 bytes'],
    [
      'is one of too many',
      Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`x${index}.hbs`, ''])),
      'expected at most 200 templates, got 201',
    ],
    ['puts out a card number', { 'x.hbs': '4111 1111 1111 1111' }, 'PREPAY_SECRET_IN_OUTPUT'],
  ])('refuses a template that %s', async (_, files, message) => {
    const built = await runCommand(ReportBuild, [pack, '--template', templates(files), '--out', join(work, 'none')]);
    expect(built.exit).toBe(message.startsWith('PREPAY_SECRET') ? 4 : 2);
    expect(built.stderr).toContain(message);
  });

  it('refuses a folder that is not there, and a link in it', async () => {
    const missing = await runCommand(ReportBuild, [pack, '--template', join(work, 'nowhere')]);
    expect(missing.stderr).toContain('PREPAY_TEMPLATE_INVALID');
    const folder = templates({ 'x.hbs': '' });
    symlinkSync('/etc/passwd', join(folder, 'y.hbs'));
    const linked = await runCommand(ReportBuild, [pack, '--template', folder]);
    expect(linked.stderr).toContain('y.hbs: expected a regular file');
  });
});

describe('a template of a house', () => {
  it.each([
    ['{{#if (eq 1 1)}}y{{/if}}{{#if (ne 1 1)}}n{{/if}}', 'y'],
    ['{{#if (and 1 (not 0) (or 0 1))}}y{{/if}}{{#if (or (where findings "x" 1))}}n{{/if}}', 'y'],
    ['{{count (where findings "resource.scope.source" "aws")}}', String(model.findings.length)],
    ['{{count (where findings "resource.id.length" 4)}} {{count (where findings "toString" 1)}}', '0 0'],
    ['{{#each (limit (sort findings "number") 1)}}{{number}}{{/each}}', 'F1'],
    ['{{join method.[0] "x"}}', 'the helper join expected a list'],
    ['{{join (limit method 0) ", "}}.', '.'],
    ['{{join method 1}}', 'the helper join expected a text'],
    ['{{date run.declaredAt}}', '2026-11-25'],
    ['{{date title}}', 'the helper date expected an instant'],
    ['{{#with run}}[{{__proto__}}{{constructor}}{{toString}}{{lookup this "constructor"}}]{{/with}}', '[]'],
    ['{{limit method -1}}', 'the helper limit expected a whole number'],
  ])('%s', (source, expected) => {
    let text: string;
    try {
      text = rendered(source);
    } catch (error) {
      text = String(error);
    }
    expect(text).toContain(expected);
  });

  it('escapes what a source wrote, and shows what hides in it', () => {
    const hostile = buildModel(hostileInput('<script>\u202e{{title}}'));
    expect(rendered('{{findings.[0].observed}}', hostile)).toBe('&lt;script&gt;⟦U+202E⟧{{title}}');
    const json = rendered('{{json findings.[0].observed}}{{json null}}', hostile);
    expect(json).toBe('"\\u003cscript>⟦U+202E⟧{{title}}"null');
  });
});
