import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { publishedSchemas } from '../../scripts/schemas/published-schemas.js';
import { throwAwaySigner } from '../../src/pack/signer.js';
import { notBuilt } from '../../src/app/config-schema.js';
import { auditDemo } from '../helpers/audit-demo.js';
import { fencesOf } from '../helpers/markdown.js';

const root = new URL('../../', import.meta.url);
const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const published = new Map(
  [...publishedSchemas().keys()].map((path) => [path, readFileSync(new URL(path, root), 'utf8')] as const),
);

/** Whether the schema as published accepts the value; if not, where. */
function refusals(path: string, value: unknown): string[] {
  const schema = z.record(z.string(), z.unknown()).parse(JSON.parse(published.get(path) ?? '{}'));
  const validate = ajv.getSchema(z.string().parse(schema['$id'])) ?? ajv.compile(schema);
  return validate(value) === true
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

describe('schemas/', () => {
  it.each([...publishedSchemas()])('%s is what npm run generate writes', (path, schema) => {
    expect(JSON.stringify(JSON.parse(published.get(path) ?? ''))).toBe(JSON.stringify(schema));
  });

  it('holds no schema that is gone', () => {
    const names = readdirSync(new URL('schemas/', root)).map((name) => `schemas/${name}`);
    expect(names.sort()).toEqual([...published.keys()].sort());
  });
});

describe('schemas/config.schema.json', () => {
  const path = 'schemas/config.schema.json';
  const [example] = fencesOf(readFileSync(new URL('docs/configuration.md', root), 'utf8'), 'yaml');

  it('accepts the documented example, and the shortest configuration', () => {
    expect(refusals(path, parse(example ?? ''))).toEqual([]);
    expect(refusals(path, { version: 1 })).toEqual([]);
  });

  it.each([
    { name: 'no version', config: {}, at: ' required' },
    { name: 'a version of the future', config: { version: 2 }, at: '/version const' },
    { name: 'a misspelt key', config: { version: 1, scop: {} }, at: ' additionalProperties' },
    {
      name: 'an account that YAML read as a number',
      config: aws({ account: 111122223333 }),
      at: '/scope/aws/0/account type',
    },
    { name: 'an account of 11 digits', config: aws({ account: '11112222333' }), at: '/scope/aws/0/account pattern' },
    {
      name: 'no region at all',
      config: aws({ account: '111122223333', regions: [] }),
      at: '/scope/aws/0/regions minItems',
    },
    { name: 'a parameter that is a text', config: { version: 1, params: { a: { b: 'c' } } }, at: '/params/a/b type' },
  ])('refuses $name', ({ config, at }) => {
    expect(refusals(path, config)).toContain(at);
  });

  it.each(notBuilt.filter((key) => !key.includes('*')))('refuses %s, whose feature is not built', (key) => {
    const config = key.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), 'x');
    expect(refusals(path, { version: 1, ...z.record(z.string(), z.unknown()).parse(config) })).not.toEqual([]);
  });
});

describe('what a run of the demo writes', () => {
  let findings: unknown = null;
  let summary: unknown = null;
  let predicate: unknown = null;
  let lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const out = mkdtempSync(join(tmpdir(), 'prepay-schemas-'));
    const result = await auditDemo({ name: 'before', out, formats: ['json'], signer: throwAwaySigner() });
    const pack = z.string().parse(result.paths.pack);
    findings = JSON.parse(readFileSync(join(pack, 'reports', 'findings.json'), 'utf8'));
    summary = JSON.parse(JSON.stringify(result.summary));
    const text = readFileSync(join(pack, 'results', 'findings.jsonl'), 'utf8').trim();
    lines = text.split('\n').map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    const bundle = z
      .object({ dsseEnvelope: z.object({ payload: z.string() }) })
      .parse(JSON.parse(readFileSync(join(pack, 'attestation.sigstore.json'), 'utf8')));
    const statement: unknown = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8'));
    predicate = z.object({ predicate: z.unknown() }).parse(statement).predicate;
  });

  it.each([
    { path: 'schemas/findings.schema.json', what: 'findings.json', value: () => findings, lacking: 'findings' },
    { path: 'schemas/summary.schema.json', what: 'the summary', value: () => summary, lacking: 'counts' },
    { path: 'schemas/pack-predicate-v1.schema.json', what: 'the predicate', value: () => predicate, lacking: 'reads' },
  ])('$path accepts $what, members of a later version beside it, and nothing that lacks $lacking', (row) => {
    const value = z.record(z.string(), z.unknown()).parse(row.value());
    expect(refusals(row.path, value)).toEqual([]);
    expect(refusals(row.path, { ...value, later: true })).toEqual([]);
    const without = Object.fromEntries(Object.entries(value).filter(([name]) => name !== row.lacking));
    expect(refusals(row.path, without)).toEqual([' required']);
  });

  it('schemas/finding.schema.json accepts every line of findings.jsonl, and none that lacks its evidence', () => {
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) {
      expect(refusals('schemas/finding.schema.json', line)).toEqual([]);
      const without = Object.fromEntries(Object.entries(line).filter(([name]) => name !== 'evidence'));
      expect(refusals('schemas/finding.schema.json', without)).toEqual([' required']);
    }
  });

  it('is refused with an outcome that there is not', () => {
    const document = z
      .object({ findings: z.array(z.record(z.string(), z.unknown())) })
      .loose()
      .parse(findings);
    const [first] = document.findings;
    expect(
      refusals('schemas/findings.schema.json', { ...document, findings: [{ ...first, outcome: 'fine' }] }),
    ).toEqual(['/findings/0/outcome enum']);
  });
});

function aws(entry: object): object {
  return { version: 1, scope: { aws: [entry] } };
}
