import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ended, json, prepay, start, temporary } from './cli.js';
import { type Habit, type LoopbackAws, loopbackAws } from './loopback-aws.js';

const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_REGION: 'eu-west-1' };

let server: LoopbackAws | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

async function auditAgainst(habit: Habit, args: readonly string[] = []) {
  server = await loopbackAws(habit);
  const cwd = temporary();
  const env = { ...credentials, AWS_ENDPOINT_URL: server.url };
  const run = await prepay(['audit', 'run', '--region', 'eu-west-1', '--timeout', '1', '--json', ...args], {
    cwd,
    env,
  });
  return { ...run, cwd };
}

const summaryShape = z.object({
  exit: z.int(),
  counts: z.object({ outcomes: z.record(z.string(), z.int()) }),
  unreadable: z.array(z.object({ outcome: z.string(), error: z.object({ class: z.string() }).nullable() })),
});

describe('a source that does not answer as it should', () => {
  it.each([
    { habit: 'denies everything', outcome: 'denied', errorClass: 'access-denied' },
    { habit: 'says the token expired', outcome: 'denied', errorClass: 'expired-token' },
    { habit: 'answers HTML', outcome: 'failed', errorClass: 'malformed-answer' },
    { habit: 'answers half', outcome: 'failed', errorClass: 'malformed-answer' },
  ] as const)(
    'that $habit gives a pack with no pass that rests on it, and exit 3',
    async ({ habit, outcome, errorClass }) => {
      const run = await auditAgainst(habit);
      expect(run.code, run.stderr).toBe(3);
      const summary = json(summaryShape, run.stdout);
      expect(summary.exit).toBe(3);
      expect(summary.counts.outcomes).toMatchObject({ fail: 0 });
      expect(summary.counts.outcomes['unknown']).toBeGreaterThan(5);
      expect(new Set(summary.unreadable.map((read) => read.outcome))).toEqual(new Set([outcome]));
      expect(new Set(summary.unreadable.map((read) => read.error?.class))).toEqual(new Set([errorClass]));
      const findings = readFileSync(join(run.cwd, 'evidence', 'latest', 'results', 'findings.jsonl'), 'utf8');
      const passes = findings
        .split('\n')
        .filter((line) => line.includes('"outcome":"pass"') && line.includes('"source":"aws"'));
      expect(passes).toEqual([]);
    },
  );

  it('lets unknowns by where --allow-incomplete names the source', async () => {
    expect(await auditAgainst('denies everything', ['--allow-incomplete', 'aws'])).toMatchObject({ code: 0 });
  });
});

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with 130 on %s and leaves nothing that passes for a pack',
    async (signal) => {
      server = await loopbackAws('hangs');
      const cwd = temporary();
      const child = start(['audit', 'run', '--region', 'eu-west-1'], {
        cwd,
        env: { ...credentials, AWS_ENDPOINT_URL: server.url },
      });
      const end = ended(child);
      await server.asked;
      child.kill(signal);
      const { code, stderr } = await end;
      expect(code).toBe(130);
      expect(stderr).toContain('PREPAY_INTERRUPTED: ');
      const left = readdirSync(join(cwd, 'evidence'));
      expect(left.filter((name) => !name.startsWith('.'))).toEqual([]);
      for (const name of left.filter((each) => each.endsWith('.partial'))) {
        const shown = await prepay(['pack', 'show', join(cwd, 'evidence', name)]);
        expect(shown.stderr).toContain('PREPAY_PACK_NOT_FOUND: ');
      }
    },
  );
});

describe('the output folder', () => {
  it('is not shared by two runs', async () => {
    server = await loopbackAws('hangs');
    const cwd = temporary();
    const first = start(['audit', 'run', '--region', 'eu-west-1'], {
      cwd,
      env: { ...credentials, AWS_ENDPOINT_URL: server.url },
    });
    const end = ended(first);
    await server.asked;
    const second = await prepay(['audit', 'run', '--demo', 'after'], { cwd });
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('PREPAY_OUTPUT_LOCKED: ');
    first.kill('SIGINT');
    await end;
    expect(await prepay(['audit', 'run', '--demo', 'after', '--quiet'], { cwd })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  const mount = join(temporary(), 'small');
  const hasTmpfs = mounted(mount);
  if (!hasTmpfs) process.stderr.write('SKIPPED: no tmpfs can be mounted here, so a full disk is not tried\n');

  it.skipIf(!hasTmpfs)('being full is said with the file, exit 4, and leaves no pack', async () => {
    try {
      const run = await prepay(['audit', 'run', '--demo', 'before', '--out', mount]);
      expect(run.code).toBe(4);
      expect(run.stderr).toContain('PREPAY_DISK_FULL: ');
      expect(existsSync(join(mount, 'latest'))).toBe(false);
    } finally {
      execFileSync('umount', [mount]);
    }
  });

  it('outlives kill -9: the next run in the same folder succeeds', async () => {
    server = await loopbackAws('hangs');
    const cwd = temporary();
    const child = start(['audit', 'run', '--region', 'eu-west-1'], {
      cwd,
      env: { ...credentials, AWS_ENDPOINT_URL: server.url },
    });
    const end = ended(child);
    await server.asked;
    child.kill('SIGKILL');
    await end;
    // The lock of a process that is gone is stale after ten seconds.
    await sleep(11_000);
    expect(await prepay(['audit', 'run', '--demo', 'after', '--quiet'], { cwd })).toMatchObject({ code: 0 });
  });
});

function mounted(path: string): boolean {
  try {
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
