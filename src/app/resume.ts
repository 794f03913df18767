import { parseIdentity } from '../collect/aws/parse-account.js';
import { replay } from '../collect/transport/replay.js';
import { redactRequest } from '../collect/transport/redact.js';
import type { Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import { canonical, isJsonObject, type Json } from '../core/json.js';
import { type ReadLine, type ReadRequest, readKey } from '../core/read.js';
import type { ReusedRead, Run, ScopeFile } from '../core/run.js';
import { completeReads, type JournalReads, setAside, type UnfinishedRun, unfinishedRuns } from '../pack/journal.js';
import { stateOf } from '../pack/owner.js';
import type { PackRecording } from '../pack/recording-index.js';

/**
 * A read that is older is made again. Within an hour an account changes little, and a run of a large one takes about as
 * long: its first reads are as old when its last are made, so that a resumed pack is no worse than one made at a stretch.
 */
export const oldestReadMs = 60 * 60_000;

/**
 * A run that was declared earlier is begun anew. Verdicts go by its declared time, and those of them that count in days
 * must not go by yesterday.
 */
export const oldestRunMs = 4 * 60 * 60_000;

/** A run that was cut short, ready to go on. */
export interface Resumed {
  /** The run as it was declared, with the time at which it goes on. */
  readonly run: Run;
  /** Its journals: of use until the pack is sealed. */
  readonly folders: readonly string[];
  readonly reads: JournalReads;
}

/**
 * The newest run in the output folder that was cut short and is the one that is asked for. The folder has to be locked.
 * Throws PREPAY_NOTHING_TO_RESUME, PREPAY_RESUME_REFUSED naming the difference, and PREPAY_OUTPUT_LOCKED where its process
 * still runs.
 */
export async function resume(out: string, asked: Run, now: Date): Promise<Resumed> {
  const found = await unfinishedRuns(out);
  const [newest] = found;
  if (newest === undefined) {
    throw new PrepayError(
      'PREPAY_NOTHING_TO_RESUME',
      `${out}: expected the journal of a run that was cut short, got none`,
      'Run it without --resume, or name the folder of that run with --out.',
    );
  }
  const same = found.find(({ header }) => differenceOf(header.run, asked) === null);
  if (same === undefined) throw refused(newest, differenceOf(newest.header.run, asked) ?? 'another run');
  await refuseRunning(same);
  const age = now.getTime() - Date.parse(same.header.run.declaredAt);
  if (age > oldestRunMs) {
    throw refused(same, `it was declared at ${same.header.run.declaredAt}, more than ${hours(oldestRunMs)} ago`);
  }
  const resumedAt = now.toISOString();
  const notBefore = new Date(now.getTime() - oldestReadMs).toISOString();
  const folders = await setAside(out, same);
  return {
    run: { ...same.header.run, runner: asked.runner, resumedAt: [...(same.header.run.resumedAt ?? []), resumedAt] },
    folders,
    reads: await completeReads(folders, (end, startedAt) => startedAt >= notBefore && end.endedAt < resumedAt),
  };
}

async function refuseRunning({ folders, header }: UnfinishedRun): Promise<void> {
  // This process itself has ended that run: it holds the folder's lock.
  if (header.owner.pid === process.pid || (await stateOf(header.owner)) !== 'runs') return;
  throw new PrepayError(
    'PREPAY_OUTPUT_LOCKED',
    `${folders[0] ?? ''}: expected a run that was cut short, got one that process ${header.owner.pid} still writes`,
    'Wait for that process, or end it.',
  );
}

function refused({ folders }: UnfinishedRun, difference: string): PrepayError {
  return new PrepayError(
    'PREPAY_RESUME_REFUSED',
    `${folders[0] ?? ''}: ${difference}`,
    'Give the same flags, configuration and version as then, or run without --resume.',
  );
}

/** The first thing, with both values, in which two runs would ask or judge otherwise; null where there is none. */
function differenceOf(then: Run, now: Run): string | null {
  const of = ({ tool, configuration, selection, partialBecause, demo, nonce }: Run): Json =>
    JSON.parse(canonical({ tool, configuration, selection, partialBecause, demo, nonce: nonce ?? null })) as Json;
  return firstDifference(of(then), of(now), '');
}

function firstDifference(then: Json, now: Json, at: string): string | null {
  if (canonical(then) === canonical(now)) return null;
  if (!isJsonObject(then) || !isJsonObject(now)) return `${at}: expected ${shown(then)} as then, got ${shown(now)}`;
  for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const found = firstDifference(then[name] ?? null, now[name] ?? null, at === '' ? name : `${at}.${name}`);
    if (found !== null) return found;
  }
  return `${at}: expected the same as then`;
}

function shown(value: Json): string {
  const text = canonical(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function hours(ms: number): string {
  return `${ms / 3_600_000} hours`;
}

/** A transport that hands over what the journals have, and reads the rest. */
export interface ResumingTransport extends Transport {
  /** Whether the read is handed over as it was recorded, redacted already. */
  isReused(request: ReadRequest): boolean;
}

/**
 * Who reads is asked again every time: reads of another identity are not handed over as this one's, but end the run with
 * PREPAY_RESUME_REFUSED.
 */
export function resuming(
  reads: JournalReads,
  live: Transport,
  telling: (replayed: Transport) => Transport,
): ResumingTransport {
  const replayed = telling(replay(reads));
  const recorded = (request: ReadRequest): AsyncIterable<ReadLine> | null =>
    // That it is still the same identity is known of AWS alone, and files change between two runs.
    request.source === 'aws' ? reads.lines(readKey(redactRequest(request))) : null;
  const isReused = (request: ReadRequest): boolean =>
    request.operation !== identityOperation && recorded(request) !== null;
  return {
    isReused,
    async *read(request) {
      if (isReused(request)) {
        yield* replayed.read(request);
        return;
      }
      const before = request.operation === identityOperation ? await identityIn(recorded(request)) : null;
      for await (const line of live.read(request)) {
        if (before !== null) assertSame(before, line);
        yield line;
      }
    },
  };
}

const identityOperation = 'sts:GetCallerIdentity';

async function identityIn(lines: AsyncIterable<ReadLine> | null): Promise<string | null> {
  for await (const line of lines ?? []) if (line.type === 'page') return identityOf(line.response);
  return null;
}

/** The ARN; of a role without the name of the session, which every login makes anew. Null where the answer has none. */
function identityOf(response: Json): string | null {
  try {
    return parseIdentity(response).data.arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
  } catch {
    return null;
  }
}

function assertSame(before: string, line: ReadLine): void {
  if (line.type === 'end' && line.outcome === 'complete') return;
  const got = line.type === 'page' ? identityOf(line.response) : null;
  if (got === before) return;
  throw new PrepayError(
    'PREPAY_RESUME_REFUSED',
    `the run that was cut short was read as ${before}: expected the same identity, got ${got ?? 'none'}`,
    'Use the same credentials as then, or run without --resume.',
  );
}

/** Which reads were made before the run was taken up again last, by when they ended; null for a run that never was. */
export function reusedReads(
  run: Pick<Run, 'resumedAt'>,
  reads: readonly { readonly key: string; readonly scope: ReusedRead['scope']; readonly operation: string }[],
  recorded: Pick<PackRecording, 'endedAt'>,
): Pick<ScopeFile, 'reused'> {
  const last = run.resumedAt?.at(-1);
  if (last === undefined) return {};
  return {
    reused: reads.flatMap(({ key, scope, operation }): ReusedRead[] => {
      const readAt = recorded.endedAt(key);
      return scope.source === 'run' || readAt === null || readAt >= last ? [] : [{ key, scope, operation, readAt }];
    }),
  };
}
