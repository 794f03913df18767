import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';
import { shaOf } from './world.js';

const start = clients();
const wallet = { owner: 'prepay', repo: 'wallet' };
const of = (path: string): string => `GET /repos/{owner}/{repo}/${path}`;
const ci = '.github/workflows/ci.yml';
const [change, merge, other] = [shaOf('change'), shaOf('merged'), shaOf('other')];

const seed = scenario({
  repositories: [
    {
      name: 'wallet',
      files: { 'README.md': '# wallet\n', [ci]: 'name: CI\n' },
      branches: [{ name: 'release/1' }],
      commits: [{ sha: other, author: 'rick', committedAt: '2026-11-18T10:00:00Z' }],
      pulls: [
        {
          number: 7,
          author: 'dana',
          mergedAt: '2026-11-19T10:00:00Z',
          mergedBy: 'olga',
          mergeCommitSha: merge,
          commits: [{ author: 'dana' }, { sha: change, author: 'rick' }],
          reviews: [
            { user: 'rick', state: 'APPROVED' },
            { user: 'helper[bot]', state: 'COMMENTED', sha: other },
          ],
        },
        { number: 8, author: 'rick' },
        { number: 9, author: 'rick', state: 'closed' },
        { number: 10, author: 'dana', mergedAt: '2026-11-20T10:00:00Z', base: 'release/1' },
      ],
      runs: [
        { id: 1, workflow: ci, sha: change, jobs: [{ name: 'test' }, { name: 'lint', conclusion: 'failure' }] },
        { id: 2, workflow: ci, sha: merge, event: 'push', conclusion: 'failure' },
      ],
      checkRuns: [{ sha: change, name: 'gate', app: { id: 99, slug: 'gate' }, status: 'in_progress' }],
      statuses: [{ sha: change, context: 'old', state: 'success' }],
    },
  ],
});

async function read<T>(path: string, parameters: object = {}): Promise<T> {
  const { call } = await start(seed);
  return (await call('owner', of(path), { ...wallet, ...parameters })).data as T;
}

const shas = (commits: readonly { sha: string }[]): string[] => commits.map(({ sha }) => sha);

describe('commits', () => {
  it('of the default branch are merges and pushes, newest first', async () => {
    expect(shas(await read('commits'))).toEqual([merge, other]);
    expect(shas(await read('commits', { since: '2026-11-19T00:00:00Z' }))).toEqual([merge]);
    expect(shas(await read('commits', { sha: other }))).toEqual([other]);
  });

  it('lead to the pull request that they came by', async () => {
    for (const commit_sha of [merge, change]) {
      expect(await read('commits/{commit_sha}/pulls', { commit_sha })).toMatchObject([
        { number: 7, merge_commit_sha: merge },
      ]);
    }
    expect(await read('commits/{commit_sha}/pulls', { commit_sha: other })).toEqual([]);
  });

  it('have the check runs of jobs and of other Apps, and statuses', async () => {
    const { check_runs: runs } = await read<{ check_runs: object[] }>('commits/{ref}/check-runs', { ref: change });
    expect(runs).toMatchObject([
      { name: 'test', conclusion: 'success', app: { id: 15368, slug: 'github-actions' } },
      { name: 'lint', conclusion: 'failure' },
      { name: 'gate', status: 'in_progress', conclusion: null, completed_at: null, app: { id: 99 } },
    ]);
    expect(await read('commits/{ref}/check-runs', { ref: change, check_name: 'gate', app_id: 99 })).toMatchObject({
      total_count: 1,
    });
    expect(await read('commits/{ref}/status', { ref: change })).toMatchObject({
      state: 'success',
      statuses: [{ context: 'old' }],
    });
    expect(await read('commits/{ref}/status', { ref: 'main' })).toMatchObject({
      state: 'pending',
      sha: merge,
      total_count: 0,
    });
  });

  it('that do not exist are refused', async () => {
    const { call } = await start(seed);
    const gone = '0'.repeat(40);
    expect(told(await call('owner', of('commits/{ref}'), { ...wallet, ref: gone }))).toBe(
      `422 No commit found for SHA: ${gone}`,
    );
  });
});

describe('pull requests', () => {
  it.each([
    [{}, [8]],
    [{ state: 'closed' }, [10, 9, 7]],
    [{ state: 'closed', base: 'main' }, [9, 7]],
    [{ state: 'all', direction: 'asc' }, [7, 8, 9, 10]],
  ])('%o', async (parameters, numbers) => {
    const found = await read<{ number: number }[]>('pulls', parameters);
    expect(found.map(({ number }) => number)).toEqual(numbers);
  });

  it('tell who merged them only one by one', async () => {
    expect((await read<object[]>('pulls', { state: 'closed' })).every((one) => !Object.hasOwn(one, 'merged_by'))).toBe(
      true,
    );
    expect(await read('pulls/{pull_number}', { pull_number: 7 })).toMatchObject({
      merged: true,
      merged_by: { login: 'olga' },
      head: { sha: change },
      commits: 2,
    });
    expect(await read('pulls/{pull_number}', { pull_number: 9 })).toMatchObject({
      merged: false,
      state: 'closed',
      merged_by: null,
    });
  });

  it('of a deleted fork or account have nobody at their head', async () => {
    const gone = { state: 'closed', headRepository: null } as const;
    const pulls = [
      { number: 1, author: 'ext', ...gone },
      { number: 2, author: null, ...gone },
      { number: 3, author: null, state: 'closed' },
    ] as const;
    const { call } = await start(scenario({ repositories: [{ name: 'wallet', pulls }] }));
    const { data } = await call('owner', of('pulls'), { ...wallet, state: 'closed', direction: 'asc' });
    expect(data).toMatchObject([
      { user: { login: 'ext' }, head: { label: 'ext:change-1', user: { login: 'ext' }, repo: null } },
      { user: null, head: { label: null, user: null, repo: null } },
      { user: null, head: { label: 'prepay:change-3', user: null, repo: { name: 'wallet' } } },
    ]);
    const { data: one } = await call('owner', of('pulls/{pull_number}'), { ...wallet, pull_number: 2 });
    expect(one).toMatchObject({ user: { login: 'ghost' }, head: { label: null, user: null, repo: null } });
  });

  it('have commits, oldest first, and reviews on a commit', async () => {
    const commits = await read<{ author: object; sha: string }[]>('pulls/{pull_number}/commits', { pull_number: 7 });
    expect(commits).toMatchObject([{ author: { login: 'dana' } }, { sha: change, author: { login: 'rick' } }]);
    expect(await read('pulls/{pull_number}/reviews', { pull_number: 7 })).toMatchObject([
      { state: 'APPROVED', user: { login: 'rick', type: 'User' }, commit_id: change },
      { state: 'COMMENTED', user: { login: 'helper[bot]', type: 'Bot' }, commit_id: other },
    ]);
  });
});

describe('workflows', () => {
  it('are the files of the default branch, with their runs and jobs', async () => {
    expect(await read('actions/workflows')).toMatchObject({
      total_count: 1,
      workflows: [{ name: 'CI', path: ci, state: 'active' }],
    });
    const ids = async (path: string, parameters: object): Promise<number[]> =>
      (await read<{ workflow_runs: { id: number }[] }>(path, parameters)).workflow_runs.map(({ id }) => id);
    expect(await ids('actions/workflows/{workflow_id}/runs', { workflow_id: 'ci.yml' })).toEqual([2, 1]);
    expect(await ids('actions/runs', { head_sha: change })).toEqual([1]);
    expect(await ids('actions/runs', { event: 'push' })).toEqual([2]);
    expect(await ids('actions/runs', { status: 'success' })).toEqual([1]);
    expect(await read('actions/runs/{run_id}/jobs', { run_id: 1 })).toMatchObject({
      jobs: [{ name: 'test' }, { name: 'lint', conclusion: 'failure' }],
    });
  });
});
