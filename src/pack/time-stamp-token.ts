import { CertificateSet, SignedData, type SignerInfo } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { PKIStatus, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { certificatesOf, chainTo, nameOf, timeStampingFault } from './certificate-chain.js';
import { digestNames, essAttribute, namesCertificate } from './ess-certificate.js';

/** What a time stamp says once it holds. */
export interface TimeStamp {
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly policy: string;
  /** The subject of the authority's certificate, quoted. */
  readonly authority: string;
  /** From the authority's own certificate to the last one before the anchor, in PEM. */
  readonly chain: string;
}

export interface TimeStampExpectations {
  /** The bytes that were to be stamped. */
  readonly data: Uint8Array;
  /** PEM of the authorities that are trusted. */
  readonly anchors: readonly X509Certificate[];
  /** The nonce that was sent; null where it is not known any more. */
  readonly nonce: Uint8Array | null;
  /** The policy that was asked for; null for any. */
  readonly policy: string | null;
  /** PEM of certificates that may stand between; the token's own may as well. */
  readonly untrusted?: string;
}

/** Thrown for a time stamp that does not hold; its message says why, in a half sentence. */
export class TimeStampFault extends Error {}

const tstInfoType = '1.2.840.113549.1.9.16.1.4';
const signedDataType = '1.2.840.113549.1.7.2';
const attribute = { contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4' } as const;
/** rsaEncryption, sha{256,384,512}WithRSAEncryption, ecdsa-with-SHA{256,384,512} (RFC 3370, RFC 5754). */
const signatureAlgorithm = /^1\.2\.840\.(?:113549\.1\.1\.(?:1|1[123])|10045\.4\.3\.[234])$/;

/** What the answer of a time-stamping authority (RFC 3161 §2.4.2) says. Throws TimeStampFault if it does not hold. */
export function checkTimeStamp(response: Uint8Array, expected: TimeStampExpectations): TimeStamp {
  try {
    return checked(response, expected);
  } catch (error) {
    // What OpenSSL and the ASN.1 parser throw at bytes that only look like a certificate or an attribute.
    throw error instanceof TimeStampFault ? error : new TimeStampFault('it is malformed', { cause: error });
  }
}

function checked(response: Uint8Array, expected: TimeStampExpectations): TimeStamp {
  const { token, info } = opened(response);
  assertAnswers(info, expected);
  const { signer, signerCertificate, carried } = signerOf(token, response);
  assertSigned(token, signer, signerCertificate);
  const unfit = timeStampingFault(signerCertificate);
  if (unfit !== null) throw new TimeStampFault(unfit);
  const others = [...carried, ...certificatesOf(expected.untrusted ?? '')];
  const chain = chainTo(signerCertificate, others, expected.anchors, info.genTime);
  if (typeof chain === 'string') throw new TimeStampFault(chain);
  return {
    at: info.genTime.toISOString(),
    policy: info.policy,
    authority: nameOf(signerCertificate),
    chain: chain
      .slice(0, Math.max(1, chain.length - 1))
      .map((certificate) => certificate.toString())
      .join(''),
  };
}

function opened(response: Uint8Array): { readonly token: SignedData; readonly info: TSTInfo } {
  const { status, timeStampToken } = parsed(response, TimeStampResp, 'an answer to a time-stamp query');
  if (status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods) {
    const said = Array.from(status.statusString ?? [])
      .join(' ')
      .replaceAll(/[^\x20-\x7e]/g, '?');
    throw new TimeStampFault(
      `the authority refused: status ${status.status}${said === '' ? '' : `, ${said.slice(0, 200)}`}`,
    );
  }
  if (timeStampToken === undefined) throw new TimeStampFault('the answer holds no time stamp');
  const { contentType, content } = timeStampToken;
  if (contentType !== signedDataType) throw new TimeStampFault('the time stamp is not signed');
  const token = parsed(new Uint8Array(content), SignedData, 'signed data');
  if (token.encapContentInfo.eContentType !== tstInfoType) throw new TimeStampFault('what is signed is no time stamp');
  return { token, info: parsed(contentOf(token), TSTInfo, 'a time stamp') };
}

function assertAnswers(info: TSTInfo, { data, nonce, policy }: TimeStampExpectations): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const digest = digestNames[hashAlgorithm.algorithm];
  if (digest === undefined) throw new TimeStampFault(`it hashes with ${hashAlgorithm.algorithm}, not with SHA-2`);
  if (!createHash(digest).update(data).digest().equals(Buffer.from(hashedMessage.buffer))) {
    throw new TimeStampFault('it is over another hash');
  }
  if (nonce !== null && (info.nonce === undefined || !Buffer.from(info.nonce).equals(nonce))) {
    throw new TimeStampFault(info.nonce === undefined ? 'it carries no nonce' : 'it carries another nonce');
  }
  if (policy !== null && info.policy !== policy) {
    throw new TimeStampFault(`expected the policy ${policy}, got ${info.policy}`);
  }
}

function signerOf(
  token: SignedData,
  response: Uint8Array,
): {
  readonly signer: SignerInfo;
  readonly signerCertificate: X509Certificate;
  readonly carried: readonly X509Certificate[];
} {
  const [signer, ...more] = [...token.signerInfos];
  if (signer === undefined || more.length > 0) throw new TimeStampFault('expected one signer');
  const carried = [...(token.certificates ?? new CertificateSet())].flatMap(({ certificate }) => {
    if (certificate === undefined) return [];
    const der = Buffer.from(AsnConvert.serialize(certificate));
    // The parser takes more than DER: only what stands there as it is hashed counts.
    return Buffer.from(response).includes(der) ? [new X509Certificate(der)] : [];
  });
  const named = signedAttribute(signer, essAttribute.v2) ?? signedAttribute(signer, essAttribute.v1);
  if (named === null) throw new TimeStampFault('it does not name the certificate that signed (ESSCertID)');
  const signerCertificate = carried.find(({ raw }) => namesCertificate(named.type, new Uint8Array(named.value), raw));
  if (signerCertificate === undefined) throw new TimeStampFault('it lacks the certificate that it names (ESSCertID)');
  return { signer, signerCertificate, carried };
}

/** RFC 5652 §5.4: the signature is over the attributes as a SET, and those hold the hash of the content. */
function assertSigned(token: SignedData, signer: SignerInfo, certificate: X509Certificate): void {
  const digest = digestNames[signer.digestAlgorithm.algorithm];
  if (digest === undefined || !signatureAlgorithm.test(signer.signatureAlgorithm.algorithm)) {
    const { digestAlgorithm, signatureAlgorithm: algorithm } = signer;
    throw new TimeStampFault(
      `expected RSA or ECDSA over SHA-2, got ${algorithm.algorithm} over ${digestAlgorithm.algorithm}`,
    );
  }
  const contentType = signedAttribute(signer, attribute.contentType);
  const hash = signedAttribute(signer, attribute.messageDigest);
  const isOurs =
    contentType !== null &&
    hash !== null &&
    Buffer.from(contentType.value).equals(tstInfoTypeDer) &&
    createHash(digest)
      .update(contentOf(token))
      .digest()
      .equals(Buffer.from(parsed(new Uint8Array(hash.value), OctetString, 'a hash').buffer));
  if (!isOurs) throw new TimeStampFault('its signature is over something else');
  const { type } = certificate.publicKey;
  if (
    type !== 'public' ||
    !verify(digest, attributesInDer(signer), certificate.publicKey, Buffer.from(signer.signature.buffer))
  ) {
    throw new TimeStampFault(`its signature is not one by ${nameOf(certificate)}`);
  }
}

/** The signed attributes as a SET OF in DER, whose members stand in the order of their bytes (X.690 §11.6). */
function attributesInDer({ signedAttrs = [] }: SignerInfo): Buffer {
  const members = signedAttrs
    .map((signed) => Buffer.from(AsnConvert.serialize(signed)))
    .sort((a, b) => Buffer.compare(a, b));
  const content = Buffer.concat(members);
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([0x31, ...shortest(length)]), content]);
}

/** DER has no zero before a length. */
function shortest([head = 0, ...rest]: readonly number[]): readonly number[] {
  return rest[0] === 0 ? [head - 1, ...rest.slice(1)] : [head, ...rest];
}

/** The object identifier of a time stamp in DER. */
const tstInfoTypeDer = Buffer.from('060b2a864886f70d0109100104', 'hex');

/** The one value of a signed attribute that is there once; null if it is not. */
function signedAttribute(
  { signedAttrs = [] }: SignerInfo,
  type: string,
): { readonly type: string; readonly value: ArrayBuffer } | null {
  const [found, ...more] = signedAttrs.filter(({ attrType }) => attrType === type);
  const [value, ...others] = found?.attrValues ?? [];
  return value === undefined || more.length + others.length > 0 ? null : { type, value };
}

function contentOf({ encapContentInfo }: SignedData): Uint8Array {
  const content = encapContentInfo.eContent?.single ?? encapContentInfo.eContent?.any;
  if (content === undefined) throw new TimeStampFault('the time stamp is empty');
  return new Uint8Array(content instanceof OctetString ? content.buffer : content);
}

function parsed<T>(bytes: Uint8Array, type: new () => T, what: string): T {
  try {
    return AsnConvert.parse(bytes, type);
  } catch (error) {
    throw new TimeStampFault(`expected ${what}, got something else`, { cause: error });
  }
}
