import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ruleDigests, sameReplay, sealSmallPack, temporary, toolVersion } from '../../test/helpers/small-pack.js';
import { periodFault } from '../pack/key-period.js';
import { generateKeys, loadSigner } from '../pack/signer.js';
import { verifyPack, type VerifyReport } from '../pack/verify.js';
import { loadConfig } from './config.js';
import { verifyingKeys } from './verifying-keys.js';

/** The small pack, whose last read ended on 2026-11-25, verified by a configuration with those days for its keys. */
async function verified(keys: readonly (readonly ['old' | 'new', string, string])[]): Promise<VerifyReport> {
  const folder = await temporary(onTestFinished);
  await generateKeys(join(folder, 'old'), 'p256');
  await generateKeys(join(folder, 'new'), 'ed25519');
  const { path } = await sealSmallPack(join(folder, 'out'), await loadSigner(join(folder, 'old')));
  const lines = keys.map(
    ([name, from, until]) => `    - { publicKey: ${name}.pub, validFrom: ${from}, validUntil: ${until} }\n`,
  );
  const config = join(folder, 'prepay.yaml');
  await writeFile(config, `version: 1\nsigning:\n  keys:\n${lines.join('')}`);
  const { publicKeys, keyPeriods } = await verifyingKeys(await loadConfig(config));
  return verifyPack(path, {
    publicKeys,
    keyPeriods,
    toolVersion,
    ruleDigests,
    replay: sameReplay,
    onStep: () => undefined,
  });
}

describe('signing.keys', () => {
  it.each([
    ['on its first day', [['old', '2026-11-25', '2026-12-31']]],
    ['on its last day', [['old', '2026-01-01', '2026-11-25']]],
    [
      'beside its successor',
      [
        ['new', '2026-11-26', '2027-12-31'],
        ['old', '2026-01-01', '2026-11-25'],
      ],
    ],
    [
      'in the second of its periods',
      [
        ['old', '2025-01-01', '2025-12-31'],
        ['old', '2026-11-01', '2026-12-31'],
      ],
    ],
  ] as const)('let a pack verify that its key signed %s', async (_, keys) => {
    expect((await verified(keys)).exit).toBe(0);
  });

  it.each([
    ['after its days', [['old', '2026-01-01', '2026-11-24']]],
    ['before its days', [['old', '2026-11-26', '2026-12-31']]],
  ] as const)('refuse a pack that its key signed %s', async (_, keys) => {
    const report = await verified(keys);
    expect(report.exit).toBe(1);
    expect(report.steps[1]).toMatchObject({ name: 'signature', result: 'failed' });
    expect(report.steps[1]?.detail).toContain(`valid from ${keys[0][1]} to ${keys[0][2]}, at 2026-11-25T22:14:04.123Z`);
  });

  it('refuse a pack of a key that is not among them', async () => {
    expect((await verified([['new', '2026-01-01', '2026-12-31']])).exit).toBe(1);
  });
});

describe('periodFault', () => {
  it('is nothing for a key without days', () => {
    expect(periodFault(undefined, '2026-11-25T22:14:04.123Z')).toBeNull();
    expect(periodFault([], '2026-11-25T22:14:04.123Z')).toBeNull();
  });
});
