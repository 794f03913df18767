import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { githubCaller } from '../../src/collect/github/caller.js';
import { collectGithub } from '../../src/collect/github/collect.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import { canonical } from '../../src/core/json.js';
import { scopeId } from '../../src/core/scope.js';
import { collectingSink } from '../helpers/aws-reads.js';
import { memoryRecording } from '../unit/peers/memory-recording.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { watched } from '../unit/peers/scripted-caller.js';
import type { FaultKind } from './peers/github/faults.js';
import { everything } from './peers/github/everything.js';
import { type GithubPeer, scenario, startGithub } from './peers/github/index.js';
import type { Scenario } from './peers/github/scenario.js';
import { organizationScenario, organizations } from './planted-organization/organizations.js';

let peer: GithubPeer | null = null;
beforeEach(stubNoProxy);
afterEach(async () => {
  vi.unstubAllEnvs();
  await peer?.stop();
  peer = null;
});
afterAll(closeConnections);

const timedOut = {
  kind: 'body',
  text: JSON.stringify({ data: null, errors: [{ message: 'Something went wrong while executing your query.' }] }),
} as const;

interface Collecting {
  readonly token?: string;
  /** What each query ends in. */
  readonly how?: FaultKind | null;
  readonly organizations?: readonly { readonly org: string; readonly repositories: readonly string[] }[];
}

/** The facts without their evidence, and what is missing, each as a line. */
async function collected(seed: Scenario, { token = 'owner', how = null, organizations: of }: Collecting = {}) {
  const running = await startGithub({
    ...seed,
    faults: how === null ? [] : [{ operation: 'POST /graphql', how }],
  });
  peer = running;
  const caller = githubCaller({ token: running.tokens[token] ?? '', apiUrl: running.url });
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched({ timeoutMs: 60_000 }).options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const sink = collectingSink();
  await collectGithub({ transport, sink, organizations: of ?? [{ org: 'prepay', repositories: ['*'] }] });
  const facts = sink.facts.map(({ kind, scope, id, data }) => `${kind} ${scopeId(scope)} ${id} ${canonical(data)}`);
  const gaps = [...sink.gaps].map(([place, { reason }]) => `${place}: ${reason}`);
  const coverage = [...sink.coverage].map(([place, { gap }]) => `${place}: ${gap?.reason ?? 'whole'}`);
  const counts = running.counts();
  const calls = running.requests().length;
  await running.stop();
  peer = null;
  return { facts: facts.sort(), gaps: gaps.sort(), coverage: coverage.sort(), counts, calls };
}

describe('what one query tells of a repository', () => {
  it('is what REST tells, of every repository of the planted organization', async () => {
    const withQuery = await collected(organizationScenario, { organizations });
    const without = await collected(organizationScenario, { organizations, how: timedOut });
    expect(withQuery.counts.get('POST /graphql')).toBeGreaterThan(100);
    expect(withQuery.facts).toEqual(without.facts);
    expect(withQuery.gaps).toEqual(without.gaps);
    expect(withQuery.coverage).toEqual(without.coverage);
    expect(withQuery.calls).toBeLessThan(without.calls * 0.7);
  });

  it.each(['owner', 'reader', 'app', 'member', 'blind'])('is what REST tells, for token %s', async (token) => {
    const withQuery = await collected(everything, { token });
    const without = await collected(everything, { token, how: timedOut });
    expect(withQuery.facts).toEqual(without.facts);
    expect(withQuery.gaps).toEqual(without.gaps);
    expect(withQuery.coverage).toEqual(without.coverage);
  });

  it.each<[string, FaultKind]>([
    ['the connection breaks', { kind: 'reset' }],
    ['it comes to no end', { kind: 'status', status: 502 }],
    [
      'the points of the hour are used up',
      { kind: 'body', text: '{"errors":[{"type":"RATE_LIMITED","message":"no"}]}' },
    ],
    [
      'an older server does not know a member',
      { kind: 'body', text: '{"errors":[{"message":"Field does not exist"}]}' },
    ],
    ['the answer is no JSON', { kind: 'body', text: '<html>' }],
    [
      'the answer is of another shape',
      { kind: 'body', text: '{"data":{"settings":{},"files":1,"line":[],"merges":{}}}' },
    ],
  ])('is read through REST where %s', async (_, how) => {
    const found = await collected(scenario({}), { how });
    const whole = await collected(scenario({}));
    expect(found.facts).toEqual(whole.facts);
    expect(found.gaps).toEqual(whole.gaps);
    expect(found.calls).toBeGreaterThan(whole.calls);
  });

  it('is asked beside /api/v3 on GitHub Enterprise Server', async () => {
    const found = await collected({ ...scenario({}), basePath: '/api/v3' });
    expect(found.counts.get('POST /graphql')).toBe(1);
    expect(found.counts.get('GET /repos/{owner}/{repo}/commits')).toBeUndefined();
  });

  it('is asked no more once the points are used up for longer than a run waits', async () => {
    const seed = scenario(
      { repositories: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })) },
      { limits: { remainingPoints: 8 } },
    );
    const found = await collected(seed);
    expect(found.counts.get('POST /graphql')).toBeLessThan(6);
    expect(found.counts.get('GET /repos/{owner}/{repo}/commits')).toBe(3);
    expect(found.gaps.concat(found.coverage).filter((line) => line.endsWith('throttled'))).toEqual([]);
  });
});
