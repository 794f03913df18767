import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf } from '../helpers/markdown.js';

const root = resolve(import.meta.dirname, '../..');
const markdownIn = (folder: string, recursive: boolean): string[] =>
  readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
const paths = [...markdownIn('.', false), ...markdownIn('docs', true), 'test/packs/README.md'];
const pages = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe.each(pages)('$path', ({ path, text }) => {
  it('has links that lead somewhere', () => {
    const broken = linksOf(text).filter((link) => !/^https?:\/\//.test(link) && !leads(path, link));
    expect(broken).toEqual([]);
  });

  it('links over TLS only', () => {
    expect(linksOf(text).filter((link) => link.startsWith('http:'))).toEqual([]);
  });

  it('names no path of a machine and no account but that of the examples', () => {
    expect(text.match(/(?<![\w.-])\/(?:work|root|home|Users)\/[\w.-]*/g) ?? []).toEqual([]);
    expect((text.match(/(?<![\w.])\d{12}(?![\w.])/g) ?? []).filter((id) => !examples.has(id))).toEqual([]);
  });
});

// Documentation's own, and the one that the recorded demo platform has.
const examples = new Set(['111122223333', '444455556666', '123456789012']);

function leads(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : relative(root, resolve(root, dirname(from), decodeURIComponent(file)));
  if (target.startsWith('..') || !existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor);
}

it('every page of docs/ can be reached from README.md', () => {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path) || !path.endsWith('.md')) return;
    reached.add(path);
    const text = pages.find((page) => page.path === path)?.text ?? '';
    for (const link of linksOf(text)) {
      const [file = ''] = link.split('#');
      if (!/^https?:/.test(link) && file !== '') follow(relative(root, resolve(root, dirname(path), file)));
    }
  };
  follow('README.md');
  expect(paths.filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([]);
});

describe('docs/adr/', () => {
  const decisions = paths.filter((path) => path.startsWith('docs/adr/') && !path.endsWith('README.md'));

  it('is numbered without a gap, and its index lists each decision by its title', () => {
    const index = readFileSync(join(root, 'docs/adr/README.md'), 'utf8');
    for (const [at, path] of decisions.entries()) {
      const number = at + 1;
      const [first = ''] = readFileSync(join(root, path), 'utf8').split('\n');
      expect(basename(path)).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-`));
      expect(first).toMatch(new RegExp(`^# ${number}\\. `));
      expect(index).toContain(`${number}. [${first.replace(/^# \d+\. /, '')}](${basename(path)})`);
    }
  });

  it.each(decisions)('%s says what was decided, why, and what it costs', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    for (const part of ['**Decided.** ', '**Why.** ', '**Costs.** ']) expect(text.split(part)).toHaveLength(2);
    expect(text.split('\n').length).toBeLessThan(45);
  });
});
