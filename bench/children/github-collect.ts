/**
 * Collects an organization from a server, every repository of it, into facts.
 * usage: github-collect.js URL ORGANIZATION CONCURRENCY, with the token in GITHUB_TOKEN
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { githubCaller } from '../../src/collect/github/caller.js';
import { collectGithub } from '../../src/collect/github/collect.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import type { ReadLine } from '../../src/core/read.js';
import { FactBase } from '../../src/facts/fact-base.js';
import { report } from './usage.js';

const [apiUrl = '', org = '', concurrency = ''] = process.argv.slice(2);
const { signal } = new AbortController();
setMaxListeners(0, signal);
const caller = githubCaller({ token: process.env['GITHUB_TOKEN'] ?? null, apiUrl });
const lines = new Map<string, ReadLine[]>();
const transport = recorder({
  live: liveTransport({
    callers: [caller],
    concurrency: Number(concurrency),
    budget: { maxAttempts: 1, retries: 0 },
    timeoutMs: 60_000,
    now: Date.now,
    random: Math.random,
    sleep: (ms) => sleep(ms),
    onEvent: () => undefined,
    signal,
  }),
  operation: ({ operation }) => caller.operation(operation),
  append(line) {
    const ofKey = lines.get(line.key) ?? [];
    ofKey.push(line);
    lines.set(line.key, ofKey);
    return Promise.resolve();
  },
  recorded: { lines: (key) => given(lines.get(key)) },
});
const facts = new FactBase();
const gaps = new Map<string, number>();
const sink = {
  fact: facts.fact.bind(facts),
  covered: facts.covered.bind(facts),
  gap: ((kind, scope, id, gap) => {
    gaps.set(`${kind}: ${gap.reason}`, (gaps.get(`${kind}: ${gap.reason}`) ?? 0) + 1);
    facts.gap(kind, scope, id, gap);
  }) satisfies FactBase['gap'],
};
const { scopes } = await collectGithub({ transport, sink, organizations: [{ org, repositories: ['*'] }] });
await closeConnections();
report({ scopes: scopes.length, reads: lines.size, gaps: Object.fromEntries(gaps) });

function given(found: readonly ReadLine[] | undefined): AsyncIterable<ReadLine> | null {
  return found === undefined ? null : each(found);
}

async function* each(found: readonly ReadLine[]): AsyncGenerator<ReadLine> {
  for (const line of found) {
    await Promise.resolve();
    yield line;
  }
}
