import { PrepayError } from '../../core/errors.js';
import { canonical, sha256Hex } from '../../core/json.js';
import {
  type EndLine,
  type PageLine,
  type ReadKey,
  type ReadLine,
  type ReadRequest,
  readKey,
} from '../../core/read.js';
import { scopeId } from '../../core/scope.js';
import { outcomeOf } from './classify.js';
import { parseReadLine } from './read-line.js';
import { redactRequest } from './redact.js';
import type { RecordedReads, Transport } from './transport.js';

/**
 * Reads from a recording. A key that it lacks throws PREPAY_REPLAY_MISS; a line that does not fit its own hash, its key or
 * its neighbours throws PREPAY_PACK_INVALID. A read without an end line gives its pages and no end.
 */
export function replay(recorded: RecordedReads): Transport {
  return {
    read(request) {
      const asked = redactRequest(request);
      const key = readKey(asked);
      const lines = recorded.lines(key);
      if (lines === null) throw miss(asked);
      const read = `${asked.operation} in ${scopeId(asked.scope)}`;
      return checked(lines, { key, read, isHashChecked: recorded.isChecked === true });
    },
  };
}

async function* checked(
  lines: AsyncIterable<ReadLine>,
  { key, read, isHashChecked }: { readonly key: ReadKey; readonly read: string; readonly isHashChecked: boolean },
): AsyncGenerator<ReadLine, void, undefined> {
  let pages = 0;
  let attempts = 0;
  let next: string | null = null;
  let isOver = false;
  for await (const raw of lines) {
    const where = `${read}, page ${pages}`;
    const line = parseReadLine(raw, where);
    if (isOver) throw invalid(`${read}, end`, 'nothing after it', `another line of type ${line.type}`);
    expectSame(where, 'the key of its read', key, line.key);
    expectSame(where, 'the key of its request', key, readKey(line));
    if (line.type === 'page') {
      checkPage(line, pages, next, where);
      if (!isHashChecked)
        expectSame(where, 'the SHA-256 of its response', sha256Hex(canonical(line.response)), line.sha256);
      pages += 1;
      attempts += line.attempts;
      next = line.token.next;
    } else {
      checkEnd(line, { pages, attempts, next }, `${read}, end`);
      isOver = true;
    }
    yield line;
  }
}

function checkPage(line: PageLine, page: number, next: string | null, where: string): void {
  expectSame(where, 'page number', page, line.page);
  if (page > 0 && next === null) throw invalid(where, 'an end, since no page was to follow', 'a page');
  expectSame(where, 'the token that the page before it gave', next, line.token.request);
}

function checkEnd(line: EndLine, seen: { pages: number; attempts: number; next: string | null }, where: string): void {
  expectSame(where, 'count of pages', seen.pages, line.pages);
  if (line.attempts < seen.attempts) throw invalid(where, `${seen.attempts} attempts at least`, String(line.attempts));
  if (line.outcome === 'complete') {
    expectSame(where, 'no error on a complete read', null, line.error);
    expectSame(where, 'no page left to ask for on a complete read', null, seen.next);
    if (seen.pages === 0) throw invalid(where, 'a page at least on a complete read', 'none');
    return;
  }
  if (line.error === null) throw invalid(where, `an error with outcome ${line.outcome}`, 'none');
  const outcome = outcomeOf(line.error.class);
  expectSame(where, 'outcome', outcome === 'absent' && seen.pages > 0 ? 'failed' : outcome, line.outcome);
}

function expectSame(where: string, what: string, expected: unknown, got: unknown): void {
  if (expected !== got) throw invalid(where, `${what}: ${shown(expected)}`, shown(got));
}

function shown(value: unknown): string {
  return value === null ? 'none' : typeof value === 'string' ? value : canonical(value);
}

function invalid(where: string, expected: string, got: string): PrepayError {
  return new PrepayError(
    'PREPAY_PACK_INVALID',
    `${where}: expected ${expected}, got ${got}`,
    'The recording was changed or damaged after it was made; ask for the pack again.',
  );
}

function miss({ operation, scope, input }: ReadRequest): PrepayError {
  return new PrepayError(
    'PREPAY_REPLAY_MISS',
    `the recording holds no ${operation} in ${scopeId(scope)} with input ${canonical(input)}`,
    'Replay with the version of the tool that made the recording, and check that no line was taken out of it.',
  );
}
