import type { ReadError, ReadKey, ReadOutcome } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';

interface EventBase {
  readonly key: ReadKey;
  readonly operation: string;
  readonly scope: Scope;
}

/** What happens during live reads, for progress displays. It carries no answers. */
export type TransportEvent =
  | (EventBase & { readonly type: 'read-started' })
  | (EventBase & { readonly type: 'call'; readonly host: string; readonly page: number; readonly attempt: number })
  | (EventBase & {
      readonly type: 'retry';
      readonly errorClass: ReadError['class'];
      readonly attempt: number;
      readonly waitMs: number;
    })
  | (EventBase & { readonly type: 'read-ended'; readonly outcome: ReadOutcome; readonly pages: number });
