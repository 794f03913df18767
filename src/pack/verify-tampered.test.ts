import { appendFile, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  relist,
  ruleDigests,
  sameReplay,
  sealSmallPack,
  temporary,
  toolVersion,
} from '../../test/helpers/small-pack.js';
import { edit, flipped, results, spoiltCopy, stated, untouched } from '../../test/helpers/spoilt-pack.js';
import type { PackPredicate } from './predicate.js';
import { throwAwaySigner } from './signer.js';
import { checkFiles } from './verify-files.js';
import { checkSignature } from './verify-signature.js';
import { verifyPack, type VerifyOptions, type VerifyReport } from './verify.js';

const signer = throwAwaySigner();
const options: VerifyOptions = {
  publicKeys: [signer.publicKey],
  toolVersion,
  ruleDigests,
  replay: sameReplay,
  onStep: () => undefined,
};

let good: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  good = (await sealSmallPack(await temporary((end) => void ends.push(end)), signer)).path;
  return async () => {
    for (const end of ends) await end();
  };
});

async function verify(pack: string, changed: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  return verifyPack(pack, { ...options, ...changed });
}

function spoilt(spoil: (pack: string) => Promise<unknown>): Promise<string> {
  return spoiltCopy(good, spoil);
}

describe('one bit', () => {
  it('flipped in any file of the pack is caught', async () => {
    const pack = await spoilt(untouched);
    const paths = (await readdir(pack, { recursive: true, withFileTypes: true }))
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name));
    expect(paths.length).toBe(16);
    for (const path of paths) {
      const bytes = await readFile(path);
      for (const at of sample(bytes.length, 8)) {
        await writeFile(path, flipped(bytes, at, at % 8));
        const { steps, exit } = await verify(pack);
        expect(exit, `${path}, byte ${at}`).toBe(1);
        expect(steps.filter(({ name, result }) => name === 'replay' && result === 'ok')).toEqual([]);
      }
      await writeFile(path, bytes);
    }
    expect((await verify(pack)).exit).toBe(0);
  }, 120_000);

  it('flipped anywhere in the attestation is caught, every one of them', async () => {
    const pack = await spoilt(untouched);
    const { manifest } = await checkFiles(pack);
    const hash = manifest?.sha256 ?? '';
    const path = join(pack, 'attestation.sigstore.json');
    const bytes = await readFile(path);
    for (let at = 0; at < bytes.length; at += 1) {
      await writeFile(path, flipped(bytes, at, at % 7));
      expect((await checkSignature(pack, hash, [signer.publicKey])).state, `byte ${at}`).toBe('bad');
    }
    await writeFile(path, bytes);
    expect((await checkSignature(pack, hash, [signer.publicKey])).state).toBe('signed');
  }, 120_000);

  it('flipped in the manifest or the sums is caught, every eleventh byte of them', async () => {
    const pack = await spoilt(untouched);
    for (const name of ['manifest.json', 'SHA256SUMS']) {
      const path = join(pack, name);
      const bytes = await readFile(path);
      for (let at = 0; at < bytes.length; at += 11) {
        await writeFile(path, flipped(bytes, at, at % 8));
        expect((await checkFiles(pack)).faults, `${name}, byte ${at}`).not.toEqual([]);
      }
      await writeFile(path, bytes);
    }
    expect((await checkFiles(pack)).faults).toEqual([]);
  }, 120_000);
});

describe('a pack that was tampered with', () => {
  const recording = 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups-0fb400f8.jsonl';
  const tampered: readonly (readonly [string, (pack: string) => Promise<void>, string])[] = [
    ['a dropped line', (pack) => dropLine(join(pack, recording)), `${recording}: expected`],
    ['a file added', (pack) => writeFile(join(pack, 'results/more.json'), '{}'), 'results/more.json" is a file'],
    ['a hidden file added', (pack) => writeFile(join(pack, '.x'), ''), '".x" is a file'],
    ['an empty folder added', (pack) => mkdir(join(pack, 'results/more')), 'results/more" is a folder'],
    ['a file removed', (pack) => rm(join(pack, 'scope.json')), 'scope.json is missing'],
    ['the manifest removed', (pack) => rm(join(pack, 'manifest.json')), 'manifest.json is missing'],
    ['the manifest emptied', (pack) => writeFile(join(pack, 'manifest.json'), '[]'), 'manifest.json: value'],
    ['the sums removed', (pack) => rm(join(pack, 'SHA256SUMS')), 'SHA256SUMS does not say'],
    ['a line added to the sums', (pack) => appendFile(join(pack, 'SHA256SUMS'), '\n'), 'SHA256SUMS does not say'],
    ['a file that became a link', (pack) => linked(pack, 'scope.json'), 'scope.json" is a link'],
    ['a file that became a folder', (pack) => foldered(pack, 'scope.json'), 'scope.json'],
    ['two files swapped', (pack) => swapped(pack, 'run.json', 'scope.json'), 'run.json: expected'],
    [
      'a path out of the pack',
      (pack) => edit(pack, 'manifest.json', '"README.txt"', '"../README.txt"'),
      'expected a path of a pack',
    ],
    ['paths out of order', (pack) => edit(pack, 'manifest.json', '"README.txt"', '"z.txt"'), 'expected paths in order'],
    [
      'a member twice in the manifest',
      (pack) => edit(pack, 'manifest.json', '{"mediaType"', '{"mediaType":"x","mediaType"'),
      'expected canonical JSON',
    ],
    [
      'bytes that are no text in the manifest',
      (pack) => writeFile(join(pack, 'manifest.json'), Buffer.of(0xff)),
      'UTF-8',
    ],
  ];
  it.each(tampered)('is caught: %s', async (_, spoil, detail) => {
    const report = await verify(await spoilt(spoil));
    expect(report.exit).toBe(1);
    expect(report.steps[0]).toMatchObject({ name: 'files', result: 'failed' });
    expect(report.steps[0]?.detail).toContain(detail);
    expect(results(report)).toMatchObject({ rules: 'not-performed', replay: 'not-performed' });
  });

  it('lists ten faults and counts the others', async () => {
    const report = await verify(await spoilt((pack) => rm(join(pack, 'results'), { recursive: true })));
    expect(report.steps[0]?.detail).toContain('results/reads.json is missing');
    const many = await spoilt(async (pack) => {
      for (let number = 0; number < 12; number += 1) await writeFile(join(pack, `x${number}`), '');
    });
    expect((await verify(many)).steps[0]?.detail).toMatch(/; and 2 more$/);
  });

  it('is caught by the signature where the lists were made again', async () => {
    const pack = await spoilt(async (copy) => {
      await edit(copy, 'results/findings.jsonl', '"outcome":"fail"', '"outcome":"pass"');
      await relist(copy, null, stated);
    });
    const report = await verify(pack);
    expect(report.exit).toBe(1);
    expect(results(report)).toMatchObject({ files: 'ok', signature: 'failed', replay: 'not-performed' });
  });

  it('is caught by the key where it was signed again by another', async () => {
    const report = await verify(await spoilt((pack) => relist(pack, throwAwaySigner(), stated)));
    expect(report).toMatchObject({ exit: 1, fingerprint: null });
    expect(report.steps[1]?.detail).toMatch(/^expected SHA256:.* got key SHA256:/);
  });

  it('is caught by the signature where another took the hint of the right key', async () => {
    const pack = await spoilt((copy) => relist(copy, { ...throwAwaySigner(), publicKey: signer.publicKey }, stated));
    expect((await verify(pack)).steps[1]?.detail).toContain('the signature is not one by');
  });

  it.each([
    [
      'a verdict',
      'results/findings.jsonl',
      '"outcome":"fail"',
      '"outcome":"pass"',
      /on sg-1 in 111122223333\/eu-west-1$/,
    ],
    ['a clause', 'results/clauses.json', '"status":"fail"', '"status":"pass"', /results\/clauses\.json$/],
    ['the scope', 'scope.json', 'root', 'toor', /scope\.json$/],
  ])('is caught by replay where %s was edited and the right key signed again', async (_, path, from, to, what) => {
    const pack = await spoilt(async (copy) => {
      await edit(copy, path, from, to);
      await relist(copy, signer, stated);
    });
    const report = await verify(pack);
    expect(report.exit).toBe(1);
    expect(results(report)).toMatchObject({ files: 'ok', signature: 'ok', rules: 'ok', replay: 'failed' });
    expect(report.differences).toHaveLength(1);
    expect(report.differences[0]?.what).toMatch(what);
    expect(report.differences[0]?.packed).toContain(to);
    expect(report.differences[0]?.replayed).toContain(from);
  });

  it.each([
    [
      'the counted reads',
      'reads',
      (good_: PackPredicate) => ({ ...good_, reads: { complete: 2, denied: 0, failed: 0 } }),
    ],
    ['the root', 'evidenceRoot', (good_: PackPredicate) => ({ ...good_, evidenceRoot: '0'.repeat(64) })],
    ['the name', 'packId', (good_: PackPredicate) => ({ ...good_, packId: 'other' })],
    ['the populations', 'populations', (good_: PackPredicate) => ({ ...good_, populations: [] })],
    [
      'the version',
      'tool.version',
      (good_: PackPredicate) => ({ ...good_, tool: { ...good_.tool, version: '9.9.9' } }),
    ],
  ])('is caught where the signer states %s otherwise', async (_, name, change) => {
    const pack = await spoilt((copy) => relist(copy, signer, (...args) => change(stated(...args))));
    const report = await verify(pack);
    expect(report.steps[4]).toMatchObject({ name: 'rules', result: 'failed' });
    expect(report.steps[4]?.detail).toContain(`statement, ${name}:`);
    expect(report.exit).toBe(1);
  });
});

function sample(length: number, count: number): readonly number[] {
  const step = Math.max(1, Math.floor(length / count));
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
}

async function dropLine(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.slice(text.indexOf('\n') + 1));
}

async function linked(pack: string, path: string): Promise<void> {
  const aside = join(dirname(pack), 'aside.json');
  await rename(join(pack, path), aside);
  await symlink(aside, join(pack, path));
}

async function foldered(pack: string, path: string): Promise<void> {
  await rm(join(pack, path));
  await mkdir(join(pack, path));
  expect((await stat(join(pack, path))).isDirectory()).toBe(true);
}

async function swapped(pack: string, a: string, b: string): Promise<void> {
  const [left, right] = [await readFile(join(pack, a)), await readFile(join(pack, b))];
  await writeFile(join(pack, a), right);
  await writeFile(join(pack, b), left);
}
