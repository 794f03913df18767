import { describe, expect, it } from 'vitest';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { githubReads, pages, refused, type Script, walletRepository } from '../../../test/helpers/github-reads.js';
import { collectBranches } from './collect-branches.js';

const commits = 'GET /repos/{owner}/{repo}/commits';
const pulls = 'GET /repos/{owner}/{repo}/pulls';
const pullsOf = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
const reviews = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';

const person = (login: string) => ({ login, type: 'User' });
const commit = (sha: string, ...parents: string[]) => ({
  sha,
  parents: parents.map((parent) => ({ sha: parent })),
  author: person('dana'),
});
const pull = (number: number, more: object = {}) => ({
  number,
  user: person('dana'),
  merged_at: '2026-01-10T12:00:00Z',
  merge_commit_sha: `m${number}`,
  head: { sha: `h${number}` },
  base: { ref: 'main' },
  ...more,
});
const approval = (sha: string) => ({
  user: person('erin'),
  state: 'APPROVED',
  commit_id: sha,
  submitted_at: '2026-01-10T11:00:00Z',
});

async function merges(script: Script) {
  const { transport, requests } = githubReads({
    'GET /repos/{owner}/{repo}/branches/{branch}': { name: 'main', protected: false },
    'GET /repos/{owner}/{repo}/rules/branches/{branch}': [],
    ...script,
  });
  const sink = collectingSink();
  await collectBranches({ transport, sink }, walletRepository());
  return {
    sink,
    requests: () => requests().filter((text) => /commits\/|\/reviews/u.test(text)),
    brought: () =>
      sink
        .of('github.branch-commit')
        .toSorted((a, b) => a.data.position - b.data.position)
        .map(({ data }) => [data.id, data.pulls]),
    gap: (kind: string, id: string) => sink.gaps.get(`${kind} prepay/wallet ${id}`),
    coverage: (kind: string) => sink.coverage.get(`${kind} prepay/wallet`),
  };
}

describe('the last commits', () => {
  it('are found in the merged pull requests that name them, one call for the reviews of each', async () => {
    const { sink, requests } = await merges({
      [commits]: [commit('m2', 'm1', 'h2'), commit('h2', 'm1'), commit('m1', 'first'), commit('first')],
      [pulls]: [pull(2), pull(1), pull(3, { merged_at: null, merge_commit_sha: 'm1' })],
      [reviews]: ({ input }) => [approval(`h${JSON.stringify(input['pull_number'])}`)],
    });
    expect(requests()).toEqual([
      'GET /repos/prepay/wallet/pulls/2/reviews',
      'GET /repos/prepay/wallet/pulls/1/reviews',
    ]);
    expect(sink.of('github.branch-commit').map(({ data }) => data)).toEqual([
      {
        id: 'm2',
        branch: 'prepay/wallet@main',
        position: 0,
        isFirst: false,
        author: 'dana',
        pulls: ['prepay/wallet#2'],
      },
      {
        id: 'm1',
        branch: 'prepay/wallet@main',
        position: 1,
        isFirst: false,
        author: 'dana',
        pulls: ['prepay/wallet#1'],
      },
      { id: 'first', branch: 'prepay/wallet@main', position: 2, isFirst: true, author: 'dana', pulls: [] },
    ]);
    expect(sink.of('github.branch-commit').map(({ evidence }) => evidence.map(({ pointer }) => pointer))).toEqual([
      ['/body/0'],
      ['/body/2'],
      ['/body/3'],
    ]);
    expect(sink.of('github.merged-pull')[1]).toMatchObject({
      id: 'prepay/wallet#1',
      data: {
        id: 'prepay/wallet#1',
        author: 'dana',
        headSha: 'h1',
        mergedAt: '2026-01-10T12:00:00Z',
        reviews: [
          { reviewer: 'erin', isBot: false, state: 'APPROVED', commitSha: 'h1', submittedAt: '2026-01-10T11:00:00Z' },
        ],
      },
      evidence: [{ pointer: '/body/1' }, { pointer: '/body' }],
    });
  });

  it('are asked for one by one where no pull request names them, as after a rebase', async () => {
    const { sink, requests, brought } = await merges({
      [commits]: [commit('m1', 'r2'), commit('r2', 'd1'), commit('d1', 'first')],
      [pulls]: [pull(1)],
      [pullsOf]: ({ input }) =>
        input['commit_sha'] === 'r2'
          ? pages([pull(1), pull(8, { base: { ref: 'release' } })], [pull(9, { merged_at: null })])
          : [],
      [reviews]: [],
    });
    expect(requests()).toEqual([
      'GET /repos/prepay/wallet/commits/r2/pulls',
      'GET /repos/prepay/wallet/commits/d1/pulls',
      'GET /repos/prepay/wallet/pulls/1/reviews',
    ]);
    expect(brought()).toEqual([
      ['m1', ['prepay/wallet#1']],
      ['r2', ['prepay/wallet#1']],
      ['d1', []],
    ]);
    expect(sink.of('github.merged-pull')).toHaveLength(1);
  });

  it('are asked for all where the version of the API names no merge commit', async () => {
    const { brought } = await merges({
      [commits]: [commit('m1', 'first')],
      [pulls]: [{ ...pull(1), merge_commit_sha: undefined }],
      [pullsOf]: [{ ...pull(1), merge_commit_sha: undefined }],
      [reviews]: [],
    } as never);
    expect(brought()).toEqual([['m1', ['prepay/wallet#1']]]);
  });

  it('are followed twenty deep, which is 42 calls at most', async () => {
    const chain = Array.from({ length: 30 }, (_, at) => commit(`c${at}`, `c${at + 1}`));
    const { sink, requests } = await merges({
      [commits]: chain,
      [pulls]: [],
      [pullsOf]: ({ input }) => [pull(Number(JSON.stringify(input['commit_sha']).slice(2, -1)))],
      [reviews]: [],
    });
    expect(sink.of('github.branch-commit')).toHaveLength(20);
    expect(requests()).toHaveLength(40);
  });

  it('may have an author that GitHub does not know, or one without a login', async () => {
    const { sink } = await merges({
      [commits]: [
        { ...commit('a', 'b'), author: null },
        { ...commit('b', 'c'), author: {} },
      ],
      [pulls]: [pull(1, { merge_commit_sha: 'a', user: null }), pull(2, { merge_commit_sha: 'b' })],
      [reviews]: [
        { user: null, state: 'APPROVED', commit_id: null, submitted_at: '2026-01-10T11:00:00Z' },
        { user: { login: 'x[bot]', type: 'Bot' }, state: 'PENDING', commit_id: 'h1' },
      ],
    });
    expect(sink.of('github.branch-commit').map(({ data }) => data.author)).toEqual([null, null]);
    expect(sink.of('github.merged-pull')[0]?.data).toMatchObject({
      author: null,
      reviews: [
        { reviewer: null, isBot: false, commitSha: null },
        { reviewer: 'x[bot]', isBot: true, submittedAt: null },
      ],
    });
  });
});

describe('what cannot be read of the last commits', () => {
  const one = { [commits]: [commit('d2', 'd1'), commit('d1', 'first')], [pulls]: [], [pullsOf]: [], [reviews]: [] };

  it.each([
    ['commits', commits],
    ['pull requests', pulls],
  ])(
    'is a gap in both populations where the list of %s may not be read, and nothing is asked further',
    async (_, route) => {
      const { sink, requests, coverage } = await merges({ ...one, [route]: refused(403) });
      expect(requests()).toEqual([]);
      expect(sink.of('github.branch-commit')).toEqual([]);
      expect(coverage('github.branch-commit')?.gap?.reason).toBe('denied');
      expect(coverage('github.merged-pull')?.gap?.reason).toBe('denied');
    },
  );

  it('is a gap on the commit, which is no direct push then', async () => {
    const { brought, gap } = await merges({
      ...one,
      [pullsOf]: ({ input }) => (input['commit_sha'] === 'd2' ? pages().thenEnds('throttled') : []),
    });
    expect(brought()).toEqual([['d1', []]]);
    expect(gap('github.branch-commit', 'd2')?.reason).toBe('throttled');
  });

  it('is a gap on the pull request, which has no fact then', async () => {
    const { sink, gap } = await merges({
      ...one,
      [pulls]: [pull(1, { merge_commit_sha: 'd2' }), pull(2, { merge_commit_sha: 'd1' })],
      [reviews]: ({ input }) =>
        input['pull_number'] === 1
          ? [{ ...approval('h1'), state: 'BRAND_NEW' }]
          : pages([approval('h2')]).thenEnds('failed'),
    });
    expect(sink.of('github.merged-pull')).toEqual([]);
    expect(gap('github.merged-pull', 'prepay/wallet#1')?.reason).toBe('unsupported');
    expect(gap('github.merged-pull', 'prepay/wallet#2')?.reason).toBe('failed');
  });
});
