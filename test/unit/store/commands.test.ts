import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import AuditRun from '../../../src/commands/audit/run.js';
import KeysGenerate from '../../../src/commands/keys/generate.js';
import PackUpload from '../../../src/commands/pack/upload.js';
import PackVerify from '../../../src/commands/pack/verify.js';
import { latestFolder } from '../../helpers/latest-folder.js';
import { type CommandRun, runCommand } from '../../helpers/run-command.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-store-commands-'));
const [key, config, store, out] = ['audit.key', 'prepay.yaml', 'store', 'evidence'].map((name) => join(work, name));
if (key === undefined || config === undefined || store === undefined || out === undefined)
  throw new TypeError('no path');

const verifyStore = (...flags: readonly string[]): Promise<CommandRun> =>
  runCommand(PackVerify, ['--store', store, '--key', `${key}.pub`, ...flags]);
const upload = (): Promise<CommandRun> => runCommand(PackUpload, [join(out, 'latest'), '--config', config]);

beforeAll(async () => {
  mkdirSync(join(work, 'artefacts'));
  const gates = `gates: { dir: ${JSON.stringify(join(work, 'artefacts'))}, expect: [] }`;
  writeFileSync(config, `version: 1\nentity: { name: Acme }\nstore: ${JSON.stringify(store)}\n${gates}\n`);
  await runCommand(KeysGenerate, [key]);
  const run = await runCommand(AuditRun, ['--config', config, '--sign', key, '--out', out, '--format', 'json']);
  expect(run.exit, run.stderr).toBe(0);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('pack upload', () => {
  it('has nothing to do where the store has the pack', async () => {
    expect(await upload()).toMatchObject({ exit: 0, stdout: expect.stringContaining('is in ') as string });
  });

  it('puts a pack that the store lacks, after which the store verifies', async () => {
    rmSync(store, { recursive: true });
    expect((await upload()).exit).toBe(0);
    const verified = await verifyStore('--deep');
    expect(verified.stdout).toContain('VERIFIED: 1 chained packs of 1');
    expect(verified.exit).toBe(0);
  });

  it('overwrites no other pack of that name', async () => {
    const file = join(store, latestFolder(out), 'results/clauses.json');
    appendFileSync(file, ' ');
    const refused = await upload();
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('PREPAY_OUTPUT_EXISTS');
    const verified = await verifyStore('--deep');
    expect(verified.exit).toBe(1);
    expect(verified.stdout).toContain('results/clauses.json is missing or of another size');
    expect(verified.stdout).toContain('NOT VERIFIED: 2 faults');
  });

  it('needs a configuration that names a store', async () => {
    const bare = join(work, 'bare.yaml');
    writeFileSync(bare, 'version: 1\n');
    const refused = await runCommand(PackUpload, [join(out, 'latest'), '--config', bare]);
    expect(refused.stderr).toContain('expected a store, got none');
    expect(refused.exit).toBe(2);
    expect(existsSync(out)).toBe(true);
  });
});

describe('store in the configuration', () => {
  it.each([
    ['"./a\\u0007b"', 'expected no control characters'],
    ['https://x.example/', 'expected a folder such as ./evidence, or s3://bucket/prefix'],
    ['s3://UPPER/x', 'expected a folder such as ./evidence, or s3://bucket/prefix'],
  ])('is refused as %s', async (setting, message) => {
    const file = join(work, 'refused.yaml');
    writeFileSync(file, `version: 1\nstore: ${setting}\n`);
    const refused = await runCommand(AuditRun, ['--config', file, '--sign', key, '--out', out]);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(message);
  });
});
