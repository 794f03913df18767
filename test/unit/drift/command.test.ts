import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import PackDiff from '../../../src/commands/pack/diff.js';
import { throwAwaySigner } from '../../../src/pack/signer.js';
import { driftDocument, driftSchema } from '../../../src/report/drift-json.js';
import { runCommand } from '../../helpers/run-command.js';
import { fail, found, unknown } from './packs.js';
import { sealedPack } from './sealed-pack.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-diff-'));
const key = join(work, 'key.pub');
const signer = throwAwaySigner();
const packs = { before: '', after: '' };

beforeAll(async () => {
  writeFileSync(key, signer.publicKey.export({ type: 'spki', format: 'pem' }));
  const [before, after] = [join(work, 'before'), join(work, 'after')];
  packs.before = await sealedPack(before, {
    packId: '20261124T000000Z-prepay',
    signer,
    findings: [
      fail('sg-1'),
      fail('sg-2'),
      unknown('sg-3', 'denied'),
      found('sg-4'),
      fail('sg-5', { gateSeverity: 'low' }),
    ],
  });
  packs.after = await sealedPack(after, {
    packId: '20261125T000000Z-prepay',
    signer,
    findings: [found('sg-1'), fail('sg-2'), found('sg-3'), found('sg-4'), fail('sg-6', { gateSeverity: 'low' })],
  });
});

describe('pack diff', () => {
  it('finds the earlier platform worse than the later one, and says so in every form', async () => {
    const [html, markdown, json] = ['d.html', 'd.md', 'd.json'].map((name) => join(work, name));
    const outputs = [`html=${html}`, `markdown=${markdown}`, `json=${json}`].flatMap((output) => ['--output', output]);
    const run = await runCommand(PackDiff, [packs.after, packs.before, '--key', key, ...outputs]);
    expect(run.exit, run.stderr).toBe(1);
    expect(run.stdout).toContain('✕ Regression: ');
    expect(run.stdout).toContain('What got worse');
    expect(readFileSync(markdown ?? '', 'utf8')).toMatch(/^# ✕ Regression: /);
    expect(readFileSync(html ?? '', 'utf8')).toContain('<h2>What got worse (');
    expect(driftDocument.parse(JSON.parse(readFileSync(json ?? '', 'utf8')))).toMatchObject({ exit: 1 });
  });

  it('finds the later platform no worse than the earlier one', async () => {
    const run = await runCommand(PackDiff, [packs.before, packs.after, '--json']);
    const drift = driftDocument.parse(JSON.parse(run.stdout));
    expect(run.exit, run.stderr).toBe(drift.exit);
    expect(drift.exit).toBe(0);
    expect(drift.counts).toMatchObject({ fixed: 1, recovered: 1, 'still-failing': 1, 'new-fail': 1, gone: 1 });
    expect(drift.populations).toMatchObject([{ gone: ['sg-5'], before: 5, after: 5 }]);
    expect(new Ajv2020({ strict: false, validateFormats: false }).validate(driftSchema(), JSON.parse(run.stdout))).toBe(
      true,
    );
    expect(drift.after.signedBy).toBeNull();
  });

  it('finds nothing between a pack and itself', async () => {
    const run = await runCommand(PackDiff, [packs.before, packs.before, '--fail-on', 'low']);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.stdout).toContain('✓ No regression');
  });

  it('refuses packs that do not verify, with 1', async () => {
    const other = join(work, 'other.pub');
    writeFileSync(other, throwAwaySigner().publicKey.export({ type: 'spki', format: 'pem' }));
    const wrong = await runCommand(PackDiff, [packs.before, packs.after, '--key', other]);
    expect(wrong).toMatchObject({ exit: 1 });
    expect(wrong.stderr).toContain('PREPAY_PACK_INVALID');
    const spoilt = join(work, 'spoilt');
    cpSync(packs.after, spoilt, { recursive: true });
    writeFileSync(join(spoilt, 'results/findings.jsonl'), '');
    const run = await runCommand(PackDiff, [packs.before, spoilt]);
    expect(run).toMatchObject({ exit: 1 });
    expect(run.stderr).toContain('findings.jsonl');
    const unsigned = join(work, 'unsigned');
    await sealedPack(unsigned, { packId: '20261125T010000Z-prepay', signer: null, findings: [] });
    const without = await runCommand(PackDiff, [packs.before, join(unsigned, 'latest'), '--key', key]);
    expect(without.stderr).toContain('UNSIGNED');
    expect(await runCommand(PackDiff, [packs.before, join(unsigned, 'latest')])).toMatchObject({ exit: 0 });
  });

  it.each([
    [['--output', 'pdf=x.pdf'], 'PREPAY_UNKNOWN_FORMAT'],
    [['--output', 'html'], 'PREPAY_USAGE'],
    [['--allow-incomplete', 'nobody'], 'PREPAY_USAGE'],
    [['--fail-on', 'sometimes'], 'PREPAY_USAGE'],
  ])('refuses %j as usage', async (flags, code) => {
    const run = await runCommand(PackDiff, [packs.before, packs.after, ...flags]);
    expect(run).toMatchObject({ exit: 2 });
    expect(run.stderr).toContain(code);
  });

  it('writes into no pack, over nothing, and takes no folder that is none', async () => {
    const inside = join(packs.after, 'drift.md');
    expect(
      (await runCommand(PackDiff, [packs.before, packs.after, '--output', `markdown=${inside}`])).stderr,
    ).toContain('PREPAY_OUTPUT_NOT_WRITABLE');
    expect(existsSync(inside)).toBe(false);
    expect((await runCommand(PackDiff, [packs.before, packs.after, '--output', `markdown=${key}`])).stderr).toContain(
      'PREPAY_OUTPUT_EXISTS',
    );
    expect(await runCommand(PackDiff, [packs.before, work])).toMatchObject({ exit: 2 });
    expect(await runCommand(PackDiff, [join(work, 'nothing'), packs.before])).toMatchObject({ exit: 2 });
  });
});

describe('pack diff reads packs of every version', () => {
  it.each(['0.1.0', '0.2.0', '0.3.0', '0.4.0'])('%s', async (version) => {
    const golden = `test/packs/golden-${version}`;
    const run = await runCommand(PackDiff, [
      golden,
      packs.before,
      '--key',
      `${golden}.key.pub`,
      '--key',
      key,
      '--json',
    ]);
    expect(run.stderr).toBe('');
    const drift = driftDocument.parse(JSON.parse(run.stdout));
    expect(drift.before).toMatchObject({ toolVersion: version });
  });
});
