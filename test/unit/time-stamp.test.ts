import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { audit } from '../../src/app/audit.js';
import { everything } from '../../src/app/plan.js';
import { loadAuthorities, timeStamperOf } from '../../src/app/timestamp.js';
import { verify } from '../../src/app/verify.js';
import type { PrepayError } from '../../src/core/errors.js';
import { generateKeys, throwAwaySigner } from '../../src/pack/signer.js';
import { verifyPack, type VerifyReport } from '../../src/pack/verify.js';
import { ruleDigests, sameReplay, temporary, toolVersion } from '../helpers/small-pack.js';
import { flipped, spoiltCopy } from '../helpers/spoilt-pack.js';
import { sealStampedPack } from '../helpers/stamped-pack.js';
import { startTsa, type Tsa } from '../integration/peers/tsa/tsa.js';

const signer = throwAwaySigner();
const quick = { timeoutMs: 500, retries: 0 };
const never = (why: string): never => {
  throw new Error(why);
};

let tsa: Tsa;
beforeAll(async () => {
  tsa = await startTsa();
});
afterAll(() => tsa.stop());

function choice(of: Tsa, path = '', required = true): Parameters<typeof timeStamperOf>[0] {
  return { url: of.url + path, caFile: of.root, policy: null, required };
}

async function verified(pack: string, authority: string | null): Promise<VerifyReport> {
  return verifyPack(pack, {
    publicKeys: [signer.publicKey],
    timeStampAnchors: authority === null ? [] : await loadAuthorities(authority),
    toolVersion,
    ruleDigests,
    replay: sameReplay,
    onStep: () => undefined,
  });
}

async function stampedPack(windowEnd = new Date().toISOString()): Promise<string> {
  return sealStampedPack(await temporary(onTestFinished), signer, await timeStamperOf(choice(tsa), never), windowEnd);
}

function step({ steps }: VerifyReport): unknown {
  return steps.find(({ name }) => name === 'time-stamp');
}

describe('a stamped pack', () => {
  it('verifies with the authority, and is not complete without', async () => {
    const pack = await stampedPack();
    const report = await verified(pack, tsa.root);
    expect(step(report)).toMatchObject({ result: 'ok' });
    expect(report.exit).toBe(0);
    const without = await verified(pack, null);
    expect(step(without)).toMatchObject({ result: 'not-performed' });
    expect(without.exit).toBe(3);
  });

  it('does not verify by another authority', async () => {
    const other = await startTsa();
    onTestFinished(() => other.stop());
    expect(step(await verified(await stampedPack(), other.root))).toMatchObject({ result: 'failed' });
  });

  it('is stamped by an authority that signs with RSA', async () => {
    const rsa = await startTsa({ key: 'rsa' });
    onTestFinished(() => rsa.stop());
    const stamper = await timeStamperOf(choice(rsa), never);
    const pack = await sealStampedPack(await temporary(onTestFinished), signer, stamper, new Date().toISOString());
    expect((await verified(pack, rsa.root)).exit).toBe(0);
  });

  it.each([
    ['the stamp removed', (pack: string) => rm(join(pack, 'timestamp.tsr'))],
    ['the stamp removed from both', unstamped],
    ['the stamp of another pack', async (pack: string) => copyStamp(await stampedPack(), pack)],
    ['a byte of the file', (pack: string) => flip(join(pack, 'timestamp.tsr'))],
  ])('is refused with %s, even where no authority is given', async (_, spoil) => {
    const report = await verified(await spoiltCopy(await stampedPack(), spoil), null);
    expect(report.exit).toBe(1);
  });

  it.each([
    ['an hour after', 3_600_000, /before the last read ended/],
    ['two days before', -48 * 3_600_000, /more than a day after/],
  ])('is refused by its stamp where the last read is said to have ended %s', async (_, ms, why) => {
    const stamper = await timeStamperOf(choice(tsa), never);
    // A signer who tells the writer one time and states another.
    const lax = stamper && { ...stamper, stamp: stampAnyTime(stamper) };
    const end = new Date(Date.now() + ms).toISOString();
    const pack = await sealStampedPack(await temporary(onTestFinished), signer, lax, end);
    expect(step(await verified(pack, tsa.root))).toMatchObject({
      result: 'failed',
      detail: expect.stringMatching(why) as unknown,
    });
    await expect(sealStampedPack(await temporary(onTestFinished), signer, stamper, end)).rejects.toMatchObject({
      code: 'PREPAY_TIME_STAMP_FAILED',
    });
  });

  it('is demanded by who names an authority', async () => {
    const pack = await sealStampedPack(await temporary(onTestFinished), signer, null, new Date().toISOString());
    expect((await verified(pack, null)).exit).toBe(0);
    expect(step(await verified(pack, tsa.root))).toMatchObject({ result: 'failed' });
  });
});

describe('an authority that misbehaves', () => {
  it.each([
    ['reject', /refused: status 2/],
    ['500', /HTTP status 500, 1 times/],
    ['404', /expected HTTP status 200, got 404/],
    ['hang', /no answer within 0.5 seconds/],
    ['garbage', /expected an answer to a time-stamp query/],
    ['huge', /at most 60000 bytes/],
    ['other-nonce', /another nonce/],
    ['other-hash', /another hash/],
  ])('is an error before anything is read, and no error where it may fail: %s', async (path, why) => {
    const error: unknown = await timeStamperOf(choice(tsa, path), never, quick).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PREPAY_TIME_STAMP_FAILED', exit: 4 });
    expect((error as PrepayError).message).toMatch(why);
    const missing: string[] = [];
    expect(await timeStamperOf(choice(tsa, path, false), (said) => missing.push(said), quick)).toBeNull();
    expect(missing.join()).toMatch(why);
  });

  it('is asked again where the server failed', async () => {
    const before = tsa.asked();
    await timeStamperOf(choice(tsa, '500', false), () => undefined, { timeoutMs: 500, retries: 1 });
    expect(tsa.asked()).toBe(before + 2);
  });

  it('leaves the pack without a stamp where it fails between reading and sealing, and may', async () => {
    const [required, optional] = [await brokenLater(true), await brokenLater(false)];
    const now = new Date().toISOString();
    await expect(sealStampedPack(await temporary(onTestFinished), signer, required, now)).rejects.toMatchObject({
      code: 'PREPAY_TIME_STAMP_FAILED',
    });
    const pack = await sealStampedPack(await temporary(onTestFinished), signer, optional, now);
    expect(await readFile(join(pack, 'manifest.json'), 'utf8')).not.toContain('tsa-chain.pem');
    expect((await verified(pack, null)).exit).toBe(0);
  });
});

describe('audit run with signing.timestamp', () => {
  /** A run of the gates alone, by a configuration with a key and that authority. */
  async function run(url: string, more = ''): Promise<{ readonly folder: string; readonly pack: string }> {
    const folder = await temporary(onTestFinished);
    await generateKeys(join(folder, 'key'), 'p256');
    const config = join(folder, 'prepay.yaml');
    const timestamp = `{ url: "${url}", caFile: ${tsa.root}${more} }`;
    const keys = '[{ publicKey: key.pub, validFrom: 2020-01-01, validUntil: 2099-12-31 }]';
    await writeFile(config, `version: 1\nsigning:\n  key: key\n  keys: ${keys}\n  timestamp: ${timestamp}\n`);
    const { paths } = await audit({
      ...everything,
      config,
      source: ['gates'],
      awsProfile: null,
      out: join(folder, 'evidence'),
      formats: ['markdown'],
      outputs: [],
      concurrency: 4,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    });
    return { folder, pack: paths.pack ?? '' };
  }

  it('seals a pack that verifies by the same configuration, every verdict re-performed', async () => {
    const { folder, pack } = await run(tsa.url);
    const config = join(folder, 'prepay.yaml');
    const report = await verify({ pack, keys: [], config, onStep: () => undefined });
    expect(report.steps.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(step(report)).toMatchObject({ result: 'ok' });
    expect(report.exit).toBe(0);
    const byFlags = { pack, keys: [join(folder, 'key.pub')], tsaCa: tsa.root, onStep: () => undefined };
    expect((await verify(byFlags)).exit).toBe(0);
  });

  it('ends before it reads where the authority refuses, and leaves no journal', async () => {
    await expect(run(`${tsa.url}reject`)).rejects.toMatchObject({ code: 'PREPAY_TIME_STAMP_FAILED' });
  });

  it('seals without a stamp where it may', async () => {
    const { folder, pack } = await run(`${tsa.url}reject`, ', required: false');
    const report = await verify({ pack, keys: [join(folder, 'key.pub')], onStep: () => undefined });
    expect(step(report)).toMatchObject({ result: 'not-present' });
    expect(report.exit).toBe(0);
  });
});

/** An authority that answered once and is gone. */
async function brokenLater(required: boolean): ReturnType<typeof timeStamperOf> {
  const gone = await startTsa();
  const stamper = await timeStamperOf(choice(gone, '', required), () => undefined, quick);
  await gone.stop();
  return stamper;
}

function stampAnyTime(stamper: NonNullable<Awaited<ReturnType<typeof timeStamperOf>>>): typeof stamper.stamp {
  return (signature, stated) => {
    const end = new Date().toISOString();
    return stamper.stamp(signature, { ...stated, window: { start: end, end } });
  };
}

async function unstamped(pack: string): Promise<void> {
  await rm(join(pack, 'timestamp.tsr'));
  const path = join(pack, 'attestation.sigstore.json');
  const text = await readFile(path, 'utf8');
  const changed = text.replace(/"timestampVerificationData":\{.*?\]\}/, '"timestampVerificationData":{}');
  expect(changed).not.toBe(text);
  await writeFile(path, changed);
}

async function copyStamp(from: string, to: string): Promise<void> {
  await writeFile(join(to, 'timestamp.tsr'), await readFile(join(from, 'timestamp.tsr')));
}

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, flipped(bytes, bytes.length >> 1, 3));
}
