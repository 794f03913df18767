import { PrepayError } from '../core/errors.js';
import { sha256Hex } from '../core/json.js';
import type { Run } from '../core/run.js';
import type { PackWriter } from '../pack/writer.js';
import type { LoadedLedger } from './attestations.js';
import { readBelow } from './attestations-evidence.js';
import { effectiveConfiguration } from './effective.js';

/**
 * Copies the evidence files that run.json states as kept into the pack.
 * Throws PREPAY_CONFIG_INVALID where one is not what it was when the run began.
 */
export async function copyEvidence(writer: PackWriter, run: Run, ledger: LoadedLedger | null): Promise<void> {
  const { attestations } = effectiveConfiguration.parse(run.configuration);
  if (attestations === null || ledger === null) return;
  for (const { fileName, file } of attestations.acts) {
    if (file.state !== 'kept') continue;
    const bytes = await readBelow(ledger.folder, fileName);
    if (bytes === null || 'wrong' in bytes || sha256Hex(bytes) !== file.sha256) {
      throw new PrepayError(
        'PREPAY_CONFIG_INVALID',
        `${ledger.stated.folder}/${fileName}: expected the file as it was when the run began, got another or none`,
        'Run it again once nobody writes to the folder of attestations.',
      );
    }
    await writer.write(file.path, bytes);
  }
}
