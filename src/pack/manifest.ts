import { z } from 'zod';
import { byCodeUnit, canonical, sha256Hex } from '../core/json.js';
import { isEvidence, member } from './layout.js';

/** One file of a pack. Members may be added later; a reader ignores what it does not know. */
export const manifestEntry = z.object({
  mediaType: z.string(),
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0),
});
export type ManifestEntry = z.infer<typeof manifestEntry>;

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return byCodeUnit(a.path, b.path);
}

/** manifest.json's text: RFC 8785, sorted by path, no line feed at its end. */
export function manifestText(entries: readonly ManifestEntry[]): string {
  return canonical([...entries].sort(byPath));
}

/** SHA256SUMS' text, for `sha256sum -c --strict`: the manifest's files, then the manifest. */
export function sumsText(entries: readonly ManifestEntry[], manifestSha256: string): string {
  const lines = [...entries].sort(byPath).map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return `${lines.join('')}${manifestSha256}  ${member.manifest}\n`;
}

/** SHA-256 hex of the canonical manifest entries that are evidence: what reports print, so that no hash is circular. */
export function evidenceRootOf(entries: readonly ManifestEntry[]): string {
  return sha256Hex(manifestText(entries.filter(({ path }) => isEvidence(path))));
}

/** SHA-256 hex of the canonical manifest entries under a folder (`rules/`). */
export function digestUnder(folder: `${string}/`, entries: readonly ManifestEntry[]): string {
  return sha256Hex(manifestText(entries.filter(({ path }) => path.startsWith(folder))));
}
