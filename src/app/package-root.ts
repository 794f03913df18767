import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const manifest = z.object({ name: z.string(), version: z.string() });

/** The folder of the installed package (or of the checkout), and its version. */
export const packageRoot: { readonly folder: string; readonly version: string } = find(
  dirname(fileURLToPath(import.meta.url)),
);

function find(folder: string): { folder: string; version: string } {
  const path = join(folder, 'package.json');
  if (existsSync(path)) {
    const { name, version } = manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (name === 'prepay') return { folder, version };
  }
  if (dirname(folder) === folder) throw new Error('package.json of prepay is missing: install the package again');
  return find(dirname(folder));
}
