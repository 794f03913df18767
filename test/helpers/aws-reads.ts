import type { Coverage, Fact, FactKind, FactSink } from '../../src/core/fact.js';
import { canonical, type Json, sha256Hex } from '../../src/core/json.js';
import {
  type EndLine,
  type Gap,
  type ReadLine,
  type ReadOutcome,
  type ReadRequest,
  readKey,
} from '../../src/core/read.js';
import { type Scope, scopeId } from '../../src/core/scope.js';
import type { Transport } from '../../src/collect/transport/transport.js';

/** What the fake source answers: pages, then how it ends. `no-end`: the recording stops there. */
export interface FakeAnswer {
  readonly pages?: readonly Json[];
  readonly outcome?: ReadOutcome | 'no-end';
}

export interface FakeTransport extends Transport {
  readonly requests: readonly ReadRequest[];
}

/** A transport that answers from a function and notes what it was asked. */
export function fakeTransport(answer: (request: ReadRequest) => FakeAnswer): FakeTransport {
  const requests: ReadRequest[] = [];
  return {
    requests,
    async *read(request) {
      requests.push(request);
      await Promise.resolve();
      yield* linesOf(request, answer(request));
    },
  };
}

function* linesOf(request: ReadRequest, { pages = [], outcome = 'complete' }: FakeAnswer): Generator<ReadLine> {
  const base = { ...request, key: readKey(request), command: 'aws …' };
  for (const [page, response] of pages.entries()) {
    yield {
      ...base,
      type: 'page',
      page,
      token: { request: page === 0 ? null : String(page), next: page + 1 < pages.length ? String(page + 1) : null },
      response,
      requestId: null,
      serverDate: null,
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      attempts: 1,
      sha256: sha256Hex(canonical(response)),
      redactions: [],
    };
  }
  if (outcome === 'no-end') return;
  const error: EndLine['error'] =
    outcome === 'complete' ? null : { class: 'access-denied', code: 'UnauthorizedOperation', message: 'not allowed' };
  const endedAt = '2026-01-01T00:00:01.000Z';
  yield { ...base, type: 'end', outcome, pages: pages.length, attempts: pages.length + 1, endedAt, error };
}

export interface Collected extends FactSink {
  readonly facts: readonly Fact[];
  /** By `kind scope`. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** By `kind scope id`. */
  readonly gaps: ReadonlyMap<string, Gap>;
  /** What was covered more than once, by `kind scope`: the first gap of them counts. */
  readonly coveredAgain: readonly string[];
  of<K extends FactKind>(kind: K): readonly Fact<K>[];
}

/** A sink that keeps what it is given, and throws where a fact or a gap is given twice. */
export function collectingSink(): Collected {
  const facts: Fact[] = [];
  const coverage = new Map<string, Coverage>();
  const gaps = new Map<string, Gap>();
  const coveredAgain: string[] = [];
  const seen = new Set<string>();
  const isOf =
    <K extends FactKind>(kind: K) =>
    (fact: Fact): fact is Fact<K> =>
      fact.kind === kind;
  const once = (what: string) => {
    if (seen.has(what)) throw new Error(`said twice: ${what}`);
    seen.add(what);
  };
  return {
    facts,
    coverage,
    gaps,
    coveredAgain,
    of: (kind) => facts.filter(isOf(kind)),
    fact(fact) {
      once(`fact ${place(fact.kind, fact.scope)} ${fact.id}`);
      facts.push(fact);
    },
    covered(kind, scope, said) {
      const before = coverage.get(place(kind, scope));
      if (before !== undefined) coveredAgain.push(place(kind, scope));
      coverage.set(place(kind, scope), before?.gap ? before : said);
    },
    gap(kind, scope, id, gap) {
      once(`gap ${place(kind, scope)} ${id}`);
      gaps.set(`${place(kind, scope)} ${id}`, gap);
    },
  };
}

function place(kind: string, scope: Scope): string {
  return `${kind} ${scopeId(scope)}`;
}
