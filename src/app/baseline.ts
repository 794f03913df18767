import { PrepayError } from '../core/errors.js';
import type { Finding } from '../core/finding.js';
import { canonical, sha256Hex } from '../core/json.js';
import type { Baseline, Run } from '../core/run.js';
import type { KnownFindings } from '../evaluate/gate.js';
import { member } from '../pack/layout.js';
import { openWholePack } from '../pack/verify-files.js';

/** An earlier pack, whose findings do not count again for the exit code. */
export interface LoadedBaseline {
  /** As run.json states it. */
  readonly baseline: Baseline;
  readonly known: KnownFindings;
}

/**
 * The fails and unknowns of a pack, by fingerprint. That its files are those of its manifest is checked. Throws the errors
 * of opening a pack, and PREPAY_USAGE for a pack that was narrowed otherwise than this run: what it left out is not known.
 */
export async function loadBaseline(path: string, partialBecause: readonly string[]): Promise<LoadedBaseline> {
  const pack = await openWholePack(path);
  const run = await pack.run();
  refuseNarrowed(path, run, partialBecause);
  const known = new Map<string, Pick<Finding, 'outcome' | 'gateSeverity'>>();
  for await (const { fingerprint, outcome, gateSeverity, exception } of pack.findings()) {
    // What an exception accepted then counts once the exception is over.
    if ((outcome === 'fail' && exception === null) || outcome === 'unknown')
      known.set(fingerprint, { outcome, gateSeverity });
  }
  const manifestSha256 = sha256Hex(await pack.text(member.manifest));
  return { baseline: { packId: run.packId, manifestSha256 }, known };
}

function refuseNarrowed(path: string, run: Run, partialBecause: readonly string[]): void {
  if (!run.partial || canonical(run.partialBecause) === canonical(partialBecause)) return;
  throw new PrepayError(
    'PREPAY_USAGE',
    `--baseline ${path}: a partial run (${run.partialBecause.join(', ')}), and this one is narrowed otherwise`,
    'Name the pack of a whole run, or of one with the same flags.',
  );
}
