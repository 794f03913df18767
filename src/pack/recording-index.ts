import { byCodeUnit } from '../core/json.js';
import type { EndLine, PageLine, ReadKey, ReadLine } from '../core/read.js';
import { readKey } from '../core/read.js';
import type { ReadSummary } from '../core/run.js';
import { byScope } from '../core/scope.js';
import { recordingFile } from './layout.js';

/** Where a line stands: its file in the pack, its number (from 1), and its bytes. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly size: number;
  /** SHA-256 hex of the bytes, without the line feed. */
  readonly sha256: string;
}

/** The reads of a pack, by key: what replay reads from, and what leads from a finding to the recorded bytes. */
export interface PackRecording {
  /** Every line was checked, its response against its hash too, and is given as long as its bytes are still the same. */
  readonly isChecked: true;
  /** The recorded lines of a key in their order; null if the recording has none. */
  lines(key: ReadKey): AsyncIterable<ReadLine> | null;
  /** The file and line (from 1) of a page of a read; null if the recording has none. */
  locate(key: ReadKey, page: number): { readonly file: string; readonly line: number } | null;
  /** When a read ended, UTC; null where the recording has no end of it. */
  endedAt(key: ReadKey): string | null;
  /** One a read, sorted by scope, operation, key. */
  summaries(): Promise<readonly ReadSummary[]>;
}

interface IndexedRead {
  readonly first: ReadLine;
  readonly pages: LinePlace[];
  attempts: number;
  redactions: number;
  end: { readonly line: EndLine; readonly place: LinePlace } | null;
}

/** An index that holds what a recording's lines say about themselves, never their responses. */
export class RecordingIndex implements PackRecording {
  readonly isChecked = true;
  readonly #reads = new Map<ReadKey, IndexedRead>();
  readonly #fetch: (place: LinePlace) => Promise<ReadLine>;

  constructor(fetch: (place: LinePlace) => Promise<ReadLine>) {
    this.#fetch = fetch;
  }

  /** What keeps the line from standing next in the recording, in words; null if nothing does. */
  fault(line: ReadLine, file: string): string | null {
    const read = this.#reads.get(line.key);
    const pages = read?.pages.length ?? 0;
    if (line.key !== readKey(line)) return `expected the key ${readKey(line)}, got ${line.key}`;
    if (line.scope.source !== line.source) return `expected a scope of ${line.source}, got ${line.scope.source}`;
    if (file !== recordingFile(line)) return `expected the line in ${recordingFile(line)}`;
    if (read?.end) return `expected nothing after the end of read ${line.key}, got a line of type ${line.type}`;
    switch (line.type) {
      case 'page':
        return line.page === pages ? null : `expected page ${pages} of read ${line.key}, got ${line.page}`;
      case 'end':
        return line.pages === pages
          ? null
          : `expected ${line.pages} pages before the end of read ${line.key}, got ${pages}`;
    }
  }

  add(line: ReadLine, place: LinePlace): void {
    const read = this.#reads.get(line.key) ?? this.#begin(line);
    switch (line.type) {
      case 'page':
        read.pages.push(place);
        read.attempts += line.attempts;
        read.redactions += line.redactions.length;
        return;
      case 'end':
        read.end = { line, place };
        return;
    }
  }

  lines(key: ReadKey): AsyncIterable<ReadLine> | null {
    const read = this.#reads.get(key);
    return read === undefined ? null : this.#fetchAll([...read.pages, ...(read.end === null ? [] : [read.end.place])]);
  }

  locate(key: ReadKey, page: number): { readonly file: string; readonly line: number } | null {
    const place = this.#reads.get(key)?.pages[page];
    return place === undefined ? null : { file: place.file, line: place.line };
  }

  endedAt(key: ReadKey): string | null {
    return this.#reads.get(key)?.end?.line.endedAt ?? null;
  }

  /** The ends of all reads that came to one. */
  ended(): readonly EndLine[] {
    return [...this.#reads.values()].flatMap(({ end }) => (end === null ? [] : [end.line]));
  }

  summaries(): Promise<readonly ReadSummary[]> {
    return Promise.resolve([...this.#reads.values()].map(summary).sort(bySummary));
  }

  #begin(line: ReadLine): IndexedRead {
    const first = line.type === 'page' ? withoutResponse(line) : line;
    const read: IndexedRead = { first, pages: [], attempts: 0, redactions: 0, end: null };
    this.#reads.set(line.key, read);
    return read;
  }

  async *#fetchAll(places: readonly LinePlace[]): AsyncGenerator<ReadLine> {
    for (const place of places) yield await this.#fetch(place);
  }
}

function bySummary(a: ReadSummary, b: ReadSummary): number {
  return byScope(a.scope, b.scope) || byCodeUnit(a.operation, b.operation) || byCodeUnit(a.key, b.key);
}

function withoutResponse(line: PageLine): PageLine {
  return { ...line, response: null, redactions: [] };
}

function summary({ first, pages, end, attempts, redactions }: IndexedRead): ReadSummary {
  const { key, source, scope, operation, input, command } = first;
  return {
    key,
    source,
    scope,
    operation,
    input,
    outcome: end === null ? 'no-end' : end.line.outcome,
    pages: pages.length,
    attempts: end === null ? attempts : end.line.attempts,
    error: end === null ? null : end.line.error,
    redactions,
    file: recordingFile(first),
    command,
  };
}
