import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/core/json.js';
import { evidenceRootOf, manifestEntry } from '../../src/pack/manifest.js';
import { digestsOf } from '../../src/pack/predicate.js';
import { parseManifest } from '../../src/pack/reader.js';
import { z } from 'zod';
import { json, prepay, temporary } from './cli.js';

const work = temporary();
const key = join(work, 'audit.key');
const otherKey = join(work, 'other.key');
let pack = '';

beforeAll(async () => {
  expect(await prepay(['keys', 'generate', key])).toMatchObject({ code: 0 });
  expect(await prepay(['keys', 'generate', otherKey, '--type', 'ed25519'])).toMatchObject({ code: 0 });
  const run = await prepay([
    'audit',
    'run',
    '--demo',
    'before',
    '--sign',
    key,
    '--format',
    'html,json,csv',
    '--out',
    join(work, 'evidence'),
  ]);
  expect(run.code, run.stderr).toBe(1);
  pack = realpathSync(join(work, 'evidence', 'latest'));
});

function verify(path: string, env: Readonly<Record<string, string>> = {}, publicKey = `${key}.pub`) {
  return prepay(['pack', 'verify', path, '--key', publicKey], { env });
}

/** The first and the last file of each folder at the top and ending: a verification each of all of them would take minutes. */
function oneOfEachKind(paths: readonly string[]): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const kind = `${path.split('/').slice(0, -1).slice(0, 2).join('/')} ${path.slice(path.lastIndexOf('.'))}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  return [...new Set([...kinds.values()].flatMap((all) => [all[0] ?? '', all.at(-1) ?? '']))];
}

function copy(): string {
  const target = join(temporary(), 'pack');
  cpSync(pack, target, { recursive: true });
  return target;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}

/** Manifest and sums made to fit the files again: what a forger would do. */
function rehash(folder: string): void {
  const manifest = json(z.array(manifestEntry), readFileSync(join(folder, 'manifest.json'), 'utf8'));
  for (const entry of manifest) {
    const bytes = readFileSync(join(folder, entry.path));
    entry.size = bytes.length;
    entry.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
  const text = JSON.stringify(manifest.map(({ path, sha256, size, ...rest }) => ({ ...rest, path, sha256, size })));
  writeFileSync(join(folder, 'manifest.json'), text);
  const sums = manifest.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  const own = createHash('sha256').update(text).digest('hex');
  writeFileSync(join(folder, 'SHA256SUMS'), `${sums.join('')}${own}  manifest.json\n`);
}

const bundleShape = z.looseObject({
  dsseEnvelope: z.looseObject({ payload: z.string(), signatures: z.tuple([z.looseObject({ sig: z.string() })]) }),
});
const statementShape = z.looseObject({
  subject: z.tuple([z.looseObject({ digest: z.object({ sha256: z.string() }) })]),
  predicate: z.looseObject({ evidenceRoot: z.string() }),
});

/** Signed again, as somebody who holds a key can. */
function resign(
  folder: string,
  keyFile: string,
  restate: (predicate: Record<string, unknown>) => void = () => undefined,
): void {
  const path = join(folder, 'attestation.sigstore.json');
  const bundle = json(bundleShape, readFileSync(path, 'utf8'));
  const statement = json(statementShape, Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString());
  statement.predicate.evidenceRoot = evidenceRootOf(parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8')));

  const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  Object.assign(statement.predicate, { digests: digestsOf(manifest) });
  restate(statement.predicate);
  statement.subject[0].digest.sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'manifest.json')))
    .digest('hex');
  const payload = Buffer.from(canonical(statement));
  const pae = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload]);
  const privateKey = createPrivateKey(readFileSync(keyFile));
  bundle.dsseEnvelope.payload = payload.toString('base64');
  bundle.dsseEnvelope.signatures[0].sig = sign(
    privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256',
    pae,
    privateKey,
  ).toString('base64');
  writeFileSync(path, canonical(bundle));
}

/** The first failing verdict turned into a pass. */
function beautify(folder: string): void {
  const path = join(folder, 'results', 'findings.jsonl');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"outcome":"fail"', '"outcome":"pass"'));
}

describe('pack verify', () => {
  it('re-performs every verdict in another folder, time zone and locale', async () => {
    const elsewhere = copy();
    const run = await verify(elsewhere, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^ok +replay: every result came out the same, byte for byte$/m);
    expect(run.stdout).toContain('VERIFIED: signed by SHA256:');
  });

  it('takes the folder that latest points at, and gives a report under --json', async () => {
    const run = await prepay(['pack', 'verify', join(work, 'evidence', 'latest'), '--key', `${key}.pub`, '--json']);
    expect(run.code).toBe(0);
    const { steps } = json(z.object({ steps: z.array(z.object({ name: z.string() })) }), run.stdout);
    expect(steps.map(({ name }) => name)).toEqual(['files', 'signature', 'time-stamp', 'chain', 'rules', 'replay']);
  });

  it('takes no pack for verified without a key from outside', async () => {
    const run = await prepay(['pack', 'verify', pack]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^failed +signature: no key was given/m);
  });

  it('refuses the key of somebody else, and a private key', async () => {
    expect(await verify(pack, {}, `${otherKey}.pub`)).toMatchObject({ code: 1 });
    expect(await verify(pack, {}, key)).toMatchObject({ code: 2 });
  });

  it('catches a flipped byte in a file of every kind', async () => {
    const target = copy();
    const survivors: string[] = [];
    for (const path of oneOfEachKind(files(target))) {
      const bytes = readFileSync(join(target, path));
      const flipped = Buffer.from(bytes);
      const at = Math.floor(bytes.length / 2);
      flipped[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(target, path), flipped);
      const { code } = await verify(target);
      if (code !== 1) survivors.push(path);
      writeFileSync(join(target, path), bytes);
    }
    expect(survivors).toEqual([]);
    expect(await verify(target)).toMatchObject({ code: 0 });
  }, 300_000);

  it.each([
    {
      name: 'a line dropped from the recording',
      harm: (folder: string) => {
        const [path = ''] = files(join(folder, 'recording', 'aws')).filter((file) => file.includes('securitygroups'));
        const full = join(folder, 'recording', 'aws', path);
        writeFileSync(full, readFileSync(full, 'utf8').split('\n').slice(1).join('\n'));
      },
    },
    { name: 'a file added', harm: (folder: string) => writeFileSync(join(folder, 'results', 'extra.json'), '{}') },
    { name: 'a file removed', harm: (folder: string) => rmSync(join(folder, 'results', 'reads.json')) },
    { name: 'a byte appended', harm: (folder: string) => appendFileSync(join(folder, 'reports', 'report.html'), ' ') },
    { name: 'a verdict edited', harm: beautify },
    {
      name: 'a verdict edited and hashed again',
      harm: (folder: string) => {
        beautify(folder);
        rehash(folder);
      },
    },
    {
      name: 'a verdict edited, hashed again, and signed by another key',
      harm: (folder: string) => {
        beautify(folder);
        rehash(folder);
        resign(folder, otherKey);
      },
    },
  ])('catches $name', async ({ harm }) => {
    const target = copy();
    harm(target);
    expect(await verify(target)).toMatchObject({ code: 1 });
  });

  it('catches by replay a verdict that the holder of the right key edited, hashed and signed again', async () => {
    const target = copy();
    beautify(target);
    rehash(target);
    resign(target, key);
    const run = await verify(target);
    expect(run.code, run.stdout).toBe(1);
    expect(run.stdout).toMatch(/^ok +files/m);
    expect(run.stdout).toMatch(/^ok +signature/m);
    expect(run.stdout).toMatch(/^failed +replay: \d+ results came out otherwise: [a-z-]+ on /m);
  });

  const replaced = (path: string, from: string | RegExp, to: string) => (folder: string) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(join(folder, path), changed);
  };
  const commandEdited = (folder: string): void => {
    const [path = ''] = files(join(folder, 'recording', 'aws')).filter((file) => file.includes('securitygroups'));
    replaced(join('recording', 'aws', path), '"command":"aws', '"command":"aws --profile x')(folder);
  };
  it.each([
    {
      name: 'a report',
      harm: replaced('reports/report.html', '<body', '<body class="x"'),
      says: 'reports/report.html',
    },
    { name: 'findings.csv', harm: replaced('reports/findings.csv', 'fail', 'pass'), says: 'reports/findings.csv' },
    { name: 'README.txt', harm: replaced('README.txt', 'neither a pass', 'as good as a pass'), says: 'README.txt' },
    { name: 'VERIFY.md', harm: replaced('VERIFY.md', 'You need', 'You do not need'), says: 'VERIFY.md' },
    {
      name: 'a command',
      harm: commandEdited,
      says: /read ec2:DescribeSecurityGroups in .*, command: expected aws ec2/,
    },
    {
      name: 'the parameters',
      harm: replaced('rules/parameters.json', 'tcp/22', 'tcp/23'),
      says: 'rules/parameters.json',
    },
    { name: 'a member twice', harm: replaced('run.json', '{', '{"demo":null,'), says: 'run.json' },
    { name: 'the configuration', harm: replaced('run.json', '"homeRegion":', '"homeRegio":'), says: 'configuration' },
    {
      name: 'a card number in run.json',
      harm: replaced('run.json', '"entity":null', '"entity":{"name":"4111111111111111"}'),
      says: /report|card|entity/,
    },
  ])('catches $name edited by the holder of the right key, hashed and signed again', async ({ harm, says }) => {
    const target = copy();
    harm(target);
    rehash(target);
    resign(target, key);
    const run = await verify(target);
    expect(run.code, run.stdout + run.stderr).toBe(1);
    expect(run.stdout).toMatch(/^ok +signature/m);
    expect(/^failed +(?:rules|replay): .*$/m.exec(run.stdout)?.[0]).toMatch(says);
  });

  it.each([
    ['runner', { runner: 'https://ci.example/1' }],
    ['clockSource', { clockSource: 'an atomic clock' }],
    ['collectors', { collectors: [] }],
    ['window.start', { window: { start: '2020-01-01T00:00:00.000Z', end: '2020-01-02T00:00:00.000Z' } }],
    ['expectedCadence', { expectedCadence: 'P1D' }],
  ])('catches the statement restated: %s', async (name, change) => {
    const target = copy();
    resign(target, key, (predicate) => Object.assign(predicate, change));
    const run = await verify(target);
    expect(run.code, run.stdout).toBe(1);
    expect(run.stdout).toContain(`statement, ${name}: expected`);
  });

  it('does not say more than hashes and signature of a pack of another version', async () => {
    const target = copy();
    const path = join(target, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"version":"[^"]+"/, '"version":"99.0.0"'));
    rehash(target);
    resign(target, key);
    const run = await verify(target);
    expect(run.code, run.stdout).toBe(3);
    expect(run.stdout).toContain('npx prepay@99.0.0 pack verify');
  });

  it('calls an unsigned pack unverified', async () => {
    const out = join(temporary(), 'evidence');
    await prepay(['audit', 'run', '--demo', 'after', '--out', out, '--quiet']);
    const run = await verify(join(out, 'latest'));
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('UNSIGNED');
    expect(readFileSync(join(out, 'latest', 'reports', 'report.html'), 'utf8')).toContain('UNSIGNED');
  });
});

describe('a pack', () => {
  it('shows itself', async () => {
    const run = await prepay(['pack', 'show', pack]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/critical\s+no-world-open-admin-ports/);
    expect(run.stdout).toMatch(/sg-[0-9a-f]{17}/);
  });

  it('exports to the same zip in every time zone, without writing over one', async () => {
    const [a, b] = [join(temporary(), 'a.zip'), join(temporary(), 'b.zip')];
    expect(await prepay(['pack', 'export', pack, a], { env: { TZ: 'Asia/Tokyo' } })).toMatchObject({ code: 0 });
    expect(await prepay(['pack', 'export', pack, b], { env: { TZ: 'America/Lima' } })).toMatchObject({ code: 0 });
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
    expect(await prepay(['pack', 'export', pack, a])).toMatchObject({ code: 2 });
  });

  it('has its reports rendered again beside it, in the same bytes', async () => {
    const out = join(temporary(), 'again');
    expect(await prepay(['report', 'build', pack, '--format', 'html,csv,json', '--out', out])).toMatchObject({
      code: 0,
    });
    for (const name of ['report.html', 'findings.csv', 'findings.json']) {
      expect(readFileSync(join(out, name), 'utf8')).toBe(readFileSync(join(pack, 'reports', name), 'utf8'));
    }
    expect(await prepay(['report', 'build', pack, '--format', 'html', '--out', out])).toMatchObject({ code: 2 });
    const beside = await prepay(['report', 'build', pack]);
    expect(beside.code).toBe(0);
    expect(beside.stdout.trim()).toBe(join(`${pack}-reports`, 'report.html'));
  });

  it.each([
    ['edited', beautify],
    ['with a link', (folder: string) => symlinkSync('/etc/hosts', join(folder, 'extra'))],
    [
      'with a pipe',
      (folder: string) => {
        rmSync(join(folder, 'results', 'findings.jsonl'));
        execFileSync('mkfifo', [join(folder, 'results', 'findings.jsonl')]);
      },
    ],
  ])('is neither shown, rendered nor exported if it is damaged: %s', async (_, harm) => {
    const target = copy();
    harm(target);
    for (const args of [
      ['pack', 'show', target],
      ['report', 'build', target],
      ['pack', 'export', target, join(temporary(), 'x.zip')],
    ]) {
      const run = await prepay(args);
      expect(run.code, run.stdout).toBe(1);
      expect(run.stderr).toContain('PREPAY_PACK_INVALID: ');
    }
    expect(await verify(target)).toMatchObject({ code: 1 });
  });

  it('is written into by no command, not through a link either', async () => {
    const target = copy();
    const link = join(temporary(), 'link');
    symlinkSync(target, link);
    const before = files(target);
    for (const args of [
      ['pack', 'export', target, join(target, 'x.zip')],
      ['pack', 'export', target, join(link, 'reports', 'x.zip')],
      ['report', 'build', target, '--out', join(link, 'new', 'folder')],
    ]) {
      const run = await prepay(args);
      expect(run.code, run.stdout).toBe(2);
      expect(run.stderr).toContain('lies inside the pack');
    }
    expect(files(target)).toEqual(before);
  });

  it('is accepted by openssl, jq and sha256sum alone, and a changed one is refused', () => {
    const script = join(import.meta.dirname, '..', 'integration', 'peers', 'validators', 'verify-dsse.sh');
    const run = (folder: string): string => {
      try {
        return execFileSync('sh', [script, folder, `${key}.pub`], { encoding: 'utf8' });
      } catch (error) {
        return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
      }
    };
    expect(run(pack)).toMatch(/verify-dsse: \d+ passed, 0 failed/);
    const target = copy();
    beautify(target);
    rehash(target);
    expect(run(target)).toMatch(/verify-dsse: \d+ passed, [1-9]\d* failed/);
  });

  it('never overwrites a key', async () => {
    expect(await prepay(['keys', 'generate', key])).toMatchObject({ code: 2 });
    const shown = await prepay(['keys', 'fingerprint', `${key}.pub`]);
    expect(shown.stdout).toBe((await prepay(['keys', 'fingerprint', key])).stdout);
    expect(shown.stdout).toMatch(/^SHA256:/);
  });

  it('is not signed with a key that others may read', async () => {
    const open = join(temporary(), 'open.key');
    mkdirSync(join(open, '..'), { recursive: true });
    writeFileSync(open, readFileSync(key), { mode: 0o644 });
    const run = await prepay(['audit', 'run', '--demo', 'after', '--sign', open]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('PREPAY_KEY_PERMISSIONS: ');
  });
});
