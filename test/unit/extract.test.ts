import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import PackExtract from '../../src/commands/pack/extract.js';
import PackVerify from '../../src/commands/pack/verify.js';
import { type Finding, fingerprint } from '../../src/core/finding.js';
import { canonical, sha256Hex } from '../../src/core/json.js';
import { type PageLine, readKey } from '../../src/core/read.js';
import type { Scope } from '../../src/core/scope.js';
import { type ExtractFile, extractFile } from '../../src/pack/extract.js';
import { jsonDocument, jsonLines } from '../../src/pack/json-lines.js';
import { leafTree } from '../../src/pack/leaves.js';
import { countReads } from '../../src/pack/predicate.js';
import { generateKeys, loadPublicKey, loadSigner } from '../../src/pack/signer.js';
import { verifyExtract } from '../../src/pack/verify-extract.js';
import { createPack } from '../../src/pack/writer.js';
import {
  declaredAt,
  end,
  findings,
  groups,
  packId,
  page,
  predicate,
  run,
  sealSmallPack,
} from '../helpers/small-pack.js';
import { runCommand } from '../helpers/run-command.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-extract-'));
const keys = { p256: join(work, 'p256.pem'), ed25519: join(work, 'ed25519.pem') };
const packs = { p256: '', ed25519: '' };
const leafSecret = 'ab'.repeat(32);

/** A read of one tenant's namespace, and a finding on it; every other is of the cluster. */
const acme: Scope = { source: 'kubernetes', cluster: 'prod', namespace: 'tenant-acme', tenant: 'acme' };
const cluster: Scope = { source: 'kubernetes', cluster: 'prod' };

function pageOf(scope: Scope, operation: string, secret: string): PageLine {
  const asked = { source: 'kubernetes', scope, operation, input: {} } as const;
  const response = { items: [secret] };
  return { ...page(operation, 0, response), ...asked, key: readKey(asked), sha256: sha256Hex(canonical(response)) };
}

const pages = [pageOf(acme, 'pods', 'of acme'), pageOf(cluster, 'nodes', 'of everybody')];

function tenantFinding(): Finding {
  const [sample] = findings;
  if (sample === undefined) throw new TypeError('the small pack has no finding');
  const resource = { kind: 'kubernetes.pod', id: 'tenant-acme/Pod/web', name: null, scope: acme };
  const evidence = pages.map(({ key }) => ({ read: key, page: 0, pointer: '/items/0' }));
  return { ...sample, resource, evidence, fingerprint: fingerprint(sample.control, resource) };
}

beforeAll(async () => {
  for (const type of ['p256', 'ed25519'] as const) {
    await generateKeys(keys[type], type);
    const writer = await createPack({ out: join(work, type), packId, header: { declaredAt } });
    for (const { scope, operation, key, ...line } of pages) {
      await writer.append({ ...line, scope, operation, key });
      await writer.append({ ...end(operation, 1), source: 'kubernetes', scope, key });
    }
    await writer.append(page(groups, 0, { SecurityGroups: ['sg-1'] }));
    await writer.append(end(groups, 1));
    await writer.write('run.json', jsonDocument({ ...run, leafSecret }));
    await writer.write('scope.json', jsonDocument({ sources: [], excluded: [], unreadable: [] }));
    await writer.write('rules/parameters.json', jsonDocument([]));
    await writer.write('results/findings.jsonl', jsonLines([...findings.slice(0, 2), tenantFinding()]));
    for (const name of ['clauses', 'populations']) await writer.write(`results/${name}.json`, jsonDocument([]));
    const reads = await writer.recorded.summaries();
    await writer.write('results/reads.json', jsonDocument(reads));
    const { root, size } = await leafTree(writer.folder, leafSecret, {
      findings: [...findings.slice(0, 2), tenantFinding()],
      recordings: new Set(reads.map(({ file }) => file)),
    });
    const signer = await loadSigner(keys[type]);
    const sealed = await writer.seal({
      signer,
      predicate: (stated) => ({ ...predicate(stated, countReads(reads)), leaves: { root, size } }),
    });
    packs[type] = sealed.path;
  }
});

let extracts = 0;
async function extract(pack: string, flags: readonly string[]): Promise<string> {
  extracts += 1;
  const out = join(work, `extract-${extracts}`);
  const made = await runCommand(PackExtract, [pack, ...flags, '--out', out]);
  expect(made.exit, made.stderr).toBe(0);
  return out;
}

function read(folder: string): ExtractFile {
  return extractFile.parse(JSON.parse(readFileSync(join(folder, 'extract.json'), 'utf8')));
}

function shell(folder: string, key: string): string {
  const guide = readFileSync(join(folder, 'VERIFY.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, block]) => block ?? '');
  return spawnSync('bash', ['-s'], {
    cwd: folder,
    input: blocks.join('\n'),
    encoding: 'utf8',
    env: { ...process.env, KEY: key },
  })
    .stdout.split('\n')
    .filter((line) => line.startsWith('ok '))
    .map((line) => line.slice(0, 4))
    .join(' ');
}

const verify = (folder: string, key: string) => runCommand(PackVerify, [folder, '--key', `${key}.pub`]);

describe('an extract of a tenant', () => {
  it('gives its findings and the pages that are wholly its, and names the others by a digest', async () => {
    const folder = await extract(packs.p256, ['--tenant', 'acme']);
    const { given, withheld, tree, of } = read(folder);
    expect(of).toEqual({ tenant: 'acme' });
    expect(given.map(({ path, line }) => `${path}:${line}`)).toEqual([
      'results/findings.jsonl:3',
      'recording/kubernetes/prod/tenant-acme/acme/pods.jsonl:1',
    ]);
    expect(withheld).toMatchObject([{ path: 'recording/kubernetes/prod/nodes.jsonl', line: 1 }]);
    expect(tree.size).toBe(9);
    const whole = ['extract.json', 'README.txt', 'VERIFY.md', 'attestation.sigstore.json']
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    expect(whole).toContain('of acme');
    expect(whole).not.toContain('of everybody');
    expect(whole).not.toContain(leafSecret);
    expect(whole).not.toContain('sg-2');
  });

  it.each(['p256', 'ed25519'] as const)('verifies with the tool and with openssl, signed by %s', async (type) => {
    const folder = await extract(packs[type], ['--tenant', 'acme']);
    const verified = await verify(folder, keys[type]);
    expect(verified.stdout).toContain('VERIFIED: lines of a pack');
    expect(verified.exit).toBe(0);
    expect(shell(folder, `${keys[type]}.pub`)).toBe('ok 1 ok 2 ok 3');
  });

  it('proves nothing once a line, a salt, a place, a proof, a root or the pack is another', async () => {
    const spoil: Readonly<Record<string, (file: ExtractFile) => unknown>> = {
      text: (file) => Object.assign(file.given[0] ?? {}, { text: '{}' }),
      salt: (file) => Object.assign(file.given[0] ?? {}, { salt: 'cd'.repeat(32) }),
      index: (file) => Object.assign(file.given[0] ?? {}, { index: 1 }),
      proof: (file) => file.given[1]?.proof.pop(),
      withheld: (file) => Object.assign(file.withheld[0] ?? {}, { leaf: 'cd'.repeat(32) }),
      root: (file) => Object.assign(file.tree, { root: 'cd'.repeat(32) }),
      size: (file) => Object.assign(file.tree, { size: 10 }),
      path: (file) => Object.assign(file.given[1] ?? {}, { path: 'recording/kubernetes/prod/other.jsonl' }),
      line: (file) => Object.assign(file.given[0] ?? {}, { line: 2 }),
      time: (file) => Object.assign(file, { declaredAt: '2020-01-01T00:00:00.000Z' }),
      pack: (file) => Object.assign(file, { packId: 'another' }),
    };
    for (const [what, change] of Object.entries(spoil)) {
      const folder = await extract(packs.p256, ['--tenant', 'acme']);
      const file = read(folder);
      change(file);
      writeFileSync(join(folder, 'extract.json'), jsonDocument(file));
      const verified = await verify(folder, keys.p256);
      expect(verified.exit, what).toBe(1);
      expect(verified.stdout, what).toContain('NOT VERIFIED');
      expect(shell(folder, `${keys.p256}.pub`), what).not.toBe('ok 1 ok 2 ok 3');
    }
  });

  it('is not of another tenant than it names, nor in another form than it is written in', async () => {
    const folder = await extract(packs.p256, ['--tenant', 'acme']);
    const file = read(folder);
    writeFileSync(join(folder, 'extract.json'), jsonDocument({ ...file, of: { tenant: 'globex' } }));
    expect((await verify(folder, keys.p256)).stdout).toContain('is not of the tenant that the extract names');
    writeFileSync(join(folder, 'extract.json'), JSON.stringify(file, null, 2));
    expect((await verify(folder, keys.p256)).stdout).toContain('expected canonical JSON');
    const whole = await extract(packs.p256, ['--clause', '1.2.5']);
    writeFileSync(join(whole, 'extract.json'), jsonDocument({ ...read(whole), of: { tenant: 'acme' } }));
    expect((await verify(whole, keys.p256)).exit).toBe(1);
  });

  it('is caught in every byte that is turned over', async () => {
    const folder = await extract(packs.p256, ['--tenant', 'acme']);
    for (const name of ['extract.json', 'attestation.sigstore.json']) {
      const bytes = readFileSync(join(folder, name));
      for (let at = 0; at < bytes.length; at += 1) {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ 1;
        writeFileSync(join(folder, name), other);
        const { exit } = await verifyExtract(folder, [await loadPublicKey(`${keys.p256}.pub`)], () => undefined);
        // The place of a line that is withheld is the one thing that nothing proves: its text stays with the pack.
        if (exit === 0) expect(other.toString('utf8').slice(at - 60, at + 60)).toMatch(/nodes|"line":|recordin/u);
      }
      writeFileSync(join(folder, name), bytes);
    }
  }, 120_000);

  it('is not verified by another key, without one, unsigned, or where it cannot be read', async () => {
    const folder = await extract(packs.p256, ['--tenant', 'acme']);
    expect((await verify(folder, keys.ed25519)).stdout).toContain('failed         signature: expected');
    expect((await runCommand(PackVerify, [folder])).stdout).toContain('no key was given');
    writeFileSync(join(folder, 'extract.json'), '{');
    expect((await verify(folder, keys.p256)).stdout).toContain('failed         lines: extract.json');
    writeFileSync(join(folder, 'attestation.sigstore.json'), '{');
    expect((await verify(folder, keys.p256)).exit).toBe(1);
    const bare = await extract(packs.p256, ['--tenant', 'acme']);
    spawnSync('rm', [join(bare, 'attestation.sigstore.json')]);
    expect((await verify(bare, keys.p256)).stdout).toContain("expected the pack's signature, got nothing");
  });
});

describe('an extract of a clause', () => {
  it('gives the findings of its controls with every page that they rest on', async () => {
    const { given, withheld, of } = read(await extract(packs.p256, ['--clause', '1.2.5']));
    expect(of).toEqual({ framework: 'pci-dss-4.0.1', clause: '1.2.5' });
    expect(given.filter(({ path }) => path === 'results/findings.jsonl')).toHaveLength(3);
    expect(withheld).toEqual([]);
  });
});

describe('pack extract', () => {
  it.each([
    [['--tenant', 'nobody'], 'no finding of the tenant nobody'],
    [['--clause', '3.1.1'], 'no finding for pci-dss-4.0.1 3.1.1'],
    [['--clause', '99.1'], 'pci-dss-4.0.1 has no such clause'],
    [['--clause', '1.2.5', '--framework', 'x'], 'there is no such framework'],
  ])('refuses %j', async (flags, message) => {
    const out = join(work, 'refused');
    const refused = await runCommand(PackExtract, [packs.p256, ...flags, '--out', out]);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(message);
    expect(existsSync(out)).toBe(false);
  });

  it('refuses a pack that is unsigned or older, a place in it, and a place that is taken', async () => {
    const unsigned = await sealSmallPack(join(work, 'unsigned'), null);
    const older = await sealSmallPack(join(work, 'older'));
    const refusal = async (pack: string, out: string) =>
      (await runCommand(PackExtract, [pack, '--clause', '1.2.5', '--out', out])).stderr;
    expect(await refusal(unsigned.path, join(work, 'x'))).toContain('got an UNSIGNED one');
    expect(await refusal(older.path, join(work, 'x'))).toContain('got an older one');
    expect(await refusal(packs.p256, join(packs.p256, 'x'))).toContain('lies inside the pack');
    expect(await refusal(packs.p256, work)).toContain('PREPAY_OUTPUT_EXISTS');
  });
});
