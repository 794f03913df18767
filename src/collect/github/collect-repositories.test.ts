import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { githubReads, pages, prepayScope, refused, type Script, Scripted } from '../../../test/helpers/github-reads.js';
import { collectRepositories } from './collect-repositories.js';

const listing = 'GET /orgs/{org}/repos';
const named = 'GET /repos/{owner}/{repo}';
const branches = 'GET /repos/{owner}/{repo}/branches';

function repository(name: string, more: Readonly<Record<string, Json>> = {}, owner = 'prepay'): JsonObject {
  const shown = { private: true, visibility: 'private', fork: false, archived: false, default_branch: 'main', size: 5 };
  return { name, owner: { login: owner }, pushed_at: '2026-01-01T00:00:00Z', ...shown, ...more };
}

async function collect(script: Script, globs: readonly string[] = ['*'], repositoryCount: number | null = 1) {
  const { transport, requests } = githubReads(script);
  const sink = collectingSink();
  const members = { gap: null, reads: [], delivered: true };
  const organization = { scope: prepayScope, repositoryCount, members };
  const repositories = await collectRepositories({ transport, sink }, organization, globs);
  return { sink, requests: requests(), repositories, ids: repositories.map(({ data }) => data.id) };
}

describe('the repositories of an organization', () => {
  it('are facts of their own scopes, with nothing said of the organization', async () => {
    const { sink, ids, requests } = await collect(
      {
        [listing]: [
          repository('wallet'),
          repository('sdk', { private: false, visibility: 'public', archived: true, fork: true }),
        ],
      },
      ['*'],
      2,
    );
    expect(ids).toEqual(['prepay/wallet', 'prepay/sdk']);
    expect(sink.of('github.repository').map(({ data, scope }) => [scope.repo, data])).toEqual([
      [
        'wallet',
        { id: 'prepay/wallet', visibility: 'private', defaultBranch: 'main', isArchived: false, isFork: false },
      ],
      ['sdk', { id: 'prepay/sdk', visibility: 'public', defaultBranch: 'main', isArchived: true, isFork: true }],
    ]);
    expect([...sink.coverage.keys()]).toEqual(['github.repository prepay/wallet', 'github.repository prepay/sdk']);
    expect(requests).toEqual(['GET /orgs/prepay/repos type=all sort=full_name']);
  });

  it('are chosen by globs, in whatever case', async () => {
    const all = ['wallet', 'wallet-api', 'web', 'docs.site'].map((name) => repository(name));
    const { ids } = await collect({ [listing]: all }, ['Wallet*', 'w?b', 'docs.site'], 4);
    expect(ids).toEqual(['prepay/wallet', 'prepay/wallet-api', 'prepay/web', 'prepay/docs.site']);
    const dotted = collect({ [listing]: [repository('docsXsite')], [named]: refused(404) }, ['docs.site']);
    await expect(dotted).rejects.toMatchObject({ code: 'PREPAY_UNKNOWN_REPOSITORY' });
  });

  it.each([
    ['private', { private: true }],
    ['public', { private: false }],
  ])('are %s where an older server says no more', async (visibility, more) => {
    const shown = Object.entries(repository('wallet', more));
    const older = Object.fromEntries(shown.filter(([name]) => name !== 'visibility'));
    const { repositories } = await collect({ [listing]: [older] });
    expect(repositories[0]?.data.visibility).toBe(visibility);
  });

  it.each([
    ['no branch', [], null],
    ['a branch', [{ name: 'main' }], 'main'],
    ['a list that may not be read', refused(404), 'main'],
  ])('of no size are asked for branches: %s', async (_, answer, defaultBranch) => {
    const { repositories, requests } = await collect({
      [listing]: [repository('wallet', { size: 0, pushed_at: null })],
      [branches]: answer,
    });
    expect(repositories).toMatchObject([{ data: { defaultBranch }, pushedAt: null }]);
    expect(requests).toContain('GET /repos/prepay/wallet/branches');
  });

  it.each([
    ['were renamed', 'old', repository('wallet'), ['prepay/wallet']],
    ['are not in the list', 'hidden', repository('hidden'), ['prepay/hidden']],
  ])('that %s are found by name', async (_, glob, body, expected) => {
    const { ids, sink } = await collect({ [listing]: [repository('wallet')], [named]: body }, [glob]);
    expect(ids).toEqual(expected);
    expect(sink.of('github.repository')).toHaveLength(1);
    expect(sink.coverage.get(`github.repository ${expected[0] ?? ''}`)?.reads[0]?.operation).toBe(named);
  });

  it('is one where the old name and the new are both given', async () => {
    const script = { [listing]: [repository('wallet')], [named]: repository('wallet') };
    expect((await collect(script, ['wallet', 'old'])).ids).toEqual(['prepay/wallet']);
  });

  it.each([
    ['a name that is not there', 'nothing', refused(404), 'prepay has no repository nothing'],
    [
      'a name that the answer calls missing',
      'nothing',
      refused(404, 'gone', 'absent'),
      'prepay has no repository nothing',
    ],
    [
      'one that went to another owner',
      'old',
      repository('wallet', {}, 'elsewhere'),
      'prepay/old has moved to elsewhere/wallet',
    ],
    ['a pattern that matches none', 'pay-*', null, 'no repository of prepay that this token may see matches pay-*'],
  ])('end the run on %s', async (_, glob, answer, text) => {
    const collected = collect({ [listing]: [repository('wallet')], [named]: answer }, ['wallet', glob]);
    await expect(collected).rejects.toMatchObject({
      code: 'PREPAY_UNKNOWN_REPOSITORY',
      message: expect.stringContaining(text) as string,
    });
  });

  it('do not end the run where the list broke off, which leaves the rest open for every kind', async () => {
    const { ids, sink } = await collect({ [listing]: pages([repository('wallet')]).thenEnds('failed') }, [
      '*',
      'pay-*',
    ]);
    expect(ids).toEqual(['prepay/wallet']);
    for (const kind of ['github.repository', 'github.environment', 'github.workflow-token']) {
      expect(sink.coverage.get(`${kind} prepay`)?.gap).toMatchObject({ reason: 'failed' });
    }
    expect(sink.coverage.has('github.org.member prepay')).toBe(false);
  });

  it('leave one of them open where it could not be read by its name', async () => {
    const { ids, sink } = await collect({ [listing]: [repository('wallet')], [named]: new Scripted([], 'throttled') }, [
      'wallet',
      'api',
    ]);
    expect(ids).toEqual(['prepay/wallet']);
    expect(sink.coverage.get('github.environment prepay/api')?.gap).toMatchObject({ reason: 'throttled' });
    expect(sink.coverage.has('github.environment prepay')).toBe(false);
  });

  it.each([
    ['fewer than there are', 3, 'the token sees 1 of the 3 repositories of prepay'],
    ['any number, which is not told', null, 'is not known'],
  ])('leave the rest open where the token sees %s', async (_, count, text) => {
    const { sink } = await collect({ [listing]: [repository('wallet')] }, ['*'], count);
    expect(sink.coverage.get('github.repository prepay')?.gap).toMatchObject({
      reason: 'hidden',
      text: expect.stringContaining(text) as string,
    });
  });

  it('that were all named leave nothing open', async () => {
    const { sink } = await collect({ [listing]: [repository('wallet')] }, ['wallet'], null);
    expect(sink.coverage.has('github.repository prepay')).toBe(false);
  });

  it('are none of an organization without any, which is no mistake', async () => {
    const { sink, ids } = await collect({ [listing]: [] }, ['*'], 0);
    expect(ids).toEqual([]);
    expect(sink.coverage.get('github.repository prepay')).toMatchObject({ gap: null });
    const hidden = await collect({ [listing]: [] }, ['*'], null);
    expect(hidden.sink.coverage.get('github.repository prepay')?.gap).toMatchObject({ reason: 'hidden' });
  });

  it('of an undocumented shape are a gap, and the others stand', async () => {
    const { ids, sink } = await collect(
      { [listing]: [repository('wallet'), repository('odd', { archived: 'no' })] },
      ['*'],
      2,
    );
    expect(ids).toEqual(['prepay/wallet']);
    expect(sink.coverage.get('github.repository prepay')?.gap?.text).toContain('/body/1/archived');
  });
});
