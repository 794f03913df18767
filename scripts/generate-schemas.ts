import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from './schemas/published-schemas.js';

// Writes schemas/: the JSON Schemas that the package publishes, as the code means them. With --check it writes nothing
// and exits 1 where a file on disk is another, missing, or left over.
const root = join(import.meta.dirname, '..');
const schemas = publishedSchemas();
mkdirSync(join(root, 'schemas'), { recursive: true });
const onDisk = readdirSync(join(root, 'schemas')).map((name) => `schemas/${name}`);
const leftOver = onDisk.filter((path) => !schemas.has(path));
const stale = [...schemas].filter(([path, schema]) => textOf(path) !== JSON.stringify(schema)).map(([path]) => path);

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...leftOver])
    process.stderr.write(`${path} is not what the code means: npm run generate\n`);
  if (stale.length + leftOver.length > 0) process.exitCode = 1;
} else {
  for (const path of leftOver) rmSync(join(root, path));
  for (const path of stale) writeFileSync(join(root, path), JSON.stringify(schemas.get(path)));
  if (stale.length > 0) execFileSync('npx', ['biome', 'format', '--write', ...stale], { cwd: root, stdio: 'ignore' });
}

/** The file's JSON without its layout, which is Biome's business; null if there is none. */
function textOf(path: string): string | null {
  if (!onDisk.includes(path)) return null;
  return JSON.stringify(JSON.parse(readFileSync(join(root, path), 'utf8')));
}
