import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsCaller } from '../../../../src/collect/aws/caller.js';
import { type CollectAws, type CollectedAws, collectAws } from '../../../../src/collect/aws/collect.js';
import { liveTransport } from '../../../../src/collect/transport/live.js';
import { recorder } from '../../../../src/collect/transport/recorder.js';
import { replay } from '../../../../src/collect/transport/replay.js';
import type { RecordedReads, Transport } from '../../../../src/collect/transport/transport.js';
import type { ReadLine } from '../../../../src/core/read.js';
import { awsOperation } from '../../../../src/collect/aws/operations.js';
import { type Collected, collectingSink } from '../../../helpers/aws-reads.js';

export const homeRegion = 'eu-west-1';

export interface Recorded {
  readonly transport: Transport;
  /** Every line, by its read's key. */
  readonly lines: Map<string, ReadLine[]>;
  /** Waits before a retry that were asked for, in milliseconds; none is really waited. */
  readonly waitsMs: number[];
}

/** The account on the server, read through the recorder, its recording kept in memory. */
export function recording(
  url: string,
  options: { readonly timeoutMs?: number; readonly maxAttempts?: number } = {},
): Recorded {
  const lines = new Map<string, ReadLine[]>();
  const waitsMs: number[] = [];
  const caller = awsCaller({ homeRegion, endpoint: url, requestHandler: () => Promise.resolve(new NodeHttpHandler()) });
  const { signal } = new AbortController();
  setMaxListeners(0, signal); // One for each call that is under way.
  const live = liveTransport({
    callers: [caller],
    concurrency: 8,
    budget: { maxAttempts: options.maxAttempts ?? 3, retries: 1000 },
    timeoutMs: options.timeoutMs ?? 20_000,
    signal,
    now: Date.now,
    random: () => 0.5,
    sleep: async (ms) => {
      waitsMs.push(ms);
      await sleep(1);
    },
    onEvent: () => undefined,
  });
  const transport = recorder({
    live,
    operation: ({ operation }) => awsOperation(operation),
    append: (line) => {
      lines.set(line.key, [...(lines.get(line.key) ?? []), line]);
      return Promise.resolve();
    },
    recorded: memory(lines),
  });
  return { transport, lines, waitsMs };
}

/** A transport that answers from what was recorded. */
export function replayed({ lines }: Pick<Recorded, 'lines'>): Transport {
  return replay(memory(lines));
}

export interface Account extends CollectedAws {
  readonly sink: Collected;
}

export async function collectAccount(
  transport: Transport,
  options: Partial<Omit<CollectAws, 'transport' | 'sink'>> = {},
): Promise<Account> {
  const sink = collectingSink();
  const regions = ['eu-central-1', 'eu-west-1'];
  const collected = await collectAws({ account: null, regions, homeRegion, ...options, transport, sink });
  return { ...collected, sink };
}

function memory(lines: ReadonlyMap<string, readonly ReadLine[]>): RecordedReads {
  return {
    lines(key) {
      const found = lines.get(key);
      return found === undefined ? null : each(found);
    },
  };
}

async function* each(lines: readonly ReadLine[]): AsyncGenerator<ReadLine> {
  await Promise.resolve();
  yield* lines;
}
