import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { packId, relist, sealSmallPack, temporary } from '../../test/helpers/small-pack.js';
import { edit, flipped, spoiltCopy, stated, untouched } from '../../test/helpers/spoilt-pack.js';
import { generateKeys, loadSigner, type Signer, throwAwaySigner } from './signer.js';
import { readmeText, verifyGuide } from './verify-guide.js';
import type { SealedPack } from './writer.js';

const validator = fileURLToPath(new URL('../../test/integration/peers/validators/verify-dsse.sh', import.meta.url));
const tools = ['bash', 'openssl', 'jq', 'sha256sum'];
const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);

interface Sample extends SealedPack {
  readonly key: string;
  readonly signer: Signer;
}

let samples: Readonly<Record<'p256' | 'ed25519', Sample>>;
let unsigned: SealedPack;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  const make = async (type: 'p256' | 'ed25519'): Promise<Sample> => {
    const folder = await temporary((end) => void ends.push(end));
    const key = join(folder, 'signer key.pem');
    await generateKeys(key, type);
    const signer = await loadSigner(key);
    return { ...(await sealSmallPack(join(folder, 'out'), signer)), key: `${key}.pub`, signer };
  };
  samples = { p256: await make('p256'), ed25519: await make('ed25519') };
  unsigned = await sealSmallPack(await temporary((end) => void ends.push(end)), null);
  return async () => {
    for (const end of ends) await end();
  };
});

/** What bash prints for the guide's own blocks, pasted in order inside of the folder. */
function paste(folder: string, guide: string, key: string): { readonly oks: string; readonly out: string } {
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
  expect(blocks.length).toBeGreaterThan(5);
  const { stdout } = spawnSync('bash', ['-s'], {
    cwd: folder,
    input: blocks.join('\n'),
    env: { ...process.env, KEY: key },
  });
  const out = stdout.toString('utf8');
  return { out, oks: [...out.matchAll(/^ok (\w+):/gm)].map(([, step]) => step).join(' ') };
}

function validate(folder: string, key: string): { readonly status: number | null; readonly last: string } {
  const { status, stdout } = spawnSync(validator, [folder, key]);
  return { status, last: stdout.toString('utf8').trim().split('\n').at(-1) ?? '' };
}

function spoilt({ path }: SealedPack, spoil: (pack: string) => Promise<unknown>): Promise<string> {
  return spoiltCopy(path, spoil);
}

const all = '1a 1b 1c 2a 2b 2c';

if (missing.length > 0) {
  it(`VERIFY.md is NOT tested on this machine, which lacks ${missing.join(', ')}`, () => {
    process.stderr.write(`VERIFY.md and verify-dsse.sh were not tested: this machine lacks ${missing.join(', ')}\n`);
    expect(missing).not.toEqual([]);
  });
}

describe.runIf(missing.length === 0)('VERIFY.md, pasted into bash', () => {
  it.each(['p256', 'ed25519'] as const)('accepts a good pack signed with %s', async (type) => {
    const { path, key, evidenceRoot, fingerprint } = samples[type];
    const { oks, out } = paste(path, await readFile(join(path, 'VERIFY.md'), 'utf8'), key);
    expect(oks).toBe(all);
    expect(out).toContain(`${evidenceRoot}  -`);
    expect(out).toContain(fingerprint ?? 'no fingerprint');
  });

  it('leads from the first verdict to the bytes it rests on', async () => {
    const { path, key } = samples.p256;
    const { out } = paste(path, await readFile(join(path, 'VERIFY.md'), 'utf8'), key);
    const at = /^\{\n {2}"file".*?^\}/ms.exec(out)?.[0] ?? '';
    expect(JSON.parse(at)).toMatchObject({
      file: 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups-0fb400f8.jsonl',
      line: 1,
      requestId: 'r-1',
      value: '::/0',
    });
  });

  it('says of an unsigned pack that nobody vouches for it', async () => {
    const { oks, out } = paste(unsigned.path, await readFile(join(unsigned.path, 'VERIFY.md'), 'utf8'), 'none');
    expect(oks).toBe('1a 1b 1c');
    expect(out).toContain(unsigned.evidenceRoot);
  });
});

const tampered: readonly (readonly [string, (pack: string) => Promise<void>])[] = [
  ['a file added', (pack) => writeFile(join(pack, 'results/more.json'), '{}')],
  ['a file removed', (pack) => rm(join(pack, 'scope.json'))],
  ['a link added', (pack) => symlink('run.json', join(pack, 'x.json'))],
  ['a verdict edited', (pack) => turn(pack)],
  ['a verdict edited and listed again', (pack) => turn(pack).then(() => relist(pack, null, stated))],
  [
    'a verdict edited and signed again by another',
    (pack) => turn(pack).then(() => relist(pack, throwAwaySigner(), stated)),
  ],
  ['a line dropped', (pack) => drop(pack)],
  [
    'a member added to the bundle',
    (pack) => edit(pack, 'attestation.sigstore.json', '"signatures":[{', '"signatures":[{"keyid":"x",'),
  ],
  ['the hint of another key', (pack) => edit(pack, 'attestation.sigstore.json', /"hint":"./, '"hint":"_')],
];

describe.runIf(missing.length === 0)('without our tool', () => {
  it.each(['p256', 'ed25519'] as const)('verify-dsse.sh accepts a good pack signed with %s', (type) => {
    const { path, key } = samples[type];
    expect(validate(path, key)).toEqual({ status: 0, last: 'verify-dsse: 11 passed, 0 failed' });
  });

  it.each(tampered)('both refuse %s', async (_, spoil) => {
    const { key, signer } = samples.p256;
    const pack = await spoilt(samples.p256, spoil);
    expect(validate(pack, key).status).toBe(1);
    expect(paste(pack, verifyGuide(packId, signer.type), key).oks).not.toBe(all);
  });

  it('both refuse a flipped bit in any file', async () => {
    const { key, path, signer } = samples.p256;
    const pack = await spoilt(samples.p256, untouched);
    const paths = (await readdir(path, { recursive: true, withFileTypes: true }))
      .filter((item) => item.isFile())
      .map((item) => relative(path, join(item.parentPath, item.name)));
    for (const [index, name] of paths.entries()) {
      const bytes = await readFile(join(pack, name));
      const at = (index * 7919) % bytes.length;
      await writeFile(join(pack, name), flipped(bytes, at, index % 7));
      expect(validate(pack, key).status, `${name}, byte ${at}`).toBe(1);
      // The slower of the two, for whom most files are alike.
      if (index % 3 === 0 || /^[^/]*(?:json|SUMS)$/.test(name)) {
        expect(paste(pack, verifyGuide(packId, signer.type), key).oks, `${name}, byte ${at}`).not.toBe(all);
      }
      await writeFile(join(pack, name), bytes);
    }
  }, 120_000);

  it('both refuse the last digit of the signature in another base64 form', async () => {
    const { key, signer } = samples.p256;
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const pack = await spoilt(samples.p256, async (copy) => {
      const path = join(copy, 'attestation.sigstore.json');
      const text = await readFile(path, 'utf8');
      const next = (digit: string): string => digits[(digits.indexOf(digit) ^ 1) % 64] ?? '';
      const changed = text.replace(/(.)(=+"\}\])/, (_, digit: string, rest: string) => `${next(digit)}${rest}`);
      await writeFile(path, changed === text ? text.replace('"sig":"', '"sig":" ') : changed);
    });
    expect(validate(pack, key).status).toBe(1);
    expect(paste(pack, verifyGuide(packId, signer.type), key).oks).not.toBe(all);
  });
});

describe('README.txt', () => {
  it('names the pack and every top folder of it', async () => {
    const text = readmeText(packId);
    expect(text).toContain(packId);
    const names = (await readdir(unsigned.path)).filter((name) => !name.startsWith('README'));
    for (const name of names) expect(text).toContain(name);
  });

  it('is what the pack holds', async () => {
    expect(await readFile(join(unsigned.path, 'README.txt'), 'utf8')).toBe(readmeText(packId));
  });
});

function turn(pack: string): Promise<void> {
  return edit(pack, 'results/findings.jsonl', '"outcome":"fail"', '"outcome":"pass"');
}

function drop(pack: string): Promise<void> {
  return edit(pack, 'results/findings.jsonl', /^.*\n/, '');
}
