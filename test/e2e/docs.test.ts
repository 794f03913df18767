import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { fencesOf } from '../helpers/markdown.js';
import { prepay, temporary } from './cli.js';
import { type LoopbackAws, loopbackAws } from './loopback-aws.js';
import { type BlockRun, pasted } from './shell.js';

const root = resolve(import.meta.dirname, '../..');
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${folder}/${name}`);
const pages = ['README.md', 'CONTRIBUTING.md', ...inFolder('docs'), ...inFolder('docs/commands')]
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  .filter(({ text }) => fencesOf(text, 'sh').length > 0);

/** Lines that no test can run here, and why. One that no page has any more is a mistake. */
const notRun: Readonly<Record<string, string>> = {
  'npm ci && npm run demo': '.ci/run runs it in a clean clone',
  'npm ci && npm test': '.ci/run runs it in a clean clone; here it would start itself',
  'npm ci': 'needs the registry; .ci/run',
  'npm test': 'would start itself; .ci/run',
  'npm run test:slow': 'takes a quarter of an hour; by hand',
  'npm run test:integration': 'installs real peers; .ci/run',
  'npm run control -- no-world-open-admin-ports': 'runs in the checkout: below',
  'npm run new:control -- network no-something-bad': 'writes to the checkout; test/contract/new-control.test.ts',
  'npm run generate': 'writes to the checkout; test/contract compares what it would write',
  'npm run record:demo': 'needs a real peer and writes to the checkout',
  'npm run golden-pack': 'writes to the checkout; test/contract/golden-pack.test.ts verifies what it wrote',
  '.ci/run': 'would start itself',
  'prepay init': 'asks, and a test has no terminal; src/app/init.test.ts answers in its place',
  'prepay permissions aws > policy.json && aws iam put-role-policy --role-name audit --policy-name prepay --policy-document file://policy.json':
    'changes an account',
};

/** Commands that are meant to end otherwise than with 0. The server on loopback denies every read: 3. */
const exits: Readonly<Record<string, number>> = {
  'prepay audit run --sign audit.key': 3,
  'prepay audit run --fail-on critical --output csv=findings.csv': 3,
  // There are no artefacts of a build.
  'prepay audit run --preset ci --output sarif=prepay.sarif --output junit=prepay.xml': 3,
  // The latest is by then the pack of the preset: less than what this run reads.
  'prepay audit run --baseline evidence/latest': 2,
  // Nothing was cut short there.
  'prepay audit run --resume': 2,
  // There is no bucket, and no folder of templates.
  'prepay pack verify --store s3://audit-evidence/prepay --key audit.key.pub': 2,
  'prepay report build evidence/latest --template templates': 2,
  // A region of the demo before is not in the one after.
  'prepay pack diff evidence/latest mended/latest --key audit.key.pub --output html=drift.html --output markdown=drift.md': 1,
  // The demo has no tenants, and no store is configured.
  'prepay pack extract evidence/latest --tenant acme --out extract-acme': 2,
  'prepay pack upload evidence/latest': 2,
  'prepay doctor': 3,
  // There is no such profile here, so no credentials either.
  'prepay doctor --region eu-west-1 --aws-profile audit': 2,
  // No pack of the entity is there yet, so that it ends as the run does.
  'prepay audit drift --sign audit.key': 3,
  'prepay audit run --demo before': 1,
  'prepay audit run --demo before --sign audit.key --quiet': 1,
};

/** The tools beside Node that the blocks of a page need and this machine lacks. */
function lacking(text: string): string[] {
  const tools = ['bash', ...['jq', 'openssl'].filter((tool) => new RegExp(`\\b${tool} `).test(text))];
  return tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
}

function isRunnable({ path, text }: (typeof pages)[number]): boolean {
  const tools = lacking(fencesOf(text, 'sh').join('\n'));
  if (tools.length > 0)
    process.stderr.write(`SKIPPED: the commands of ${path}, since there is no ${tools.join(', ')}\n`);
  return tools.length === 0;
}

let server: LoopbackAws;
let prepared = '';
const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_REGION: 'eu-west-1' };

beforeAll(async () => {
  server = await loopbackAws('denies everything');
  prepared = temporary();
  expect(await prepay(['keys', 'generate', 'audit.key'], { cwd: prepared })).toMatchObject({ code: 0 });
  const audit = ['audit', 'run', '--demo', 'before', '--sign', 'audit.key', '--quiet'];
  expect(await prepay(audit, { cwd: prepared })).toMatchObject({ code: 1 });
});
afterAll(() => server.stop());

/** The block without the lines that cannot be run, and with nothing written outside of the folder that it runs in. */
function runnable(block: string): string {
  const lines = block.split('\n').filter((line) => !(bare(line) in notRun));
  return lines.join('\n').replaceAll('/tmp/', './');
}

function bare(line: string): string {
  return line.replace(/\s+#.*$/, '').trim();
}

function folderFor(path: string): string {
  const cwd = temporary();
  const isExample = path.startsWith('docs/commands/') && !path.endsWith('/keys-generate.md');
  // An example of one command supposes a key and a pack; the other pages make their own.
  if (isExample) cpSync(prepared, cwd, { recursive: true, verbatimSymlinks: true });
  if (path.startsWith('docs/commands/attestations-')) ledgerIn(cwd);
  return cwd;
}

/** A ledger without an act, and the evidence file of the one that is added. */
function ledgerIn(cwd: string): void {
  mkdirSync(join(cwd, 'attestations', 'evidence'), { recursive: true });
  writeFileSync(join(cwd, 'attestations', 'evidence', 'asv-2026-q4.pdf'), 'a report');
  writeFileSync(join(cwd, 'prepay.yaml'), 'version: 1\nattestations: attestations/\n');
}

function unexpected({ failed }: BlockRun): BlockRun['failed'] {
  return failed.filter(({ command, exit }) => exits[command] !== exit);
}

/** Each text block that stands right after a block of commands, with that block's place among those. */
function printedIn(text: string): { at: number; printed: string }[] {
  const fences = [...text.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```\n(\s*^```text\n([\s\S]*?)^```)?/gm)];
  return fences
    .filter(([, language]) => language === 'sh')
    .flatMap(([, , , , printed], at) => (printed === undefined ? [] : [{ at, printed }]));
}

describe('a command in a page does what the page says', () => {
  it.each(pages.filter(isRunnable))('$path', async ({ path, text }) => {
    const blocks = fencesOf(text, 'sh');
    const env = { ...credentials, AWS_ENDPOINT_URL: server.url };
    const runs = await pasted(blocks.map(runnable), { cwd: folderFor(path), env });
    expect(runs).toHaveLength(blocks.length);
    for (const [at, run] of runs.entries()) {
      expect(unexpected(run), `${blocks[at] ?? ''}\n${run.stdout}\n${run.stderr}`).toEqual([]);
      const asked = Object.keys(exits).filter((command) => blocks[at]?.split('\n').map(bare).includes(command));
      expect(run.failed.map(({ command }) => command).sort()).toEqual(asked.sort());
    }
    for (const { at, printed } of printedIn(text)) expect(runs[at]?.stdout).toBe(printed);
  });

  it('every exception is still in a page', () => {
    const lines = new Set(
      pages.flatMap(({ text }) => fencesOf(text, 'sh').flatMap((block) => block.split('\n').map(bare))),
    );
    expect([...Object.keys(notRun), ...Object.keys(exits)].filter((line) => !lines.has(line))).toEqual([]);
  });

  it('every script of npm that a page names is there', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const named = pages.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name));
    expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('npm run control runs the cases of one control', () => {
    const run = spawnSync('npm', ['run', 'control', '--', 'no-world-open-admin-ports'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.status, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toContain('no-world-open-admin-ports');
  });
});

describe('docs/configuration.md', () => {
  it('shows a configuration that is accepted and loosens nothing', async () => {
    const [example = ''] = fencesOf(readFileSync(join(root, 'docs/configuration.md'), 'utf8'), 'yaml');
    const cwd = folderFor('docs/commands/audit-run.md');
    writeFileSync(join(cwd, 'example.yaml'), example);
    const run = await prepay(['audit', 'run', '--demo', 'after', '--config', 'example.yaml', '--json'], { cwd });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { outcomes: { fail: 0 } } });
  });
});

describe('the workflow of docs/for-ci.md', () => {
  const [yaml = ''] = fencesOf(readFileSync(join(root, 'docs/for-ci.md'), 'utf8'), 'yaml');
  const workflow = z
    .object({
      jobs: z.object({
        audit: z.object({ steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })) }),
      }),
    })
    .parse(parse(yaml));
  const { steps } = workflow.jobs.audit;

  it('pins every action to a commit', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(2);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it.skipIf(lacking('').length > 0)(
    'puts the key into a file, audits, seals, and takes the key away, and exports',
    async () => {
      const blocks = steps.flatMap(({ run }) => run ?? []).filter((run) => run !== 'npm ci');
      const cwd = temporary();
      const runnerTemp = temporary();
      const runs = await pasted(blocks, {
        cwd,
        env: {
          ...credentials,
          AWS_ENDPOINT_URL: server.url,
          RUNNER_TEMP: runnerTemp,
          SIGNING_KEY: readFileSync(join(prepared, 'audit.key'), 'utf8').trim(),
        },
      });
      expect(
        runs.map(({ failed }) => failed.map(({ exit }) => exit)),
        JSON.stringify(runs),
      ).toEqual([[], [3], [], []]);
      expect(readdirSync(runnerTemp)).toEqual([]);
      const verify = ['pack', 'verify', 'evidence/latest', '--key', join(prepared, 'audit.key.pub')];
      expect(await prepay(verify, { cwd })).toMatchObject({ code: 0 });
    },
  );
});
