import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../test/unit/peers/loopback.js';
import { type GithubPeer, manyRepositories, scenario, startGithub } from '../test/integration/peers/github/index.js';
import type { Repository } from '../test/integration/peers/github/scenario-repository.js';

export const org = 'prepay';

/** What each repository is, in words. */
export function seededWith(pulls: number): string {
  return `private, default branch under one ruleset (pull request with one approval, one required check), one workflow, ${pulls} merged pull requests with a review and a check run each, one first commit`;
}

const workflow =
  'name: CI\non:\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n';

function repository(index: number, pulls: number): Partial<Repository> {
  const shaOf = (number: number): string => (index * 100 + number).toString(16).padStart(40, 'a');
  const numbers = Array.from({ length: pulls }, (_, at) => at + 1);
  const dayOf = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;
  return {
    files: { '.github/workflows/ci.yml': workflow },
    pulls: numbers.map((number) => ({
      number,
      author: 'dana',
      mergedAt: `${dayOf(number)}T12:00:00Z`,
      commits: [{ author: 'dana', sha: shaOf(number) }],
      reviews: [{ user: 'rick', state: 'APPROVED', submittedAt: `${dayOf(number)}T11:00:00Z` }],
    })),
    runs: numbers.map((number) => ({
      id: index * 100 + number,
      workflow: '.github/workflows/ci.yml',
      sha: shaOf(number),
      jobs: [{ name: 'test' }],
    })),
    rulesets: [
      {
        id: index + 1,
        name: 'main',
        rules: [
          {
            type: 'pull_request',
            parameters: {
              required_approving_review_count: 1,
              dismiss_stale_reviews_on_push: true,
              require_code_owner_review: false,
              require_last_push_approval: true,
              required_review_thread_resolution: true,
            },
          },
          {
            type: 'required_status_checks',
            parameters: {
              strict_required_status_checks_policy: true,
              required_status_checks: [{ context: 'test', integration_id: 15368 }],
            },
          },
        ],
      },
    ],
  };
}

export interface Asked {
  readonly operation: string;
  /** Path and query. */
  readonly target: string;
  /** Of a query of GraphQL; null of a call of REST. */
  readonly body: string | null;
}

export interface ManyRepositories {
  readonly url: string;
  /** Whatever it is, the answers are those for the organization's owner, who sees everything. */
  readonly token: string;
  /** The calls that were made meanwhile, in the order in which they came. */
  askedBy(run: () => Promise<unknown>): Promise<readonly Asked[]>;
  stop(): Promise<void>;
}

interface Kept {
  readonly operation: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An hour's calls of one token, less those that may be under way at once; a query is four points of as many. */
const callsOfPeer = 1200;

/** The organization behind a server that keeps every answer which the peer gave once: it is the smallest part of what is timed. */
export async function manyRepositoriesOf(count: number, pulls: number): Promise<ManyRepositories> {
  const seed = scenario({ repositories: manyRepositories(count, 'service', (index) => repository(index, pulls)) });
  // The peer holds its tokens to GitHub's budget; another like it has one of its own.
  const peers: Promise<GithubPeer>[] = [];
  const kept = new Map<string, Promise<Kept>>();
  const asked: Asked[] = [];
  const ask = async (target: string, query: string | null): Promise<Kept> => {
    const at = Math.floor(kept.size / callsOfPeer);
    const peer = await (peers[at] ??= startGithub(seed));
    const headers = { authorization: `Bearer ${peer.tokens['owner'] ?? ''}`, 'user-agent': 'prepay' };
    const how = query === null ? {} : { method: 'POST', body: query };
    const answer = await fetch(`${peer.url}${target}`, { ...how, headers, redirect: 'manual' });
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.headers.get('x-ratelimit-remaining') === '0') throw new Error(`no call is left for ${target}`);
    const found = peer.requests().findLast((each) => each.target === target)?.operation ?? target;
    const operation = query === null ? found : 'POST /graphql';
    return { operation, status: answer.status, headers: headersOf(answer.headers), body };
  };
  const give = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: target = '', method } = request;
    const query = method === 'POST' ? await textOf(request) : null;
    const key = `${target} ${query ?? ''}`;
    const answer = kept.get(key) ?? ask(target, query);
    kept.set(key, answer);
    const { operation, status, headers, body } = await answer;
    asked.push({ operation, target, body: query });
    response.writeHead(status, headers).end(body);
  };
  const front = await listen(createServer((request, response) => void give(request, response)));
  return {
    url: `http://127.0.0.1:${front.port}`,
    token: 'of-the-owner',
    async askedBy(run) {
      asked.length = 0;
      await run();
      return [...asked];
    },
    async stop() {
      await front.close();
      for (const peer of peers) await (await peer).stop();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function headersOf(headers: Headers): Record<string, string> {
  const left = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding']);
  return Object.fromEntries([...headers].filter(([name]) => !left.has(name)));
}
