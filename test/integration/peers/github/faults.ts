import type { ServerResponse } from 'node:http';
import type { Called } from './operations.js';

/** What goes wrong instead of an answer. Faults are no part of GitHub's description and are not held to it. */
export interface Fault {
  readonly operation: Called;
  /** Only where the path or query has this text, e.g. `&page=2` or `/wallet/`; of GraphQL the variables, as JSON. */
  readonly where?: string;
  /** The calls of this operation (and place), counted from 1, that it strikes; all. */
  readonly calls?: readonly number[];
  readonly how: FaultKind;
}

export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly headers?: Record<string, string>;
    }
  /** The true answer, after this time. */
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'reset' }
  /** The first half of the true answer under its whole length, then a cut. */
  | { readonly kind: 'half-body' }
  /** This text in place of the body, under status 200. */
  | { readonly kind: 'body'; readonly text: string; readonly type?: string };

/** The fault that strikes this call, if any; counts the calls of each fault's operation and place. */
export function faultFinder(faults: readonly Fault[]): (operation: Called, target: string) => FaultKind | null {
  const counted = faults.map((fault) => ({ fault, calls: 0 }));
  return (operation, target) => {
    let struck: FaultKind | null = null;
    for (const entry of counted) {
      const { fault } = entry;
      if (fault.operation !== operation || !target.includes(fault.where ?? '')) continue;
      entry.calls += 1;
      if (fault.calls === undefined || fault.calls.includes(entry.calls)) struck ??= fault.how;
    }
    return struck;
  };
}

export interface Sendable {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends an answer, spoilt by the fault where there is one. */
export async function sendFaulty(response: ServerResponse, answer: Sendable, fault: FaultKind | null): Promise<void> {
  const write = ({ status, headers, text }: Sendable): void => {
    const length = text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    response.writeHead(status, { ...headers, ...length });
  };
  switch (fault?.kind) {
    case undefined:
      write(answer);
      response.end(answer.text);
      return;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      write(answer);
      response.end(answer.text);
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'half-body':
      write(answer);
      response.write(answer.text.slice(0, Math.ceil(answer.text.length / 2)));
      setTimeout(() => response.destroy(), 5);
      return;
    case 'body':
    case 'status':
      sendInstead(response, answer, fault);
  }
}

function sendInstead(
  response: ServerResponse,
  answer: Sendable,
  fault: Extract<FaultKind, { kind: 'body' | 'status' }>,
): void {
  const { date = '' } = answer.headers;
  if (fault.kind === 'body') {
    response.writeHead(200, { 'content-type': fault.type ?? 'application/json; charset=utf-8', date });
    response.end(fault.text);
    return;
  }
  const { status, message = 'Server Error', headers = {} } = fault;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', date, ...headers });
  response.end(JSON.stringify({ message, status: String(status) }));
}
