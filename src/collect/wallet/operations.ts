import { shellWord } from '../transport/shell-word.js';
import type { Operation } from '../transport/transport.js';

/**
 * A named query. `$1` is the cursor of the last row before the page, null on the first; `$2` the rows of a page. Rows come
 * in the order of their text column `cursor`. Integers that may pass 2^53 are cast to text in the query.
 */
export interface NamedQuery {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly sql: string;
}

const name = `(n.nspname || '.' || c.relname) collate "C"`;

/** https://www.postgresql.org/docs/current/catalog-pg-class.html: every role may read it. */
const rowSecurity: NamedQuery = {
  name: 'sql:row-security',
  permissions: ['connect'],
  sql: `select ${name} as cursor, n.nspname as schema, c.relname as table, pg_get_userbyid(c.relowner) as owner,
  c.relrowsecurity as "isEnabled", c.relforcerowsecurity as "isForced"
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and ($1::text is null or ${name} > $1)
order by ${name} limit $2`,
};

export const walletQueries: readonly NamedQuery[] = [rowSecurity];

export const pageRows = 1000;

export function operationOf({ name: queryName, permissions, sql }: NamedQuery): Operation {
  const whole = sql.replaceAll('$1', 'null').replaceAll('$2', 'all').replaceAll(/\s+/g, ' ');
  return {
    source: 'wallet',
    name: queryName,
    permissions,
    neverKept: [],
    command: () => `psql "$DATABASE_URL" --csv --command ${shellWord(whole)}`,
  };
}
