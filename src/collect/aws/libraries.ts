import { createRequire } from 'node:module';
import { z } from 'zod';
import { byCodeUnit } from '../../core/json.js';
import { awsServices } from './operations.js';

const manifest = z.object({ version: z.string() });

/** Package → version of the SDK clients that shape what is recorded; for run.json. Loads no client. */
export function awsLibraries(): Readonly<Record<string, string>> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    awsServices
      .map(({ library }) => library)
      .sort(byCodeUnit)
      .map((name) => [name, manifest.parse(require(`${name}/package.json`)).version]),
  );
}
