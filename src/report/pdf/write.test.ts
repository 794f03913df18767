import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { groupsKey, hostileInput, sampleInput, scope } from '../../../test/unit/report/sample.js';
import { sha256Hex } from '../../core/json.js';
import type { WafMatrixRow } from '../../core/run.js';
import { buildModel } from '../model.js';
import { writePdf } from './write.js';

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const five = writePdf(buildModel(sampleInput({ findings: 5 })));
const many = writePdf(buildModel(sampleInput({ findings: 400, signedBy: null, partialBecause: ['--region'] })));
const hostile = writePdf(buildModel(hostileInput(`\u202e<b>&中文 שלום\u0007${'x'.repeat(4000)}`)));

/** Names of destinations in the order of the file, and those that links lead to. */
function destinations(bytes: Uint8Array): { readonly placed: readonly string[]; readonly led: readonly string[] } {
  const file = latin(bytes);
  const all = (pattern: RegExp): string[] => [...file.matchAll(pattern)].map(([, name = '']) => name);
  return { placed: all(/\((p\d{7})\) \[\d+ 0 R \/XYZ/gu), led: all(/\/Dest \((p\d{7})\)/gu) };
}

describe('writePdf', () => {
  it('draws what only some packs have: web ACLs, a resumed run, what comes to no finding', () => {
    const input = sampleInput({ findings: 0, unreadable: false });
    const webAcls: WafMatrixRow = {
      webAcl: 'arn:acl',
      name: 'edge',
      scope,
      cells: [
        {
          category: 'sqli',
          title: 'SQL injection',
          files: '942',
          action: 'count',
          by: ['r1', 'r2'],
          why: ['it counts'],
        },
      ],
    };
    const model = buildModel({
      ...input,
      wafMatrix: [webAcls, { ...webAcls, name: null, cells: [] }],
      scope: {
        ...input.scope,
        excluded: [],
        reused: [{ key: groupsKey, operation: 'ec2:Describe', scope, readAt: '2026-11-25T10:00:00.000Z' }],
      },
      run: { ...input.run, resumedAt: ['2026-11-25T11:00:00.000Z'], configuration: {}, runner: 'ci' },
      populations: [],
    });
    const { text } = writePdf(model);
    for (const words of ['r1, r2', 'arn:acl', 'No population was listed', 'Nothing failed.', 'Nothing was excluded.']) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/taken up again at 2026-11-25T11:00:00.000Z/u);
    const nothing = writePdf({ ...model, scope: { ...model.scope, resumption: { at: ['x'], reused: 0, rows: [] } } });
    expect(nothing.text).toContain('Every read was made again.');
  });

  it('says by how much the lists of its first pages go on', () => {
    const input = sampleInput({ findings: 400 });
    const { text } = writePdf(buildModel({ ...input, wafMatrix: null }));
    expect(text).toMatch(/more resources have a fail; they stand in section 8/u);
    expect(text).toMatch(/^and \d+ more$/mu);
  });

  it('gives the same bytes for the same model, whenever it is called', () => {
    const again = writePdf(buildModel(sampleInput({ findings: 5 })));
    expect(sha256Hex(again.bytes)).toBe(sha256Hex(five.bytes));
  });

  it('takes its dates and its id from the declared time', () => {
    expect(latin(five.bytes)).toContain('(D:20261125101500Z)');
    const later = sampleInput({ findings: 5 });
    const other = writePdf(buildModel({ ...later, run: { ...later.run, declaredAt: '2026-11-26T10:15:00.000Z' } }));
    const id = (bytes: Uint8Array): string => /\/ID \[(<[0-9a-f]+>)/u.exec(latin(bytes))?.[1] ?? '';
    expect(id(five.bytes)).not.toBe('');
    expect(id(other.bytes)).not.toBe(id(five.bytes));
  });

  it('packs every stream but the metadata', () => {
    const file = latin(five.bytes);
    const heads = [...file.matchAll(/<<\n([^]*?)>>\nstream\n/gu)].map(([, head = '']) => head.slice(-200));
    expect(heads.length).toBeGreaterThan(20);
    expect(heads.filter((head) => !head.includes('/FlateDecode'))).toHaveLength(1);
    const [, from = ''] = /\/Filter \/FlateDecode\n>>\nstream\n([^]*)/u.exec(file) ?? [];
    expect(inflateSync(Buffer.from(from, 'latin1'), { finishFlush: 2 }).length).toBeGreaterThan(0);
  });

  it.each([
    ['five', five],
    ['many', many],
    ['hostile', hostile],
  ])('leads every link to a place that is there, and names each place once: %s', (_, { bytes }) => {
    const { placed, led } = destinations(bytes);
    expect(led.length).toBeGreaterThan(400);
    expect(new Set(placed).size).toBe(placed.length);
    expect(led.filter((name) => !placed.includes(name))).toEqual([]);
  });

  it('draws every finding and every clause', () => {
    const input = sampleInput({ findings: 400 });
    const model = buildModel(input);
    const drawn = new Set(many.text.split('\n'));
    for (const { number } of model.findings) expect(drawn).toContain(number);
    for (const { groups } of model.frameworks) {
      for (const clause of groups.flatMap(({ clauses }) => clauses)) expect(drawn).toContain(clause.id);
    }
    expect(drawn).toContain('14  Operated over the period');
  });

  it('gives the text as it was before anything was written out, so that a number in it is found', () => {
    expect(hostile.text).toContain('<b>&中文');
    expect(many.text).toContain('UNSIGNED');
  });

  it('writes no XML of a title’s own into the metadata', () => {
    expect(latin(hostile.bytes)).not.toContain('<b>');
    expect(latin(five.bytes)).toContain('<pdfuaid:part>1</pdfuaid:part>');
  });
});
