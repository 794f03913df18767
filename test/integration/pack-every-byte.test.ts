import { spawn, spawnSync } from 'node:child_process';
import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadAuthorities, timeStamperOf } from '../../src/app/timestamp.js';
import { generateKeys, loadSigner } from '../../src/pack/signer.js';
import { parseManifest } from '../../src/pack/reader.js';
import { checkFiles } from '../../src/pack/verify-files.js';
import { checkSignature } from '../../src/pack/verify-signature.js';
import { checkPackTimeStamp } from '../../src/pack/verify-time-stamp.js';
import { verifyPack } from '../../src/pack/verify.js';
import { guideBlocks } from '../helpers/pasted-guide.js';
import { ruleDigests, sameReplay, temporary, toolVersion } from '../helpers/small-pack.js';
import { flipped, spoiltCopy, untouched } from '../helpers/spoilt-pack.js';
import { sealStampedPack } from '../helpers/stamped-pack.js';
import { startTsa, type Tsa } from './peers/tsa/tsa.js';

/**
 * With 1 it is every byte, which takes more than a quarter of an hour: `npm run test:slow`, by hand when packs or their
 * verification change. Else every 29th, a prime, so that no field of a fixed length is always passed over.
 */
const stride = Number(process.env['PREPAY_FLIP_STRIDE'] ?? '29');
if (stride > 1)
  process.stderr.write(`SKIPPED in part: every ${stride}th byte is flipped; npm run test:slow flips each\n`);

const ends: (() => Promise<void>)[] = [];
let tsa: Tsa;
let pack: string;
let key: string;
let publicKeys: readonly KeyObject[];
let anchors: readonly X509Certificate[];
let verify: (folder: string) => Promise<number>;
beforeAll(async () => {
  tsa = await startTsa();
  const folder = await temporary((end) => void ends.push(end));
  key = join(folder, 'key');
  await generateKeys(key, 'p256');
  const signer = await loadSigner(key);
  const stamper = await timeStamperOf(
    { url: tsa.url, caFile: tsa.root, policy: null, required: true },
    () => undefined,
  );
  pack = await sealStampedPack(join(folder, 'out'), signer, stamper, new Date().toISOString());
  publicKeys = [signer.publicKey];
  anchors = await loadAuthorities(tsa.root);
  verify = async (spoilt) => {
    const { exit } = await verifyPack(spoilt, {
      publicKeys,
      timeStampAnchors: anchors,
      toolVersion,
      ruleDigests,
      replay: sameReplay,
      onStep: () => undefined,
    });
    return exit;
  };
});
afterAll(async () => {
  await tsa.stop();
  for (const end of ends) await end();
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => relative(folder, join(item.parentPath, item.name)));
}

/** Each byte in turn, one bit of it flipped; the bit is another from byte to byte. */
function* everyFlip(bytes: Buffer): Generator<readonly [at: number, changed: Buffer]> {
  for (let at = 0; at < bytes.length; at += 1) yield [at, flipped(bytes, at, at % 8)];
}

describe('every byte of a small pack, flipped', () => {
  it('is caught by pack verify', async () => {
    const copy = await spoiltCopy(pack, untouched);
    expect(await verify(copy)).toBe(0);
    const manifestSha256 = createHash('sha256')
      .update(readFileSync(join(pack, 'manifest.json')))
      .digest('hex');
    const signature = await checkSignature(pack, manifestSha256, publicKeys);
    for (const path of filesOf(pack)) {
      const bytes = readFileSync(join(pack, path));
      // The texts about the pack are long, and one hash is like another.
      const every = /\.(?:md|txt)$/.test(path) ? 16 : stride;
      for (const [at, changed] of everyFlip(bytes)) {
        if (at % every !== 0) continue;
        writeFileSync(join(copy, path), changed);
        const where = `${path}, byte ${at}`;
        // The step that has to find it; the whole verification, which fails where a step does, now and then.
        if (path === 'attestation.sigstore.json') {
          const check = await checkSignature(copy, manifestSha256, publicKeys);
          const { state } = check.state === 'signed' ? await checkPackTimeStamp(copy, check, anchors, true) : check;
          expect(['bad', 'failed'], where).toContain(state);
        } else if (path === 'timestamp.tsr')
          expect((await checkPackTimeStamp(copy, signature, anchors, true)).state, where).toBe('failed');
        else expect((await checkFiles(copy)).faults, where).not.toEqual([]);
        if (at % 64 === 0) expect(await verify(copy), where).toBe(1);
      }
      writeFileSync(join(copy, path), bytes);
    }
    expect(await verify(copy)).toBe(0);
  }, 1_800_000);

  it('is caught by sha256sum in every file that SHA256SUMS lists', async () => {
    const folder = await temporary(onTestFinished);
    const listed = new Map(
      parseManifest(readFileSync(join(pack, 'manifest.json'), 'utf8')).map((entry) => [entry.path, entry.sha256]),
    );
    listed.set(
      'manifest.json',
      createHash('sha256')
        .update(readFileSync(join(pack, 'manifest.json')))
        .digest('hex'),
    );
    expect([...listed.keys(), 'SHA256SUMS', 'attestation.sigstore.json', 'timestamp.tsr'].sort()).toEqual(
      [...filesOf(pack)].sort(),
    );
    for (const [path, sha256] of listed) {
      const work = join(folder, 'flips');
      mkdirSync(work);
      const bytes = readFileSync(join(pack, path));
      for (const [at, changed] of everyFlip(bytes)) writeFileSync(join(work, String(at)), changed);
      // The list of the guide's first block, for a folder in which every flipped copy claims to be the file.
      writeFileSync(join(folder, 'sums'), [...bytes.keys()].map((at) => `${sha256}  ${at}\n`).join(''));
      const { stdout } = spawnSync('sha256sum', ['-c', '--strict', '../sums'], { cwd: work, maxBuffer: 1 << 26 });
      const said = stdout.toString('utf8').split('\n');
      expect(said.filter((line) => line.endsWith(': FAILED')).length, path).toBe(bytes.length);
      rmSync(work, { recursive: true });
    }
  }, 1_800_000);

  it.each(['SHA256SUMS', 'attestation.sigstore.json', 'timestamp.tsr'])(
    "is caught by VERIFY.md's blocks in %s, which no list vouches for",
    async (path) => {
      const flips = await temporary(onTestFinished);
      const bytes = readFileSync(join(pack, path));
      for (const [at, changed] of everyFlip(bytes)) writeFileSync(join(flips, String(at)), changed);
      const guide = readFileSync(join(pack, 'VERIFY.md'), 'utf8');
      const middle = Math.floor(bytes.length / 2);
      const halves = [
        [0, middle],
        [middle, bytes.length],
      ] as const;
      const said = await Promise.all(
        halves.map(async ([from, to]) =>
          pasted(await spoiltCopy(pack, untouched), flipping(path, from, to, guide), flips),
        ),
      );
      expect(said).toEqual(['as it was: accepted', 'as it was: accepted']);
    },
    1_800_000,
  );
});

/** What bash prints for the script, in that folder, without its last line feed. */
async function pasted(folder: string, script: string, flips: string): Promise<string> {
  const child = spawn('bash', ['-s'], {
    cwd: folder,
    env: { ...process.env, KEY: `${key}.pub`, TSA: tsa.root, FLIPS: flips },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(script);
  const said: string[] = [];
  for await (const chunk of child.stdout) said.push(String(chunk));
  return said.join('').trim();
}

/**
 * A script that puts each flipped copy in the place of the file and pastes those blocks of the guide that can tell,
 * until one does not say ok. It prints the number of each byte that all of them accepted.
 */
function flipping(path: string, from: number, to: number, guide: string): string {
  const blocks = guideBlocks(guide);
  const saying = (step: string): string => blocks.find((block) => block.includes(`"ok ${step}:`)) ?? 'false';
  const steps = path === 'SHA256SUMS' ? ['1b'] : path === 'timestamp.tsr' ? ['2c'] : ['2a', '2c'];
  const functions = steps.map((step) => `step_${step}() {\n${saying(step)}\n}`).join('\n');
  const all = steps.map((step) => `step_${step} 2> /dev/null`).join(' && ');
  return `
export LC_ALL=C
T=$(mktemp -d)
${functions}
step_2a_first() { ${path === 'timestamp.tsr' ? saying('2a') : 'true'}
}
accepted() { ${all}; } > /dev/null
step_2a_first > /dev/null
cp ${path} "$T/kept"
accepted && echo "as it was: accepted"
for at in $(seq ${from} ${stride} ${to - 1}); do
  cp "$FLIPS/$at" ${path}
  accepted && echo "$at"
done
cp "$T/kept" ${path}
rm -r "$T"
`;
}
