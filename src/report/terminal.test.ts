import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hostileInput, sampleInput, type SampleOptions, steering } from '../../test/unit/report/sample.js';
import { buildModel } from './model.js';
import { writeTerminal } from './terminal.js';
import { widthOf } from './wrap.js';

const paths = {
  pack: './evidence/20261125t101500z-prepay',
  reports: [{ format: 'html', path: './evidence/reports/report.html' }],
};

function print(options: SampleOptions, columns = 80, color = false): string {
  return writeTerminal(buildModel(sampleInput(options)), { columns, color, paths });
}

describe('writeTerminal', () => {
  it.each([60, 80, 120].flatMap((columns) => [5, 5000].map((findings) => [columns, findings] as const)))(
    'has no line wider than %i columns with %i findings',
    (columns, findings) => {
      const text = print({ findings, signedBy: null, demo: 'before', partialBecause: ['--region eu-west-1'] }, columns);
      const widest = Math.max(...text.split('\n').map(widthOf));
      expect(widest).toBeLessThanOrEqual(columns);
      expect(widest).toBeGreaterThan(columns * 0.8);
    },
  );

  it('says how bad it is, what to mend, what was not readable, what of the standards, and where it is', () => {
    const text = print({ findings: 40 });
    expect(text).toContain('Findings by severity and outcome');
    expect(text).toMatch(/critical +7 +/u);
    expect(text).toMatch(/ 1\. sg-00000000000000000, security-group in 111122223333\/eu-west-1,/u);
    expect(text).toContain('do       Open the VPC console');
    expect(text).toContain('do       as for 1.');
    expect(text).toContain('? ec2:DescribeManagedPrefixLists in 111122223333/eu-west-1: access denied');
    expect(text).toMatch(/PCI DSS v4\.0\.1 +3 +/u);
    expect(text).toContain('pack      ./evidence/20261125t101500z-prepay');
    expect(text).toContain('--key KEY.pub');
  });

  it('counts each control once, however many resources fail it, the worst first', () => {
    const model = buildModel(sampleInput({ findings: 5000 }));
    const text = writeTerminal(model, { columns: 80, color: false, paths });
    const [, rows = ''] = /Controls that did not pass everywhere\n[^\n]*\n[^\n]*\n([\s\S]*?)\n\n/u.exec(text) ?? [];
    const failing = model.controls.filter(({ counts }) => counts.fail + counts.unknown > 0);
    expect(failing.length).toBeGreaterThan(1);
    const listed = rows.split('\n').map((row) => row.trim().split(/\s+/u));
    expect(listed.map(([id, , fail]) => [id, fail]).sort()).toEqual(
      failing.map(({ id, counts }) => [id, String(counts.fail)]).sort(),
    );
    const fails = listed.map(([, severity, fail]) => ({ severity, fail: Number(fail) }));
    const critical = fails.filter(({ severity, fail }) => severity === 'critical' && fail > 0).map(({ fail }) => fail);
    expect(critical).toEqual([...critical].sort((a, b) => b - a));
    expect(text.split('\n').length).toBeLessThan(120);
  });

  it('lists fifteen such controls and says how many more there are', () => {
    const model = buildModel(sampleInput({ findings: 40 }));
    const [one] = model.controls;
    if (one === undefined) throw new Error('the sample lacks a control');
    const controls = Array.from({ length: 18 }, (_, position) => ({
      ...one,
      id: `no-thing-${String(position).padStart(2, '0')}`,
      counts: { ...one.counts, fail: position < 9 ? 1 : 0, unknown: 1 },
    }));
    const text = writeTerminal({ ...model, controls }, { columns: 80, color: false, paths });
    expect(text.match(/no-thing-\d+/gu)).toHaveLength(15);
    expect(text).toContain('and 3 more controls: section 8 of the report');
  });

  it('shows a long finding in two lines, and the number that finds the rest', () => {
    const input = sampleInput({ findings: 40 });
    const findings = input.findings.map((finding) => ({
      ...finding,
      observed: `${finding.resource.id} lets 0.0.0.0/0 reach ${'tcp/22, '.repeat(60)}and more`,
    }));
    const text = writeTerminal(buildModel({ ...input, findings }), { columns: 80, color: false, paths });
    const [, block = ''] = /^ {5}(critical \S+ \(F\d+\): lets [\s\S]*?)\n {5}do/mu.exec(text) ?? [];
    const lines = block.split('\n');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.map((line) => line.endsWith(' …'))).toEqual(lines.map((_, position) => position % 2 === 1));
    expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
  });

  it.each([
    { exit: 1, selection: {}, says: 'The run ends with 1: something at or above high failed; ' },
    {
      exit: 3,
      selection: {},
      says: 'The run ends with 3: nothing at or above high failed, but something there is unknown; ',
    },
    { exit: 0, selection: {}, says: 'The run ends with 0: nothing at or above high failed or is unknown; ' },
    { exit: 0, selection: { allowIncomplete: ['aws'] }, says: 'save for what --allow-incomplete aws lets by; ' },
    {
      exit: 0,
      selection: { failOn: 'never' as const },
      says: 'The run ends with 0: no severity gates (--fail-on never); ',
    },
  ])('ends with why the exit code is $exit: $says', ({ exit, selection, says }) => {
    const model = buildModel(sampleInput({ findings: 40 }));
    const run = { ...model.run, selection: { ...model.run.selection, failOn: 'high' as const, ...selection } };
    const text = writeTerminal({ ...model, run }, { columns: 200, color: false, paths, exit });
    expect(text.trimEnd().split('\n').at(-1)).toContain(says);
  });

  it('puts the banners first', () => {
    const text = print({ signedBy: null, demo: 'after', partialBecause: ['--control x', '--source aws'] });
    expect(
      text
        .split('\n')
        .filter((line) => /^[A-Z]{4,}/u.test(line))
        .map((line) => line.split(' ')[0]),
    ).toEqual(['DEMO', 'UNSIGNED', 'PARTIAL']);
    expect(text).toContain('--control x, --source aws');
    expect(text).toContain('it exits 1');
  });

  it('has colours when told and else not one escape', () => {
    expect(print({ findings: 40 })).not.toContain('\u001b');
    const painted = print({ findings: 40 }, 80, true);
    expect(painted).toContain('\u001b[31m');
    expect(stripVTControlCharacters(painted)).toBe(print({ findings: 40 }));
  });

  it.each(['<script>alert(1)</script>', '{{constructor}}', '=cmd()', '\u001b[31mred', 'a\u202Eb\u200F', 'two\nlines'])(
    'keeps a resource called %j text',
    (hostile) => {
      const text = print({ hostile });
      expect(steering(text)).toEqual([]);
      expect(text).not.toContain('two\nlines');
      expect(text.replaceAll(/\s/gu, '')).toContain(
        hostile
          .replace('\u001b', '⟦U+001B⟧')
          .replace('\u202E', '⟦U+202E⟧')
          .replace('\u200F', '⟦U+200F⟧')
          .replace('\n', '⟦U+000A⟧'),
      );
    },
  );

  it('puts out nothing that steers, wherever it came from', () => {
    const hostile = '\u001b]0;x\u0007\u202E\u200F';
    const text = writeTerminal(buildModel(hostileInput(hostile)), {
      columns: 80,
      color: false,
      paths: { pack: hostile, reports: [{ format: hostile, path: hostile }] },
    });
    expect(steering(text)).toEqual([]);
    expect(text).not.toContain('\u0007');
  });

  it('says that nothing failed, and nothing of reads that were all complete', () => {
    const text = print({ findings: 0, unreadable: false });
    expect(text).toContain('Nothing failed.');
    expect(text).toContain('all complete');
    expect(text).not.toContain('Not readable');
  });

  it('says what was not shown: fails of a resource, resources, reads', () => {
    const input = sampleInput({ findings: 100 });
    const [first] = input.findings.filter(({ outcome }) => outcome === 'fail');
    const [read] = input.reads;
    if (first === undefined || read === undefined) throw new Error('the sample lacks a fail or a read');
    const again = ['a', 'b', 'c', 'd'].map((control) => ({ ...first, control, severity: 'critical' as const }));
    const reads = Array.from({ length: 12 }, (_, position) => ({ ...read, key: `${position}`, pages: 2, error: null }));
    const model = buildModel({ ...input, findings: [...input.findings, ...again], reads });
    const text = writeTerminal(model, { columns: 80, color: false, paths: { pack: null, reports: [] } });
    expect(text).toContain('and 2 more fails');
    expect(text).toMatch(/and 15 more resources with a fail/u);
    expect(text).toContain('and 2 more: section 3 of the report');
    expect(text).toMatch(/access denied,\s+after 2 pages/u);
    expect(text).not.toContain('Where it is');
  });

  it('offers the policy only where a read of AWS was denied', () => {
    const input = sampleInput();
    const reads = input.reads.map((read) => ({ ...read, outcome: 'throttled' as const }));
    const text = writeTerminal(buildModel({ ...input, reads }), { columns: 80, color: false, paths });
    expect(text).toMatch(/throttled\s+until\s+the\s+retries/u);
    expect(text).not.toContain('prepay permissions');
    expect(print({})).toContain("'prepay permissions aws'");
  });

  it('shows where the reports are where nothing was sealed', () => {
    const model = buildModel(sampleInput());
    const text = writeTerminal(model, { columns: 80, color: false, paths: { ...paths, pack: null } });
    expect(text).toContain('./evidence/reports/report.html');
    expect(text).not.toContain('pack verify');
  });

  it('never breaks a path or a key in a command', () => {
    const pack = `./${'long/'.repeat(20)}pack`;
    const model = buildModel(sampleInput());
    const text = writeTerminal(model, { columns: 60, color: false, paths: { pack, reports: [] } });
    expect(text).toContain(`prepay pack verify \\\n      ${pack} \\\n      --key KEY.pub`);
  });
});
