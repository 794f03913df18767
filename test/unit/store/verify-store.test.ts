import { appendFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chainIn, type StoreReport, verifyStore } from '../../../src/app/chain-verify.js';
import { localized, newestPack, storeAt } from '../../../src/app/store.js';
import { throwAwaySigner } from '../../../src/pack/signer.js';
import { nightOf, writeChain, writeChainedPack } from '../../helpers/chained-packs.js';
import { temporary } from '../../helpers/small-pack.js';

const signer = throwAwaySigner();
const other = throwAwaySigner();
const keys = [signer.publicKey];
const now = nightOf(30);

async function verified(store: string, more: Partial<Parameters<typeof verifyStore>[1]> = {}): Promise<StoreReport> {
  return verifyStore(storeAt(store), { keys, keyPeriods: new Map(), now, deep: null, ...more });
}

const kindsOf = ({ faults }: StoreReport): string[] => faults.map(({ kind }) => kind).sort();

describe('a store of packs', () => {
  it('verifies with a chain of nightly packs', async () => {
    const store = await temporary(onTestFinished);
    const packs = await writeChain(store, signer, 5);
    expect(await verified(store)).toMatchObject({
      packs: 5,
      chained: 5,
      faults: [],
      notes: [],
      exit: 0,
      heads: [{ name: 'prepay', packId: packs[4]?.packId, sequence: 4 }],
    });
  });

  it('keeps the chains of two entities apart', async () => {
    const store = await temporary(onTestFinished);
    await writeChain(store, signer, 2);
    await writeChainedPack(store, signer, { sequence: 0, previousPack: null, name: 'other' });
    expect(await verified(store)).toMatchObject({
      chained: 3,
      faults: [],
      heads: [{ name: 'other' }, { name: 'prepay' }],
    });
  });

  it.each<{
    what: string;
    spoil: (
      store: string,
      packs: readonly { readonly packId: string; readonly sha256: string; readonly folder: string }[],
    ) => Promise<unknown>;
    kinds: string[];
    says: string;
  }>([
    {
      what: 'a pack taken out',
      spoil: (_, packs) => rm(packs[1]?.folder ?? '', { recursive: true }),
      kinds: ['gap'],
      says: 'pack 1 is missing',
    },
    {
      what: 'a pack of the same place',
      spoil: (store, packs) =>
        writeChainedPack(store, signer, { sequence: 2, previousPack: packs[1] ?? null, start: nightOf(2, 60_000) }),
      kinds: ['fork'],
      says: '2 packs have the sequence 2',
    },
    {
      what: 'a pack that comes late',
      spoil: (store, packs) =>
        writeChainedPack(store, signer, { sequence: 4, previousPack: packs[3] ?? null, start: nightOf(5) }),
      kinds: ['late'],
      says: 'came 2 days after',
    },
    {
      what: 'a pack of the future',
      spoil: (store, packs) =>
        writeChainedPack(store, signer, {
          sequence: 4,
          previousPack: packs[3] ?? null,
          start: nightOf(40),
          cadence: 'P9W',
        }),
      kinds: ['clock', 'late'],
      says: 'lies in the future',
    },
    {
      what: 'a pack that another key signed',
      spoil: (store, packs) => writeChainedPack(store, other, { sequence: 4, previousPack: packs[3] ?? null }),
      kinds: ['signature'],
      says: 'expected SHA256:',
    },
    {
      what: 'a pack without its manifest',
      spoil: (_, packs) => rm(join(packs[3]?.folder ?? '', 'manifest.json')),
      kinds: ['half-copied'],
      says: 'manifest.json is missing',
    },
    {
      what: 'a pack that lacks a file',
      spoil: (_, packs) => rm(join(packs[0]?.folder ?? '', 'run.json')),
      kinds: ['half-copied'],
      says: 'run.json is missing or of another size',
    },
    {
      what: 'a pack with a longer file',
      spoil: (_, packs) => appendFile(join(packs[0]?.folder ?? '', 'run.json'), ' '),
      kinds: ['half-copied'],
      says: 'run.json is missing or of another size',
    },
    {
      what: 'a pack with files that are not its own',
      spoil: async (_, packs) => {
        await writeFile(join(packs[0]?.folder ?? '', 'results', 'x.txt'), 'x');
        await symlink('/etc/passwd', join(packs[0]?.folder ?? '', 'link'));
      },
      kinds: ['foreign-file'],
      says: 'link and 1 more are not of the pack',
    },
    {
      what: 'a manifest that is none',
      spoil: (_, packs) => writeFile(join(packs[3]?.folder ?? '', 'manifest.json'), '{}'),
      kinds: ['half-copied', 'signature'],
      says: 'manifest.json is no manifest',
    },
    {
      what: 'a manifest with other bytes',
      spoil: async (_, packs) => {
        const path = join(packs[1]?.folder ?? '', 'manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('"size":', '"more":1,"size":'));
      },
      kinds: ['gap', 'half-copied', 'signature'],
      says: 'manifest.json: expected',
    },
    {
      what: 'a folder that was renamed',
      spoil: async (store, packs) => {
        const copied = join(store, packs[3]?.packId.replace('20260104', '20260105') ?? '');
        const { rename } = await import('node:fs/promises');
        await rename(packs[3]?.folder ?? '', copied);
      },
      kinds: ['signature'],
      says: 'in a folder of another name',
    },
  ])('does not verify with $what', async ({ spoil, kinds, says }) => {
    const store = await temporary(onTestFinished);
    await spoil(store, await writeChain(store, signer, 4));
    const report = await verified(store);
    expect(kindsOf(report)).toEqual(kinds);
    expect(report.faults.map(({ text }) => text).join('; ')).toContain(says);
    expect(report.exit).toBe(1);
  });

  it('names what counts for nothing, and does not fail for it', async () => {
    const store = await temporary(onTestFinished);
    await writeChain(store, signer, 2);
    await writeChainedPack(store, signer, { sequence: null, previousPack: null, start: nightOf(3) });
    await writeChainedPack(store, other, { sequence: null, previousPack: null, start: nightOf(4) });
    await writeChainedPack(store, null, { sequence: null, previousPack: null, start: nightOf(5) });
    await mkdir(join(store, '.20260110T020000000Z-prepay.partial'));
    await mkdir(join(store, 'notes'));
    await writeFile(join(store, 'README'), '');
    const { faults, notes } = await verified(store);
    expect(faults).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining('narrowed run'),
      expect.stringContaining('not chained (expected'),
      expect.stringContaining('UNSIGNED'),
      'README: no pack',
      'notes: no pack',
    ]);
  });

  it('does not verify without a key, nor past the days of one', async () => {
    const store = await temporary(onTestFinished);
    await writeChain(store, signer, 2);
    expect(kindsOf(await verified(store, { keys: [] }))).toEqual(['signature', 'signature']);
    const keyPeriods = new Map([[signer.fingerprint, [{ validFrom: '2026-01-01', validUntil: '2026-01-01' }]]]);
    expect(kindsOf(await verified(store, { keyPeriods }))).toEqual(['signature']);
    expect(
      kindsOf(
        await verified(store, { deep: (folder) => Promise.resolve(folder.includes('20260102') ? 'replay: no' : null) }),
      ),
    ).toEqual(['pack']);
  });

  it('cannot be read where it is a file', async () => {
    const store = await temporary(onTestFinished);
    await writeFile(join(store, 'file'), '');
    await expect(verified(join(store, 'file'))).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
  });
});

describe('the place of one pack in a store', () => {
  it('is checked by the pack before it', async () => {
    const store = await temporary(onTestFinished);
    const packs = await writeChain(store, signer, 3);
    const check = chainIn(storeAt(store), keys);
    const [a, b, c] = packs;
    const link = {
      packId: c?.packId ?? '',
      manifestSha256: c?.sha256 ?? '',
      sequence: 2,
      previousPack: { packId: b?.packId ?? '', sha256: b?.sha256 ?? '' },
      cadence: 'P1D',
      start: nightOf(2),
    };
    expect(await check(link)).toMatchObject({ result: 'ok' });
    expect(await check({ ...link, sequence: 3 })).toMatchObject({ result: 'failed' });
    expect(await check({ ...link, previousPack: { ...link.previousPack, sha256: a?.sha256 ?? '' } })).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining('its manifest is') as string,
    });
    expect(await check({ ...link, sequence: 0, previousPack: null })).toMatchObject({ result: 'failed' });
    await writeChainedPack(store, signer, { sequence: 2, previousPack: link.previousPack, start: nightOf(2, 5) });
    expect(await check(link)).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining('have the sequence 2') as string,
    });
    await rm(b?.folder ?? '', { recursive: true });
    expect(await check(link)).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining('is not in') as string,
    });
  });
});

describe('the newest pack of a store', () => {
  it('is the head of the chain that one of the keys signed', async () => {
    const store = await temporary(onTestFinished);
    expect(await newestPack(storeAt(join(store, 'none')), keys)).toBeNull();
    const packs = await writeChain(store, signer, 12);
    await writeChainedPack(store, other, { sequence: 12, previousPack: packs[11] ?? null });
    for (let n = 13; n < 30; n += 1)
      await writeChainedPack(store, signer, { sequence: null, previousPack: null, start: nightOf(n) });
    const newest = await newestPack(storeAt(store), keys, 'prepay');
    expect(newest).toMatchObject({ packId: packs[11]?.packId, sequence: 11, path: packs[11]?.folder });
    expect(await newestPack(storeAt(store), keys, 'other')).toBeNull();
    await newest?.remove();
    expect((await localized(storeAt(store), packs[11]?.packId ?? '')).path).toBe(packs[11]?.folder);
    expect(await readFile(join(newest?.path ?? '', 'run.json'), 'utf8')).toContain('packId');
  });
});
