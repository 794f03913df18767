import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandPages } from '../../scripts/commands/command-pages.js';
import { readCommands } from '../../scripts/commands/read-commands.js';
import { fencesOf } from '../helpers/markdown.js';

const root = new URL('../../', import.meta.url);
const line = await readCommands(root);
const pages = commandPages(line);

describe('docs/commands/', () => {
  it.each([...pages])('%s is what npm run generate writes', (path, text) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(text);
  });

  it('holds no page of a command that is gone', () => {
    const names = readdirSync(new URL('docs/commands/', root)).map((name) => `docs/commands/${name}`);
    expect(names.sort()).toEqual([...pages.keys()].sort());
  });

  it('leads from its index to every page', () => {
    const index = pages.get('docs/commands/index.md') ?? '';
    for (const path of pages.keys())
      if (!path.endsWith('/index.md')) expect(index).toContain(`](${path.replace('docs/commands/', '')})`);
  });
});

describe.each(line.commands.map(({ id, command }) => [id, command] as const))('%s', (id, command) => {
  it('has --json, and a topic that is described', () => {
    expect(command.enableJsonFlag).toBe(true);
    if (id.includes(' ')) expect(line.topics.get(id.slice(0, id.indexOf(' '))) ?? '').not.toBe('');
  });

  it('has examples of itself, and says what each argument and flag is', () => {
    const page = pages.get(`docs/commands/${id.replaceAll(' ', '-')}.md`) ?? '';
    const examples = fencesOf(page, 'sh');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toContain(`prepay ${id}`);
    for (const [, ...cells] of page.matchAll(/^\| `(.*?)` \| (.*?) \|/gm)) expect(cells).not.toContain('');
  });
});
