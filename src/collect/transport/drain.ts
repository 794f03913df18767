import {
  type EndLine,
  type Gap,
  type PageLine,
  type ReadKey,
  type ReadOutcome,
  type ReadRequest,
  readKey,
  reasonOf,
} from '../../core/read.js';
import { scopeId } from '../../core/scope.js';
import { redactRequest } from './redact.js';
import type { Transport } from './transport.js';

/** How a read came out for a collector. */
export interface ReadEnding {
  readonly key: ReadKey;
  readonly operation: string;
  readonly outcome: ReadOutcome | 'no-end';
  /** Whether any page came. */
  readonly delivered: boolean;
  /** Null only where the read is complete. A collector to which absence is an answer asks `outcome` first. */
  readonly gap: Gap | null;
  /** Null where the recording has no end line. */
  readonly end: EndLine | null;
}

/** How the read ended, after `onPage` was given each of its pages in order. */
export async function forEachPage(
  transport: Transport,
  request: ReadRequest,
  onPage: (page: PageLine) => void | Promise<void>,
): Promise<ReadEnding> {
  let pages = 0;
  let end: EndLine | null = null;
  for await (const line of transport.read(request)) {
    if (line.type === 'end') {
      end = line;
    } else {
      pages += 1;
      await onPage(line);
    }
  }
  const key = readKey(redactRequest(request));
  const outcome = end?.outcome ?? 'no-end';
  return {
    key,
    operation: request.operation,
    outcome,
    delivered: pages > 0,
    gap:
      outcome === 'complete' ? null : { reason: reasonOf(outcome), reads: [key], text: gapText(request, end, pages) },
    end,
  };
}

function gapText(request: ReadRequest, end: EndLine | null, pages: number): string {
  const read = `${request.operation} in ${scopeId(request.scope)}`;
  const after = pages === 0 ? '' : ` after ${pages} page${pages === 1 ? '' : 's'}`;
  const code = end === null || end.error === null ? '' : ` (${end.error.code})`;
  switch (end?.outcome) {
    case undefined:
      return `${read} was cut short${after}`;
    case 'denied':
      return `${read} was denied${code}${after}`;
    case 'throttled':
      return `${read} was throttled${code}${after}`;
    case 'absent':
      return `${read} found nothing to read${code}${after}`;
    case 'failed':
    case 'complete':
      return `${read} failed${code}${after}`;
  }
}
