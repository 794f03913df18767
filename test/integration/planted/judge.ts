import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { effectiveConfiguration } from '../../../src/app/effective.js';
import { perform } from '../../../src/app/perform.js';
import { awsCaller } from '../../../src/collect/aws/caller.js';
import { runCaller } from '../../../src/collect/run/caller.js';
import { liveTransport } from '../../../src/collect/transport/live.js';
import { awsRequestHandler } from '../../../src/collect/transport/proxy.js';
import { recorder } from '../../../src/collect/transport/recorder.js';
import type { Transport } from '../../../src/collect/transport/transport.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Run } from '../../../src/core/run.js';
import { faultyRegion } from './account.js';

/** The findings of a run's configuration over a transport, in memory. */
export async function judge(transport: Transport, run: Run): Promise<readonly Finding[]> {
  const { findings } = await perform(transport, run);
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

/** The server itself, asked at most `maxAttempts` times for a page, with no time lost between two attempts. */
export function impatient(url: string, run: Run, maxAttempts: number): Transport {
  const callers = [
    awsCaller({ homeRegion: faultyRegion, endpoint: url, requestHandler: awsRequestHandler }),
    runCaller({ ...effectiveConfiguration.parse(run.configuration), declaredAt: run.declaredAt }),
  ];
  const { signal } = new AbortController();
  setMaxListeners(0, signal); // One for each call that is under way.
  const live = liveTransport({
    callers,
    budget: { maxAttempts, retries: 1000 },
    concurrency: 8,
    timeoutMs: 20_000,
    signal,
    now: Date.now,
    random: () => 0.5,
    sleep: () => sleep(1),
    onEvent: () => undefined,
  });
  // Every key is read once, and what was recorded is handed on: nothing asks for it again.
  return recorder({
    live,
    operation: () => ({ neverKept: [] }),
    append: () => Promise.resolve(),
    recorded: { lines: () => null },
  });
}
