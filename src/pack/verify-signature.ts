import { type KeyObject, verify } from 'node:crypto';
import { PrepayError } from '../core/errors.js';
import { member } from './layout.js';
import { readMember } from './reader.js';
import { fingerprintOf, hashOf, keyHint, type KeyType, keyTypeOf } from './signer.js';
import { parseBundle, parseStatement, preAuthEncoding, signatureOf, type Statement } from './statement.js';

export type SignatureCheck =
  | {
      readonly state: 'signed';
      readonly statement: Statement;
      readonly fingerprint: string;
      readonly keyType: KeyType;
      readonly signature: Uint8Array;
      /** The time stamp in the bundle, unchecked; null where there is none. */
      readonly timeStamp: Uint8Array | null;
    }
  | { readonly state: 'unsigned' }
  | { readonly state: 'no-key'; readonly hint: string }
  | { readonly state: 'bad'; readonly why: string };

/** Whether one of the keys, which come from outside of the pack, signed that this manifest is the pack's. */
export async function checkSignature(
  folder: string,
  manifestSha256: string,
  publicKeys: readonly KeyObject[],
): Promise<SignatureCheck> {
  try {
    return checkBundle(await readMember(folder, member.attestation), manifestSha256, publicKeys);
  } catch (error) {
    if (error instanceof PrepayError) return bad(error.message);
    throw error;
  }
}

/** The same of the bundle's text, wherever it was read; null where there is none. */
export function checkBundle(
  text: string | null,
  manifestSha256: string,
  publicKeys: readonly KeyObject[],
): SignatureCheck {
  if (text === null) return { state: 'unsigned' };
  try {
    const bundle = parseBundle(text);
    const { hint } = bundle.verificationMaterial.publicKey;
    if (publicKeys.length === 0) return { state: 'no-key', hint };
    const key = publicKeys.find((candidate) => keyHint(candidate) === hint);
    if (key === undefined) return bad(`expected ${publicKeys.map(fingerprintOf).join(' or ')}, got key SHA256:${hint}`);
    const { payload, signatures } = bundle.dsseEnvelope;
    const signed = preAuthEncoding(Buffer.from(payload, 'base64'));
    const keyType = keyTypeOf(key);
    if (!verify(hashOf(keyType), signed, key, Buffer.from(signatures[0].sig, 'base64'))) {
      return bad(`the signature is not one by ${fingerprintOf(key)} over this statement`);
    }
    const statement = parseStatement(bundle);
    const subject = statement.subject[0].digest.sha256;
    if (subject !== manifestSha256) return bad(`${member.manifest}: expected sha256 ${subject}, got ${manifestSha256}`);
    return { state: 'signed', statement, fingerprint: fingerprintOf(key), keyType, ...signatureOf(bundle) };
  } catch (error) {
    if (error instanceof PrepayError) return bad(error.message);
    throw error;
  }
}

function bad(why: string): SignatureCheck {
  return { state: 'bad', why };
}
