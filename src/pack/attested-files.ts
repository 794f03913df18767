import { z } from 'zod';
import type { JsonObject } from '../core/json.js';
import type { ManifestEntry } from './manifest.js';

const stated = z.object({
  attestations: z
    .object({
      acts: z.array(
        z.object({ file: z.object({ state: z.string(), path: z.string().optional(), sha256: z.string().optional() }) }),
      ),
    })
    .nullable()
    .default(null),
});

/** Copied evidence files of dated human acts, path → SHA-256, as run.json's configuration states them. */
export function attestedFiles(configuration: JsonObject): ReadonlyMap<string, string> {
  const parsed = stated.safeParse(configuration);
  const acts = parsed.success ? (parsed.data.attestations?.acts ?? []) : [];
  return new Map(
    acts.flatMap(({ file }): [string, string][] =>
      file.state === 'kept' && file.path?.startsWith('attestations/') === true && file.sha256 !== undefined
        ? [[file.path, file.sha256]]
        : [],
    ),
  );
}

/** Each copied evidence file that the manifest lacks, or lists with another hash than run.json states. */
export function attestedFaults(attested: ReadonlyMap<string, string>, entries: readonly ManifestEntry[]): string[] {
  const listed = new Map(entries.map(({ path, sha256 }) => [path, sha256]));
  return [...attested].flatMap(([path, sha256]) => {
    const found = listed.get(path);
    if (found === sha256) return [];
    return [`${path}: expected sha256 ${sha256} as run.json states it, got ${found ?? 'nothing'}`];
  });
}
