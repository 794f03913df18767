/** What can be told of an error whatever library threw it. */
export interface ErrorSigns {
  readonly name: string;
  /** The source's codes, the most telling first: the error's own, then those of its causes. */
  readonly codes: readonly string[];
  /** The HTTP status, if there was an answer. */
  readonly status: number | null;
  readonly message: string;
  /** Whether an answer came that is not of the documented form (HTML, XML for JSON, half of it). */
  readonly isUnreadable: boolean;
}

// Names that say nothing: what stands behind them in `cause`, `code` or the status does.
const plainNames = new Set([
  'Error',
  'TypeError',
  'AggregateError',
  'HttpError',
  'error',
  'DatabaseError',
  'FetchError',
]);

/** The signs of an error and of all its causes. */
export function signsOf(error: unknown): ErrorSigns {
  const chain = [...causes(error)];
  const codes = chain.flatMap((link) => [text(link, 'code'), text(link, 'Code'), name(link)].filter(isTelling));
  const messages = chain.map((link) => text(link, 'message')).filter((message) => message !== null && message !== '');
  return {
    name: name(error) ?? typeof error,
    codes: [...new Set(codes)],
    status: chain.map(statusOf).find((status) => status !== null) ?? null,
    message: [...new Set(messages)].join(': ') || (typeof error === 'string' ? error : 'no message'),
    isUnreadable: chain.some((link) => name(link) === 'SyntaxError'),
  };
}

function* causes(error: unknown): Generator {
  let link = error;
  for (let depth = 0; depth < 5 && link !== undefined && link !== null; depth += 1) {
    yield link;
    // Node reports a refused connection to a name with two addresses as an AggregateError.
    const members = member(link, 'errors');
    link = member(link, 'cause') ?? (Array.isArray(members) ? member(members, '0') : undefined);
  }
}

function statusOf(link: unknown): number | null {
  const candidates = [
    member(link, 'status'),
    member(link, 'statusCode'),
    member(member(link, '$metadata'), 'httpStatusCode'),
    member(member(link, '$response'), 'statusCode'),
  ];
  return candidates.find((value): value is number => typeof value === 'number' && value >= 100 && value <= 599) ?? null;
}

function name(link: unknown): string | null {
  return text(link, 'name');
}

function isTelling(code: string | null): code is string {
  return code !== null && code !== '' && !plainNames.has(code);
}

function text(value: unknown, key: string): string | null {
  const found = member(value, key);
  return typeof found === 'string' ? found : null;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
