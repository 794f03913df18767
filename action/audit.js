// The step of action.yml: runs the audit, and says what came of it as outputs of the step. It ends with 0 whatever the audit
// says, so that the evidence is kept; the last step of the action gives the audit's own exit code. Node alone, no packages.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const input = (name) => (process.env[`PREPAY_ACTION_${name}`] ?? '').trim();
const given = (name, flag) => (input(name) === '' ? [] : [flag, input(name)]);

const temporary = process.env.RUNNER_TEMP ?? '.';
const sarif = join(temporary, `prepay-${randomUUID()}.sarif`);
const markdown = join(temporary, `prepay-${randomUUID()}.md`);

const [command, before] = commandOf(input('VERSION'), process.env.PREPAY_ACTION_BIN ?? '');
const flags = [
  ...given('CONFIG', '--config'),
  ...(input('SOURCES') === '' ? given('PRESET', '--preset') : given('SOURCES', '--source')),
  ...given('FAIL_ON', '--fail-on'),
  ...given('ALLOW_INCOMPLETE', '--allow-incomplete'),
  ...given('BASELINE', '--baseline'),
  ...given('FORMATS', '--format'),
  ...given('OUT', '--out'),
];
const outputs = ['--output', `sarif=${sarif}`, '--output', `markdown=${markdown}`];
const run = spawnSync(command, [...before, 'audit', 'run', '--json', ...flags, ...outputs], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  maxBuffer: 1024 ** 3,
});
if (run.error !== undefined) process.stderr.write(`prepay could not be started: ${run.error.message}\n`);

const exit = run.error === undefined ? (run.status ?? 4) : 4;
const summary = summaryOf(run.stdout ?? '');
tell('exit-code', String(exit));
tell('pack', summary?.paths?.pack ?? '');
tell('sarif', existsSync(sarif) ? sarif : '');
tell('counts', summary?.counts === undefined ? '' : JSON.stringify(summary.counts));
if (existsSync(markdown) && process.env.GITHUB_STEP_SUMMARY !== undefined) {
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, readFileSync(markdown));
  rmSync(markdown);
}
if (summary === null && run.stdout !== undefined) process.stdout.write(run.stdout);

/** What to start, and what stands before `audit run`: a version of the registry, or the one that the lock file pins. */
function commandOf(version, own) {
  if (own !== '') return [process.execPath, [own]];
  if (version === '') return ['npx', ['--no', 'prepay']];
  if (!/^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/u.test(version)) {
    process.stderr.write(`version ${JSON.stringify(version)}: expected a whole version such as 0.4.0\n`);
    tell('exit-code', '2');
    process.exit(0);
  }
  return ['npx', ['--yes', `prepay@${version}`]];
}

/** The document that `--json` printed; null for an error, or none. */
function summaryOf(text) {
  try {
    const found = JSON.parse(text);
    return found.schema === 'https://prepay.example/summary/v1' ? found : null;
  } catch {
    return null;
  }
}

/** An output of the step. The end of the value is marked by a word that no value can know. */
function tell(name, value) {
  const file = process.env.GITHUB_OUTPUT;
  const end = `end-${randomUUID()}`;
  if (file === undefined) process.stdout.write(`${name}=${value}\n`);
  else appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}
