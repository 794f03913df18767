import { canonical, sha256Hex } from '../../core/json.js';
import {
  type EndLine,
  type PageLine,
  type ReadKey,
  type ReadLine,
  type ReadRequest,
  readKey,
} from '../../core/read.js';
import { redact, redactRequest, redactText } from './redact.js';
import type { Operation, RecordedReads, Transport } from './transport.js';

export interface RecorderOptions {
  readonly live: Transport;
  /** What is dropped from an answer always is said by its operation. */
  operation(request: ReadRequest): Pick<Operation, 'neverKept'>;
  /** Writes a line where `recorded` finds it again once the promise is kept. */
  append(line: ReadLine): Promise<void>;
  readonly recorded: RecordedReads;
}

/**
 * Hands over what was appended: live, redacted, written, and only then seen by a collector. Each key is read once a run:
 * a second reader, at the same time or later, gets the same lines. Only keys and the newest line of each unfinished read
 * are held in memory; what came before is read back from the store.
 */
export function recorder(options: RecorderOptions): Transport {
  const flights = new Map<ReadKey, Flight>();
  return {
    read(request) {
      const key = readKey(redactRequest(request));
      const flight = flights.get(key) ?? new Flight(key, request, options);
      flights.set(key, flight);
      return flight.lines();
    },
  };
}

/**
 * One read under way, drawn from by any number of readers. Whoever is foremost draws the next line, so no reader waits
 * for another that has stopped, and pages come no faster than they are used.
 */
class Flight {
  private count = 0;
  private newest: ReadLine | null = null;
  private source: AsyncIterator<ReadLine> | null = null;
  private state: 'open' | 'over' | 'broken' = 'open';
  private failure: unknown = null;
  private drawing: Promise<void> | null = null;

  constructor(
    private readonly key: ReadKey,
    private readonly request: ReadRequest,
    private readonly options: RecorderOptions,
  ) {}

  async *lines(): AsyncGenerator<ReadLine, void, undefined> {
    for (let at = 0; ; ) {
      if (at === this.count) await this.draw();
      if (at === this.count) return;
      if (at === this.count - 1 && this.newest !== null) {
        yield this.newest;
        at += 1;
        continue;
      }
      for await (const line of this.recorded(at, this.count)) {
        yield line;
        at += 1;
      }
    }
  }

  /** After it, there is a line more than before, or the read is over. */
  private async draw(): Promise<void> {
    if (this.state === 'broken') throw this.failure;
    if (this.state === 'over') return;
    this.drawing ??= this.drawOne().finally(() => {
      this.drawing = null;
    });
    await this.drawing;
  }

  private async drawOne(): Promise<void> {
    try {
      this.source ??= this.options.live.read(this.request)[Symbol.asyncIterator]();
      const drawn = await this.source.next();
      if (drawn.done === true) {
        this.finish();
        return;
      }
      const line = redactLine(drawn.value, this.options.operation(this.request).neverKept);
      await this.options.append(line);
      this.newest = line;
      this.count += 1;
      if (line.type === 'end') this.finish();
    } catch (error) {
      this.state = 'broken';
      this.failure = error;
      throw error;
    }
  }

  private finish(): void {
    this.state = 'over';
    this.source = null;
  }

  private async *recorded(from: number, to: number): AsyncGenerator<ReadLine, void, undefined> {
    let i = 0;
    for await (const line of this.options.recorded.lines(this.key) ?? []) {
      if (i >= to) return;
      if (i >= from) yield line;
      i += 1;
    }
    if (i < to) throw new TypeError(`the store holds ${i} of the ${to} lines of read ${this.key} that it was given`);
  }
}

/** The line as it may be kept. Its hash covers what is left. */
export function redactLine(line: ReadLine, neverKept: readonly string[]): ReadLine {
  const { input } = redactRequest(line);
  const command = redactText(line.command);
  return line.type === 'page'
    ? redactPage({ ...line, input, command }, neverKept)
    : redactEnd({ ...line, input, command });
}

function redactPage(line: PageLine, neverKept: readonly string[]): PageLine {
  const { value, redactions } = redact(line.response, neverKept);
  const token = {
    request: redactToken(line.token.request, line.page),
    next: redactToken(line.token.next, line.page + 1),
  };
  if (redactions.length === 0) return { ...line, token };
  // A recording that is recorded again (the demo) brings redactions of its own.
  const all = [...line.redactions, ...redactions];
  return { ...line, token, response: value, redactions: all, sha256: sha256Hex(canonical(value)) };
}

function redactEnd(line: EndLine): EndLine {
  return line.error === null ? line : { ...line, error: { ...line.error, message: redactText(line.error.message) } };
}

/** Named by the page it asks for, so that it is the same on both sides of the turn. */
function redactToken(token: string | null, page: number): string | null {
  if (token === null) return null;
  return redactText(token) === token ? token : `[redacted: token of page ${page}]`;
}
