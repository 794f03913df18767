import { randomBytes, type X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { proxyingFetch } from '../collect/transport/proxy.js';
import { PrepayError } from '../core/errors.js';
import { certificatesOf } from '../pack/certificate-chain.js';
import { nonceOf, timeStampQuery } from '../pack/time-stamp-query.js';
import { checkTimeStamp, type TimeStamp, TimeStampFault } from '../pack/time-stamp-token.js';
import { timeFault } from '../pack/verify-time-stamp.js';
import type { TimeStamper } from '../pack/writer.js';
import type { TimeStampChoice } from './signing-plan.js';

interface Asking {
  readonly timeoutMs: number;
  /** How many times after the first, with a second between: where nobody answers, or with a fault of the server's. */
  readonly retries: number;
}
const asking: Asking = { timeoutMs: 10_000, retries: 2 };
/** Bytes; an answer with a long chain of RSA has ten thousand. */
const mostAnswer = 60_000;

/** The certificates of the authorities in a PEM file. Throws PREPAY_KEY_INVALID. */
export async function loadAuthorities(path: string): Promise<readonly X509Certificate[]> {
  try {
    if (!(await stat(path)).isFile()) throw new TypeError('no regular file');
    const certificates = certificatesOf(await readFile(path, 'utf8'));
    if (certificates.length === 0) throw new TypeError('no certificate in it');
    return certificates;
  } catch (error) {
    throw new PrepayError(
      'PREPAY_KEY_INVALID',
      `${path}: expected certificates in PEM, got ${error instanceof TypeError ? error.message : 'something else'}`,
      'Give the root certificate of the time-stamping authority, as it publishes it.',
      { cause: error },
    );
  }
}

/**
 * The authority as a run uses it, asked once already: its certificates go into the manifest, which is signed before the
 * signature can be stamped; and a run does not read for an hour to find then that nobody stamps. Null where the authority
 * fails and may; `onMissing` is told why then and where a signature gets no stamp.
 * Throws PREPAY_TIME_STAMP_FAILED where it may not, and PREPAY_KEY_INVALID for the file of authorities.
 */
export async function timeStamperOf(
  choice: TimeStampChoice,
  onMissing: (why: string) => void,
  how: Asking = asking,
): Promise<TimeStamper | null> {
  const anchors = await loadAuthorities(choice.caFile);
  const attempt = async (data: Uint8Array, windowEnd: string): Promise<Stamped | null> => {
    try {
      return await stampOver(data, windowEnd, { choice, anchors, how });
    } catch (error) {
      if (!(error instanceof TimeStampFault)) throw error;
      if (choice.required) throw failed(choice.url, error);
      onMissing(`no time stamp: ${choice.url}: ${error.message}`);
      return null;
    }
  };
  const first = await attempt(randomBytes(32), new Date().toISOString());
  if (first === null) return null;
  return {
    chain: first.stamp.chain,
    stamp: async (signature, { window }) => (await attempt(signature, window.end))?.response ?? null,
  };
}

interface Stamped {
  readonly response: Uint8Array;
  readonly stamp: TimeStamp;
}

async function stampOver(
  data: Uint8Array,
  windowEnd: string,
  asked: { readonly choice: TimeStampChoice; readonly anchors: readonly X509Certificate[]; readonly how: Asking },
): Promise<Stamped> {
  const { choice, anchors, how } = asked;
  const nonce = nonceOf(randomBytes(16));
  const { policy } = choice;
  const response = await answerTo(timeStampQuery(data, nonce, policy), choice.url, how);
  const stamp = checkTimeStamp(response, { data, anchors, nonce, policy });
  const odd = timeFault(stamp.at, windowEnd);
  if (odd !== null) throw new TimeStampFault(odd);
  return { response, stamp };
}

async function answerTo(query: Uint8Array, url: string, { timeoutMs, retries }: Asking): Promise<Uint8Array> {
  const fetch = await proxyingFetch();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: query,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status >= 500) throw new TypeError(`HTTP status ${response.status}`);
      if (response.status !== 200) throw new TimeStampFault(`expected HTTP status 200, got ${response.status}`);
      return await bounded(response.body);
    } catch (error) {
      if (error instanceof TimeStampFault || attempt >= retries) throw faultOf(error, attempt + 1, timeoutMs);
    }
    await pause(1000);
  }
}

async function bounded(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostAnswer) throw new TimeStampFault(`expected at most ${mostAnswer} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function faultOf(error: unknown, attempts: number, timeoutMs: number): TimeStampFault {
  if (error instanceof TimeStampFault) return error;
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const isStatus = error instanceof TypeError && error.message.startsWith('HTTP status');
  const why = isLate ? `no answer within ${timeoutMs / 1000} seconds` : isStatus ? error.message : 'no connection';
  return new TimeStampFault(`${why}, ${attempts} times`, { cause: error });
}

function failed(url: string, fault: TimeStampFault): PrepayError {
  return new PrepayError(
    'PREPAY_TIME_STAMP_FAILED',
    `${url}: ${fault.message}`,
    'Check the authority and signing.timestamp, then run again, with --resume if reads were made; signing.timestamp.required: false seals without a time stamp.',
    { cause: fault },
  );
}
