import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/app/package-root.js';
import { verify } from '../../src/app/verify.js';
import { loadPublicKey } from '../../src/pack/signer.js';
import { verifyPack } from '../../src/pack/verify.js';

const packs = join(packageRoot.folder, 'test', 'packs');
const goldens = readdirSync(packs, { withFileTypes: true })
  .filter((item) => item.isDirectory())
  .map(({ name }) => ({ name, path: join(packs, name), key: join(packs, `${name}.key.pub`) }));

const validator = join(packageRoot.folder, 'test', 'integration', 'peers', 'validators', 'verify-dsse.sh');
const missing = ['openssl', 'jq', 'sha256sum'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (missing.length > 0)
  process.stderr.write(`SKIPPED: golden packs by hand, since there is no ${missing.join(', ')}\n`);

it('there is a golden pack of this version', () => {
  expect(goldens.map(({ name }) => name)).toContain(`golden-${packageRoot.version}`);
});

describe.each(goldens)('$name', ({ name, path, key }) => {
  const run = z
    .object({ tool: z.object({ version: z.string() }) })
    .parse(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8')));
  const { version } = run.tool;

  it('is of the version that its folder names', () => {
    expect(name).toBe(`golden-${version}`);
  });

  it('verifies with this build: replayed by its own version, else sent to that version', async () => {
    const report = await verify({ pack: path, keys: [key], onStep: () => undefined });
    const steps = Object.fromEntries(report.steps.map((step) => [step.name, step.result]));
    expect(steps, JSON.stringify(report.steps)).toMatchObject({ files: 'ok', signature: 'ok' });
    if (version === packageRoot.version) {
      expect({ exit: report.exit, steps }, JSON.stringify(report.steps)).toMatchObject({
        exit: 0,
        steps: { rules: 'ok', replay: 'ok' },
      });
    } else expect(report).toMatchObject(sentTo(version, path));
  });

  it('is sent to its own version by any other one', async () => {
    const report = await verifyPack(path, {
      publicKeys: [await loadPublicKey(key)],
      toolVersion: '99.0.0',
      ruleDigests: new Map(),
      replay: null,
      onStep: () => undefined,
    });
    expect(report).toMatchObject(sentTo(version, path));
  });

  it('does not verify once a byte of its recording is another', async () => {
    const copy = join(mkdtempSync(join(tmpdir(), 'prepay-golden-')), name);
    cpSync(path, copy, { recursive: true });
    const manifest = z
      .array(z.object({ path: z.string() }))
      .parse(JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')));
    const file = join(copy, manifest.find((entry) => entry.path.startsWith('recording/'))?.path ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"page"', '"pagE"'));
    expect(await verify({ pack: copy, keys: [key], onStep: () => undefined })).toMatchObject({ exit: 1 });
  });

  it.skipIf(missing.length > 0 || !existsSync('/bin/sh'))('verifies without our tool', () => {
    const { status, stdout } = spawnSync('/bin/sh', [validator, path, key], { encoding: 'utf8' });
    expect(stdout).toMatch(/verify-dsse: \d+ passed, 0 failed/);
    expect(status).toBe(0);
  });
});

function sentTo(version: string, path: string): object {
  return { exit: 3, command: `npx prepay@${version} pack verify ${path} --key PUBLIC_KEY.pem` };
}
