import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients } from './clients.js';
import { blobSha } from './files.js';

const start = clients();
const wallet = { owner: 'prepay', repo: 'wallet' };
const of = (path: string): string => `GET /repos/{owner}/{repo}/${path}`;
const ci = '.github/workflows/ci.yml';

const seed = scenario({
  repositories: [
    {
      name: 'wallet',
      files: { 'README.md': '# wallet\n', [ci]: 'name: CI\n', 'src/a/b.ts': 'b\n', 'große datei.txt': 'ä\n' },
      branches: [{ name: 'release/1', files: { 'only.txt': 'x' } }],
    },
  ],
});

async function read<T>(path: string, parameters: object = {}): Promise<T> {
  const { call } = await start(seed);
  return (await call('owner', of(path), { ...wallet, ...parameters })).data as T;
}

describe('files', () => {
  it('are read by path, escaped or not', async () => {
    const file = await read<{ content: string; sha: string }>('contents/{path}', { path: 'große datei.txt' });
    expect(Buffer.from(file.content, 'base64').toString()).toBe('ä\n');
    expect(file.sha).toBe(blobSha('ä\n'));
    expect(await read('contents/{path}', { path: '.github/workflows' })).toMatchObject([{ type: 'file', path: ci }]);
    expect(await read('contents/{path}', { path: '' })).toMatchObject([
      { name: '.github', type: 'dir' },
      { name: 'README.md' },
      { name: 'große datei.txt' },
      { name: 'src' },
    ]);
    expect(await read('contents/{path}', { path: 'only.txt', ref: 'release/1' })).toMatchObject({
      type: 'file',
      size: 1,
    });
  });

  it('come raw where that is asked for, and without content over 1 MB', async () => {
    const big = 'x'.repeat(1_048_577);
    const { call } = await start(
      scenario({ repositories: [{ name: 'wallet', files: { 'big.txt': big, 'a.txt': 'a' } }] }),
    );
    const read_ = (path: string, accept: string) =>
      call('owner', of('contents/{path}'), { ...wallet, path, headers: { accept } });
    expect((await read_('a.txt', 'application/vnd.github.raw+json')).data).toBe('a');
    expect((await read_('big.txt', 'application/json')).data).toMatchObject({
      encoding: 'none',
      content: '',
      size: 1_048_577,
    });
    const blob = await call('owner', of('git/blobs/{file_sha}'), { ...wallet, file_sha: blobSha(big) });
    expect(blob.data).toMatchObject({ size: 1_048_577, encoding: 'base64' });
  });

  it('stand in trees, whole or folder by folder', async () => {
    interface Tree {
      readonly tree: readonly { path: string; type: string; sha: string }[];
    }
    const paths = ({ tree }: Tree): string[] => tree.map(({ path }) => path);
    const top = await read<Tree>('git/trees/{tree_sha}', { tree_sha: 'main' });
    expect(paths(top)).toEqual(['.github', 'README.md', 'große datei.txt', 'src']);
    const whole = await read<Tree>('git/trees/{tree_sha}', { tree_sha: 'main', recursive: 1 });
    expect(paths(whole)).toContain('src/a/b.ts');
    const folder = await read<Tree>('git/trees/{tree_sha}', { tree_sha: top.tree.at(-1)?.sha ?? '' });
    expect(paths(folder)).toEqual(['a']);
  });
});
