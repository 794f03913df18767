import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreviousPack } from '../../src/core/chain.js';
import { sha256Hex } from '../../src/core/json.js';
import { manifestText, sumsText } from '../../src/pack/manifest.js';
import type { Signer } from '../../src/pack/signer.js';
import { signedBundle } from '../../src/pack/statement.js';

const dayMs = 86_400_000;
const first = Date.parse('2026-01-01T02:00:00.000Z');

export interface ChainedPack extends PreviousPack {
  readonly folder: string;
}

export interface ChainedPackOptions {
  readonly sequence: number | null;
  readonly previousPack: PreviousPack | null;
  readonly start?: string;
  readonly name?: string;
  readonly cadence?: string;
}

/** The declared time of the night after so many. */
export function nightOf(n: number, laterMs = 0): string {
  return new Date(first + n * dayMs + laterMs).toISOString();
}

/** The files of a sealed and signed pack that nobody could replay: enough of it for its place in a chain. */
export async function writeChainedPack(
  store: string,
  signer: Signer | null,
  { sequence, previousPack, start = nightOf(sequence ?? 0), name = 'prepay', cadence = 'P1D' }: ChainedPackOptions,
): Promise<ChainedPack> {
  const packId = `${start.replaceAll(/[-:.]/g, '')}-${name}`;
  const folder = join(store, packId);
  await mkdir(join(folder, 'results'), { recursive: true });
  const content = `{"packId":"${packId}"}\n`;
  const entries = ['results/clauses.json', 'run.json'].map((path) => ({
    path,
    mediaType: 'application/json',
    size: content.length,
    sha256: sha256Hex(content),
  }));
  const manifest = manifestText(entries);
  const sha256 = sha256Hex(manifest);
  for (const { path } of entries) await writeFile(join(folder, path), content);
  await writeFile(join(folder, 'manifest.json'), manifest);
  await writeFile(join(folder, 'SHA256SUMS'), sumsText(entries, sha256));
  if (signer !== null) {
    const predicate = {
      packId,
      sequence,
      previousPack,
      expectedCadence: sequence === null ? null : cadence,
      window: { start, end: start },
      evidenceRoot: '0'.repeat(64),
      digests: { scope: '0'.repeat(64), rules: '0'.repeat(64), parameters: '0'.repeat(64) },
      tool: { version: '0.0.1', commit: null, integrity: null },
      runner: null,
      collectors: [],
      clockSource: 'a test',
      reads: { complete: 1, denied: 0, failed: 0 },
      populations: [],
    };
    await writeFile(join(folder, 'attestation.sigstore.json'), await signedBundle(sha256, predicate, signer));
  }
  return { packId, sha256, folder };
}

/** A chain of so many nightly packs. */
export async function writeChain(store: string, signer: Signer, count: number): Promise<readonly ChainedPack[]> {
  const packs: ChainedPack[] = [];
  for (let n = 0; n < count; n += 1) {
    const before = packs.at(-1);
    const previousPack = before === undefined ? null : { packId: before.packId, sha256: before.sha256 };
    packs.push(await writeChainedPack(store, signer, { sequence: n, previousPack }));
  }
  return packs;
}
