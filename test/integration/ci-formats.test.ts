import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { throwAwaySigner } from '../../src/pack/signer.js';
import { writeJunit } from '../../src/report/junit.js';
import { writeMarkdown } from '../../src/report/markdown.js';
import { buildModel } from '../../src/report/model.js';
import type { ReportModel } from '../../src/report/model-types.js';
import { writeOcsf } from '../../src/report/ocsf.js';
import { writeSarif } from '../../src/report/sarif.js';
import { auditDemo } from '../helpers/audit-demo.js';
import { fencesOf } from '../helpers/markdown.js';
import { hostileInput, sampleInput } from '../unit/report/sample.js';
import { installed } from './peers/installed.js';
import { actionRefusals, ocsfRefusals, workflowComplaints, xsdRefusals } from './peers/validators/schemas.js';
import { sarifComplaints, sarifRefusals } from './peers/validators/sarif.js';

const root = resolve(import.meta.dirname, '../..');
const hostile = '</td><script>alert(1)</script>{0}"\u202e [a](https://evil.example) \u0000 ]]> %41';

const folder = mkdtempSync(join(tmpdir(), 'prepay-formats-'));
const models = new Map<string, ReportModel>();
// actionlint and the schema of JUnit come by Go; where there is none, this says so.
const tools = { actionlint: '', junit: '' };

beforeAll(async () => {
  for (const peer of ['actionlint', 'junit'] as const) {
    tools[peer] = await installed(peer).catch((error: unknown) => {
      process.stderr.write(`SKIPPED: what needs ${peer}, which cannot be had here: ${String(error)}\n`);
      return '';
    });
  }
  const { model } = await auditDemo({
    name: 'before',
    out: join(folder, 'evidence'),
    formats: ['sarif', 'junit', 'markdown'],
    signer: throwAwaySigner(),
  });
  models.set('the demo platform before', model);
  models.set('five thousand findings', buildModel(sampleInput({ findings: 5000, signedBy: null })));
  // A version is this tool's own; every other text is hostile.
  const input = hostileInput(hostile);
  const tool = { ...input.run.tool, version: '0.4.0' };
  models.set('hostile names', buildModel({ ...input, run: { ...input.run, tool } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, write: (model: ReportModel) => string): string {
  const model = models.get(name);
  if (model === undefined) throw new Error(`there is no model of ${name}`);
  const file = join(folder, `${name.replaceAll(' ', '-')}.txt`);
  writeFileSync(file, write(model));
  return file;
}

const sarif = z.object({
  runs: z.array(
    z.object({
      tool: z.object({
        driver: z.object({
          rules: z.array(z.object({ id: z.string().max(255), properties: z.object({ tags: z.array(z.string()) }) })),
        }),
      }),
      results: z.array(
        z.object({
          level: z.enum(['error', 'warning', 'note']),
          locations: z
            .array(
              z.object({
                physicalLocation: z.object({
                  artifactLocation: z.object({ uri: z.string() }),
                  region: z.object({ startLine: z.int().positive() }),
                }),
              }),
            )
            .min(1)
            .max(1000),
          partialFingerprints: z.object({ primaryLocationLineHash: z.string() }),
        }),
      ),
    }),
  ),
});

const names = ['the demo platform before', 'five thousand findings', 'hostile names'];

describe.each(names)('SARIF of %s', (name) => {
  it('is of the schema of SARIF 2.1.0', async () => {
    expect(await sarifRefusals(JSON.parse(readFileSync(written(name, writeSarif), 'utf8')))).toEqual([]);
  });

  it('is nothing that SARIF Multitool warns of, by its rules and those of GitHub', async () => {
    expect(await sarifComplaints(written(name, writeSarif))).toEqual([]);
  });

  // https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
  it('keeps the limits of code scanning', () => {
    const bytes = readFileSync(written(name, writeSarif));
    expect(gzipSync(bytes).length).toBeLessThanOrEqual(10 * 1024 * 1024);
    const { runs } = sarif.parse(JSON.parse(bytes.toString()));
    expect(runs).toHaveLength(1);
    for (const { tool, results } of runs) {
      expect(results.length).toBeGreaterThan(0);
      expect(results.length).toBeLessThanOrEqual(25_000);
      const { rules } = tool.driver;
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      expect(Math.max(...rules.map(({ properties }) => properties.tags.length))).toBeLessThanOrEqual(20);
      const hashes = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
      expect(new Set(hashes).size, 'no two results are one alert').toBe(hashes.length);
      const uris = new Set(
        results.flatMap(({ locations }) => locations.map((at) => at.physicalLocation.artifactLocation.uri)),
      );
      for (const uri of uris) expect(uri).toMatch(/^(?!\/|\.\.\/|[a-z]+:)[^\\?#]+$/u);
    }
  });
});

describe('the validators of SARIF', () => {
  const bad = (change: (run: Record<string, unknown>) => object): string => {
    const document = z
      .object({ runs: z.tuple([z.record(z.string(), z.unknown())]) })
      .loose()
      .parse(JSON.parse(readFileSync(written('hostile names', writeSarif), 'utf8')));
    const file = join(folder, 'bad.sarif');
    writeFileSync(file, JSON.stringify({ ...document, runs: [change(document.runs[0])] }));
    return file;
  };

  it('refuse a level that there is not', async () => {
    const file = bad((run) => ({ ...run, results: [{ message: { text: 'x' }, level: 'fatal' }] }));
    expect(await sarifRefusals(JSON.parse(readFileSync(file, 'utf8')))).not.toEqual([]);
  });

  it('refuse a result without a place, as GitHub does', async () => {
    const file = bad((run) => ({ ...run, results: [{ ruleId: 'x', message: { text: 'A thing is open.' } }] }));
    expect((await sarifComplaints(file)).join('\n')).toMatch(/GH\d+/u);
  });
});

describe.each(names)('OCSF of %s', (name) => {
  it('is of the schema of its version, profiles included', async () => {
    expect(await ocsfRefusals(written(name, writeOcsf))).toEqual([]);
  });
});

describe('the schema of OCSF', () => {
  it('refuses a severity that there is not', async () => {
    const file = written('the demo platform before', (model) =>
      writeOcsf(model).replace(/"severity_id":\d+/u, '"severity_id":77'),
    );
    expect((await ocsfRefusals(file)).join('\n')).toContain('line 1, $.severity_id');
  });
});

describe.each(names)('JUnit of %s', (name) => {
  it('is of the XSD', async ({ skip }) => {
    if (tools.junit === '') skip();
    expect(await xsdRefusals(tools.junit, written(name, writeJunit))).toEqual([]);
  });
});

describe('the XSD of JUnit', () => {
  it('refuses a message on what was skipped', async ({ skip }) => {
    if (tools.junit === '') skip();
    const file = written('the demo platform before', (model) =>
      writeJunit(model).replace(/<testcase ([^>]*)\/>/u, '<testcase $1><skipped message="why"/></testcase>'),
    );
    expect(readFileSync(file, 'utf8')).toContain('<skipped message');
    expect(await xsdRefusals(tools.junit, file)).not.toEqual([]);
  });
});

describe('the summary of a step', () => {
  it.each(names)('of %s is within the 1 MiB that GitHub takes', (name) => {
    expect(readFileSync(written(name, writeMarkdown)).length).toBeLessThan(1024 * 1024);
  });
});

describe('action.yml', () => {
  const text = readFileSync(join(root, 'action.yml'), 'utf8');

  it('is of the schema of actions', async () => {
    expect(await actionRefusals(join(root, 'action.yml'))).toEqual([]);
  });

  it('would be refused with a step that has neither run nor uses', async () => {
    const file = join(folder, 'action.yml');
    writeFileSync(file, text.replace(/^ {6}uses: .*$/mu, ''));
    expect(await actionRefusals(file)).not.toEqual([]);
  });
});

describe('the workflows of docs/for-ci.md', () => {
  const workflows = fencesOf(readFileSync(join(root, 'docs/for-ci.md'), 'utf8'), 'yaml').filter((yaml) =>
    /^jobs:/mu.test(yaml),
  );
  const fileOf = (text: string): string => {
    const file = join(folder, 'workflow.yml');
    writeFileSync(file, text);
    return file;
  };

  it('are nothing that actionlint complains of', async ({ skip }) => {
    if (tools.actionlint === '') skip();
    expect(workflows.length).toBeGreaterThan(0);
    for (const workflow of workflows)
      expect(await workflowComplaints(tools.actionlint, fileOf(workflow)), workflow).toEqual([]);
  });

  it('would be refused with a permission that there is not', async ({ skip }) => {
    if (tools.actionlint === '') skip();
    const [workflow = ''] = workflows;
    const changed = fileOf(workflow.replace('contents: read', 'content: read'));
    expect(await workflowComplaints(tools.actionlint, changed)).not.toEqual([]);
  });
});
