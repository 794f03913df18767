import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadLine, ReadRequest } from '../../core/read.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from '../transport/drain.js';
import { liveTransport } from '../transport/live.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import { walletCaller, type WalletOptions } from './caller.js';
import { type NamedQuery, walletQueries } from './operations.js';
import type { SqlClient } from './sql-client.js';

const query = (name: string, columns: string, from = 'ledger'): NamedQuery => ({
  name,
  permissions: [`select on ${from}`],
  sql: `select id as cursor, ${columns} from ${from} where ($1::text is null or id > $1) order by id limit $2`,
});
const queries = [
  ...walletQueries,
  query('sql:ledger', 'amount, at, raw, tags'),
  query('sql:balances', 'big'),
  query('sql:balances-as-text', 'big::text'),
  query('sql:hidden', 'id', 'hidden'),
  query('sql:missing', 'id', 'missing'),
  { name: 'sql:no-cursor', permissions: [], sql: 'select 1 as one where $1::text is null limit $2' },
];

let database: PGlite;
const client: SqlClient = {
  query: async (sql, parameters) => database.query<Record<string, unknown>>(sql, [...parameters]),
};

beforeAll(async () => {
  database = await PGlite.create();
  await database.exec(`
    create table ledger (id text collate "C" primary key, amount bigint, big bigint, at timestamptz, raw bytea, tags jsonb);
    insert into ledger values
      ('a', 1, 9007199254740991, '2026-11-25T12:00:00.123Z', '\\x00ff', '{"n": [1, null]}'),
      ('b', 2, 9007199254740993, null, null, null),
      ('c', 3, 1, null, null, '"card 4111111111111111"');
    alter table ledger enable row level security;
    create policy everybody on ledger using (true);
    create table hidden (id text primary key);
    create role auditor;
    grant select on ledger to auditor;
    set session authorization auditor;
  `);
}, 120_000);
afterAll(() => database.close());

const requestOf = (operation: string): ReadRequest => ({
  source: 'wallet',
  scope: { source: 'wallet' },
  operation,
  input: {},
});

async function read(operation: string, more: Partial<WalletOptions> = {}) {
  const caller = walletCaller({ client, queries, rowsPerPage: 2, ...more });
  const store = memoryRecording();
  const { options } = watched();
  const transport = recorder({
    live: liveTransport({ ...options, callers: [caller] }),
    operation: (request) => caller.operation(request.operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const ending = await forEachPage(transport, requestOf(operation), () => undefined);
  const again: ReadLine[] = [];
  for await (const line of replay(store).read(requestOf(operation))) again.push(line);
  expect(again).toEqual(store.all);
  return { ending, lines: store.all };
}

describe('an SQL read', () => {
  it('is recorded page by page by its cursor, redacted, and replayed', async () => {
    const { ending, lines } = await read('sql:ledger');
    expect(ending.outcome).toBe('complete');
    expect(lines).toMatchObject([
      {
        token: { request: null, next: 'b' },
        response: {
          rows: [
            { cursor: 'a', amount: 1, at: '2026-11-25T12:00:00.123Z', raw: 'AP8=', tags: { n: [1, null] } },
            { cursor: 'b', amount: 2, at: null, raw: null, tags: null },
          ],
        },
      },
      { token: { request: 'b', next: null }, response: { rows: [{ cursor: 'c', tags: { redacted: 'card-number' } }] } },
      { type: 'end', outcome: 'complete', pages: 2 },
    ]);
  });

  it('reads the live catalog: which tables have row security, enabled and forced', async () => {
    const { lines } = await read('sql:row-security', { rowsPerPage: 10 });
    expect(lines[0]).toMatchObject({
      response: {
        rows: [
          {
            cursor: 'public.hidden',
            schema: 'public',
            table: 'hidden',
            owner: 'postgres',
            isEnabled: false,
            isForced: false,
          },
          {
            cursor: 'public.ledger',
            schema: 'public',
            table: 'ledger',
            owner: 'postgres',
            isEnabled: true,
            isForced: false,
          },
        ],
      },
    });
    expect(lines[0]?.command).toMatch(
      /^psql "\$DATABASE_URL" --csv --command 'select .* \(null::text is null .* limit all'$/,
    );
  });

  it('asks once more where the last page is full, and ends on the empty one', async () => {
    const { lines } = await read('sql:row-security');
    expect(lines.map((line) => (line.type === 'page' ? line.token.next : line.outcome))).toEqual([
      'public.ledger',
      null,
      'complete',
    ]);
  });

  it('is denied to a role without the grant', async () => {
    const { ending } = await read('sql:hidden');
    expect(ending).toMatchObject({
      outcome: 'denied',
      gap: { text: 'sql:hidden in wallet was denied (42501)' },
      end: { error: { class: 'access-denied' } },
    });
  });

  it('fails where the table is not there: the query does not fit this schema', async () => {
    expect((await read('sql:missing')).ending).toMatchObject({
      outcome: 'failed',
      end: { error: { class: 'refused-request', code: '42P01' } },
    });
  });

  it('refuses an integer past 2^53, which its query has to cast to text', async () => {
    const { ending } = await read('sql:balances');
    expect(ending).toMatchObject({
      outcome: 'failed',
      end: {
        error: {
          class: 'malformed-answer',
          message: 'the answer holds integer past 2^53 at /rows/1/big; its query must cast it to text',
        },
      },
    });
    expect((await read('sql:balances-as-text')).lines[0]).toMatchObject({
      response: { rows: [{ big: '9007199254740991' }, { big: '9007199254740993' }] },
    });
  });

  it('takes a small integer of any type for the number that it is', async () => {
    const { lines } = await read('sql:ledger', {
      client: { query: () => Promise.resolve({ rows: [{ cursor: 'a', n: -7n, f: 1.5, is: true }] }) },
    });
    expect(lines[0]).toMatchObject({ response: { rows: [{ cursor: 'a', n: -7, f: 1.5, is: true }] } });
  });

  it('refuses rows that have no cursor', async () => {
    expect((await read('sql:no-cursor')).ending).toMatchObject({
      outcome: 'failed',
      end: { error: { class: 'malformed-answer', code: 'NoCursor' } },
    });
  });

  it('is cut short where the connection goes between two pages', async () => {
    let calls = 0;
    const failing: SqlClient = {
      query(sql, parameters, signal) {
        calls += 1;
        if (calls > 1)
          return Promise.reject(Object.assign(new Error('terminating connection'), { name: 'error', code: '57P01' }));
        return client.query(sql, parameters, signal);
      },
    };
    const { ending } = await read('sql:ledger', { client: failing });
    expect(ending).toMatchObject({
      outcome: 'failed',
      delivered: true,
      end: { attempts: 5, error: { class: 'connection', code: '57P01' } },
    });
  });

  it('has no credentials without a database', async () => {
    expect((await read('sql:ledger', { client: null })).ending).toMatchObject({
      outcome: 'denied',
      end: { error: { class: 'no-credentials' } },
    });
  });

  it('is one of the named queries, and no other', () => {
    const caller = walletCaller({ client });
    expect(caller.host(requestOf('x'))).toBe('database');
    expect(caller.operation('sql:row-security').permissions).toEqual(['connect']);
    expect(() => caller.operation('sql:drop')).toThrow(/source wallet has no operation sql:drop/);
  });
});
