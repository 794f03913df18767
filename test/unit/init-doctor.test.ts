import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import Doctor from '../../src/commands/doctor.js';
import Init from '../../src/commands/init.js';
import { type Habit, loopbackAws } from '../e2e/loopback-aws.js';
import { runCommand } from '../helpers/run-command.js';

const variables = ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ROLE_ARN'];

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', '/nonexistent');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});
afterEach(() => vi.unstubAllEnvs());

async function against(habit: Habit): Promise<void> {
  const server = await loopbackAws(habit);
  onTestFinished(() => server.stop());
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
}

const temporary = (): string => mkdtempSync(join(tmpdir(), 'prepay-init-doctor-'));

describe('init', () => {
  it('writes with --yes, says what and what next, and refuses to do it again', async () => {
    const path = join(temporary(), 'prepay.yaml');
    const first = await runCommand(Init, ['--yes', '--config', path]);
    expect(first.exit, first.stderr).toBe(0);
    expect(first.stdout.replaceAll(/\s+/g, ' ')).toContain('names no account');
    expect(first.stdout).toContain("'prepay doctor'");
    expect(readFileSync(path, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);
    const second = await runCommand(Init, ['--yes', '--config', path]);
    expect(second).toMatchObject({ exit: 2, stdout: '' });
    expect(second.stderr).toContain(`PREPAY_OUTPUT_EXISTS: ${path} is already there`);
    expect(second.stderr).toContain('--force');
    expect(await runCommand(Init, ['--yes', '--force', '--config', path])).toMatchObject({ exit: 0 });
  });

  it('gives path and configuration as one document', async () => {
    const path = join(temporary(), 'prepay.yaml');
    const run = await runCommand(Init, ['--yes', '--json', '--config', path]);
    expect(JSON.parse(run.stdout)).toMatchObject({ path, config: { version: 1, entity: { assessment: 'roc' } } });
  });

  it.each([
    { args: [], says: 'this is no terminal' },
    { args: ['--json'], says: '--json has no place' },
  ])('asks nobody: $args without --yes ends with 2', async ({ args, says }) => {
    const path = join(temporary(), 'prepay.yaml');
    const run = await runCommand(Init, [...args, '--config', path]);
    expect(run.exit).toBe(2);
    expect(run.stdout + run.stderr).toContain(says);
    expect(run.stdout + run.stderr).toContain('--yes');
    expect(existsSync(path)).toBe(false);
  });
});

const document = z.object({
  exit: z.int(),
  aws: z.object({
    state: z.string(),
    operations: z.array(z.object({ operation: z.string(), result: z.string() })),
    policy: z.unknown(),
  }),
});

describe('doctor', () => {
  it('ends with 2 where there are no credentials at all, and says so', async () => {
    const run = await runCommand(Doctor, ['--log-level', 'error']);
    expect(run.exit).toBe(2);
    expect(run.stdout).toContain('✕ credentials');
    expect(run.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('prints the policy where everything is denied, as text and as one document', async () => {
    await against('denies everything');
    const text = await runCommand(Doctor, ['--region', 'eu-west-1']);
    expect(text.exit).toBe(3);
    expect(text.stdout).toContain('"Sid": "PrepayRead"');
    const run = await runCommand(Doctor, ['--region', 'eu-west-1', '--json', '--log-level', 'error']);
    expect(run.exit).toBe(3);
    const { aws, exit } = document.parse(JSON.parse(run.stdout));
    expect({ exit, state: aws.state }).toEqual({ exit: 3, state: 'unreadable' });
    expect(aws.operations.length).toBeGreaterThan(16);
  });

  it('offers no policy where the token has expired', async () => {
    await against('says the token expired');
    const run = await runCommand(Doctor, ['--region', 'eu-west-1', '--json', '--log-level', 'error']);
    const { aws } = document.parse(JSON.parse(run.stdout));
    expect(run.exit).toBe(3);
    expect(aws.policy).toBeNull();
    expect(new Set(aws.operations.map(({ result }) => result))).toEqual(new Set(['expired', 'not-tried']));
  });

  it.each([
    { name: 'a source of a later version', args: ['--source', 'kubernetes'], says: 'PREPAY_NOT_BUILT' },
    { name: 'GitHub without an organization', args: ['--source', 'github'], says: '--org NAME' },
    { name: 'a region that is none', args: ['--region', 'moon'], says: 'PREPAY_UNKNOWN_REGION' },
    { name: 'a configuration that is not there', args: ['--config', 'none.yaml'], says: 'PREPAY_CONFIG_UNREADABLE' },
  ])('refuses $name as a run does', async ({ args, says }) => {
    const run = await runCommand(Doctor, args);
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(run.stderr).toContain(says);
  });

  it('ends with 2 where the configuration names another account', async () => {
    await against('knows who it is and denies the rest');
    const path = join(temporary(), 'prepay.yaml');
    writeFileSync(path, 'version: 1\nscope:\n  aws: [{ account: "444455556666", regions: [eu-west-1] }]\n');
    const run = await runCommand(Doctor, ['--config', path, '--log-level', 'error']);
    expect(run.exit).toBe(2);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('expected account 444455556666, got 111122223333');
    expect(run.stdout).not.toContain('Operations');
  });

  it('ends with 2 where the output cannot be written, whatever can be read', async () => {
    await against('denies everything');
    const out = join(temporary(), 'file');
    writeFileSync(out, '');
    expect(await runCommand(Doctor, ['--region', 'eu-west-1', '--out', out, '--log-level', 'error'])).toMatchObject({
      exit: 2,
    });
  });

  it('examines the sources alone that are named, and ends with 3 where an expected gate is missing', async () => {
    const path = join(temporary(), 'prepay.yaml');
    const dir = temporary();
    writeFileSync(path, `version: 1\nscope: {}\ngates: { dir: ${dir}, expect: [lint] }\n`);
    vi.stubEnv('PREPAY_COMMIT', 'a'.repeat(40));
    const args = ['--config', path, '--source', 'gates', '--log-level', 'error'];
    const text = await runCommand(Doctor, args);
    expect(text.exit, text.stderr).toBe(3);
    expect(text.stdout).toContain('✕ lint');
    expect(text.stdout).toContain('Not every expected gate is there.');
    expect(text.stdout).not.toContain('credentials  ');
    const run = await runCommand(Doctor, [...args, '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      aws: { state: 'not-in-scope', operations: [], policy: null },
      github: { state: 'not-in-scope' },
      gates: { state: 'unreadable', missing: ['lint'], commit: 'a'.repeat(40) },
    });
  });

  it('ends with 2 where GitHub is named and nothing signs in', async () => {
    for (const name of ['GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_APP_ID']) vi.stubEnv(name, undefined);
    const run = await runCommand(Doctor, ['--source', 'github', '--org', 'prepay', '--log-level', 'error']);
    expect(run.exit).toBe(2);
    expect(run.stdout).toContain('GitHub cannot be read without credentials');
  });
});
