import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { commandPages } from './commands/command-pages.js';
import { readCommands } from './commands/read-commands.js';

// Writes docs/commands/ from the classes in src/commands/. With --check it writes nothing and exits 1 where a page on
// disk is another, missing, or left over.
const root = new URL('../', import.meta.url);
const pages = commandPages(await readCommands(root));
mkdirSync(new URL('docs/commands/', root), { recursive: true });
const onDisk = readdirSync(new URL('docs/commands/', root)).map((name) => `docs/commands/${name}`);
const leftOver = onDisk.filter((path) => !pages.has(path));
const stale = [...pages].filter(
  ([path, text]) => !onDisk.includes(path) || readFileSync(new URL(path, root), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const path of [...stale.map(([path]) => path), ...leftOver])
    process.stderr.write(`${path} is not what src/commands/ gives: npm run generate\n`);
  if (stale.length + leftOver.length > 0) process.exitCode = 1;
} else {
  for (const path of leftOver) rmSync(new URL(path, root));
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text);
}
