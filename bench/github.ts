import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { z } from 'zod';
import { queryOf } from '../src/collect/github/operations.js';
import { repositoryQuery } from '../src/collect/github/routes/graphql.js';
import { costOf } from '../test/integration/peers/github/graphql/cost.js';
import type { Built } from './built.js';
import { type Asked, manyRepositoriesOf, org, seededWith } from './github-organization.js';
import { alternate, sample } from './measure.js';
import { sum } from './scale-account.js';
import { printed, rowsOf } from './table.js';

const rounds = 3;
const repositories = Number(process.env['BENCH_REPOSITORIES'] ?? 500);
/** Merged pull requests of each repository: 28 at most, of which the last 20 are followed. */
const pulls = Number(process.env['BENCH_PULLS'] ?? 2);
/** Calls under way at once: the default of `audit run`, on both sides. */
const concurrency = '10';
/** Calls of REST, and as many points of GraphQL, of a personal token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const budget = 5000;

const loopFigures = z.object({ fewest: z.record(z.string(), z.number()) });
const collectFigures = z.object({ gaps: z.record(z.string(), z.number()) });

/** An organization of many repositories collected, beside a loop that makes the same calls and keeps nothing. */
export async function github(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-github-'));
  const served = await manyRepositoriesOf(repositories, pulls);
  try {
    const env = { GITHUB_TOKEN: served.token, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    const node = (name: string, ...args: string[]) =>
      sample({ command: process.execPath, args: [built.child(name), served.url, ...args, concurrency], env });
    const file = join(out, 'calls.json');
    const collect = () => node('github-collect', org);
    const loop = () => node('github-loop', file);
    await collect();
    let collected = '';
    const asked = await served.askedBy(async () => {
      collected = (await collect()).stdout;
    });
    await writeFile(file, JSON.stringify(asked));
    const { fewest } = loopFigures.parse(JSON.parse((await loop()).stdout));
    const { gaps } = collectFigures.parse(JSON.parse(collected));
    const samples = await alternate(rounds, {
      'bare loop, nothing kept': loop,
      'collectGithub, GraphQL and REST': collect,
    });
    return printed({
      bench: 'github',
      rounds,
      against: 'bare loop, nothing kept',
      rows: rowsOf(samples),
      goal: `the fewest calls; at most ${budget} an hour`,
      more: {
        organization: `${repositories} repositories: ${seededWith(pulls)}`,
        ...figuresOf(callsOf(asked), fewest),
        gaps: listed(gaps),
      },
    });
  } finally {
    await served.stop();
    await rm(out, { recursive: true, force: true });
  }
}

type Calls = Readonly<Record<string, number>>;

function figuresOf(called: Calls, fewest: Calls): Record<string, number | string> {
  const [all, least] = [sum(called), sum(fewest)];
  const queries = called['POST /graphql'] ?? 0;
  const [calls, points] = [all - queries, queries * pointsOfQuery()];
  const more = Object.entries(called).filter(([name, count]) => count !== fewest[name]);
  return {
    calls: all,
    'fewest calls at the page size of the API': least,
    'more calls than needed': listed(Object.fromEntries(more.map(([name, n]) => [name, n - (fewest[name] ?? 0)]))),
    'calls a repository': Number((all / repositories).toFixed(2)),
    'calls of REST': calls,
    'points of GraphQL': points,
    [`hours at ${budget} calls and ${budget} points an hour`]: Number((Math.max(calls, points) / budget).toFixed(2)),
    'repositories in one hour': Math.floor((budget * repositories) / Math.max(calls, points)),
    ...Object.fromEntries(Object.entries(called).sort(([, a], [, b]) => b - a)),
  };
}

/** What GitHub counts of a query, whatever it finds. */
function pointsOfQuery(): number {
  return costOf(parse(queryOf(repositoryQuery) ?? '')).points;
}

function callsOf(asked: readonly Asked[]): Calls {
  const counts: Record<string, number> = {};
  for (const { operation } of asked) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

function listed(counts: Calls): string {
  const entries = Object.entries(counts);
  return entries.length === 0 ? 'none' : entries.map(([name, count]) => `${name} ${count}`).join(', ');
}
