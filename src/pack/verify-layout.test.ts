import { execFileSync } from 'node:child_process';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  relist,
  ruleDigests,
  sameReplay,
  sealSmallPack,
  temporary,
  toolVersion,
} from '../../test/helpers/small-pack.js';
import { edit, spoiltCopy, stated } from '../../test/helpers/spoilt-pack.js';
import { sha256Hex } from '../core/json.js';
import { type ManifestEntry, manifestText, sumsText } from './manifest.js';
import { openPack, packFolder } from './reader.js';
import { throwAwaySigner } from './signer.js';
import { signedBundle } from './statement.js';
import { verifyPack, type VerifyReport } from './verify.js';
import { checkFiles, openWholePack } from './verify-files.js';

const signer = throwAwaySigner();
let good: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  good = (await sealSmallPack(await temporary((end) => void ends.push(end)), signer)).path;
  return async () => {
    for (const end of ends) await end();
  };
});

function verify(pack: string): Promise<VerifyReport> {
  const options = { publicKeys: [signer.publicKey], toolVersion, ruleDigests, replay: sameReplay };
  return verifyPack(pack, { ...options, onStep: () => undefined });
}

/** The pack with another list of files, signed by the right key. */
async function listedAs(
  pack: string,
  change: (entries: readonly ManifestEntry[]) => readonly ManifestEntry[],
): Promise<void> {
  const entries = change(await (await openPack(good)).manifest());
  const text = manifestText(entries);
  await writeFile(join(pack, 'manifest.json'), text);
  await writeFile(join(pack, 'SHA256SUMS'), sumsText(entries, sha256Hex(text)));
  const hash = sha256Hex(text);
  const everything = entries.some(({ path }) => path === 'scope.json')
    ? entries
    : await (await openPack(good)).manifest();
  await writeFile(join(pack, 'attestation.sigstore.json'), await signedBundle(hash, stated(everything, hash), signer));
}

async function without(pack: string, path: string): Promise<void> {
  await rm(join(pack, path));
  await listedAs(pack, (entries) => entries.filter((entry) => entry.path !== path));
}

async function withFile(pack: string, path: string): Promise<void> {
  await writeFile(join(pack, path), '');
  const entry = { mediaType: 'application/json', path, sha256: sha256Hex(''), size: 0 };
  await listedAs(pack, (entries) => [...entries, entry]);
}

describe('a pack signed again by the right key', () => {
  const cases: readonly (readonly [string, (pack: string) => Promise<void>, string])[] = [
    ['no README.txt', (pack) => without(pack, 'README.txt'), 'README.txt: expected the file, got nothing'],
    ['no VERIFY.md', (pack) => without(pack, 'VERIFY.md'), 'VERIFY.md: expected the file, got nothing'],
    ['no scope.json', (pack) => without(pack, 'scope.json'), 'scope.json: expected the file, got nothing'],
    [
      'no rule',
      async (pack) => {
        await without(pack, 'rules/controls/no-world-open-admin-ports.yaml');
        await rm(join(pack, 'rules/controls'), { recursive: true });
      },
      'no-world-open-admin-ports.yaml: expected sha256',
    ],
    ['a file more', (pack) => withFile(pack, 'results/more.json'), 'results/more.json: expected no such file'],
    ['an empty recording', (pack) => withFile(pack, 'recording/x.jsonl'), 'recording/x.jsonl: expected no such file'],
    [
      'another media type',
      (pack) => listedAs(pack, (entries) => entries.map((entry) => ({ ...entry, mediaType: 'text/html' }))),
      'README.txt: expected text/plain, got text/html',
    ],
    [
      'a further member in the manifest',
      (pack) => listedAs(pack, (entries) => entries.map((entry) => ({ ...entry, note: 'x' }))),
      'manifest.json: expected no other members',
    ],
    [
      'a member twice in run.json',
      async (pack) => {
        await edit(pack, 'run.json', '{', '{"demo":null,');
        await relist(pack, signer, stated);
      },
      'run.json: expected the text of this version',
    ],
    [
      'another guide',
      async (pack) => {
        await edit(pack, 'VERIFY.md', 'You need', 'You do not need');
        await relist(pack, signer, stated);
      },
      'VERIFY.md: expected the text of this version',
    ],
  ];
  it.each(cases)('is refused with %s', async (_, spoil, detail) => {
    const report = await verify(await spoiltCopy(good, spoil));
    expect(report.exit).toBe(1);
    expect(report.steps[1]).toMatchObject({ name: 'signature', result: 'ok' });
    expect(report.steps[4]).toMatchObject({ name: 'rules', result: 'failed' });
    expect(report.steps[4]?.detail).toContain(detail);
  });

  it('has every report made again', async () => {
    const pack = await spoiltCopy(good, (copy) => withFile(copy, 'reports/zz.json'));
    expect((await verify(pack)).differences).toMatchObject([{ what: 'reports/zz.json', replayed: null }]);
  });
});

describe('what is no regular file of the stated size', () => {
  it.each(['run.json', 'manifest.json', 'SHA256SUMS', 'attestation.sigstore.json'])(
    'is never opened: a pipe in the place of %s',
    async (path) => {
      const pack = await spoiltCopy(good, async (copy) => {
        await rm(join(copy, path));
        execFileSync('mkfifo', [join(copy, path)]);
      });
      expect((await checkFiles(pack)).faults.join()).toMatch(/special file/);
      expect((await verify(pack)).exit).toBe(1);
      await expect(openWholePack(pack)).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    },
  );

  it.each([
    ['run.json', /run\.json: expected \d+ bytes, got 1099511627776/],
    ['manifest.json', /manifest\.json: expected at most 67108864 bytes, got 1099511627776/],
    ['SHA256SUMS', /SHA256SUMS: expected at most 67108864 bytes/],
  ])('is not read: a sparse terabyte in the place of %s', async (path, fault) => {
    const pack = await spoiltCopy(good, (copy) => truncate(join(copy, path), 2 ** 40));
    expect((await checkFiles(pack)).faults.join()).toMatch(fault);
  });

  it('is no pointer to a pack: a pipe called latest', async () => {
    const pack = await spoiltCopy(good, (copy) => {
      execFileSync('mkfifo', [join(copy, 'latest')]);
      return Promise.resolve();
    });
    await expect(packFolder(join(pack, 'latest'))).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
  });
});

it('a whole pack opens, and a folder without a manifest is none', async () => {
  expect((await openWholePack(good)).path).toBe(good);
  const pack = await spoiltCopy(good, (copy) => rm(join(copy, 'manifest.json')));
  await expect(openWholePack(pack)).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
});
