import type { FactSink } from '../../core/fact.js';
import { type Gap, type ReadKey, type ReadLine, type ReadRequest, readKey, reasonOf } from '../../core/read.js';
import { type Scope, scopeId, scopeKey } from '../../core/scope.js';
import { read } from '../../facts/run.js';
import { redactRequest } from '../transport/redact.js';
import type { Transport } from '../transport/transport.js';

/** What one read came to: enough to judge whether card data turned up in it. */
interface Observed {
  readonly request: ReadRequest;
  readonly redactions: { page: number; pointer: string; reason: 'card-number' | 'secret' | 'not-collected' }[];
  pages: number;
  gap: Gap | null;
}

/** A transport around another that notes each read, and the `read` facts of what it noted. */
export interface ObservingTransport extends Transport {
  /** Puts one `read` fact for each read made; a read that did not complete carries its gap. */
  facts(sink: FactSink): void;
  /** Notes one more redaction of a read that was made: what was taken out before the run stated it. */
  redacted(key: ReadKey, redaction: Observed['redactions'][number]): void;
}

export function observing(inner: Transport): ObservingTransport {
  const observed = new Map<ReadKey, Observed>();
  return {
    async *read(request) {
      const key = readKey(redactRequest(request));
      const note: Observed = {
        request,
        redactions: [],
        pages: 0,
        gap: {
          reason: 'incomplete',
          reads: [key],
          text: `${request.operation} in ${scopeId(request.scope)} has no end on record`,
        },
      };
      observed.set(key, note);
      for await (const line of inner.read(request)) {
        noteLine(note, line);
        yield line;
      }
    },
    redacted(key, redaction) {
      observed.get(key)?.redactions.push(redaction);
    },
    facts(sink) {
      const scopes = new Map<string, { scope: Scope; reads: { key: ReadKey; operation: string }[] }>();
      for (const [key, note] of observed) {
        const { scope, operation } = note.request;
        const group = scopes.get(scopeKey(scope)) ?? { scope, reads: [] };
        scopes.set(scopeKey(scope), group);
        group.reads.push({ key, operation });
        sink.fact({
          kind: 'read',
          id: key,
          name: operation,
          scope,
          data: read.parse({ id: key, operation, redactions: note.redactions }),
          evidence: Array.from({ length: note.pages }, (_, page) => ({ read: key, page, pointer: '' })),
        });
        if (note.gap !== null) sink.gap('read', scope, key, note.gap);
      }
      for (const { scope, reads } of scopes.values()) {
        sink.covered('read', scope, { gap: null, reads: [], delivered: reads.length > 0 });
      }
    },
  };
}

function noteLine(note: Observed, line: ReadLine): void {
  switch (line.type) {
    case 'page':
      note.pages += 1;
      note.redactions.push(...line.redactions.map(({ pointer, reason }) => ({ page: line.page, pointer, reason })));
      return;
    case 'end': {
      const isAnswered = line.outcome === 'complete' || line.outcome === 'absent';
      const why = line.error === null ? line.outcome : `${line.outcome} (${line.error.code})`;
      note.gap = isAnswered
        ? null
        : {
            reason: reasonOf(line.outcome),
            reads: [line.key],
            text: `${line.operation} in ${scopeId(line.scope)} was ${why}`,
          };
    }
  }
}
