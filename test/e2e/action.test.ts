import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { actionFile } from '../helpers/action-file.js';
import { type Ended, ended, json, temporary } from './cli.js';

const root = resolve(import.meta.dirname, '../..');
const commit = 'a'.repeat(40);
const action = actionFile();

/** Artefacts of a build: its lint is clean, and its tests are as said. */
function artefacts(tests: 'passing' | 'failing' | 'none'): Readonly<Record<string, string>> {
  const lint = { messages: [], errorCount: 0, fatalErrorCount: 0, warningCount: 0 };
  const more = { suppressedMessages: [], fixableErrorCount: 0, fixableWarningCount: 0, usedDeprecatedRules: [] };
  const failure = tests === 'failing' ? '<failure message="1 is not 2" type="AssertionError"/>' : '';
  const failures = tests === 'failing' ? 1 : 0;
  const suite = `<testsuite name="a" tests="1" failures="${failures}" errors="0" skipped="0"><testcase classname="a" name="b" time="0.1">${failure}</testcase></testsuite>`;
  return {
    'eslint.json': JSON.stringify([{ filePath: '/build/src/a.js', ...lint, ...more }]),
    ...(tests === 'none'
      ? {}
      : {
          'junit.xml': `<?xml version="1.0"?>\n<testsuites name="t" tests="1" failures="${failures}" errors="0">${suite}</testsuites>\n`,
        }),
  };
}

interface Job {
  readonly inputs: Readonly<Record<string, string>>;
  /** Below the workspace; the folder of the last run is used again where it is named. */
  readonly files?: Readonly<Record<string, string>>;
  readonly workspace?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in the place of the installed tool; null for none. */
  readonly tool?: string | null;
}

interface Step extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly workspace: string;
}

/** Runs the audit's step of action.yml as the runner does: in a workspace, with the files of a step, in a bare environment. */
async function step({ inputs, files = {}, workspace = workspaceWith(files), env = {}, tool }: Job): Promise<Step> {
  const [audit] = action.runs.steps;
  const runner = temporary();
  const [output, summary] = [join(runner, 'output'), join(runner, 'summary.md')];
  writeFileSync(output, '');
  writeFileSync(summary, 'said before\n');
  install(workspace, tool);
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', audit?.run ?? ''], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: workspace,
      GITHUB_SHA: commit,
      GITHUB_REF_NAME: 'main',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'prepay/wallet',
      GITHUB_RUN_ID: '7',
      RUNNER_TEMP: runner,
      ...filled(audit?.env ?? {}, inputs),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = await ended(child);
  return {
    ...end,
    outputs: outputsOf(readFileSync(output, 'utf8')),
    summary: readFileSync(summary, 'utf8'),
    workspace,
  };
}

function workspaceWith(files: Readonly<Record<string, string>>): string {
  const workspace = realpathSync(temporary());
  mkdirSync(join(workspace, 'artefacts'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text);
  return workspace;
}

function inArtefacts(tests: 'passing' | 'failing' | 'none'): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(artefacts(tests)).map(([name, text]) => [`artefacts/${name}`, text]));
}

function install(workspace: string, tool: string | null | undefined): void {
  const folder = join(workspace, 'node_modules');
  if (tool === null || existsSync(folder)) return;
  mkdirSync(folder);
  if (tool === undefined) {
    symlinkSync(root, join(folder, 'prepay'));
    return;
  }
  mkdirSync(join(folder, 'prepay', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'prepay', 'bin', 'run.js'), tool);
}

/** The environment of a step, with the inputs given and the defaults of the others. */
function filled(
  env: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const valueOf = (name: string): string => inputs[name] ?? action.inputs[name]?.default ?? '';
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/u, (_, input: string) => valueOf(input)),
    ]),
  );
}

/** As the runner reads the file of outputs. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function outputsOf(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const ends = new Set<string>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length - 1; at += 1) {
    const [, name = '', end = ''] = /^([\w-]+)<<(.+)$/u.exec(lines[at] ?? '') ?? [];
    const last = lines.indexOf(end, at + 1);
    if (name === '' || last === -1) throw new Error(`no output at ${JSON.stringify(lines[at])}`);
    if (ends.has(end)) throw new Error(`${end} ends two values, so that a value can know it`);
    ends.add(end);
    outputs[name] = lines.slice(at + 1, last).join('\n');
    at = last;
  }
  return outputs;
}

const counts = z.object({ total: z.int(), outcomes: z.record(z.string(), z.int()), bySeverity: z.looseObject({}) });
const sarif = z.object({
  version: z.literal('2.1.0'),
  runs: z.array(z.object({ results: z.array(z.looseObject({})) })),
});

function textsBelow(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return paths
    .filter((path) => !path.includes('node_modules') && statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('the action', () => {
  it.each([
    { what: 'unknowns', inputs: {}, tests: 'passing', exit: '3' },
    { what: 'a fail', inputs: {}, tests: 'failing', exit: '1' },
    { what: 'unknowns of an allowed source', inputs: { 'allow-incomplete': 'gates' }, tests: 'passing', exit: '0' },
    { what: 'a fail and --fail-on never', inputs: { 'fail-on': 'never' }, tests: 'failing', exit: '0' },
    { what: 'a source named', inputs: { sources: 'gates' }, tests: 'failing', exit: '1' },
  ] as const)('ends well and says $exit for $what', async ({ inputs, tests, exit }) => {
    const { code, outputs, summary, workspace, stderr } = await step({ inputs, files: inArtefacts(tests) });
    expect(code, stderr).toBe(0);
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort());
    expect(outputs['exit-code'], stderr).toBe(exit);
    const found = json(counts, outputs['counts'] ?? '');
    expect(found.outcomes['fail']).toBe(tests === 'failing' ? 1 : 0);
    expect(found.outcomes['unknown']).toBeGreaterThan(0);
    const { runs } = json(sarif, readFileSync(outputs['sarif'] ?? '', 'utf8'));
    expect(runs[0]?.results).toHaveLength((found.outcomes['fail'] ?? 0) + (found.outcomes['unknown'] ?? 0));
    expect(summary).toMatch(/^said before\n# Evidence report /u);
    expect(summary).toContain('UNSIGNED');
    const pack = join(workspace, outputs['pack'] ?? '');
    expect(readdirSync(join(pack, 'reports')).sort()).toEqual(['findings.json', 'report.html', 'report.pdf']);
  });

  it('binds the artefacts to the commit of the job, and names its run', async () => {
    const { outputs, workspace } = await step({ inputs: { formats: 'json' }, files: inArtefacts('failing') });
    const reports = join(workspace, outputs['pack'] ?? '', 'reports');
    expect(readdirSync(reports)).toEqual(['findings.json']);
    const text = readFileSync(join(reports, 'findings.json'), 'utf8');
    expect(text).toContain(`of commit ${commit.slice(0, 12)} by the workspace of the CI job alone`);
    expect(text).toContain('https://github.com/prepay/wallet/actions/runs/7');
  });

  it('annotates the fails, by the runner that reads its log', async () => {
    const { stderr } = await step({ inputs: {}, files: inArtefacts('failing') });
    expect(stderr).toMatch(/^::error title=tests-passed/mu);
  });

  it('lets by what a baseline has', async () => {
    const first = await step({ inputs: {}, files: inArtefacts('failing') });
    expect(first.outputs['exit-code']).toBe('1');
    const inputs = { baseline: first.outputs['pack'] ?? '', out: './again' };
    const { outputs, stderr } = await step({ inputs, workspace: first.workspace });
    expect(outputs['exit-code'], stderr).toBe('0');
    expect(json(counts, outputs['counts'] ?? '').outcomes['fail']).toBe(1);
  });

  it.each([
    {
      what: 'a version that is none',
      inputs: { version: 'latest' },
      said: 'version "latest": expected a whole version',
    },
    { what: 'a version that is more than one', inputs: { version: '0.4.0 && id' }, said: 'expected a whole version' },
    { what: 'no tool that is installed', inputs: {}, tool: null, said: 'there is no prepay in node_modules' },
    { what: 'a configuration that is none', inputs: { config: 'prepay.yaml' }, said: 'prepay.yaml' },
    { what: 'a configuration that is not there', inputs: { config: 'none.yaml' }, said: 'none.yaml' },
    { what: 'a folder of packs that is a file', inputs: { out: 'taken' }, said: 'taken' },
    { what: 'a preset that is none', inputs: { preset: 'some' }, said: '--preset' },
    { what: 'a source that is not named', inputs: { sources: 'github' }, said: '--source github' },
    { what: 'a severity that is none', inputs: { 'fail-on': 'some' }, said: '--fail-on' },
    { what: 'a value like a flag', inputs: { config: '--plan' }, said: 'Flag --config expects a value' },
    { what: 'a baseline that is not there', inputs: { baseline: 'none' }, said: 'none' },
  ])('says 2, and no pack, for $what', async ({ inputs, tool, said }) => {
    const files = { ...inArtefacts('passing'), 'prepay.yaml': 'version: 1\nnonsense: true\n', taken: 'a file' };
    const given = 'config' in inputs ? inputs : { ...inputs, config: '' };
    if (!('config' in inputs)) files['prepay.yaml'] = 'version: 1\n';
    const { code, outputs, summary, stderr, stdout } = await step({
      inputs: given,
      files,
      ...(tool === null ? { tool } : {}),
    });
    expect(code).toBe(0);
    expect(outputs, stderr).toEqual({ 'exit-code': '2', pack: '', sarif: '', counts: '' });
    expect(summary).toBe('said before\n');
    expect(stderr + stdout).toContain(said);
  });

  it.each([
    { what: 'ends with 1 and prints no summary', tool: 'process.exit(1);' },
    { what: 'ends with 0 and prints no summary', tool: 'console.log("{}");' },
    { what: 'is killed', tool: 'process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 60_000);' },
  ])('says 4 for a tool that $what', async ({ tool }) => {
    const { code, outputs } = await step({ inputs: {}, tool });
    expect(code).toBe(0);
    expect(outputs).toEqual({ 'exit-code': '4', pack: '', sarif: '', counts: '' });
  });

  it('runs the version that is asked for, by npx', async () => {
    const bin = temporary();
    writeFileSync(join(bin, 'npx'), '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 2\n');
    chmodSync(join(bin, 'npx'), 0o755);
    const env = { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter) };
    const { outputs, stdout } = await step({ inputs: { version: '0.4.0' }, tool: null, env });
    expect(outputs['exit-code']).toBe('2');
    expect(stdout.split('\n').slice(0, 5)).toEqual(['--yes', 'prepay@0.4.0', 'audit', 'run', '--json']);
  });

  it('keeps an output whole whose value has the lines of another', async () => {
    const out = 'a\nb\nexit-code<<b\n0\nc';
    const { outputs } = await step({ inputs: { out }, files: inArtefacts('failing') });
    expect(outputs['exit-code']).toBe('1');
    expect(outputs['pack']).toMatch(/^a\nb\nexit-code<<b\n0\nc\/\d{8}T/u);
  });

  it('writes no token anywhere, not of GitHub and not of SonarQube', async () => {
    const tokens = {
      GITHUB_TOKEN: 'ghs_Wq7tokenOfTheJob0123456789abcdefghij',
      SONAR_TOKEN: 'squ_tokenOfSonarQube0123456789abcdefghij',
    };
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest"}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const env = { ...tokens, GITHUB_API_URL: `http://127.0.0.1:${port}` };
    const run = await step({ inputs: {}, files: inArtefacts('passing'), env });
    server.close();
    expect(
      asked.some((header) => header.endsWith(tokens.GITHUB_TOKEN)),
      run.stderr,
    ).toBe(true);
    expect(run.outputs['exit-code'], run.stderr).toBe('3');
    const sarifText = readFileSync(run.outputs['sarif'] ?? '', 'utf8');
    const all = [JSON.stringify(run), sarifText, textsBelow(run.workspace)].join('\n');
    for (const token of Object.values(tokens)) expect(all).not.toContain(token);
  });

  it.each(['0', '1', '2', '3', '4'])('ends with the exit code %s of the audit', async (exit) => {
    const last = action.runs.steps.at(-1);
    const env = filled(last?.env ?? {}, {});
    expect(env).toEqual({ AUDIT_EXIT: '${{ steps.audit.outputs.exit-code }}' });
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', last?.run ?? ''], {
      env: { AUDIT_EXIT: exit },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(await ended(child)).toMatchObject({ code: Number(exit) });
  });
});
