import { describe, expect, it } from 'vitest';
import { clients, told } from './peers/github/clients.js';
import { everything, places } from './peers/github/everything.js';
import { scenario, startGithub } from './peers/github/index.js';
import { operations } from './peers/github/operations.js';
import { routeOf } from './peers/github/routes.js';

const start = clients();

const placesOf = (operation: string): Record<string, string | number> =>
  Object.fromEntries(Object.entries(places).filter(([name]) => operation.includes(`{${name}}`)));

describe('the GitHub peer', () => {
  it('has a route for each operation', () => {
    for (const operation of operations) expect(() => routeOf(operation)).not.toThrow();
  });

  it.each(['owner', 'app'])('answers every operation to %s as GitHub describes it', async (token) => {
    const { call, peer } = await start(everything);
    for (const operation of operations.filter((one) => !/ \/app/.test(one))) {
      const isForApps = operation === 'GET /installation/repositories';
      const isForPeople = operation === 'GET /user';
      // An App's installation that reads everything may not write rulesets, and so not read an organization's.
      const isRefused = token === 'app' ? isForPeople || operation.startsWith('GET /orgs/{org}/rulesets') : isForApps;
      const { status } = await call(token, operation, placesOf(operation));
      const answered = operation.endsWith('vulnerability-alerts') ? 204 : 200;
      expect.soft([operation, status]).toEqual([operation, isRefused ? 403 : answered]);
    }
    expect(peer.violations()).toEqual([]);
  });

  it('logs each call with its operation and the name of its token', async () => {
    const { call, peer } = await start(scenario());
    await call('reader', 'GET /orgs/{org}/repos', { org: 'prepay', per_page: 100 });
    await call(null, 'GET /repos/{owner}/{repo}', { owner: 'prepay', repo: 'wallet' });
    expect(peer.requests()).toEqual([
      {
        method: 'GET',
        target: '/orgs/prepay/repos?per_page=100',
        operation: 'GET /orgs/{org}/repos',
        token: 'reader',
        status: 200,
      },
      {
        method: 'GET',
        target: '/repos/prepay/wallet',
        operation: 'GET /repos/{owner}/{repo}',
        token: null,
        status: 404,
      },
    ]);
    expect(peer.counts()).toEqual(
      new Map([
        ['GET /orgs/{org}/repos', 1],
        ['GET /repos/{owner}/{repo}', 1],
      ]),
    );
  });

  it('serves below the path of GitHub Enterprise Server', async () => {
    const { call, peer } = await start(scenario({}, { basePath: '/api/v3', pageSizeAtMost: 1 }));
    expect(peer.url).toMatch(/\/api\/v3$/);
    const { headers } = await call('owner', 'GET /orgs/{org}/members', { org: 'prepay' });
    expect(headers['link']).toContain(`<${peer.url}/orgs/prepay/members?page=2>; rel="next"`);
  });
});

describe('what GitHub does not describe', () => {
  const asked = async (route: string, parameters: object, seed = scenario()): Promise<string> => {
    const peer = await startGithub(seed);
    const { octokit } = await import('./peers/github/clients.js');
    await octokit(peer.url, peer.tokens['owner'] ?? null)
      .request(route, { ...parameters })
      .then(
        ({ status }) => expect(status).toBe(500),
        (error: unknown) => expect(error).toMatchObject({ status: 500 }),
      );
    return peer.stop().then(
      () => 'nothing',
      (error: unknown) => String(error),
    );
  };

  it.each([
    [
      'a parameter that the operation has not',
      'GET /orgs/{org}/members',
      { org: 'prepay', sort: 'name' },
      /no query parameter sort/,
    ],
    [
      'a page where there are cursors only',
      'GET /orgs/{org}/dependabot/alerts',
      { org: 'prepay', page: 2 },
      /no query parameter page/,
    ],
    [
      'a value out of the enumeration',
      'GET /orgs/{org}/members',
      { org: 'prepay', role: 'owner' },
      /role=owner is not as described/,
    ],
    [
      'a number that is none',
      'GET /orgs/{org}/members',
      { org: 'prepay', per_page: 'all' },
      /per_page=all is not as described/,
    ],
    [
      'an operation that the peer has not',
      'GET /orgs/{org}/nothing',
      { org: 'prepay' },
      /no operation that the peer knows/,
    ],
    ['a method that the peer has not', 'DELETE /orgs/{org}', { org: 'prepay' }, /no operation that the peer knows/],
  ])('makes the test fail: %s', async (_, route, parameters, problem) => {
    expect(await asked(route, parameters)).toMatch(problem);
  });

  it('makes the test fail: an answer that breaks its schema', async () => {
    const broken = { id: 1, name: 'r', rules: [{ type: 'deletion' }], enforcement: 'sometimes' };
    // @ts-expect-error what a scenario written in JavaScript might hold
    const seed = scenario({ rulesets: [broken] });
    const answer = await asked('GET /orgs/{org}/rulesets', { org: 'prepay' }, seed);
    expect(answer).toMatch(/answered 200 not as described: \/0\/enforcement/);
  });

  it('does not touch a call that is described', async () => {
    const { call } = await start(scenario());
    expect(told(await call('owner', 'GET /orgs/{org}/members', { org: 'prepay', role: 'admin' }))).toBe('200');
  });
});
