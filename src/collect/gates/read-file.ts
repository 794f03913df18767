import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EvidenceRef, PageLine, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { forEachPage, type ReadEnding } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { type Reader, type Reading, ReaderProblem, type Summary } from './reader.js';

export const gatesScope: Scope = { source: 'gates' };

const page = z.strictObject({
  encoding: z.enum(['utf-8', 'latin1']),
  content: z.string(),
  offset: z.int().nonnegative(),
  size: z.int().nonnegative(),
  modifiedAt: z.string(),
});
type FileContent = z.infer<typeof page>;

type Startable = Pick<Reader, 'start'>;

/** What came of reading one file. */
interface FileRead {
  /** Of all its bytes; null where not all of them are on record. */
  readonly sha256: string | null;
  readonly result: Summary | ReaderProblem;
  readonly evidence: EvidenceRef;
}

export function gatesRead(operation: string, input: ReadRequest['input'] = {}): ReadRequest {
  return { source: 'gates', scope: gatesScope, operation, input };
}

/** The first characters of the file, or why they are not to be had. */
export async function readHead(
  transport: Transport,
  path: string,
): Promise<{ readonly head: string | ReaderProblem; readonly evidence: EvidenceRef }> {
  let head: string | ReaderProblem | null = null;
  const ending = await forEachPage(transport, gatesRead('file:Head', { path }), (line) => {
    const content = contentOf(line);
    head = content instanceof ReaderProblem ? content : withoutMark(content.content);
  });
  return {
    head: notRead(ending) ?? head ?? new ReaderProblem('unread', 'the read has no page'),
    evidence: { read: ending.key, page: 0, pointer: '' },
  };
}

/** Reads the file to its end through the reader, page by page, whatever the reader says on the way. */
export async function readThrough(transport: Transport, path: string, reader: Startable): Promise<FileRead> {
  const hash = createHash('sha256');
  const hidden: ReaderProblem[] = [];
  let pages = 0;
  const run = new Run(reader);
  const ending = await forEachPage(transport, gatesRead('file:Read', { path }), (line) => {
    const content = contentOf(line);
    if (content instanceof ReaderProblem) {
      hidden.push(content);
      run.fail(content);
    } else {
      hash.update(content.content, content.encoding === 'latin1' ? 'latin1' : 'utf8');
      run.push(pages === 0 ? withoutMark(content.content) : content.content);
    }
    pages += 1;
  });
  const cut = notRead(ending);
  return {
    sha256: hidden.length === 0 && cut === null ? hash.digest('hex') : null,
    result: cut ?? run.end(),
    evidence: { read: ending.key, page: 0, pointer: '' },
  };
}

/** A reading that keeps the first problem and takes nothing more after it. */
class Run {
  readonly #reading: Reading;
  #problem: ReaderProblem | null = null;

  constructor(reader: Startable) {
    this.#reading = reader.start();
  }

  fail(problem: ReaderProblem): void {
    this.#problem ??= problem;
  }

  push(text: string): void {
    if (this.#problem !== null) return;
    try {
      this.#reading.push(text);
    } catch (error) {
      this.fail(problemOf(error));
    }
  }

  end(): Summary | ReaderProblem {
    if (this.#problem !== null) return this.#problem;
    try {
      return this.#reading.end();
    } catch (error) {
      return problemOf(error);
    }
  }
}

function problemOf(error: unknown): ReaderProblem {
  if (error instanceof ReaderProblem) return error;
  throw error;
}

/** What the page holds; a problem where it was redacted. */
function contentOf({ response, page: number, redactions }: PageLine): FileContent | ReaderProblem {
  const parsed = page.safeParse(response);
  if (parsed.success) return parsed.data;
  const reasons = [...new Set(redactions.map(({ reason }) => reason))].join(', ');
  return reasons === ''
    ? new ReaderProblem('unread', `page ${number} of the file is not of the shape that is recorded`)
    : new ReaderProblem(
        'redacted',
        `page ${number} of the file was redacted (${reasons}), so that what it says is not known`,
      );
}

/** Why the file was not read to its end; null where it was. */
function notRead({ outcome, gap }: ReadEnding): ReaderProblem | null {
  if (gap === null) return null;
  return new ReaderProblem(outcome === 'denied' ? 'denied' : 'unread', gap.text);
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
