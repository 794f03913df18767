import { createRequire } from 'node:module';
import { z } from 'zod';

const packages = ['@aws-sdk/client-ec2', '@aws-sdk/client-elastic-load-balancing-v2', '@aws-sdk/client-sts'] as const;
const manifest = z.object({ version: z.string() });

/** Package → version of the SDK clients that shape what is recorded; for run.json. Loads no client. */
export function awsLibraries(): Readonly<Record<string, string>> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(packages.map((name) => [name, manifest.parse(require(`${name}/package.json`)).version]));
}
