import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runSigner } from '../../src/app/signer-command.js';
import { signerOf } from '../../src/app/signers.js';
import type { SignerChoice } from '../../src/app/signing-plan.js';
import { generateKeys, type KeyType } from '../../src/pack/signer.js';
import { verifyPack, type VerifyReport } from '../../src/pack/verify.js';
import type { Signer } from '../../src/pack/signer.js';
import { ruleDigests, sameReplay, sealSmallPack, temporary, toolVersion } from '../helpers/small-pack.js';

type Command = Extract<SignerChoice, { kind: 'command' }>;

afterEach(() => vi.unstubAllEnvs());

/** A program of that shell text, with a new key beside it. */
async function program(text: string, type: KeyType = 'p256'): Promise<Command> {
  const folder = await temporary(onTestFinished);
  const path = join(folder, 'sign');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  await generateKeys(join(folder, 'key'), type);
  return {
    kind: 'command',
    program: path,
    args: [join(folder, 'key')],
    environment: [],
    publicKey: join(folder, 'key.pub'),
  };
}

async function verified(signer: Signer): Promise<VerifyReport> {
  const { path } = await sealSmallPack(await temporary(onTestFinished), signer);
  return verifyPack(path, {
    publicKeys: [signer.publicKey],
    toolVersion,
    ruleDigests,
    replay: sameReplay,
    onStep: () => undefined,
  });
}

const signs = {
  p256: 'openssl dgst -sha256 -sign "$1" | base64',
  ed25519: 'cat > "$1.in"; openssl pkeyutl -sign -rawin -inkey "$1" -in "$1.in" | base64',
};

describe('signing.command', () => {
  it.each(['p256', 'ed25519'] as const)('signs a pack by a program: %s', async (type) => {
    const signer = await signerOf(await program(signs[type], type), null);
    expect(signer.type).toBe(type);
    expect((await verified(signer)).exit).toBe(0);
  });

  it.each([
    [
      'another key',
      'openssl ecparam -name prime256v1 -genkey -noout -out "$1.2"; openssl dgst -sha256 -sign "$1.2" | base64',
      /expected a signature by SHA256:/,
    ],
    ['no base64', 'cat > /dev/null; echo "not base64"', /printed no base64/],
    ['nothing', 'cat > /dev/null', /printed no base64/],
    ['too much', 'cat > /dev/null; yes', /printed more than 4096 bytes/],
    ['an exit code', 'echo "token expired" >&2; exit 3', /ended with code 3: token expired/],
    ['a secret', 'echo "-----BEGIN PRIVATE KEY-----" >&2; exit 1', /ended with code 1: \[redacted/],
    ['a long story', 'head -c 100000 /dev/zero | tr "\\0" x >&2; exit 1', /x{300}…$/],
  ])('is an error that names the program where it gives %s', async (_, text, why) => {
    const command = await program(text);
    const signer = await signerOf(command, null);
    const error: unknown = await verified(signer).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PREPAY_SIGNER_FAILED', exit: 4 });
    expect(error instanceof Error ? error.message : '').toMatch(why);
    expect(error instanceof Error ? error.message : '').toContain(command.program);
  });

  it('is an error where the program does not end', async () => {
    const command = await program('sleep 60');
    await expect(runSigner(command, Buffer.from('x'), 300)).rejects.toThrow(/did not end within 0.3 seconds/);
  });

  it('is an error where there is no such program', async () => {
    const command = { ...(await program('')), program: '/nowhere/sign' };
    await expect(runSigner(command, Buffer.from('x'))).rejects.toThrow(/cannot be run \(ENOENT\)/);
  });

  it('does not show the program the credentials of the audit, but what is named', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden');
    vi.stubEnv('SIGNER_TOKEN', 'named');
    const command = await program(`printf '%s,%s' "$AWS_SECRET_ACCESS_KEY" "$SIGNER_TOKEN" | base64`);
    const saw = async (environment: readonly string[]): Promise<string> =>
      Buffer.from(await runSigner({ ...command, environment }, Buffer.from('x'))).toString('utf8');
    expect(await saw([])).toBe(',');
    expect(await saw(['SIGNER_TOKEN'])).toBe(',named');
  });

  it('hands arguments to no shell', async () => {
    const folder = await temporary(onTestFinished);
    const command = await program('cat > /dev/null; printf %s "$1" | base64');
    const evil = `$(touch ${folder}/x); touch ${folder}/y`;
    expect(Buffer.from(await runSigner({ ...command, args: [evil] }, Buffer.from('x'))).toString('utf8')).toBe(evil);
    expect([existsSync(`${folder}/x`), existsSync(`${folder}/y`)]).toEqual([false, false]);
  });
});
