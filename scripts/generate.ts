import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './registry/generated-files.js';

// Writes what is generated from controls/: the registry, the catalogs, the rules' text, and docs/controls/. With --check
// it writes nothing and exits 1 where a file on disk is another, missing, or left over.
const root = new URL('../', import.meta.url);
const files = generatedFiles(root);
const leftOver = pagesOnDisk().filter((path) => !files.has(path));

if (process.argv.includes('--check')) {
  const stale = [...files].filter(([path, text]) => onDisk(path) !== text).map(([path]) => path);
  for (const path of [...stale, ...leftOver])
    process.stderr.write(`${path} is not what controls/ gives: npm run generate\n`);
  if (stale.length + leftOver.length > 0) process.exitCode = 1;
} else {
  for (const [path, text] of files) {
    mkdirSync(new URL('.', new URL(path, root)), { recursive: true });
    if (onDisk(path) !== text) writeFileSync(new URL(path, root), text);
  }
  for (const path of leftOver) rmSync(new URL(path, root));
}

function onDisk(path: string): string | null {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return null;
  }
}

function pagesOnDisk(): string[] {
  const folder = new URL('docs/controls/', root);
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).map((name) => `docs/controls/${name}`);
}
