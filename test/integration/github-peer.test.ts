import { Octokit } from '@octokit/rest';
import { afterEach, describe, expect, it } from 'vitest';
import { type GithubPeer, type Scenario, scenario, startGithub } from './peers/github/index.js';
import { operations } from './peers/github/operations.js';

const open: GithubPeer[] = [];
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.stop();
});

async function start(seed: Scenario, token: string | null = 'owner') {
  const peer = await startGithub(seed);
  open.push(peer);
  const auth = token === null ? undefined : peer.tokens[token];
  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return { peer, github: new Octokit({ auth, baseUrl: peer.url, log }) };
}

const wallet = { owner: 'prepay', repo: 'wallet' };

describe('every operation', () => {
  it('answers as GitHub describes it', async () => {
    const { everything, places } = await import('./peers/github/everything.js');
    const { peer, github } = await start(everything);
    for (const operation of operations.filter((one) => !/ \/(app|installation)/.test(one))) {
      const status = await github.request(operation, places).then(
        (answer) => answer.status,
        (error: unknown) => String(error),
      );
      expect([operation, status]).toEqual([operation, operation.endsWith('vulnerability-alerts') ? 204 : 200]);
    }
    expect(peer.violations()).toEqual([]);
    expect(wallet).toBeDefined();
  });
});
