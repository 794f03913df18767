import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answered, githubReads, refused } from '../../test/helpers/github-reads.js';
import { githubOperations } from '../collect/github/operations.js';
import { PrepayError } from '../core/errors.js';
import { painter } from '../report/paint.js';
import { doctorGithub, examined, type GithubDoctor, noGithub } from './doctor-github.js';
import { githubText } from './doctor-github-text.js';

const organizations = [{ org: 'prepay', repositories: ['*'] }];
const live = {
  concurrency: 10,
  budget: { maxAttempts: 1, retries: 0 },
  timeoutMs: 20_000,
  signal: new AbortController().signal,
  onEvent: () => undefined,
};
const nothing = { ...Object.fromEntries([...githubOperations.keys()].map((name) => [name, refused(403)])) };

/** An address where nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

afterEach(() => vi.unstubAllEnvs());

function print(github: GithubDoctor): string {
  const page = { width: 120, paint: painter(false), color: false };
  return githubText(github, page)
    .map((block) => block.join('\n'))
    .join('\n\n')
    .replaceAll(/\s+/g, ' ');
}

describe('what prepay doctor says of GitHub', () => {
  it('is nothing where GitHub is not in scope', () => {
    expect(githubText(noGithub, { width: 80, paint: painter(false), color: false })).toEqual([]);
  });

  it('is that there are no credentials, where the environment has none', async () => {
    const found = await doctorGithub(organizations, live, { GITHUB_TOKEN: ' ' });
    expect(found).toMatchObject({ state: 'no-credentials', credentials: null, endpoint: null });
    expect(print(found)).toContain('✕ credentials none that can be used: neither GITHUB_TOKEN nor GH_TOKEN');
  });

  it('is an App whose key cannot be read', async () => {
    const environment = { GITHUB_APP_ID: '1', GITHUB_APP_INSTALLATION_ID: '2', GITHUB_APP_PRIVATE_KEY_FILE: '/none' };
    const found = await doctorGithub(organizations, live, environment);
    expect(found).toMatchObject({ state: 'no-credentials', credentials: { kind: 'GitHub App' } });
    expect(print(found)).toContain('the private key of the GitHub App cannot be read');
  });

  it('is an address that is not reached, by the variable that names the token and never its value', async () => {
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) vi.stubEnv(name, undefined);
    const url = await closedPort();
    const found = await doctorGithub(organizations, live, { GH_TOKEN: 'ghp_secret', GITHUB_API_URL: url });
    expect(found).toMatchObject({ state: 'unreadable', credentials: { kind: 'GH_TOKEN' }, identity: null });
    const text = print(found);
    expect(text).toContain(`${url} (GITHUB_API_URL): not reached`);
    expect(JSON.stringify(found) + text).not.toContain('ghp_secret');
  });

  it('is unreadable where everything is denied, with what would grant it', async () => {
    const { transport } = githubReads(nothing);
    const found = await examined(transport, organizations);
    expect(found.state).toBe('unreadable');
    const text = print({ ...noGithub, ...found, credentials: { kind: 'GITHUB_TOKEN' } });
    expect(text).toContain('✕ token of not known: denied (403)');
    expect(text).toContain('not tried: there is no repository to try it on');
    expect(text).toContain('organization: members (read), for prepay');
    expect(text).toContain("✓ endpoint GitHub's own");
  });

  it('names nobody for a token of an installation, and counts what has nothing to ask about', async () => {
    const absent = refused(403, 'none', 'absent');
    const { transport } = githubReads({
      ...Object.fromEntries([...githubOperations.keys()].map((name) => [name, []])),
      'GET /user': absent,
      'GET /app': absent,
      'GET /orgs/{org}': {
        login: 'prepay',
        public_repos: 1,
        total_private_repos: 0,
        two_factor_requirement_enabled: true,
      },
      'GET /orgs/{org}/repos': [{ name: 'wallet', default_branch: 'main' }],
    });
    const found = await examined(transport, organizations);
    const text = print({ ...noGithub, ...found, credentials: { kind: 'GitHub App' } });
    expect(text).toContain('nobody, as the token of an installation or of a job');
    expect(text).toMatch(/\d+ operations with nothing to ask about/);
  });

  it('warns of a token that may write, and names a scope that no run could begin with', async () => {
    const { transport } = githubReads({
      ...nothing,
      'GET /user': answered({ login: 'olga' }, { 'x-oauth-scopes': 'read:org, repo' }),
      'GET /orgs/{org}': refused(404, 'Not Found', 'absent'),
    });
    const found = await examined(transport, organizations);
    expect(found).toMatchObject({ state: 'wrong-scope', identity: 'olga, whose token may also write: repo' });
    const text = print({ ...noGithub, ...found, credentials: { kind: 'GITHUB_TOKEN' } });
    expect(text).toContain('! token of olga, whose token may also write: repo');
    expect(text).toContain('✕ scope GitHub has no organization prepay');
  });

  it('calls partly readable what is denied in part, and says of a permission to write that it is better not given', async () => {
    const { transport } = githubReads({
      ...Object.fromEntries([...githubOperations.keys()].map((name) => [name, []])),
      'GET /user': { login: 'olga' },
      'GET /orgs/{org}': {
        login: 'prepay',
        public_repos: 1,
        total_private_repos: 0,
        two_factor_requirement_enabled: true,
      },
      'GET /orgs/{org}/repos': [{ name: 'wallet', default_branch: 'main' }],
      'GET /repos/{owner}/{repo}/branches': [{ name: 'main' }],
      'GET /repos/{owner}/{repo}/rules/branches/{branch}': [{ ruleset_source_type: 'Repository', ruleset_id: 8 }],
      'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': refused(403),
    });
    const found = await examined(transport, organizations);
    expect(found.state).toBe('partly-readable');
    const text = print({ ...noGithub, ...found, credentials: { kind: 'GITHUB_TOKEN' } });
    expect(text).toContain(
      'repository: administration (write), for prepay/wallet; it would let the audit write, so better not given',
    );
  });

  it('passes on what is no want of credentials', async () => {
    const failing = {
      read() {
        throw new PrepayError('PREPAY_INTERNAL', 'broken', 'Report it.');
      },
    };
    await expect(examined(failing, organizations)).rejects.toThrow('broken');
  });
});
