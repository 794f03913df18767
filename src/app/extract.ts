import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding } from '../core/finding.js';
import { PrepayError } from '../core/errors.js';
import type { ReadLine } from '../core/read.js';
import { merkleTree } from '../core/merkle.js';
import { jsonDocument } from '../pack/json-lines.js';
import { extractGuide, extractReadme } from '../pack/extract-guide.js';
import { type ExtractFile, extractMember, type ExtractOf, withheldBecause } from '../pack/extract.js';
import { leafFiles, leaves, type Leaf } from '../pack/leaves.js';
import { member } from '../pack/layout.js';
import { parseAs } from '../pack/parse.js';
import { finding, readLine } from '../pack/schemas.js';
import type { PackReader } from '../pack/reader.js';
import { loadPublicKey } from '../pack/signer.js';
import { parseStatement } from '../pack/statement.js';
import { type ExtractReport, type ExtractStep, isExtract, verifyExtract } from '../pack/verify-extract.js';
import { openWholePack } from '../pack/verify-files.js';
import { catalogOf, definitions } from './rules.js';
import { refuseInside } from './show.js';
import { refuseExisting, writeNew } from './write-new.js';

export interface ExtractRequest {
  readonly pack: string;
  readonly of: ExtractOf;
  readonly out: string;
}

/**
 * Cuts the findings of one tenant or one clause out of a signed pack, with the recorded pages that they rest on and a proof
 * for each line. A page that is not wholly the tenant's is withheld: named by a digest that tells nothing of it.
 */
export async function extractPack({ pack: path, of, out }: ExtractRequest): Promise<ExtractFile> {
  refuseExisting(out);
  const pack = await openWholePack(path);
  await refuseInside(pack.path, out);
  const extract = await extractOfPack(pack, of);
  const bundle = await pack.text(member.attestation);
  try {
    await mkdir(out, { recursive: true });
    await writeNew(join(out, extractMember.extract), jsonDocument(extract));
    await writeNew(join(out, member.attestation), bundle);
    await writeNew(join(out, extractMember.readme), extractReadme(extract));
    await writeNew(join(out, extractMember.guide), extractGuide(extract));
  } catch (error) {
    await rm(out, { recursive: true, force: true });
    throw error;
  }
  return extract;
}

async function extractOfPack(pack: PackReader, of: ExtractOf): Promise<ExtractFile> {
  const run = await pack.run();
  const bundle = await pack.bundle();
  if (bundle === null || run.leafSecret === undefined) {
    throw new PrepayError(
      'PREPAY_PACK_INVALID',
      `${pack.path}: expected a signed pack of this version or a later one, got ${bundle === null ? 'an UNSIGNED one' : 'an older one'}`,
      'Only of a signed pack can a line be proven: run the audit with --sign.',
    );
  }
  const isWanted = wanted(of);
  const files = leafFiles((await pack.manifest()).map((entry) => entry.path));
  const hashes: string[] = [];
  const given: Leaf[] = [];
  const places = new Set<string>();
  const pages: { readonly leaf: Omit<Leaf, 'text'>; readonly text: string | null }[] = [];
  for await (const leaf of leaves(pack.path, run.leafSecret, files)) {
    hashes.push(leaf.hash);
    if (leaf.path === member.findings) {
      const judged = parseAs(finding, leaf.text, leaf.path, leaf.line);
      if (!isWanted.finding(judged)) continue;
      given.push(leaf);
      for (const { read, page } of judged.evidence) places.add(`${read} ${page}`);
    } else {
      const line = parseAs(readLine, leaf.text, leaf.path, leaf.line);
      if (line.type !== 'page' || !places.has(`${line.key} ${line.page}`)) continue;
      pages.push({ leaf, text: isWanted.page(line) ? leaf.text : null });
    }
  }
  if (given.length === 0) throw nothing(pack.path, of);
  const tree = merkleTree(hashes);
  const signed = parseStatement(bundle).predicate.leaves ?? null;
  if (signed?.root !== tree.root) {
    throw new PrepayError(
      'PREPAY_PACK_INVALID',
      `${pack.path}: expected the lines that were signed, got others`,
      'Do not rely on the pack: pack verify says more.',
    );
  }
  const placed = ({ path, line, index }: Omit<Leaf, 'text'>) => ({ path, line, index, proof: [...tree.proof(index)] });
  const kept = [...given.map((leaf) => ({ leaf, text: leaf.text })), ...pages];
  return {
    schema: 'https://prepay.example/extract/v1',
    packId: run.packId,
    declaredAt: run.declaredAt,
    of,
    tree: { root: tree.root, size: tree.size },
    given: kept.flatMap(({ leaf, text }) => (text === null ? [] : [{ ...placed(leaf), salt: leaf.salt, text }])),
    withheld: kept.flatMap(({ leaf, text }) =>
      text === null ? [{ ...placed(leaf), leaf: leaf.hash, why: withheldBecause }] : [],
    ),
  };
}

/** What belongs to the extract: a page that a finding rests on is given for a clause, and for a tenant if it is wholly its. */
function wanted(of: ExtractOf): {
  finding: (finding: Finding) => boolean;
  page: (line: ReadLine) => boolean;
} {
  if ('tenant' in of) {
    return {
      finding: ({ resource }) => resource.scope.tenant === of.tenant,
      page: ({ scope }) => scope.tenant === of.tenant,
    };
  }
  const { framework, clause } = of;
  if (!catalogOf(framework).clauses.some(({ id }) => id === clause)) {
    throw new PrepayError(
      'PREPAY_USAGE',
      `--clause ${clause}: ${framework} has no such clause`,
      "'prepay controls coverage' lists them.",
    );
  }
  const mapped = new Set(
    definitions
      .filter(({ maps }) => maps.some((map) => map.framework === framework && map.clause === clause))
      .map(({ id }) => id),
  );
  return { finding: ({ control }) => mapped.has(control), page: () => true };
}

function nothing(path: string, of: ExtractOf): PrepayError {
  const what = 'tenant' in of ? `of the tenant ${of.tenant}` : `for ${of.framework} ${of.clause}`;
  return new PrepayError('PREPAY_USAGE', `${path}: no finding ${what}`, "'prepay pack show' says what the pack holds.");
}

export type VerifiedExtract = ExtractReport & { readonly conclusion: string };

/** Verifies an extract by keys from files; null where the folder is none. Throws PREPAY_KEY_INVALID. */
export async function verifyIfExtract(
  path: string,
  keys: readonly string[],
  onStep: (step: ExtractStep) => void,
): Promise<VerifiedExtract | null> {
  if (!(await isExtract(path))) return null;
  const report = await verifyExtract(path, await Promise.all(keys.map(loadPublicKey)), onStep);
  const conclusion =
    report.exit === 0
      ? `VERIFIED: lines of a pack that was signed by ${report.fingerprint ?? 'nobody'}; that it holds no others is not shown.`
      : 'NOT VERIFIED: do not rely on this extract.';
  return { ...report, conclusion };
}
