import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  copyPack,
  packId,
  relist,
  ruleDigests,
  run,
  sameReplay,
  sealSmallPack,
  temporary,
  toolVersion,
} from '../../test/helpers/small-pack.js';
import { containing, edit, results, spoiltCopy, stated, untouched } from '../../test/helpers/spoilt-pack.js';
import { jsonDocument } from './json-lines.js';
import type { PackPredicate } from './predicate.js';
import { openPack } from './reader.js';
import { throwAwaySigner } from './signer.js';
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
let unsigned: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  good = (await sealSmallPack(await temporary((end) => void ends.push(end)), signer)).path;
  unsigned = (await sealSmallPack(await temporary((end) => void ends.push(end)), null)).path;
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

describe('a good pack', () => {
  it('verifies, each step told in its order, wherever it lies', async () => {
    const told: string[] = [];
    const report = await verify(await spoilt(untouched), { onStep: ({ name }) => void told.push(name) });
    expect(results(report)).toEqual({
      files: 'ok',
      signature: 'ok',
      'time-stamp': 'not-present',
      chain: 'not-present',
      rules: 'ok',
      replay: 'ok',
    });
    expect(told).toEqual(['files', 'signature', 'time-stamp', 'chain', 'rules', 'replay']);
    expect(report).toMatchObject({ exit: 0, fingerprint: signer.fingerprint, differences: [], command: null });
  });

  it('verifies through the link latest, and as an open pack', async () => {
    expect((await verify(join(dirname(good), 'latest'))).exit).toBe(0);
    expect((await verifyPack(await openPack(good), options)).exit).toBe(0);
  });

  it('verifies with its key among others', async () => {
    expect((await verify(good, { publicKeys: [throwAwaySigner().publicKey, signer.publicKey] })).exit).toBe(0);
  });

  it('does not come to 0 without a replay', async () => {
    const report = await verify(good, { replay: null });
    expect(report.exit).toBe(3);
    expect(results(report)).toMatchObject({ rules: 'ok', replay: 'not-performed' });
  });
});

describe('a signature', () => {
  it('is demanded', async () => {
    const report = await verify(unsigned);
    expect(report.exit).toBe(1);
    expect(report.steps[1]).toMatchObject({ result: 'failed', detail: containing('UNSIGNED') });
  });

  it('needs a key from outside', async () => {
    const report = await verify(good, { publicKeys: [] });
    expect(report).toMatchObject({ exit: 1, fingerprint: null });
    expect(report.steps[1]?.detail).toContain('no key was given');
  });

  it('may be missing, or its key, only where the caller says so', async () => {
    expect((await verify(unsigned, { allowUnsigned: true })).exit).toBe(0);
    expect((await verify(good, { allowUnsigned: true, publicKeys: [] })).exit).toBe(0);
    expect((await verify(good, { allowUnsigned: true, publicKeys: [throwAwaySigner().publicKey] })).exit).toBe(1);
  });

  it('may not be a bundle that carries more than it needs', async () => {
    const path = 'attestation.sigstore.json';
    for (const [from, to] of [
      ['"signatures":[{', '"signatures":[{"keyid":"x",'],
      ['"timestampVerificationData":{}', '"timestampVerificationData":{},"tlogEntries":[]'],
      ['v0.3+json', 'v0.2+json'],
      ['{"dsseEnvelope"', ' {"dsseEnvelope"'],
    ] as const) {
      const report = await verify(await spoilt((pack) => edit(pack, path, from, to)));
      expect(report.steps[1]).toMatchObject({ result: 'failed', detail: containing(path) });
    }
  });
});

describe('what this version cannot check', () => {
  it('is refused if it is a time stamp, beside the pack or in the bundle', async () => {
    const beside = await verify(await spoilt((pack) => writeFile(join(pack, 'timestamp.tsr'), 'x')));
    expect(results(beside)).toMatchObject({ files: 'ok', signature: 'ok', 'time-stamp': 'failed' });
    const within = await verify(
      await spoilt((pack) =>
        edit(
          pack,
          'attestation.sigstore.json',
          '"timestampVerificationData":{}',
          '"timestampVerificationData":{"rfc3161Timestamps":[{"signedTimestamp":"AAAA"}]}',
        ),
      ),
    );
    expect(results(within)).toMatchObject({ 'time-stamp': 'failed' });
    expect([beside.exit, within.exit]).toEqual([1, 1]);
  });

  it('is said if it is a chain', async () => {
    const chained = (...args: Parameters<typeof stated>): PackPredicate => ({
      ...stated(...args),
      sequence: 4,
      previousPack: { packId: 'p3', sha256: 'a'.repeat(64) },
    });
    const folder = await spoilt((pack) => relist(pack, signer, chained));
    expect(results(await verify(folder))).toMatchObject({ chain: 'not-present', replay: 'ok' });
    const chain = (link: { readonly sequence: number }) =>
      Promise.resolve({ result: 'failed' as const, detail: `${link.sequence} is not there` });
    const report = await verify(folder, { chain });
    expect(report.steps[3]).toMatchObject({ result: 'failed', detail: '4 is not there' });
    expect(report.exit).toBe(1);
  });

  it('is a place in a chain that none can have', async () => {
    const alone = (...args: Parameters<typeof stated>): PackPredicate => ({ ...stated(...args), sequence: 4 });
    const report = await verify(await spoilt((pack) => relist(pack, signer, alone)));
    expect(results(report)).toMatchObject({ chain: 'failed' });
  });

  it('is the replay of another version, and the report names the command that does it', async () => {
    const report = await verify(good, { toolVersion: '0.2.0' });
    expect(report.exit).toBe(3);
    expect(results(report)).toMatchObject({
      files: 'ok',
      signature: 'ok',
      rules: 'not-performed',
      replay: 'not-performed',
    });
    expect(report.command).toBe(`npx prepay@${toolVersion} pack verify ${good} --key PUBLIC_KEY.pem`);
    expect(report.steps[5]?.detail).toContain('replay not performed');
  });

  it('names a folder with a blank as one word', async () => {
    const folder = join(await temporary(onTestFinished), "it's here");
    await copyPack(good, folder);
    expect((await verify(folder, { toolVersion: '0.2.0' })).command).toContain("it'\\''s here' --key");
  });

  it('is never a command with something else than a version in it', async () => {
    const evil = 'x; curl evil';
    const pack = await spoilt(async (copy) => {
      await writeFile(join(copy, 'run.json'), jsonDocument({ ...run, tool: { ...run.tool, version: evil } }));
      await relist(copy, signer, stated);
    });
    const report = await verify(pack);
    expect(report).toMatchObject({ exit: 1, command: null });
    expect(report.steps[4]?.detail).toContain('expected the version of a tool');
  });
});

describe('the rules', () => {
  it.each([
    ['changed', new Map([...ruleDigests].map(([path]) => [path, '0'.repeat(64)]))],
    ['unknown to this tool', new Map<string, string>()],
  ])('fail where they are %s', async (_, digests) => {
    const report = await verify(good, { ruleDigests: digests });
    expect(report.steps[4]).toMatchObject({ name: 'rules', result: 'failed' });
    expect(report.steps[4]?.detail).toContain('rules/controls/no-world-open-admin-ports.yaml: expected sha256');
    expect(report.exit).toBe(1);
  });
});

describe('no pack', () => {
  it('is verified where none is', async () => {
    await expect(verify('/nowhere/at/all')).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND', exit: 2 });
  });

  it('is made of a journal, complete as it may be', async () => {
    const folder = await temporary(onTestFinished);
    const partial = join(folder, `.${packId}.partial`);
    await copyPack(good, partial);
    expect((await verify(partial)).steps[0]).toMatchObject({
      result: 'failed',
      detail: 'the folder is an unsealed journal',
    });
  });
});
