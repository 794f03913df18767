import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import {
  answered,
  githubReads,
  refused,
  type Script,
  type Scripted,
  walletRepository,
} from '../../../test/helpers/github-reads.js';
import type { Json, JsonObject } from '../../core/json.js';
import { administered, noEnvironments } from './administered.js';
import { collectBranches } from './collect-branches.js';
import { collectWorkflows } from './collect-workflows.js';
import { type Overview, readOverview } from './overview.js';
import { repositoryQuery } from './routes/graphql.js';

const workflowToken = 'GET /repos/{owner}/{repo}/actions/permissions/workflow';
const permissions = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false };
const ci = 'on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: []\n';
const oidOf = (text: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

const file = (name: string, text: string | null, oid = oidOf(text ?? '')) => ({
  name,
  type: 'blob',
  oid,
  size: Buffer.byteLength(text ?? ''),
  object: { text },
});
const folder = (...entries: readonly JsonObject[]): JsonObject => ({ object: { __typename: 'Tree', entries } });
const commit = (oid: string, parents: readonly string[], login: string | null = 'dana') => ({
  oid,
  author: { user: login === null ? null : { login } },
  parents: { totalCount: parents.length, nodes: parents.map((one) => ({ oid: one })) },
});
const line = (...nodes: readonly JsonObject[]): JsonObject => ({
  ref: { name: 'main', target: { history: { nodes } } },
});
const user = (login: string, type = 'User') => ({ __typename: type, login });
const approval = {
  state: 'APPROVED',
  submittedAt: '2026-01-01T11:00:00Z',
  author: user('rick'),
  commit: { oid: 'head' },
};
const pull = (more: JsonObject = {}, reviews: readonly JsonObject[] = [approval], totalCount = reviews.length) => ({
  number: 1,
  mergedAt: '2026-01-01T12:00:00Z',
  headRefOid: 'head',
  baseRefName: 'main',
  author: user('dana'),
  mergeCommit: { oid: 'merge' },
  reviews: { totalCount, nodes: reviews },
  ...more,
});
const list = (...nodes: readonly JsonObject[]): JsonObject => ({ pullRequests: { nodes } });
const suite = (names: readonly string[], totalCount = names.length) => ({
  app: { databaseId: 15368 },
  checkRuns: { totalCount, nodes: names.map((name) => ({ name, conclusion: 'TIMED_OUT' })) },
});
const checked = (
  suites: readonly JsonObject[],
  contexts: readonly JsonObject[] | null = null,
  totalCount = suites.length,
) => ({
  commits: {
    nodes: [
      {
        commit: {
          oid: 'head',
          status: contexts === null ? null : { contexts },
          checkSuites: { totalCount, nodes: suites },
        },
      },
    ],
  },
});

const settings = {
  hasVulnerabilityAlertsEnabled: true,
  deployKeys: { totalCount: 0 },
  environments: { totalCount: 0 },
};
const data: JsonObject = {
  settings,
  files: folder(file('ci.yml', ci)),
  line: line(commit('merge', ['first', 'head']), commit('first', [])),
  merges: list(pull()),
  checks: list(checked([suite(['test'])])),
};

async function overviewOf(body: JsonObject | Scripted): Promise<Overview | null> {
  const { transport } = githubReads({ [repositoryQuery]: body });
  return readOverview({ transport, sink: collectingSink() }, walletRepository());
}
const told = async (more: JsonObject, errors: Json = []): Promise<Overview | null> =>
  overviewOf({ data: { ...data, ...more }, errors });

describe('the overview of a repository', () => {
  it('tells its settings, workflows, commits, merges and checks', async () => {
    const overview = await overviewOf({ data });
    expect(overview).toMatchObject({
      branch: 'main',
      coverage: { gap: null, delivered: true },
      settings: { areAlertsOn: true, hasDeployKeys: false, hasEnvironments: false },
      workflows: [{ path: '.github/workflows/ci.yml', type: 'blob', text: ci, size: ci.length }],
      line: [
        { sha: 'merge', parents: ['first', 'head'], author: 'dana' },
        { sha: 'first', parents: [] },
      ],
      merges: [{ number: 1, author: 'dana', headSha: 'head', mergeCommit: 'merge' }],
      checks: [{ sha: 'head', runs: [{ context: 'test', appId: 15368, conclusion: 'timed_out' }], statuses: [] }],
    });
    expect(overview?.merges?.[0]?.reviews).toEqual([
      {
        reviewer: 'rick',
        isBot: false,
        state: 'APPROVED',
        commitSha: 'head',
        submittedAt: '2026-01-01T11:00:00Z',
      },
    ]);
    expect(overview?.merges?.[0]?.evidence.pointer).toBe('/body/data/merges/pullRequests/nodes/0');
  });

  it('is none of a repository without a branch, nor where the query is refused', async () => {
    const { transport, requests } = githubReads({});
    const empty = walletRepository({ defaultBranch: null });
    expect(await readOverview({ transport, sink: collectingSink() }, empty)).toBeNull();
    expect(requests()).toEqual([]);
    expect(await overviewOf(refused(403))).toBeNull();
  });

  it('leaves out the part that GitHub names an error in, and no other', async () => {
    const overview = await told({ merges: null }, [
      { type: 'FORBIDDEN', path: ['merges', 'pullRequests'], message: 'no' },
    ]);
    expect(overview?.merges).toBeNull();
    expect(overview?.line).toHaveLength(2);
    const deep = await told({}, [{ message: 'no', path: ['checks', 'pullRequests', 'nodes', 0] }]);
    expect(deep?.checks).toBeNull();
    expect(deep?.merges).toHaveLength(1);
  });

  it.each([[[{ message: 'no' }]], [[{ message: 'no', path: [] }]]])(
    'tells nothing beside an error of no place: %j',
    async (errors) => {
      expect(await told({}, errors)).toMatchObject({
        settings: null,
        workflows: null,
        line: null,
        merges: null,
        checks: null,
      });
    },
  );

  it('tells nothing where the answer is no answer of GraphQL', async () => {
    expect(await overviewOf({ settings })).toMatchObject({ settings: null, line: null });
  });
});

describe('the workflows of an overview', () => {
  const textOf = async (entry: JsonObject) => (await told({ files: folder(entry) }))?.workflows?.[0]?.text;

  it('have their text where git hashes it to what the folder names', async () => {
    expect(await textOf(file('ci.yml', ci))).toBe(ci);
    expect(await textOf(file('ci.yml', ci.slice(1), oidOf(ci)))).toBeNull();
    expect(await textOf(file('ci.yml', null))).toBeNull();
    expect(await textOf({ ...file('lib', null), type: 'tree', object: {} })).toBeNull();
    expect(await textOf({ ...file('ci.yml', ci), object: null })).toBeNull();
  });

  it('are none without the folder, of a token that sees commits alone', async () => {
    expect((await told({ files: { object: null } }))?.workflows).toEqual([]);
    expect((await told({ files: { object: { __typename: 'Tree', entries: [] } } }))?.workflows).toBeNull();
    expect((await told({ files: { object: null }, line: { ref: null } }))?.workflows).toBeNull();
    expect((await told({ files: { object: { __typename: 'Blob' } } }))?.workflows).toBeNull();
  });
});

describe('the commits of an overview', () => {
  it.each<[string, JsonObject]>([
    ['an author without an account', line(commit('a', [], null))],
    ['more parents than a page', line({ ...commit('a', ['b']), parents: { totalCount: 2, nodes: [{ oid: 'b' }] } })],
    ['no commit', line()],
    ['another branch', { ref: { name: 'old', target: { history: { nodes: [commit('a', [])] } } } }],
  ])('are not told with %s', async (_, wire) => {
    expect((await told({ line: wire }))?.line).toBeNull();
  });
});

describe('the merges of an overview', () => {
  const reviewsOf = async (...of: Parameters<typeof pull>) =>
    (await told({ merges: list(pull(...of)) }))?.merges?.[0]?.reviews;

  it('have no reviews where REST may show more', async () => {
    expect(await reviewsOf({}, [])).toBeNull();
    expect(await reviewsOf({}, [approval], 2)).toBeNull();
    expect(await reviewsOf({}, [{ ...approval, commit: null }])).toBeNull();
  });

  it('name a bot as REST does, and nobody where the account is gone', async () => {
    const found = await told({
      merges: list(
        pull({ author: user('renovate', 'Bot'), mergeCommit: null }, [
          { ...approval, author: null },
          { ...approval, author: user('robot[bot]', 'Bot') },
        ]),
        pull({ author: null }),
        pull({ baseRefName: 'release' }),
      ),
    });
    expect(found?.merges?.map(({ author }) => author)).toEqual(['renovate[bot]', null]);
    expect(found?.merges?.[0]?.mergeCommit).toBeNull();
    expect(found?.merges?.[0]?.reviews?.map(({ reviewer, isBot }) => [reviewer, isBot])).toEqual([
      [null, false],
      ['robot[bot]', true],
    ]);
  });
});

describe('the checks of an overview', () => {
  const checksOf = async (node: JsonObject) => (await told({ checks: list(node) }))?.checks;

  it('are those of commits of which every report came', async () => {
    expect(await checksOf(checked([suite(['a'], 2)]))).toEqual([]);
    expect(await checksOf(checked([suite(['a'])], null, 2))).toEqual([]);
    expect(await checksOf({ commits: { nodes: [] } })).toEqual([]);
  });

  it('are statuses too, without a conclusion while they wait', async () => {
    const contexts = ['SUCCESS', 'PENDING', 'EXPECTED'].map((state) => ({ context: state, state }));
    const node = checked([{ ...suite(['a']), app: null }], contexts);
    const [found] = (await checksOf(node)) ?? [];
    expect(found?.runs[0]?.appId).toBeNull();
    expect(found?.statuses.map(({ conclusion }) => conclusion)).toEqual(['success', null, null]);
    expect(
      (
        await checksOf(
          checked([{ ...suite(['a']), checkRuns: { totalCount: 1, nodes: [{ name: 'a', conclusion: null }] } }]),
        )
      )?.[0]?.runs[0]?.conclusion,
    ).toBeNull();
  });
});

describe('what only administrators are told', () => {
  const { scope } = walletRepository();
  const seen = async (answer: JsonObject | Scripted, more: JsonObject = {}) => {
    const overview = await told({ settings: { ...settings, ...more } });
    const { transport } = githubReads({ [workflowToken]: answer });
    return {
      settings: (await administered(transport, scope, overview))?.settings,
      none: await noEnvironments(transport, scope, overview),
    };
  };
  const classic = (scopes: string) => answered(permissions, { 'x-oauth-scopes': scopes });

  it('is believed where REST answers what takes the same permission', async () => {
    expect((await seen(permissions)).settings?.areAlertsOn).toBe(true);
    expect((await seen(refused(403))).settings).toBeUndefined();
  });

  it('of environments is believed of a classic token with scope repo alone', async () => {
    expect((await seen(permissions)).none).toBeNull();
    expect((await seen(classic('repo:status, admin:org'))).none).toBeNull();
    expect((await seen(classic('admin:org, repo'))).none).toMatchObject({ gap: null, delivered: true });
    expect((await seen(classic('repo'), { environments: { totalCount: 1 } })).none).toBeNull();
  });

  it('is nothing without an overview or its settings', async () => {
    const { transport, requests } = githubReads({});
    expect(await administered(transport, scope, null)).toBeNull();
    expect(await noEnvironments(transport, scope, await told({ settings: null }))).toBeNull();
    expect(requests()).toEqual([]);
  });
});

const rules = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const protection = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
const branch = 'GET /repos/{owner}/{repo}/branches/{branch}';
const unprotected = refused(404, 'Branch not protected', 'absent');

async function branches(script: Script, more: JsonObject = {}) {
  const { transport, requests } = githubReads({ [rules]: [], ...script });
  const sink = collectingSink();
  await collectBranches({ transport, sink }, walletRepository(), undefined, await told(more));
  return { sink, requests: requests() };
}

describe('a branch of an overview', () => {
  it('takes its rules and its protection of REST, and nothing else', async () => {
    const { sink, requests } = await branches({ [protection]: unprotected });
    expect(requests).toEqual([
      'GET /repos/prepay/wallet/branches/main/protection',
      'GET /repos/prepay/wallet/rules/branches/main',
    ]);
    expect(sink.of('github.branch')[0]?.evidence[0]?.pointer).toBe('/body/data/line/ref');
    expect(sink.of('github.branch-commit').map(({ data: { id, pulls } }) => [id, pulls])).toEqual([
      ['merge', ['prepay/wallet#1']],
      ['first', []],
    ]);
    expect(sink.of('github.merged-pull')[0]?.data.reviews).toHaveLength(1);
    expect(sink.gaps.size).toBe(0);
  });

  it.each([
    [false, undefined],
    [true, 'denied'],
  ])('is asked whether it is protected (%j) only where its protection is refused', async (isProtected, gap) => {
    const about = { name: 'main', protected: isProtected };
    const { sink } = await branches({ [protection]: refused(404), [branch]: about });
    expect(sink.gaps.get('github.branch-protection prepay/wallet prepay/wallet@main')?.reason).toBe(gap);
    expect(sink.coverage.get('github.branch-protection prepay/wallet')?.gap).toBeNull();
  });

  it('takes of REST the pull request of a commit that none is shown of, and reviews that are not', async () => {
    const pulls = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
    const reviews = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
    const { requests } = await branches(
      { [protection]: unprotected, [pulls]: [], [reviews]: [] },
      { line: line(commit('direct', ['merge']), commit('merge', ['first'])), merges: list(pull({}, [])) },
    );
    expect(requests.slice(2)).toEqual([
      'GET /repos/prepay/wallet/commits/direct/pulls',
      'GET /repos/prepay/wallet/pulls/1/reviews',
    ]);
  });
});

const requiring = [
  {
    type: 'required_status_checks',
    ruleset_source_type: 'Repository',
    ruleset_source: 'prepay/wallet',
    ruleset_id: 1,
    parameters: { strict_required_status_checks_policy: true, required_status_checks: [{ context: 'test' }] },
  },
];
const runs = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const status = 'GET /repos/{owner}/{repo}/commits/{ref}/status';

async function workflows(script: Script, more: JsonObject = {}) {
  const { transport, requests } = githubReads({ [rules]: requiring, [protection]: unprotected, ...script });
  const sink = collectingSink();
  await collectWorkflows({ transport, sink }, walletRepository(), await told(more));
  const others = requests().filter((request) => !/branches\/main/u.test(request));
  return { sink, requests: others };
}

describe('the workflows and checks of an overview', () => {
  it('are read without another call', async () => {
    const { sink, requests } = await workflows({});
    expect(requests).toEqual([]);
    expect(sink.of('github.workflow').map(({ id }) => id)).toEqual(['.github/workflows/ci.yml']);
    expect(sink.of('github.commit-checks').map(({ data: { reports } }) => reports)).toEqual([
      [{ context: 'test', appId: 15368, conclusion: 'timed_out' }],
    ]);
  });

  it('take a status for a check that no run reports', async () => {
    const contexts = [{ context: 'test', state: 'SUCCESS' }];
    const { sink, requests } = await workflows({}, { checks: list(checked([suite(['lint'])], contexts)) });
    expect(requests).toEqual([]);
    expect(sink.of('github.commit-checks')[0]?.data.reports).toHaveLength(2);
  });

  it('are asked of REST where a required check is not shown, or the commit is not', async () => {
    for (const checks of [list(checked([suite(['lint'])])), list()]) {
      const { requests } = await workflows({ [runs]: { check_runs: [] }, [status]: { statuses: [] } }, { checks });
      expect(requests).toEqual([
        'GET /repos/prepay/wallet/commits/head/check-runs',
        'GET /repos/prepay/wallet/commits/head/status',
      ]);
    }
  });

  it('that are no workflow of git are read as blobs, and those that are wrong are named with their line', async () => {
    const blob = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
    const entries = folder(file('a.yml', 'x', 'f00d'), file('b.yml', 'jobs: [\n'));
    const { sink, requests } = await workflows({ [blob]: { content: ci, encoding: 'utf-8' } }, { files: entries });
    expect(requests).toEqual(['GET /repos/prepay/wallet/git/blobs/f00d']);
    expect(sink.of('github.workflow').map(({ id }) => id)).toEqual(['.github/workflows/a.yml']);
    expect(sink.gaps.get('github.workflow prepay/wallet .github/workflows/b.yml')?.text).toContain('b.yml:');
  });

  it('look below the folder, and beside it, through REST', async () => {
    const tree = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
    const steps = ['./.github/workflows/own', './tools/build'].map((uses) => `      - uses: ${uses}\n`).join('');
    const text = `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}  b:\n    uses: ./.github/workflows/b.yml\n`;
    const own = { ...file('own', null), type: 'tree', object: {} };
    const { sink, requests } = await workflows(
      { [tree]: { truncated: false, tree: [] } },
      { files: folder(file('a.yml', text), file('b.yml', ci), own) },
    );
    expect(requests).toEqual(['GET /repos/prepay/wallet/git/trees/main']);
    expect(sink.of('github.workflow')).toHaveLength(2);
    expect([...sink.gaps.values()].map(({ reason }) => reason)).toEqual(['missing', 'missing']);
  });
});
