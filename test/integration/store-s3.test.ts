import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { audit } from '../../src/app/audit.js';
import { everything } from '../../src/app/plan.js';
import { chainIn, verifyStore } from '../../src/app/chain-verify.js';
import { newestPack, storeAt } from '../../src/app/store.js';
import { putPack } from '../../src/app/store-put.js';
import { verifyWith } from '../../src/app/verify.js';
import { generateKeys, loadPublicKey, throwAwaySigner } from '../../src/pack/signer.js';
import { nightOf, writeChain, writeChainedPack } from '../helpers/chained-packs.js';
import { temporary } from '../helpers/small-pack.js';
import { type Moto, startMoto } from './peers/aws/moto.js';

let moto: Moto;
let s3: S3Client;
const before = process.cwd();
const signer = throwAwaySigner();
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

beforeAll(async () => {
  moto = await startMoto();
  s3 = new S3Client({ region: 'eu-west-1', endpoint: moto.url, forcePathStyle: true, credentials });
}, 180_000);
afterAll(async () => {
  s3.destroy();
  await moto.stop();
});
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
});

let buckets = 0;

/** A bucket of its own with Object Lock, and the environment of whoever may write to it. */
async function bucket(): Promise<string> {
  buckets += 1;
  const Bucket = `audit-evidence-${buckets}`;
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }));
  const environment = {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_S3: moto.url,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return Bucket;
}

let users = 0;

/** From now on and until the test ends, the keys of the environment may do that in S3 and nothing else. */
async function only(...actions: readonly string[]): Promise<void> {
  users += 1;
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
  const made = await moto.createUser(`auditor-${users}`, policy);
  vi.stubEnv('AWS_ACCESS_KEY_ID', made.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', made.secretAccessKey);
  await moto.enforceIam(true);
  onTestFinished(() => moto.enforceIam(false));
}

const verifying = { keys: [signer.publicKey], keyPeriods: new Map(), now: nightOf(30), deep: null };

describe('a store in S3', () => {
  it('takes packs one after another, keeps them locked, and verifies', async () => {
    const Bucket = await bucket();
    const local = await temporary(onTestFinished);
    const packs = await writeChain(local, signer, 3);
    const store = storeAt(`s3://${Bucket}/prepay/`, { retention: { days: 365, mode: 'COMPLIANCE' } });
    onTestFinished(() => {
      store.close();
    });
    for (const { folder } of packs) await putPack(folder, store);
    expect(await verifyStore(store, verifying)).toMatchObject({ packs: 3, chained: 3, faults: [], notes: [], exit: 0 });
    const Key = `prepay/${packs[0]?.packId ?? ''}/manifest.json`;
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ObjectLockMode).toBe('COMPLIANCE');
    expect((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()).toBeGreaterThan(364 * 86_400_000);
    const newest = await newestPack(store, [signer.publicKey], 'prepay');
    onTestFinished(async () => newest?.remove());
    expect(newest).toMatchObject({ packId: packs[2]?.packId, sequence: 2 });
    expect((await readdir(newest?.path ?? '')).sort()).toEqual((await readdir(packs[2]?.folder ?? '')).sort());
  });

  it('goes on with an upload that was broken off, and overwrites nothing', async () => {
    const Bucket = await bucket();
    const local = await temporary(onTestFinished);
    const [pack] = await writeChain(local, signer, 1);
    const store = storeAt(`s3://${Bucket}/p`);
    onTestFinished(() => {
      store.close();
    });
    const [lost, kept] = [join(pack?.folder ?? '', 'run.json'), join(local, 'run.json')];
    await rename(lost, kept);
    await expect(putPack(pack?.folder ?? '', store)).rejects.toMatchObject({
      code: 'PREPAY_OUTPUT_NOT_WRITABLE',
      next: expect.stringContaining('prepay pack upload') as string,
    });
    await rename(kept, lost);
    await putPack(pack?.folder ?? '', store);
    await putPack(pack?.folder ?? '', store);
    expect(await verifyStore(store, verifying)).toMatchObject({ chained: 1, faults: [] });
    const next = await writeChainedPack(local, signer, { sequence: 1, previousPack: pack ?? null });
    await s3.send(new PutObjectCommand({ Bucket, Key: `p/${next.packId}/run.json`, Body: 'x' }));
    await expect(putPack(next.folder, store)).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
  });

  it('gives a place in the chain to one of two packs', async () => {
    const Bucket = await bucket();
    const local = await temporary(onTestFinished);
    const [first] = await writeChain(local, signer, 1);
    const two = await Promise.all(
      [0, 60_000].map((later) =>
        writeChainedPack(local, signer, { sequence: 1, previousPack: first ?? null, start: nightOf(1, later) }),
      ),
    );
    const store = storeAt(`s3://${Bucket}`);
    onTestFinished(() => {
      store.close();
    });
    await putPack(first?.folder ?? '', store);
    const ended = await Promise.allSettled(two.map(({ folder }) => putPack(folder, store)));
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = ended.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'PREPAY_OUTPUT_EXISTS' } });
    const report = await verifyStore(store, verifying);
    expect(report.faults).toMatchObject([{ kind: 'half-copied' }]);
    expect(report.chained).toBe(2);
  });

  it('names what is foreign, half there, or taken out', async () => {
    const Bucket = await bucket();
    const local = await temporary(onTestFinished);
    const packs = await writeChain(local, signer, 3);
    const store = storeAt(`s3://${Bucket}/e`);
    onTestFinished(() => {
      store.close();
    });
    for (const { folder } of [packs[0], packs[2]].flatMap((each) => each ?? [])) await putPack(folder, store);
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await put('e/README');
    await put(`e/${packs[0]?.packId ?? ''}/x`);
    await put('e/20260109T020000000Z-prepay/run.json');
    const report = await verifyStore(store, verifying);
    expect(report.faults.map(({ kind }) => kind)).toEqual(['foreign-file', 'half-copied', 'gap']);
    expect(report.notes).toEqual(['README: no pack']);
  });

  it('says so where it may not be read', async () => {
    const Bucket = await bucket();
    const store = storeAt(`s3://${Bucket}/none`);
    onTestFinished(() => {
      store.close();
    });
    await only('s3:PutObject');
    await expect(verifyStore(store, verifying)).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
  });
});

describe.each(['s3', 'folder'] as const)('runs that are chained in a store in %s', (where) => {
  async function place() {
    const url = where === 's3' ? `s3://${await bucket()}/prepay` : './store';
    const folder = await temporary(onTestFinished);
    process.chdir(folder);
    for (const name of ['GITHUB_TOKEN', 'GITHUB_ACTIONS', 'SONAR_TOKEN']) vi.stubEnv(name, '');
    await mkdir('artefacts');
    await generateKeys('audit.key', 'p256');
    await writeFile(
      'prepay.yaml',
      `version: 1\nentity: { name: PrePay }\nscope: {}\ngates: { expect: [lint] }\nsigning: { key: audit.key }\nstore: ${url}\n`,
    );
    return { url, folder, key: await loadPublicKey('audit.key.pub') };
  }
  const run = (more: Partial<Parameters<typeof audit>[0]> = {}) =>
    audit({
      ...everything,
      awsProfile: null,
      out: './evidence',
      formats: ['json', 'html'],
      outputs: [],
      concurrency: 4,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      ...more,
    });

  it('follow one another, say so, and are re-performed from what they read', async () => {
    const { url, key } = await place();
    const first = await run();
    const second = await run({ nonce: 'the challenge of 26 November' });
    expect(first.model.integrity.chain).toContain('The first pack of its chain');
    expect(second.model.integrity.chain).toContain(`Pack 1 of its chain, after ${first.model.run.packId}`);
    expect(second.model.integrity.chain).toContain('the challenge of 26 November');
    const finding = second.model.findings.find(({ control }) => control === 'daily-audit-ran');
    if (finding !== undefined) expect(finding.outcome).toBe('pass');
    const store = storeAt(url);
    onTestFinished(() => {
      store.close();
    });
    const report = await verifyStore(store, { ...verifying, keys: [key], now: new Date().toISOString() });
    expect(report).toMatchObject({ packs: 2, chained: 2, faults: [] });
    const verified = await verifyWith(second.paths.pack ?? '', [key], () => undefined, {
      chain: chainIn(store, [key]),
    });
    expect(verified.steps.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(verified.steps.find(({ name }) => name === 'chain')).toMatchObject({ result: 'ok' });
    expect(verified.predicate).toMatchObject({
      sequence: 1,
      expectedCadence: 'P1D',
      nonce: 'the challenge of 26 November',
    });
  });

  it('leave a narrowed run out of the chain and out of the store', async () => {
    const { url, key } = await place();
    await run();
    const narrowed = await run({ excludeControl: ['npm-audit-clean'] });
    expect(narrowed.model.integrity.chain).toContain('a partial run is not chained');
    const store = storeAt(url);
    onTestFinished(() => {
      store.close();
    });
    expect(await verifyStore(store, { ...verifying, keys: [key], now: new Date().toISOString() })).toMatchObject({
      packs: 1,
      chained: 1,
    });
  });

  it('end with 2 and a sealed pack where the store takes nothing', async () => {
    const { url, folder } = await place();
    if (where === 'folder') await writeFile('store', 'a file');
    else {
      await only('s3:GetObject', 's3:ListBucket');
    }
    const failed = run();
    await expect(failed).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_NOT_WRITABLE', exit: 2 });
    await expect(failed).rejects.toThrow(url);
    const sealed = (await readdir(join(folder, 'evidence'))).filter((name) => /^\d{8}T/.test(name));
    // A folder is asked before anything is read; of S3 it shows when the pack is put there.
    expect(sealed).toHaveLength(where === 'folder' ? 0 : 1);
  });

  it('are not chained where the store could not be read, and say why', async () => {
    const { key } = await place();
    if (where === 'folder') return;
    await run();
    await only('s3:GetObject', 's3:PutObject');
    const unread = await run();
    expect(unread.model.integrity.chain).toContain('Not chained to an earlier pack: the store could not be read');
    const verified = await verifyWith(unread.paths.pack ?? '', [key], () => undefined);
    expect(verified.steps.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(verified.predicate).toMatchObject({ sequence: null, previousPack: null });
  });

  it('refuse a key that none of the packs is known by', async () => {
    const { url } = await place();
    const first = await run();
    await generateKeys('other.key', 'ed25519');
    const other = await run({ sign: 'other.key' });
    expect(other.model.integrity.chain).toContain('no key of this run signed the packs that are there');
    expect(first.model.integrity.chain).toContain(url);
    await cp(first.paths.pack ?? '', 'copy', { recursive: true });
  });
});
