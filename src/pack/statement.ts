import { z } from 'zod';
import { canonical } from '../core/json.js';
import { member } from './layout.js';
import { packFault, parseJson, utf8 } from './parse.js';
import { packPredicate, type PackPredicate, packPredicateType } from './predicate.js';
import { keyHint, type Signer } from './signer.js';

/** The media type of what is signed (in-toto attestation spec, envelope layer). */
const payloadType = 'application/vnd.in-toto+json';

const statement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.tuple([
    z.strictObject({ name: z.literal(member.manifest), digest: z.strictObject({ sha256: z.string() }) }),
  ]),
  predicateType: z.literal(packPredicateType),
  predicate: packPredicate,
});
export type Statement = z.infer<typeof statement>;

const bundle = z.strictObject({
  mediaType: z.literal('application/vnd.dev.sigstore.bundle.v0.3+json'),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: z.string() }),
    timestampVerificationData: z.strictObject({
      rfc3161Timestamps: z.tuple([z.strictObject({ signedTimestamp: z.base64() })]).optional(),
    }),
  }),
  dsseEnvelope: z.strictObject({
    payload: z.base64(),
    payloadType: z.literal(payloadType),
    signatures: z.tuple([z.strictObject({ sig: z.base64() })]),
  }),
});
export type Bundle = z.infer<typeof bundle>;

export interface SignedBundle {
  /** The text of the bundle, in which the time stamp stands where there is one. */
  readonly text: string;
  /** The authority's answer; null where none was asked. */
  readonly timeStamp: Uint8Array | null;
}

/** The text of a Sigstore bundle v0.3: the signer's DSSE envelope over the statement that the manifest is this pack's. */
export async function signedBundle(manifestSha256: string, predicate: PackPredicate, signer: Signer): Promise<string> {
  return (await stampedBundle(manifestSha256, predicate, signer, null)).text;
}

/** The same with a time stamp over the bytes of the signature, which `stamp` asks for; without, if it comes to none. */
export async function stampedBundle(
  manifestSha256: string,
  predicate: PackPredicate,
  signer: Signer,
  stamp: ((signature: Uint8Array) => Promise<Uint8Array | null>) | null,
): Promise<SignedBundle> {
  const { DSSEBundleBuilder } = await import('@sigstore/sign');
  const { bundleToJSON } = await import('@sigstore/bundle');
  const hint = keyHint(signer.publicKey);
  const builder = new DSSEBundleBuilder({
    signer: {
      sign: async (data) => ({
        signature: Buffer.from(await signer.sign(data)),
        key: {
          $case: 'publicKey',
          publicKey: signer.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
          hint,
        },
      }),
    },
    witnesses: [],
  });
  const value: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: member.manifest, digest: { sha256: manifestSha256 } }],
    predicateType: packPredicateType,
    predicate,
  };
  const built = await builder.create({ data: Buffer.from(canonical(value)), type: payloadType });
  // The builder copies the hint into the envelope's keyid, and cosign refuses a keyid that is not its own fingerprint.
  for (const signature of built.content.dsseEnvelope.signatures) signature.keyid = '';
  const [signature] = built.content.dsseEnvelope.signatures;
  const timeStamp = stamp === null || signature === undefined ? null : await stamp(signature.sig);
  if (timeStamp !== null) {
    built.verificationMaterial.timestampVerificationData = {
      rfc3161Timestamps: [{ signedTimestamp: Buffer.from(timeStamp) }],
    };
  }
  const text = canonical(bundleToJSON(built));
  parseBundle(text);
  return { text, timeStamp };
}

/**
 * The bundle of a text that is, byte for byte, one that we would write: nothing may stand in it that does not follow
 * from what is signed. Throws PREPAY_PACK_INVALID.
 */
export function parseBundle(text: string): Bundle {
  const value = parseJson(text, member.attestation, null);
  if (canonical(value) !== text) throw packFault(member.attestation, null, 'expected canonical JSON, got another form');
  const result = bundle.safeParse(value);
  if (!result.success) throw packFault(member.attestation, null, result.error);
  const { payload, signatures } = result.data.dsseEnvelope;
  for (const base64 of [payload, signatures[0].sig, ...stampsOf(result.data)]) {
    if (Buffer.from(base64, 'base64').toString('base64') !== base64) {
      throw packFault(member.attestation, null, 'expected plain base64, got another form of it');
    }
  }
  return result.data;
}

/** The time stamps in the bundle, of which there is one or none, in base64. */
function stampsOf({ verificationMaterial }: Bundle): readonly string[] {
  const { rfc3161Timestamps = [] } = verificationMaterial.timestampVerificationData;
  return rfc3161Timestamps.map(({ signedTimestamp }) => signedTimestamp);
}

/** The bytes of what was signed and stamped. */
export function signatureOf(bundle: Bundle): { readonly signature: Uint8Array; readonly timeStamp: Uint8Array | null } {
  const [stamp] = stampsOf(bundle);
  return {
    signature: Buffer.from(bundle.dsseEnvelope.signatures[0].sig, 'base64'),
    timeStamp: stamp === undefined ? null : Buffer.from(stamp, 'base64'),
  };
}

/** The statement that the bundle carries, whether or not its signature holds. Throws PREPAY_PACK_INVALID. */
export function parseStatement({ dsseEnvelope }: Bundle): Statement {
  const where = `${member.attestation}, statement`;
  const text = utf8(Buffer.from(dsseEnvelope.payload, 'base64'), where, null);
  const value = parseJson(text, where, null);
  if (canonical(value) !== text) throw packFault(where, null, 'expected canonical JSON, got another form');
  const result = statement.safeParse(value);
  if (!result.success) throw packFault(where, null, result.error);
  return result.data;
}

/** What DSSE signs (secure-systems-lab/dsse, protocol.md): the payload with its type and both lengths. */
export function preAuthEncoding(payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
