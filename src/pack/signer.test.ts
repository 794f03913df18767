import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporary } from '../../test/helpers/small-pack.js';
import { containing } from '../../test/helpers/spoilt-pack.js';
import { fingerprintOf, generateKeys, hashOf, loadPublicKey, loadSigner, throwAwaySigner } from './signer.js';

describe('key pairs', () => {
  it.each(['p256', 'ed25519'] as const)('of type %s are written, load again and sign', async (type) => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    const { publicPem, fingerprint } = await generateKeys(path, type);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(`${path}.pub`, 'utf8')).toBe(publicPem);
    const signer = await loadSigner(path);
    expect(signer).toMatchObject({ type, fingerprint });
    const data = Buffer.from('data');
    const signature = await signer.sign(data);
    expect(verify(hashOf(type), data, await loadPublicKey(`${path}.pub`), signature)).toBe(true);
  });

  it('are never overwritten, nor half written', async () => {
    const folder = await temporary(onTestFinished);
    await writeFile(join(folder, 'a'), 'mine');
    await writeFile(join(folder, 'b.pub'), 'mine');
    for (const name of ['a', 'b']) {
      await expect(generateKeys(join(folder, name), 'p256')).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
    }
    expect(await readdir(folder)).toEqual(['a', 'b.pub']);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('mine');
  });

  it('need a folder that is there and is one', async () => {
    const folder = await temporary(onTestFinished);
    await writeFile(join(folder, 'file'), '');
    for (const path of ['missing/key', 'file/key']) {
      await expect(generateKeys(join(folder, path), 'p256')).rejects.toMatchObject({
        code: 'PREPAY_OUTPUT_NOT_WRITABLE',
      });
    }
  });

  it('have one fingerprint, from PEM and from the key', async () => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    const { publicPem, fingerprint } = await generateKeys(path, 'p256');
    expect(fingerprintOf(publicPem)).toBe(fingerprint);
    expect(fingerprintOf(createPublicKey(publicPem))).toBe(fingerprint);
    expect(fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}=$/);
  });
});

describe('a private key file', () => {
  it.each([0o640, 0o604, 0o644, 0o610])('is refused with mode %o', async (mode) => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    await generateKeys(path, 'p256');
    await chmod(path, mode);
    await expect(loadSigner(path)).rejects.toMatchObject({
      code: 'PREPAY_KEY_PERMISSIONS',
      message: containing(mode.toString(8)),
    });
  });

  it('is taken with mode 0400, and in SEC 1', async () => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(path, privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o400 });
    expect((await loadSigner(path)).type).toBe('p256');
  });

  const wrong: readonly (readonly [string, string | Buffer])[] = [
    ['empty', ''],
    ['not PEM', 'hello'],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['a public key', throwAwaySigner().publicKey.export({ type: 'spki', format: 'pem' })],
    [
      'encrypted',
      generateKeyPairSync('ed25519').privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'x',
      }),
    ],
  ];
  it.each(wrong)('that is %s is refused', async (_, text) => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    await writeFile(path, text, { mode: 0o600 });
    await expect(loadSigner(path)).rejects.toMatchObject({ code: 'PREPAY_KEY_INVALID', exit: 2 });
  });

  it('that is a public key is called so before its mode is looked at', async () => {
    const path = join(await temporary(onTestFinished), 'key.pem');
    await generateKeys(path, 'p256');
    await expect(loadSigner(`${path}.pub`)).rejects.toMatchObject({
      code: 'PREPAY_KEY_INVALID',
      message: `${path}.pub: expected a private key, got a public key`,
    });
    await expect(loadPublicKey(path)).rejects.toMatchObject({ next: `Give the public half, ${path}.pub.` });
  });

  it('that is missing is named once, in words of our own', async () => {
    await expect(loadSigner('nokey')).rejects.toMatchObject({
      message: 'nokey: expected a private key file, got no such file',
    });
  });

  it('that is missing or a folder is refused', async () => {
    const folder = await temporary(onTestFinished);
    await mkdir(join(folder, 'dir'));
    for (const name of ['none', 'dir']) {
      await expect(loadSigner(join(folder, name))).rejects.toMatchObject({ code: 'PREPAY_KEY_INVALID' });
    }
  });
});

describe('a key file that is a pipe, a device or a folder', () => {
  it.each([
    { name: 'pipe', says: 'no regular file' },
    { name: 'device', says: 'no regular file' },
    { name: 'folder', says: 'a folder' },
  ])('a $name is refused before it is opened', async ({ name, says }) => {
    const folder = await temporary(onTestFinished);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await mkdir(join(folder, 'folder'));
    const path = name === 'device' ? '/dev/zero' : join(folder, name);
    for (const load of [loadSigner, loadPublicKey]) {
      await expect(load(path)).rejects.toMatchObject({
        code: 'PREPAY_KEY_INVALID',
        message: containing(`got ${says}`),
      });
    }
  });
});

describe('a public key file', () => {
  it('may not be a private key, of another type, or missing', async () => {
    const folder = await temporary(onTestFinished);
    await generateKeys(join(folder, 'private'), 'p256');
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(folder, 'rsa'), publicKey.export({ type: 'spki', format: 'pem' }));
    for (const name of ['private', 'rsa', 'none']) {
      await expect(loadPublicKey(join(folder, name))).rejects.toMatchObject({ code: 'PREPAY_KEY_INVALID' });
    }
  });
});
