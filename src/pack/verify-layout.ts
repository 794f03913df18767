import { sha256Hex } from '../core/json.js';
import { isAddedResult } from './added-results.js';
import { attestedFaults, attestedFiles } from './attested-files.js';
import { jsonDocument } from './json-lines.js';
import { mediaTypeOf, member, requiredMembers } from './layout.js';
import { type ManifestEntry, manifestText } from './manifest.js';
import type { PackReader } from './reader.js';
import type { KeyType } from './signer.js';
import { readmeText, verifyGuide } from './verify-guide.js';

const required: readonly string[] = [...requiredMembers, member.readme, member.guide];

/**
 * What this version would not have written so: a file too few or too many, a manifest with more members, run.json in
 * another form, a text about the pack that is not the tool's. Rules and reports are compared elsewhere. `keyTypes` holds
 * the types of key that may have signed, null for none.
 */
export async function layoutFaults(
  pack: PackReader,
  manifest: { readonly entries: readonly ManifestEntry[]; readonly sha256: string },
  keyTypes: readonly (KeyType | null)[],
): Promise<readonly string[]> {
  const { entries, sha256 } = manifest;
  const paths = new Set(entries.map(({ path }) => path));
  const missing = required.filter((path) => !paths.has(path));
  if (missing.length > 0) return missing.map((path) => `${path}: expected the file, got nothing`);
  const recordings = new Set((await pack.recorded.summaries()).map(({ file }) => file));
  const attested = attestedFiles((await pack.run()).configuration);
  // Whether there has to be a matrix of web ACLs, replay says.
  const isKnown = (path: string): boolean =>
    required.includes(path) ||
    path === member.wafMatrix ||
    path === member.tsaChain ||
    isAddedResult(path) ||
    recordings.has(path) ||
    attested.has(path) ||
    /^(?:rules|reports)\//.test(path);
  return [
    ...entries.filter(({ path }) => !isKnown(path)).map(({ path }) => `${path}: expected no such file in a pack`),
    ...attestedFaults(attested, entries),
    ...entries
      .filter(({ path, mediaType }) => mediaType !== mediaTypeOf(path))
      .map(({ path, mediaType }) => `${path}: expected ${mediaTypeOf(path)}, got ${mediaType}`),
    ...(sha256Hex(manifestText(entries)) === sha256 ? [] : [`${member.manifest}: expected no other members`]),
    ...(await textFaults(pack, keyTypes, paths.has(member.tsaChain))),
  ];
}

async function textFaults(
  pack: PackReader,
  keyTypes: readonly (KeyType | null)[],
  isStamped: boolean,
): Promise<readonly string[]> {
  const run = await pack.run();
  const { period } = await pack.added();
  const said = { previousPack: period?.place.previousPack ?? null, nonce: run.nonce ?? null };
  const expected: readonly (readonly [string, readonly string[]])[] = [
    [member.run, [jsonDocument(run)]],
    [member.readme, [readmeText(run.packId)]],
    [member.guide, keyTypes.map((type) => verifyGuide(run.packId, type, isStamped, said))],
  ];
  const faults: string[] = [];
  for (const [path, texts] of expected) {
    if (!texts.includes(await pack.text(path))) faults.push(`${path}: expected the text of this version, got another`);
  }
  return faults;
}
