import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The name of the pack that `latest` of an output folder points at. */
export function latestFolder(out: string): string {
  return basename(realpathSync(join(out, 'latest')));
}
