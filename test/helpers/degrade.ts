import type { Transport } from '../../src/collect/transport/transport.js';
import type { ReadKey, ReadLine, ReadOutcome } from '../../src/core/read.js';

export type Degradation = Exclude<ReadOutcome, 'complete' | 'absent'> | 'no-end';

const errors = {
  denied: { class: 'access-denied', code: 'UnauthorizedOperation', message: 'not authorized' },
  failed: { class: 'server-error', code: 'InternalError', message: 'an internal error' },
  throttled: { class: 'throttled', code: 'RequestLimitExceeded', message: 'rate exceeded' },
} as const;

/** The same transport, but the read of that key ends so after its first `keep` pages. */
export function degraded(inner: Transport, key: ReadKey, keep: number, how: Degradation): Transport {
  return {
    async *read(request) {
      for await (const line of inner.read(request)) {
        if (line.key !== key) yield line;
        else if (line.type === 'page' && line.page < keep) yield line;
        else {
          if (how !== 'no-end') yield ended(line, keep, how);
          return;
        }
      }
    },
  };
}

function ended(line: ReadLine, pages: number, how: Exclude<Degradation, 'no-end'>): ReadLine {
  const { key, source, scope, operation, input, command } = line;
  const endedAt = line.type === 'end' ? line.endedAt : line.startedAt;
  return {
    type: 'end',
    key,
    source,
    scope,
    operation,
    input,
    command,
    outcome: how,
    pages,
    attempts: pages + 1,
    endedAt,
    error: errors[how],
  };
}
