import { PrepayError } from '../../core/errors.js';
import type { Json } from '../../core/json.js';
import { CallError, classifyError } from '../transport/classify.js';
import type { CallAnswer, Caller } from '../transport/transport.js';
import { type NamedQuery, operationOf, pageRows, walletQueries } from './operations.js';
import type { SqlClient } from './sql-client.js';

export interface WalletOptions {
  /** Null where no database is configured. */
  readonly client: SqlClient | null;
  readonly queries?: readonly NamedQuery[];
  readonly rowsPerPage?: number;
}

/**
 * The caller of the wallet's database: named queries only, a page of rows at a time. An integer past 2^53 is refused
 * (malformed-answer) rather than turned into text: a column is one type in every row, and its query says which.
 */
export function walletCaller({ client, queries = walletQueries, rowsPerPage = pageRows }: WalletOptions): Caller {
  const byName = new Map(queries.map((query) => [query.name, query]));
  const queryOf = (name: string): NamedQuery => {
    const query = byName.get(name);
    if (query !== undefined) return query;
    throw new PrepayError(
      'PREPAY_INTERNAL',
      `source wallet has no operation ${name}`,
      'Report this as a mistake of ours.',
    );
  };
  return {
    source: 'wallet',
    operation: (name) => operationOf(queryOf(name)),
    host: () => 'database',
    async call(request, pageToken, signal) {
      if (client === null)
        throw new CallError('no-credentials', 'NoDatabase', 'no database is configured: DATABASE_URL is not set');
      const { sql } = queryOf(request.operation);
      const { rows } = await client.query(sql, [pageToken, rowsPerPage], signal);
      return answerOf(rows, rowsPerPage);
    },
    classify: (error) => classifyError(error, { source: 'wallet' }),
  };
}

function answerOf(rows: readonly Readonly<Record<string, unknown>>[], rowsPerPage: number): CallAnswer {
  const cursors = rows.map((row) => row['cursor']);
  const last = cursors.at(-1);
  if (cursors.some((cursor) => typeof cursor !== 'string')) {
    throw new CallError('malformed-answer', 'NoCursor', 'a row has no text column named cursor');
  }
  return {
    response: { rows: rows.map((row, i) => jsonOf(row, `/rows/${i}`)) },
    next: typeof last === 'string' && rows.length >= rowsPerPage ? last : null,
    requestId: null,
    serverDate: null,
  };
}

/** A value of a driver as JSON: times as ISO 8601, bytes as base64, nothing as null. */
function jsonOf(value: unknown, at: string): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return integer(value, at);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item: unknown, i) => jsonOf(item, `${at}/${i}`));
  const members = Object.entries(value).map(([name, member]: [string, unknown]): [string, Json] => [
    name,
    jsonOf(member, `${at}/${name}`),
  ]);
  return Object.fromEntries(members);
}

function integer(value: bigint, at: string): number {
  if (BigInt.asIntN(54, value) === value) return Number(value);
  throw new CallError(
    'malformed-answer',
    'NotJson',
    `the answer holds integer past 2^53 at ${at}; its query must cast it to text`,
  );
}
