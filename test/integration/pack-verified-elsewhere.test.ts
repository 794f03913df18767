import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeStamperOf } from '../../src/app/timestamp.js';
import { generateKeys, keyHint, type KeyType, loadSigner } from '../../src/pack/signer.js';
import { packPredicateType } from '../../src/pack/predicate.js';
import { pastedGuide } from '../helpers/pasted-guide.js';
import { temporary } from '../helpers/small-pack.js';
import { flipped, spoiltCopy } from '../helpers/spoilt-pack.js';
import { sealStampedPack } from '../helpers/stamped-pack.js';
import { installed } from './peers/installed.js';
import { startTsa, type Tsa } from './peers/tsa/tsa.js';

interface Pack {
  readonly path: string;
  /** File of the public key. */
  readonly key: string;
  readonly isStamped: boolean;
}

const ends: (() => Promise<void>)[] = [];
const hasGo = spawnSync('go', ['version']).status === 0;
let cosign: string;
let tsa: Tsa;
let packs: Readonly<Record<string, Pack>>;
/** What cosign calls a trusted root: here of the authority of time stamps alone. */
let trustedRoot: string;

beforeAll(async () => {
  if (hasGo) cosign = await installed('cosign');
  tsa = await startTsa();
  const folder = await temporary((end) => void ends.push(end));
  trustedRoot = join(folder, 'trusted-root.json');
  writeFileSync(trustedRoot, JSON.stringify(trusted(tsa)));
  const choice = { url: tsa.url, caFile: tsa.root, policy: null, required: true };
  const stamper = await timeStamperOf(choice, () => undefined);
  const made = async (type: KeyType, isStamped: boolean): Promise<[string, Pack]> => {
    const name = `${type}${isStamped ? ', stamped' : ''}`;
    const key = join(folder, `${name} key.pem`);
    await generateKeys(key, type);
    const signer = await loadSigner(key);
    const end = new Date().toISOString();
    const path = await sealStampedPack(join(folder, name), signer, isStamped ? stamper : null, end);
    return [name, { path, key: `${key}.pub`, isStamped }];
  };
  packs = Object.fromEntries([
    await made('p256', false),
    await made('p256', true),
    await made('ed25519', false),
    await made('ed25519', true),
  ]);
});
afterAll(async () => {
  await tsa.stop();
  for (const end of ends) await end();
});

const names = ['p256', 'p256, stamped', 'ed25519', 'ed25519, stamped'] as const;

function pack(name: string): Pack {
  const found = packs[name];
  if (found === undefined) throw new TypeError(name);
  return found;
}

/** cosign's exit code on a pack. */
function cosignSays({ key }: Pick<Pack, 'key'>, path: string, more: readonly string[] = []): number | null {
  const bundle = join(path, 'attestation.sigstore.json');
  const { status } = spawnSync(cosign, [
    'verify-blob-attestation',
    ...['--bundle', bundle, '--key', key, '--type', packPredicateType],
    ...['--insecure-ignore-tlog', ...more, join(path, 'manifest.json')],
  ]);
  return status;
}

describe.runIf(hasGo)('cosign', () => {
  it.each(names)('verifies a pack signed with %s', (name) => {
    expect(cosignSays(pack(name), pack(name).path)).toBe(0);
  });

  it('checks the time stamp by the root of the authority, and misses it where there is none', () => {
    const more = ['--use-signed-timestamps', '--trusted-root', trustedRoot];
    expect(cosignSays(pack('p256, stamped'), pack('p256, stamped').path, more)).toBe(0);
    expect(cosignSays(pack('p256'), pack('p256').path, more)).not.toBe(0);
  });

  it('refuses another key, and a manifest that was changed', async () => {
    const { path } = pack('p256');
    expect(cosignSays(pack('ed25519'), path)).not.toBe(0);
    const changed = await spoiltCopy(path, (copy) => {
      const manifest = join(copy, 'manifest.json');
      writeFileSync(manifest, flipped(readFileSync(manifest), 20, 1));
      return Promise.resolve();
    });
    expect(cosignSays(pack('p256'), changed)).not.toBe(0);
  });
});

describe('@sigstore/verify', () => {
  it.each(names)('verifies a pack signed with %s', (name) => {
    const { path, key, isStamped } = pack(name);
    const json: unknown = JSON.parse(readFileSync(join(path, 'attestation.sigstore.json'), 'utf8'));
    const publicKey = createPublicKey(readFileSync(key));
    const material = toTrustMaterial(trustedRootOf(tsa), (hint) => {
      if (hint !== keyHint(publicKey)) throw new TypeError('another key');
      return { publicKey, validFor: () => true };
    });
    const verifier = new Verifier(material, { tlogThreshold: 0, timestampThreshold: isStamped ? 1 : 0 });
    expect(verifier.verify(toSignedEntity(bundleFromJSON(json))).key.asymmetricKeyType).toBe(
      publicKey.asymmetricKeyType,
    );
  });
});

describe('openssl, jq and sha256sum', () => {
  it.each(names)('verify a pack signed with %s, as its VERIFY.md says', (name) => {
    const { path, key, isStamped } = pack(name);
    const guide = readFileSync(join(path, 'VERIFY.md'), 'utf8');
    const oks = pastedGuide(path, guide, { KEY: key, TSA: tsa.root });
    expect(oks).toMatch(isStamped ? /^1a 1b 1c 2a 2b 2c 2d/ : /^1a 1b 1c 2a 2b 2c(?! 2d)/);
  });

  it('do not accept the time stamp by another root', async () => {
    const other = await startTsa();
    const { path, key } = pack('p256, stamped');
    const oks = pastedGuide(path, readFileSync(join(path, 'VERIFY.md'), 'utf8'), { KEY: key, TSA: other.root });
    await other.stop();
    expect(oks).not.toContain('2d');
  });

  it('verify the time stamp with nothing but the signature and the root', () => {
    const { path } = pack('p256, stamped');
    const bundle = readFileSync(join(path, 'attestation.sigstore.json'), 'utf8');
    const [, signature = ''] = /"sig":"([^"]+)"/.exec(bundle) ?? [];
    const data = `${path}.sig`;
    writeFileSync(data, Buffer.from(signature, 'base64'));
    const stamp = join(path, 'timestamp.tsr');
    const said = execFileSync('openssl', ['ts', '-verify', '-data', data, '-in', stamp, '-CAfile', tsa.root], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(said).toContain('Verification: OK');
  });
});

function certificatesOf(of: Tsa): readonly X509Certificate[] {
  const blocks = readFileSync(of.chain, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function trusted(of: Tsa): object {
  const certificates = certificatesOf(of).map(({ raw }) => ({ rawBytes: raw.toString('base64') }));
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [],
    certificateAuthorities: [],
    ctlogs: [],
    timestampAuthorities: [
      {
        subject: { organization: 'Example', commonName: 'Example TSA' },
        uri: of.url,
        certChain: { certificates },
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
    ],
  };
}

function trustedRootOf(of: Tsa): Parameters<typeof toTrustMaterial>[0] {
  const certificates = certificatesOf(of).map(({ raw }) => ({ rawBytes: raw }));
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [],
    certificateAuthorities: [],
    ctlogs: [],
    timestampAuthorities: [
      {
        subject: { organization: 'Example', commonName: 'Example TSA' },
        uri: of.url,
        operator: 'Example',
        certChain: { certificates },
        validFor: { start: new Date('2020-01-01T00:00:00Z') },
      },
    ],
  };
}
