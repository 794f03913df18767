import { describe, expect, it } from 'vitest';
import { scopeView } from './html-scope.js';
import { sampleInput, scope } from '../../test/unit/report/sample.js';
import { htmlView } from './html-view.js';
import { buildModel } from './model.js';
import type { ReportModel } from './model-types.js';

const model = buildModel(sampleInput({ findings: 40 }));
const view = htmlView(model);

function fact(of: ReportModel, label: RegExp): { readonly value: string; readonly detail: string } | undefined {
  return htmlView(of).summary.facts.find((own) => label.test(own.label));
}

describe('the first screen', () => {
  it('says what was judged and when', () => {
    expect(fact(model, /^Judged/u)).toMatchObject({
      value: '2026-11-25T10:15:00.000Z',
      detail: 'aws: 111122223333/eu-west-1',
    });
  });

  it('counts the scopes of a source where they are many', () => {
    const scopes = Array.from({ length: 5 }, (_, i) => ({ ...scope, region: `region-${i}` }));
    const wide = { ...model, scope: { ...model.scope, sources: [{ ...sourceOf(model), scopes }] } };
    expect(fact(wide, /^Judged/u)?.detail).toBe('aws: 5 scopes, listed in section 3');
  });

  it('says who signed, once, and that nothing is chained', () => {
    const signed = fact(model, /^Signed by$/u);
    expect(signed?.value).toBe(model.integrity.signedBy);
    expect(signed?.detail).not.toContain(signed?.value);
    expect(signed?.detail).toContain('Not chained');
    expect(fact(buildModel(sampleInput({ signedBy: null })), /^Signed by nobody$/u)?.value).toBe('UNSIGNED');
  });

  it('says how much was read, and how bad it is', () => {
    expect(fact(model, /^Complete/u)?.value).toBe('1 of 2 reads');
    expect(fact(model, /^Fails/u)?.value).toBe('7 critical, 3 medium');
    const clean = buildModel(sampleInput({ findings: 0, unreadable: false }));
    expect(fact(clean, /^Complete/u)?.detail).toBe('100.0 %: every read that was made got its full answer.');
    expect(fact(clean, /^Fails/u)?.value).toBe('none');
  });

  it('names what is critical and leads to it', () => {
    const { named } = view.summary;
    expect(named.controls.map(({ anchor, count }) => [anchor, count])).toEqual([
      ['critical-no-world-open-admin-ports', '4'],
      ['critical-no-world-open-data-ports', '3'],
    ]);
    expect(named).toMatchObject({ more: null, none: null });
    expect(named.controls[0]?.more).toBeNull();
  });

  it('counts what it does not name', () => {
    const { named } = model.summary;
    const [first] = named.controls;
    if (first === undefined) throw new TypeError('nothing is named');
    const resources = [{ number: 'F1', id: 'a'.repeat(64), name: null }];
    const many = { controls: [{ ...first, resources, omitted: 3 }], omittedControls: 2, omittedFails: 5 };
    const shown = htmlView({ ...model, summary: { ...model.summary, named: many } }).summary.named;
    expect(shown.more).toBe('2 more controls with 5 fails: section 8.');
    expect(shown.controls[0]?.more).toBe('and 3 more');
    expect(shown.controls[0]?.resources[0]?.word).toBe(`${'a'.repeat(20)}…`);
  });

  it('does not call that good which could not be judged', () => {
    const none = { controls: [], omittedControls: 0, omittedFails: 0 };
    const unknown = htmlView({ ...model, summary: { ...model.summary, named: none } });
    expect(unknown.summary.named.none).toBe('Nothing critical or high failed, but 3 could not be judged.');
    const clean = htmlView(buildModel(sampleInput({ findings: 0 })));
    expect(clean.summary.named.none).toBe('Nothing critical or high failed.');
  });

  it('has a cell for each clause, marked by its status and told by a tip', () => {
    const cells = view.clauses.matrices.flatMap(({ groups }) => groups.flatMap((group) => group.cells));
    expect(cells).toHaveLength(260 + 123);
    const cell = (id: string): unknown => cells.find((own) => own.id === id);
    expect(cell('1.2.5')).toMatchObject({ mark: '✕', css: 'st-fail', anchor: 'pci-dss-4.0.1-1.2.5' });
    expect(cell('1.2.5')).toMatchObject({ tip: expect.stringMatching(/^1\.2\.5 fail, Not in Place: /u) as unknown });
    expect(cell('6.4.1')).toMatchObject({ mark: '→', css: 'st-old', word: 'gave way to 6.4.2' });
    expect(cell('12.1.1')).toMatchObject({ mark: '', css: 'st-not-tested' });
  });
});

describe('the clauses', () => {
  const groups = view.clauses.frameworks.flatMap((framework) => framework.groups);

  it('stand in full where a control is mapped to them, and as a row where none is', () => {
    const tested = groups.flatMap((group) => group.tested.map(({ id }) => id));
    expect(tested).toEqual(['1.2.5', '1.3.1', '1.4.4', 'A.8.20', 'A.8.22']);
    expect(tested.length + groups.flatMap((group) => group.untested).length).toBe(260 + 123);
  });

  it('say in a row how they are evidenced, by whom, and why nothing was tested', () => {
    const row = (id: string): unknown => groups.flatMap(({ untested }) => untested).find((own) => own.id === id);
    expect(row('12.1.2')).toMatchObject({ how: 'act, every 12 months', responsible: 'entity', why: 'No attestation' });
    expect(row('1.2.1')).toMatchObject({ how: 'reading, act', why: 'No control' });
  });
});

describe('the scope', () => {
  it('has one row for a kind over all places, with what is missing', () => {
    expect(view.scope.populations).toEqual([
      {
        kind: 'aws.ec2.security-group',
        count: '40',
        where: '40 in 111122223333/eu-west-1',
        operations: 'ec2:DescribeSecurityGroups',
        gaps: [],
      },
      {
        kind: 'aws.ec2.prefix-list',
        count: '0',
        where: 'none in one scope',
        operations: 'ec2:DescribeManagedPrefixLists',
        gaps: [{ scope: '111122223333/eu-west-1', gap: 'ec2:DescribeManagedPrefixLists was denied' }],
      },
    ]);
    const [empty] = model.scope.populations.slice(1);
    if (empty === undefined) throw new TypeError('no population is empty');
    const twice = { ...model, scope: { ...model.scope, populations: [empty, { ...empty, scope: 'elsewhere' }] } };
    expect(htmlView(twice).scope.populations[0]?.where).toBe('none in 2 scopes');
  });

  it('has one row for what was left out by the same hand for the same reason', () => {
    const left = ['a', 'b', 'c'].map((what) => ({ what, by: what === 'c' ? 'you' : 'me', reason: 'far' }));
    const excluded = htmlView({ ...model, scope: { ...model.scope, excluded: left } }).scope.excluded;
    expect(excluded).toEqual([
      { what: 'a, b', by: 'me', reason: 'far' },
      { what: 'c', by: 'you', reason: 'far' },
    ]);
  });
});

describe('the filter', () => {
  it('offers what some finding has, the worst first', () => {
    const options = Object.fromEntries(
      view.filter?.selects.map(({ key, options: own }) => [key, own.map(({ value }) => value)]) ?? [],
    );
    expect(options).toEqual({
      outcome: ['fail', 'unknown', 'manual', 'not-applicable', 'pass'],
      severity: ['critical', 'medium'],
      area: ['network'],
      control: ['no-broad-sources', 'no-world-open-admin-ports', 'no-world-open-data-ports'],
      place: ['eu-west-1'],
    });
  });

  it('is not there where there is nothing to filter', () => {
    expect(htmlView(buildModel(sampleInput({ findings: 0 }))).filter).toBeNull();
  });

  it('knows no area of a control that is not at hand', () => {
    const selects = htmlView({ ...model, controls: [] }).filter?.selects;
    expect(selects?.find(({ key }) => key === 'area')?.options).toEqual([]);
  });
});

describe('the evidence', () => {
  it('shows the recorded answer with JSON escapes where a character would hide', () => {
    const hostile = buildModel({
      ...sampleInput({ findings: 1 }),
      excerpt: () => ({ text: '{\n  "a": "\u202Eb"\n}', isCut: true }),
    });
    const item = htmlView(hostile).evidence.reads[0]?.items[0];
    expect(item?.excerpt).toEqual({ lines: ['{', '  "a": "\\u202eb"', '}'], isCut: true });
  });

  it('says how many answers stand in the recording alone', () => {
    expect(view.evidence.shown).toBe('Each is shown as it was recorded, a long one cut.');
    const some = buildModel({ ...sampleInput({ findings: 4 }), excerpt: () => null });
    expect(htmlView(some).evidence.shown).toMatch(/^0 of them are shown .* the other 5 are in the recording alone/u);
  });

  it('leads to the file beside the report, whatever its name is', () => {
    const odd = 'recording/a b/"><script>/\ud800%.jsonl';
    const input = sampleInput({ findings: 1, unreadable: false });
    const named = buildModel({ ...input, reads: input.reads.map((read) => ({ ...read, file: odd })) });
    expect(htmlView(named).evidence.reads[0]?.href).toBe('../recording/a%20b/%22%3E%3Cscript%3E/%25.jsonl');
  });
});

function sourceOf({ scope: { sources } }: ReportModel): ReportModel['scope']['sources'][number] {
  const [source] = sources;
  if (source === undefined) throw new TypeError('the sample has no source');
  return source;
}

describe('the scope', () => {
  it('says who approved what, and where that is written', () => {
    const { cde, approvals } = scopeView(model);
    expect(cde).toContain('pci-scope=cde');
    expect(approvals.map(({ by }) => by)).toEqual(['security, prepay.yaml:12', 'nobody: a default']);
  });
});
