import { describe, expect, it } from 'vitest';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { githubReads, pages, refused, type Script, walletRepository } from '../../../test/helpers/github-reads.js';
import type { Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { collectWorkflows, workflowKinds } from './collect-workflows.js';
import { readWorkflowFile } from './read-workflow-file.js';

const tree = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
const blob = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
const rules = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const branch = 'GET /repos/{owner}/{repo}/branches/{branch}';
const protection = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
const runs = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const status = 'GET /repos/{owner}/{repo}/commits/{ref}/status';
const commits = 'GET /repos/{owner}/{repo}/commits';
const pulls = 'GET /repos/{owner}/{repo}/pulls';

type Files = Readonly<Record<string, string>>;

function textOf({ input }: ReadRequest, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

/** Trees and blobs of repositories by name; the sha of a folder is `tree:<name>`, of a file `<path>`. */
function filesOf(repositories: Readonly<Record<string, Files>>): Script {
  const own = ({ scope }: ReadRequest): Files => repositories[String(scope.repo)] ?? {};
  const entryOf = (path: string, text: string, from: string): Json => ({
    path: path.slice(from.length),
    type: 'blob',
    sha: path,
    size: text.length,
  });
  return {
    [tree]: (request) => {
      const files = Object.entries(own(request));
      const [, top] = /^tree:(.*)$/u.exec(textOf(request, 'tree_sha')) ?? [];
      if (top !== undefined) {
        const below = files.filter(([path]) => path.startsWith(`${top}/`));
        return { truncated: false, tree: below.map(([path, text]) => entryOf(path, text, `${top}/`)) };
      }
      const tops = new Set(files.flatMap(([path]) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])));
      const folders = [...tops].map((path) => ({ path, type: 'tree', sha: `tree:${path}` }));
      const inRoot = files.filter(([path]) => !path.includes('/')).map(([path, text]) => entryOf(path, text, ''));
      return { truncated: false, tree: [...folders, ...inRoot] };
    },
    [blob]: (request) => {
      const text = own(request)[textOf(request, 'file_sha')] ?? '';
      return { content: text, encoding: 'utf-8' };
    },
  };
}

const nothingRequired: Script = { [rules]: [], [branch]: { protected: false } };

async function collected(script: Script, more: Parameters<typeof walletRepository>[0] = {}) {
  const { transport, requests } = githubReads(script);
  const sink = collectingSink();
  await collectWorkflows({ transport, sink }, walletRepository(more));
  const gap = (kind: string, id: string) => sink.gaps.get(`${kind} prepay/wallet ${id}`);
  const coverage = (kind: string) => sink.coverage.get(`${kind} prepay/wallet`);
  return { sink, requests, gap, coverage };
}

const ofFiles = (wallet: Files, others: Readonly<Record<string, Files>> = {}, more: Script = {}) =>
  collected({ ...nothingRequired, ...filesOf({ wallet, ...others }), ...more });
const steps = (...each: readonly string[]): string =>
  `on: push\njobs:\n  a:\n    steps:\n${each.map((step) => `      - ${step}\n`).join('')}`;
const calls = (uses: string): string => `on: push\njobs:\n  a:\n    uses: ${uses}\n`;

describe('the files', () => {
  it('are read in one call where there is no folder, which is no gap', async () => {
    const { requests, sink, coverage } = await ofFiles({ 'README.md': 'x' });
    expect(requests().filter((text) => text.includes('/git/'))).toEqual(['GET /repos/prepay/wallet/git/trees/main']);
    expect(sink.facts).toEqual([]);
    for (const kind of workflowKinds) expect(coverage(kind)?.gap).toBeNull();
  });

  it('are those right in the folder, one call each', async () => {
    const { requests, sink } = await ofFiles({
      '.github/workflows/ci.yml': `name: CI\n${steps('run: make')}`,
      '.github/workflows/cd.yaml': steps('run: make'),
      '.github/workflows/old/ci.yml': steps('run: make'),
      '.github/workflows/README.md': 'x',
      '.github/dependabot.yml': 'x',
      'src/ci.yml': 'x',
    });
    expect(requests().filter((text) => text.includes('/git/'))).toEqual([
      'GET /repos/prepay/wallet/git/trees/main',
      'GET /repos/prepay/wallet/git/trees/tree:.github recursive=1',
      'GET /repos/prepay/wallet/git/blobs/.github/workflows/ci.yml',
      'GET /repos/prepay/wallet/git/blobs/.github/workflows/cd.yaml',
    ]);
    expect(sink.of('github.workflow').map(({ id, name }) => [id, name])).toEqual([
      ['.github/workflows/ci.yml', 'CI'],
      ['.github/workflows/cd.yaml', null],
    ]);
    expect(sink.of('github.workflow')[0]?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/body/tree/0',
      '/body/content',
    ]);
  });

  it.each([
    ['not YAML', 'on: [push', /^\.github\/workflows\/ci\.yml:1: /u],
    ['no workflow', 'on: push\njobs: x', /^\.github\/workflows\/ci\.yml:2: jobs is no mapping$/u],
    ['too large', 'x'.repeat(1_000_001), /^\.github\/workflows\/ci\.yml of 1000001 bytes is larger than/u],
  ])('are a gap of their own where one is %s', async (_, text, words) => {
    const { sink, gap, coverage } = await ofFiles({
      '.github/workflows/ci.yml': text,
      '.github/workflows/b.yml': steps('run: x'),
    });
    expect(gap('github.workflow', '.github/workflows/ci.yml')).toMatchObject({ reason: 'unsupported' });
    expect(gap('github.workflow', '.github/workflows/ci.yml')?.text).toMatch(words);
    expect(sink.of('github.workflow').map(({ id }) => id)).toEqual(['.github/workflows/b.yml']);
    expect(coverage('github.workflow')?.gap).toBeNull();
  });

  it('are read up to the limit', async () => {
    const text = steps('run: x');
    const { sink } = await ofFiles({ '.github/workflows/ci.yml': text + '#'.repeat(1_000_000 - text.length) });
    expect(sink.of('github.workflow')).toHaveLength(1);
  });

  it.each([
    ['denied', refused(404), 'denied'],
    ['of another shape', { content: 'x', encoding: 'none' }, 'unsupported'],
    ['no answer', pages(), 'incomplete'],
  ])('are a gap where the text is %s', async (_, answer, reason) => {
    const { gap } = await ofFiles({ '.github/workflows/ci.yml': 'x' }, {}, { [blob]: answer });
    expect(gap('github.workflow', '.github/workflows/ci.yml')?.reason).toBe(reason);
  });

  it('are unknown as a whole where they cannot be listed, or not all of them', async () => {
    for (const [answer, reason] of [
      [refused(404), 'denied'],
      [{ truncated: true, tree: [] }, 'incomplete'],
      [{ tree: [] }, 'unsupported'],
    ] as const) {
      const { coverage } = await collected({ ...nothingRequired, [tree]: answer });
      for (const kind of ['github.workflow', 'github.action', 'github.called-workflow']) {
        expect(coverage(kind)?.gap?.reason).toBe(reason);
      }
      expect(coverage('github.commit-checks')?.gap).toBeNull();
    }
  });

  it('of a folder that is cut short are what came, and a gap', async () => {
    const cut = { truncated: true, tree: [{ path: 'workflows/ci.yml', type: 'blob', sha: 's', size: 1 }] };
    const root = { truncated: false, tree: [{ path: '.github', type: 'tree', sha: 't' }] };
    const { sink, coverage } = await collected({
      ...nothingRequired,
      [tree]: ({ input }) => (input['tree_sha'] === 't' ? cut : root),
      [blob]: { content: steps('run: x'), encoding: 'utf-8' },
    });
    expect(sink.of('github.workflow')).toHaveLength(1);
    expect(coverage('github.workflow')?.gap?.text).toBe(
      'GitHub lists .github of prepay/wallet in part: it has too many files',
    );
  });

  it('of an empty repository are none, as its branches show', async () => {
    const { requests, coverage } = await collected(
      { 'GET /repos/{owner}/{repo}/branches': [] },
      { defaultBranch: null },
    );
    expect(requests()).toEqual(['GET /repos/prepay/wallet/branches']);
    for (const kind of workflowKinds) expect(coverage(kind)?.gap).toBeNull();
  });
});

describe('readWorkflowFile', () => {
  it('passes on what is no problem of the file', async () => {
    const { transport } = githubReads(filesOf({ wallet: { 'a.yml': 'x' } }));
    const { scope } = walletRepository();
    const evidence = { read: 'r', page: 0, pointer: '' };
    const entry = { path: 'a.yml', type: 'blob', sha: 'a.yml', size: null, evidence };
    const broken = (): never => {
      throw new TypeError('ours');
    };
    await expect(readWorkflowFile(transport, scope, entry, broken)).rejects.toThrow('ours');
  });
});

describe('what is called', () => {
  it('is read once, of the repository and of the organization, and what that calls as well', async () => {
    const { sink, requests } = await ofFiles(
      {
        '.github/workflows/ci.yml': `${steps('uses: ./one', 'uses: ./one/', 'uses: ./', 'uses: actions/checkout@v4')}  b:\n    uses: PREPAY/shared/.github/workflows/test.yml@v1\n  c:\n    uses: ./.github/workflows/local.yml\n  d:\n    uses: vendor/x/.github/workflows/a.yml@v1\n`,
        'one/action.yaml': 'runs:\n  using: composite\n  steps:\n    - uses: ./two\n    - uses: prepay/shared/act@v1\n',
        'two/Dockerfile': 'FROM x',
        'action.yml': 'runs: { using: docker, image: "docker://alpine" }',
      },
      {
        shared: {
          '.github/workflows/test.yml': calls('./.github/workflows/more.yml'),
          '.github/workflows/more.yml': `name: More\n${steps('uses: ./one')}`,
          'act/action.yml': 'runs: { using: node20, main: x.js }',
        },
      },
    );
    expect(sink.of('github.action').map(({ id, data }) => [id, data.path, data.image, data.steps.length])).toEqual([
      ['./one', 'one/action.yaml', null, 2],
      ['./', 'action.yml', 'docker://alpine', 0],
      ['./two', 'two/Dockerfile', null, 0],
      ['prepay/shared/act@v1', 'act/action.yml', null, 0],
    ]);
    expect(sink.of('github.called-workflow').map(({ id, name }) => [id, name])).toEqual([
      ['PREPAY/shared/.github/workflows/test.yml@v1', null],
      ['PREPAY/shared/.github/workflows/more.yml@v1', 'More'],
    ]);
    expect(requests().filter((text) => text.includes('/shared/git/trees/v1'))).toHaveLength(1);
    expect([...sink.gaps.keys()]).toEqual([]);
  });

  it.each([
    ['is not there', { 'README.md': 'x' }, 'missing', './gone is called, and there is no such file'],
    [
      'is no action',
      { 'gone/action.yml': 'name: x' },
      'unsupported',
      'gone/action.yml:1: nothing says how it runs (runs)',
    ],
    ['is a folder alone', { 'gone/index.js': 'x' }, 'missing', './gone is called, and there is no such file'],
  ])('is a gap where an action %s', async (_, files, reason, text) => {
    const { gap, coverage } = await ofFiles({ '.github/workflows/ci.yml': steps('uses: ./gone'), ...files });
    expect(gap('github.action', './gone')).toMatchObject({ reason, text });
    expect(coverage('github.action')?.gap).toBeNull();
  });

  it('is a gap where the other repository may not be read, or the file is no workflow', async () => {
    const files = { wallet: { '.github/workflows/ci.yml': calls('prepay/shared/.github/workflows/x.yml@v1') } };
    const id = 'prepay/shared/.github/workflows/x.yml@v1';
    const own = filesOf(files)[tree];
    const denied: Script[string] = (request) =>
      request.scope.repo === 'shared' ? refused(404) : typeof own === 'function' ? own(request) : null;
    const { gap } = await collected({ ...nothingRequired, ...filesOf(files), [tree]: denied });
    expect(gap('github.called-workflow', id)?.reason).toBe('denied');
    const other = await ofFiles(files.wallet, { shared: { '.github/workflows/x.yml': 'on: push' } });
    expect(other.gap('github.called-workflow', id)?.text).toBe('.github/workflows/x.yml:1: it has no jobs');
  });

  it('is followed ten levels down, and round a circle once', async () => {
    const name = (n: number) => `.github/workflows/w${n}.yml`;
    const chain = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [name(n), calls(`./${name(n + 1)}`)]));
    const wallet = { '.github/workflows/ci.yml': calls(`prepay/shared/${name(0)}@v1`), 'a/action.yml': '' };
    const { sink, gap } = await ofFiles(wallet, { shared: chain });
    expect(sink.of('github.called-workflow')).toHaveLength(10);
    expect(gap('github.called-workflow', `prepay/shared/${name(10)}@v1`)).toMatchObject({
      reason: 'unsupported',
      text: `prepay/shared/${name(10)}@v1 is called more than 10 levels down`,
    });
    const circle = await ofFiles({
      '.github/workflows/ci.yml': steps('uses: ./a'),
      'a/action.yml': 'runs: { steps: [{ uses: ./a }] }',
    });
    expect(circle.sink.of('github.action')).toHaveLength(1);
  });

  it('is 200 files at most', async () => {
    const many = Array.from({ length: 201 }, (_, n) => `a${n}`);
    const { sink, gap } = await ofFiles({
      '.github/workflows/ci.yml': steps(...many.map((name) => `uses: ./${name}`)),
      ...Object.fromEntries(many.map((name) => [`${name}/Dockerfile`, 'x'])),
    });
    expect(sink.of('github.action')).toHaveLength(200);
    expect(gap('github.action', './a200')?.text).toBe('more than 200 files are called');
  });
});

describe('what was reported on the last merges', () => {
  const rule = (...contexts: readonly string[]): Json => ({
    type: 'required_status_checks',
    ruleset_source_type: 'Repository',
    ruleset_source: 'prepay/wallet',
    ruleset_id: 7,
    parameters: {
      strict_required_status_checks_policy: true,
      required_status_checks: contexts.map((context) => ({ context })),
    },
  });
  const commit = (sha: string, parent: string): Json => ({ sha, parents: [{ sha: parent }], author: null });
  const pull = (number: number): Json => ({
    number,
    user: null,
    merged_at: '2026-01-01T00:00:00Z',
    merge_commit_sha: `m${number}`,
    head: { sha: `h${number}` },
    base: { ref: 'main' },
  });
  const line = [1, 2, 3, 4, 5, 6].map((n) => commit(`m${n}`, `m${n + 1}`));
  const run = (name: string, conclusion: string | null = 'success', app: Json = { id: 15368 }): Json => ({
    name,
    conclusion,
    app,
  });
  const script: Script = {
    ...filesOf({ wallet: {} }),
    [rules]: [
      rule('test'),
      { type: 'deletion', ruleset_source_type: 'Repository', ruleset_source: 'prepay/wallet', ruleset_id: 7 },
    ],
    [branch]: { protected: false },
    [commits]: [...line, commit('pushed', 'm1')],
    [pulls]: [pull(6), pull(1), pull(2), pull(3), pull(4), pull(5)],
    [runs]: { check_runs: [run('test')] },
  };

  it('is read of five of them, in the order of the branch, one call each', async () => {
    const { requests, sink, coverage } = await collected(script);
    expect(requests().filter((text) => text.includes('check-runs') || text.includes('status'))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `GET /repos/prepay/wallet/commits/h${n}/check-runs`),
    );
    expect(sink.of('github.commit-checks').map(({ data }) => data)[0]).toEqual({
      id: 'h1',
      reports: [{ context: 'test', appId: 15368, conclusion: 'success' }],
    });
    expect(coverage('github.commit-checks')?.gap).toBeNull();
  });

  it('is not asked for where nothing is required', async () => {
    const { requests, coverage } = await collected({ ...script, [rules]: [] });
    expect(requests().some((text) => text.includes('/commits'))).toBe(false);
    expect(coverage('github.commit-checks')?.gap).toBeNull();
  });

  it('is asked of commit statuses as well where a required check is no check run', async () => {
    const { sink } = await collected({
      ...script,
      [branch]: { protected: true },
      [rules]: [],
      [protection]: {
        enforce_admins: { enabled: true },
        required_conversation_resolution: { enabled: false },
        required_signatures: { enabled: false },
        allow_force_pushes: { enabled: false },
        allow_deletions: { enabled: false },
        required_status_checks: { strict: true, contexts: ['jenkins'], checks: [{ context: 'jenkins', app_id: null }] },
      },
      [pulls]: [pull(1)],
      [runs]: pages({ check_runs: [run('lint', null, null)] }, { check_runs: [run('build')] }),
      [status]: {
        statuses: [
          { context: 'jenkins', state: 'success' },
          { context: 'slow', state: 'pending' },
        ],
      },
    });
    expect(sink.of('github.commit-checks').map(({ data }) => data.reports)).toEqual([
      [
        { context: 'lint', appId: null, conclusion: null },
        { context: 'build', appId: 15368, conclusion: 'success' },
        { context: 'jenkins', appId: null, conclusion: 'success' },
        { context: 'slow', appId: null, conclusion: null },
      ],
    ]);
  });

  it.each([
    ['check runs', { [runs]: refused(403) }],
    ['statuses', { [runs]: { check_runs: [] }, [status]: refused(403) }],
  ])('is a gap on the commit where its %s may not be read', async (_, more) => {
    const answers: Script = { [status]: { statuses: [{ context: 'test', state: 'success' }] }, ...more };
    const { sink, gap, coverage } = await collected({ ...script, ...answers });
    expect(sink.of('github.commit-checks')).toEqual([]);
    expect(gap('github.commit-checks', 'h1')?.reason).toBe('denied');
    expect(coverage('github.commit-checks')?.gap).toBeNull();
  });

  it('is unknown where the merges may not be read', async () => {
    const { coverage } = await collected({ ...script, [pulls]: refused(404) });
    expect(coverage('github.commit-checks')?.gap?.reason).toBe('denied');
  });
});
