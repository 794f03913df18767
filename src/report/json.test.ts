import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sampleInput, steering } from '../../test/unit/report/sample.js';
import { writeJson } from './json.js';
import { buildModel } from './model.js';
import { findingsDocument, reportSchemas, summaryDocument } from './schemas.js';
import { buildSummary, writeSummary } from './summary.js';

const hostile = '<script>\u001b[31m\u202E{{constructor}}=cmd()';
const paths = { pack: './evidence/p', reports: [{ format: 'html', path: './evidence/p/reports/report.html' }] };

describe('writeJson', () => {
  it('is one document of the published shape that holds every finding as it is', () => {
    const input = sampleInput({ findings: 20, hostile });
    const document = findingsDocument.parse(JSON.parse(writeJson(buildModel(input))));
    expect(document.findings).toHaveLength(20);
    expect(document.findings.map(({ resource }) => resource.id)).toEqual(
      input.findings.map(({ resource }) => resource.id),
    );
    expect(document.findings.map(({ number }) => number)).toEqual(input.findings.map((_, line) => `F${line + 1}`));
    expect(document.run.packId).toBe(input.integrity.packId);
  });

  it('has no character that hides or steers in its bytes', () => {
    expect(steering(writeJson(buildModel(sampleInput({ hostile }))))).toEqual([]);
  });

  it('has sorted members and one finding a line', () => {
    const lines = writeJson(buildModel(sampleInput({ findings: 3 }))).split('\n');
    expect(lines[1]).toBe('"findings": [');
    expect(lines.slice(2, 5).every((line) => line.startsWith('{"control":"'))).toBe(true);
    expect(lines.slice(6, 8).map((line) => line.slice(0, 6))).toEqual(['"run":', '"schem']);
  });

  it('has an empty list where nothing was found', () => {
    expect(findingsDocument.parse(JSON.parse(writeJson(buildModel(sampleInput({ findings: 0 }))))).findings).toEqual(
      [],
    );
  });
});

describe('the summary', () => {
  it('is one line of the published shape', () => {
    const model = buildModel(sampleInput({ findings: 40, hostile, signedBy: null, partialBecause: ['--region x'] }));
    const text = writeSummary(buildSummary(model, 1, paths));
    expect(text.trimEnd()).not.toContain('\n');
    expect(steering(text)).toEqual([]);
    const summary = summaryDocument.parse(JSON.parse(text));
    expect(summary).toMatchObject({ exit: 1, partial: true, signedBy: null, failOn: 'high', paths });
    expect(summary.counts.total).toBe(40);
    expect(Object.values(summary.counts.outcomes).reduce((a, b) => a + b)).toBe(40);
    expect(summary.worst).toHaveLength(10);
    expect(summary.unreadable.map(({ operation }) => operation)).toEqual(['ec2:DescribeManagedPrefixLists']);
  });

  it('adds up: what is proposed, and the statuses, are the counted clauses', () => {
    const { frameworks } = buildSummary(buildModel(sampleInput()), 0, { pack: null, reports: [] });
    for (const { counted, statuses, proposals } of frameworks) {
      expect(Object.values(statuses).reduce((a, b) => a + b)).toBe(counted);
      expect(Object.values(proposals).reduce((a, b) => a + b)).toBe(counted);
    }
    expect(frameworks.map(({ counted, superseded }) => [counted, superseded])).toEqual([
      [257, 3],
      [123, 0],
    ]);
  });
});

describe('reportSchemas', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const schemas = reportSchemas();
  const model = buildModel(sampleInput({ findings: 20 }));
  const documents = {
    'findings.schema.json': findingsDocument.parse(JSON.parse(writeJson(model))),
    'summary.schema.json': summaryDocument.parse(JSON.parse(writeSummary(buildSummary(model, 3, paths)))),
  } as const;

  it.each(['findings.schema.json', 'summary.schema.json'] as const)('%s takes what is written', (name) => {
    const validate = ajv.compile(schemas[name]);
    validate(documents[name]);
    expect(validate.errors).toBeNull();
  });

  it.each(['findings.schema.json', 'summary.schema.json'] as const)('%s refuses what is not', (name) => {
    const validate = new Ajv2020({ strict: true }).compile(schemas[name]);
    expect(validate({ ...documents[name], schema: 'other' })).toBe(false);
    expect(validate({})).toBe(false);
  });

  it('leaves room for members of later versions', () => {
    const validate = new Ajv2020({ strict: true }).compile(schemas['summary.schema.json']);
    expect(validate({ ...documents['summary.schema.json'], later: 1 })).toBe(true);
  });
});
