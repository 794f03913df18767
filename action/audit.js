// The step of action.yml: runs the audit, and says what came of it as outputs of the step. It ends with 0 whatever the audit
// says, so that the evidence is kept; the last step of the action gives the audit's own exit code. Node alone, no packages.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** GitHub refuses a summary of a step that is longer. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const maxSummaryBytes = 1024 * 1024;

const temporary = resolve(process.env.RUNNER_TEMP ?? '.');
const files = { sarif: temporaryFile('sarif'), markdown: temporaryFile('md') };
const command = commandOf(input('VERSION'));
const { exit, summary } = command === null ? { exit: 2, summary: null } : audited(command);

tell('exit-code', String(exit));
tell('pack', summary?.paths?.pack ?? '');
tell('sarif', existsSync(files.sarif) ? files.sarif : '');
tell('counts', summary === null ? '' : JSON.stringify(summary.counts));
if (existsSync(files.markdown)) summarise(readFileSync(files.markdown));
if (summary !== null) process.stdout.write(`${lineOf(summary)}\n`);

function input(name) {
  return (process.env[`PREPAY_ACTION_${name}`] ?? '').trim();
}

function temporaryFile(extension) {
  return join(temporary, `prepay-${randomUUID()}.${extension}`);
}

/** What starts prepay: that version of the registry, else the installed one, which the lock file pins; null where neither. */
function commandOf(version) {
  if (version !== '') {
    if (/^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/u.test(version)) return ['npx', '--yes', `prepay@${version}`];
    return refused(`version ${JSON.stringify(version)}: expected a whole version such as 0.4.0`);
  }
  const installed = resolve('node_modules', 'prepay', 'bin', 'run.js');
  if (existsSync(installed)) return [process.execPath, installed];
  return refused(
    'there is no prepay in node_modules: install it in an earlier step (npm ci), or give the input version',
  );
}

function refused(why) {
  process.stderr.write(`${why}\n`);
  return null;
}

/** Runs the audit to its end. Without a summary nothing was sealed, and an exit code that promises a pack is not believed. */
function audited([program, ...before]) {
  const run = spawnSync(program, [...before, 'audit', 'run', '--json', ...flags()], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1024 ** 3,
  });
  if (run.error !== undefined) process.stderr.write(`prepay could not be run: ${run.error.message}\n`);
  const summary = summaryOf(run.stdout ?? '');
  if (summary === null) process.stdout.write(run.stdout ?? '');
  const exit = run.error === undefined ? (run.status ?? 4) : 4;
  return { exit: summary === null && [0, 1, 3].includes(exit) ? 4 : exit, summary };
}

function flags() {
  const given = (flag, name) => (input(name) === '' ? [] : [`${flag}=${input(name)}`]);
  return [
    ...given('--config', 'CONFIG'),
    ...(input('SOURCES') === '' ? given('--preset', 'PRESET') : given('--source', 'SOURCES')),
    ...given('--fail-on', 'FAIL_ON'),
    ...given('--allow-incomplete', 'ALLOW_INCOMPLETE'),
    ...given('--baseline', 'BASELINE'),
    ...given('--format', 'FORMATS'),
    ...given('--out', 'OUT'),
    `--output=sarif=${files.sarif}`,
    `--output=markdown=${files.markdown}`,
  ];
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

function lineOf({ counts: { outcomes }, paths, exit: code }) {
  return `${outcomes.fail} fail, ${outcomes.unknown} unknown, ${outcomes.pass} pass; exit code ${code}; ${paths.pack}`;
}

function summarise(text) {
  rmSync(files.markdown);
  const file = process.env.GITHUB_STEP_SUMMARY ?? '';
  if (file === '') return;
  const isTooLong = text.length > maxSummaryBytes;
  appendFileSync(file, isTooLong ? 'The summary is longer than GitHub takes; the pack has the report.\n' : text);
}

/** An output of the step. The end of the value is marked by a word that no value can know. */
function tell(name, value) {
  const file = process.env.GITHUB_OUTPUT ?? '';
  const end = `end-${randomUUID()}`;
  if (file === '') process.stdout.write(`${name}=${value}\n`);
  else appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}
