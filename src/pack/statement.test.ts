import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sealSmallPack, temporary } from '../../test/helpers/small-pack.js';
import { canonical } from '../core/json.js';
import { keyHint, type Signer, throwAwaySigner } from './signer.js';
import { parseBundle, parseStatement } from './statement.js';

async function attestation(signer: Signer): Promise<string> {
  const { path } = await sealSmallPack(await temporary(onTestFinished), signer);
  return readFile(join(path, 'attestation.sigstore.json'), 'utf8');
}

function verifierOf(signer: Signer): Verifier {
  const key = { publicKey: signer.publicKey, validFor: () => true };
  const trust = {
    certificateAuthorities: [],
    timestampAuthorities: [],
    tlogs: [],
    ctlogs: [],
    publicKey: () => key,
  };
  return new Verifier(trust, { tlogThreshold: 0, timestampThreshold: 0, ctlogThreshold: 0 });
}

describe('the attestation', () => {
  it('is accepted by @sigstore/verify with the right key, and not with another', async () => {
    const signer = throwAwaySigner();
    const entity = toSignedEntity(bundleFromJSON(JSON.parse(await attestation(signer))));
    expect(() => verifierOf(signer).verify(entity)).not.toThrow();
    expect(() => verifierOf(throwAwaySigner()).verify(entity)).toThrow('signature verification failed');
  });

  it('has no keyid, which cosign would refuse, and the hint of the key', async () => {
    const signer = throwAwaySigner();
    const bundle = parseBundle(await attestation(signer));
    expect(bundle.dsseEnvelope.signatures.map((signature) => Object.keys(signature))).toEqual([['sig']]);
    expect(bundle.verificationMaterial.publicKey.hint).toBe(keyHint(signer.publicKey));
    expect(parseStatement(bundle)).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'manifest.json' }],
      predicateType: 'https://prepay.example/pack/v1',
    });
  });

  it.each([
    ['not JSON', '{', 'expected JSON'],
    ['another shape', '{}', 'mediaType'],
    ['another order', '{"b":1,"a":2}', 'expected canonical JSON'],
  ])('is refused if it is %s', (_, text, message) => {
    expect(() => parseBundle(text)).toThrow(message);
  });

  it.each([
    ['no canonical JSON', '{ }', 'expected canonical JSON'],
    ['of another type', '{}', 'attestation.sigstore.json, statement: '],
    ['no text', Buffer.of(0xff), 'expected UTF-8'],
  ])('is refused if its statement is %s', async (_, payload, message) => {
    const bundle = parseBundle(await attestation(throwAwaySigner()));
    const dsseEnvelope = { ...bundle.dsseEnvelope, payload: Buffer.from(payload).toString('base64') };
    expect(() => parseStatement(parseBundle(canonical({ ...bundle, dsseEnvelope })))).toThrow(message);
  });

  it('is refused if its base64 has another form for the same bytes', async () => {
    const bundle = parseBundle(await attestation(throwAwaySigner()));
    const dsseEnvelope = { ...bundle.dsseEnvelope, payload: 'e31=' };
    expect(Buffer.from('e31=', 'base64').toString()).toBe('{}');
    expect(() => parseBundle(canonical({ ...bundle, dsseEnvelope }))).toThrow('plain base64');
  });
});
