import type { Json } from '../../core/json.js';
import { CallError } from '../transport/classify.js';
import type { CallAnswer } from '../transport/transport.js';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** What tells an assessor something about the answer; the rest is transport, or changes with every call. */
const keptHeaders = [
  'etag',
  'github-authentication-token-expiration',
  'last-modified',
  'link',
  'x-accepted-github-permissions',
  'x-github-api-version-selected',
  'x-oauth-scopes',
] as const;

/** The answer as it is recorded, its body null where GitHub sends none (204); throws a CallError where it is no JSON. */
export async function answerOf(headers: Headers, body: unknown, status: number): Promise<CallAnswer> {
  const kept = keptHeaders.flatMap((name): [string, Json][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    response: { headers: Object.fromEntries(kept), body: status === 204 ? null : parse(await textOf(body)) },
    next: nextPage(headers['link']),
    requestId: textHeader(headers['x-github-request-id']),
    serverDate: textHeader(headers['date']),
  };
}

/**
 * The query of the next page in a Link header (RFC 8288), as GitHub gives it: a page number or a cursor. Only the query is
 * taken: a link that leads to another host is not followed with our token.
 */
export function nextPage(link: string | number | undefined): string | null {
  if (typeof link !== 'string') return null;
  for (const [, target, parameters] of link.matchAll(/<([^>]*)>([^<]*)/g)) {
    const rel = /;\s*rel=(?:"([^"]*)"|([^\s",;]+))/.exec(parameters ?? '');
    if (target === undefined || !(rel?.[1] ?? rel?.[2] ?? '').split(' ').includes('next')) continue;
    const query = URL.canParse(target) ? new URL(target).search.slice(1) : '';
    if (query === '')
      throw new CallError('malformed-answer', 'BadLink', `the Link header names no next page: ${target}`);
    return query;
  }
  return null;
}

async function textOf(body: unknown): Promise<string> {
  return body instanceof ReadableStream ? new Response(body).text() : String(body);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new CallError('malformed-answer', 'NotJson', `the body is no JSON: ${text.slice(0, 80)}`, { cause });
  }
}

function textHeader(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}
