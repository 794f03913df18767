import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../../src/core/finding.js';
import type { ReadErrorClass, ReadOutcome } from '../../src/core/read.js';
import { openPack } from '../../src/pack/reader.js';
import { prepay, temporary } from '../e2e/cli.js';
import { type Habit, loopbackAws } from '../e2e/loopback-aws.js';

interface Fault {
  readonly name: string;
  readonly habit: Habit | 'refuses';
  readonly errorClass: ReadErrorClass;
  readonly outcome: ReadOutcome;
}

const faults: readonly Fault[] = [
  { name: 'hangs', habit: 'hangs', errorClass: 'time-out', outcome: 'failed' },
  { name: 'cuts the connection', habit: 'cuts the connection', errorClass: 'connection', outcome: 'failed' },
  { name: 'refuses the connection', habit: 'refuses', errorClass: 'connection', outcome: 'failed' },
  { name: 'answers 503 for ever', habit: 'answers 503 for ever', errorClass: 'server-error', outcome: 'failed' },
  { name: 'throttles for ever', habit: 'throttles for ever', errorClass: 'throttled', outcome: 'throttled' },
];

/** Three services are tried one after the other, each for its eight attempts with waits that double from 0.2 s. */
const longestMs = 180_000;

const summarySchema = z.object({
  exit: z.number(),
  unreadable: z.array(
    z.object({
      operation: z.string(),
      outcome: z.string(),
      error: z.object({ class: z.string(), message: z.string() }).nullable(),
    }),
  ),
});

interface Ended {
  readonly exit: number | null;
  readonly summary: z.infer<typeof summarySchema>;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
}

const ended = new Map<string, Ended>();

// All at once: what they spend is waiting.
beforeAll(async () => {
  await Promise.all(faults.map(async (fault) => ended.set(fault.name, await auditAgainst(fault))));
});

async function auditAgainst({ habit }: Fault): Promise<Ended> {
  const server = habit === 'refuses' ? await closedPort() : await loopbackAws(habit);
  const cwd = temporary();
  const env = {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: server.url,
  };
  const startedAt = performance.now();
  const run = await prepay(['audit', 'run', '--region', 'eu-west-1', '--timeout', '1', '--json'], { cwd, env });
  const tookMs = performance.now() - startedAt;
  await server.stop();
  const findings: Finding[] = [];
  for await (const finding of (await openPack(join(cwd, 'evidence/latest'))).findings()) findings.push(finding);
  const summary = summarySchema.parse(JSON.parse(run.stdout));
  return { exit: run.code, summary, findings, tookMs };
}

/** A port of loopback that nobody listens on. */
async function closedPort(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free');
  probe.close();
  await once(probe, 'close');
  return { url: `http://127.0.0.1:${address.port}`, stop: () => Promise.resolve() };
}

describe.each(faults)('an endpoint that $name', ({ name, errorClass, outcome }) => {
  it('ends the run with 3 within bounds', () => {
    const run = ended.get(name);
    expect(run?.exit).toBe(3);
    expect(run?.summary.exit).toBe(3);
    expect(run?.tookMs).toBeLessThan(longestMs);
  });

  it('has every read named with how it ended', () => {
    const unreadable = ended.get(name)?.summary.unreadable ?? [];
    // Identity, regions, and what a region is asked without knowing anything of it.
    expect(unreadable.length).toBeGreaterThan(12);
    expect(new Set(unreadable.map((read) => read.error?.class))).toEqual(new Set([errorClass]));
    expect(new Set(unreadable.map((read) => read.outcome))).toEqual(new Set([outcome]));
    for (const { error } of unreadable) expect(error?.message).not.toBe('');
  });

  it('leaves no pass of AWS, and an unknown for every control that judges it', () => {
    const ofAws = (ended.get(name)?.findings ?? []).filter(({ resource }) => resource.scope.source === 'aws');
    expect(new Set(ofAws.map((finding) => finding.outcome))).toEqual(new Set(['unknown']));
    expect(new Set(ofAws.map(({ control }) => control)).size).toBeGreaterThan(5);
  });
});
