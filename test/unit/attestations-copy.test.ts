import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyEvidence } from '../../src/app/attestations-copy.js';
import { sha256Hex } from '../../src/core/json.js';
import type { LoadedLedger } from '../../src/app/attestations.js';
import type { Run } from '../../src/core/run.js';
import { createPack } from '../../src/pack/writer.js';
import { run } from '../../bench/run-of.js';

const folder = mkdtempSync(join(tmpdir(), 'prepay-copy-'));
mkdirSync(join(folder, 'attestations'));
const path = join(folder, 'attestations', 'a.txt');
const stated: LoadedLedger['stated'] = {
  folder: 'attestations',
  acts: [
    {
      id: 'asv-1',
      title: 't',
      clauses: [{ framework: 'pci-dss-4.0.1', clause: '11.3.2' }],
      performedOn: '2026-01-01',
      recordedOn: '2026-01-01',
      performedBy: 'p',
      owner: 'o',
      outcome: 'met',
      fileName: 'a.txt',
      file: { state: 'kept', path: 'attestations/asv-1/a.txt', sha256: sha256Hex('as recorded'), size: 11 },
      validUntil: null,
      basis: null,
      trigger: null,
      correctiveAction: null,
      location: { path: 'a.yaml', line: 1 },
    },
  ],
};
const dated: Run = { ...run, configuration: { ...run.configuration, attestations: { ...stated } } };

async function copied(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'prepay-copy-'));
  const writer = await createPack({ out, packId: '20260101T000000000Z-copy', header: {} });
  await copyEvidence(writer, dated, { folder: join(folder, 'attestations'), stated });
}

describe('an evidence file that changed while the run began', () => {
  it('is copied as long as it is what was stated', async () => {
    writeFileSync(path, 'as recorded');
    await expect(copied()).resolves.toBeUndefined();
  });

  it.each([
    ['another', () => writeFileSync(path, 'changed')],
    ['none', () => rmSync(path, { force: true })],
  ])('ends the run before anything is read, where there is %s', async (_, change) => {
    change();
    await expect(copied()).rejects.toMatchObject({
      code: 'PREPAY_CONFIG_INVALID',
      message: 'attestations/a.txt: expected the file as it was when the run began, got another or none',
    });
  });
});
