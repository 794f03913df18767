import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '../../../unit/peers/loopback.js';
import { appRegistry } from './apps.js';
import { budgetsOf } from './budgets.js';
import { exchange, type Peer } from './exchange.js';
import { type Fault, faultFinder, sendFaulty } from './faults.js';
import type { Called } from './operations.js';
import type { Scenario } from './scenario.js';
import { tokenTable } from './tokens.js';

export interface GithubPeer {
  /** The root of the API, e.g. for `apiUrl` and octokit's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** The texts of the scenario's tokens, by their names there. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Every call so far, in the order in which they came. */
  requests(): readonly LoggedRequest[];
  /** How often each operation was called. */
  counts(): ReadonlyMap<Called, number>;
  /** What broke GitHub's description so far; each was answered with 500. */
  violations(): readonly string[];
  /** Adds faults that strike from now on. */
  fail(...faults: readonly Fault[]): void;
  /** Ends the server; throws where anything broke GitHub's description, so that the test fails that saw it answered. */
  stop(): Promise<void>;
}

export interface LoggedRequest {
  readonly method: string;
  /** Path and query as they came, without the base path; of GraphQL with the variables, as JSON, behind a question mark. */
  readonly target: string;
  /** Null: no operation that the peer knows. */
  readonly operation: Called | null;
  readonly token: string | null;
  readonly status: number;
}

/** A fake of GitHub's API on 127.0.0.1, each request and answer held to GitHub's OpenAPI description or GraphQL schema. */
export async function startGithub(scenario: Scenario, options: { readonly tls?: boolean } = {}): Promise<GithubPeer> {
  const now = (): number => (scenario.now === undefined ? Date.now() : Date.parse(scenario.now));
  const apps = appRegistry(scenario);
  const log: LoggedRequest[] = [];
  const violations: string[] = [];
  let find = faultFinder(scenario.faults ?? []);
  const scheme = options.tls === true ? 'https' : 'http';
  const origin = { api: '' };
  const tokens = tokenTable(scenario, apps, now);
  const peer: Peer = {
    scenario,
    tokens,
    apps,
    budgets: budgetsOf(scenario, now),
    now,
    api: () => origin.api,
    violations,
  };

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { operation, target, token, answer } = await exchange(peer, request);
    const fault = operation === null ? null : find(operation, target);
    const status = fault?.kind === 'status' ? fault.status : answer.status;
    log.push({ method: request.method ?? '', target, operation, token, status });
    await sendFaulty(response, answer, fault);
  };
  const server = await serve((request, response) => void listener(request, response), options);
  origin.api = `${scheme}://${options.tls === true ? 'localhost' : '127.0.0.1'}:${server.port}${scenario.basePath ?? ''}`;
  return {
    url: origin.api,
    port: server.port,
    tokens: tokens.texts,
    requests: () => log,
    counts: () => countsOf(log),
    violations: () => violations,
    fail(...faults) {
      const [earlier, later] = [find, faultFinder(faults)];
      find = (operation, target) => later(operation, target) ?? earlier(operation, target);
    },
    async stop() {
      await server.close();
      if (violations.length > 0) {
        throw new Error(`calls or answers that GitHub does not describe:\n${violations.join('\n')}`);
      }
    },
  };
}

function countsOf(log: readonly LoggedRequest[]): ReadonlyMap<Called, number> {
  const counts = new Map<Called, number>();
  for (const { operation } of log) if (operation !== null) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return counts;
}
