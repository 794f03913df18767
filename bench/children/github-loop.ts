/**
 * Makes the calls of a list again, parses each answer and throws it away; counts what lists of that length need at the
 * largest page. usage: github-loop.js URL CALLS_JSON CONCURRENCY, with the token in GITHUB_TOKEN
 */
import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import { z } from 'zod';
import { pageSize } from '../../src/collect/github/operations.js';
import { closeConnections, proxyingFetch } from '../../src/collect/transport/proxy.js';
import { report } from './usage.js';

const [url = '', file = '', concurrency = ''] = process.argv.slice(2);
const calls = z
  .array(z.object({ operation: z.string(), target: z.string(), body: z.string().nullable() }))
  .parse(JSON.parse(await readFile(file, 'utf8')));

const headers = { authorization: `Bearer ${process.env['GITHUB_TOKEN'] ?? ''}`, 'user-agent': 'prepay' };
const fetch = await proxyingFetch();
const limit = pLimit(Number(concurrency));
/** The items of each list, over all its pages, by what asks for its first one. */
const fewest: Record<string, number> = {};
const lists = new Map<string, { readonly operation: string; items: number }>();
await Promise.all(calls.map((call) => limit(() => make(call))));
await closeConnections();
for (const { operation, items } of lists.values()) {
  fewest[operation] = (fewest[operation] ?? 0) + Math.max(1, Math.ceil(items / pageSize));
}
report({ fewest });

async function make({ operation, target, body: query }: (typeof calls)[number]): Promise<void> {
  const how = query === null ? {} : { method: 'POST', body: query };
  const answer = await fetch(`${url}${target}`, { ...how, headers });
  const text = await answer.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (query !== null) {
    // A query on a repository is one page.
    fewest[operation] = (fewest[operation] ?? 0) + 1;
    return;
  }
  const first = new URL(target, url);
  for (const name of ['page', 'per_page', 'after', 'before']) first.searchParams.delete(name);
  const list = lists.get(first.href) ?? { operation, items: 0 };
  lists.set(first.href, list);
  // An answer about one thing is one page; no list of what it holds has any.
  list.items += Array.isArray(body) ? body.length : 1;
}
