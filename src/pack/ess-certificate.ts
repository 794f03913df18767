import { createHash } from 'node:crypto';

/** SigningCertificate and SigningCertificateV2 (RFC 2634 §5.4, RFC 5035 §3): which certificate a signer says it used. */
export const essAttribute = { v1: '1.2.840.113549.1.9.16.2.12', v2: '1.2.840.113549.1.9.16.2.47' } as const;

/** The hashes that time stamps are made with today, by object identifier. */
export const digestNames: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The same, by the identifier's content in DER. */
const digestsInDer: Readonly<Record<string, string>> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/**
 * Whether the attribute's value, in DER, names the certificate as the signer's own: the first that it lists.
 * Version 1 knows no hash but SHA-1, which names the certificate here and signs nothing.
 */
export function namesCertificate(attribute: string, value: Uint8Array, certificate: Uint8Array): boolean {
  const own = [0, 0, 0].reduce<Element | undefined>((element, at) => element && inside(element.content)[at], {
    tag: tag.sequence,
    content: value,
  });
  if (own === undefined) return false;
  const [first, second] = inside(own.content);
  const hasAlgorithm = first?.tag === tag.sequence;
  const hash = hasAlgorithm ? second : first;
  const digest = attribute === essAttribute.v1 ? 'sha1' : hasAlgorithm ? digestOf(first) : 'sha256';
  if (hash?.tag !== tag.octetString || digest === undefined) return false;
  return createHash(digest).update(certificate).digest().equals(hash.content);
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

const tag = { octetString: 0x04, identifier: 0x06, sequence: 0x30 } as const;

function digestOf(algorithm: Element): string | undefined {
  const [identifier] = inside(algorithm.content);
  return identifier === undefined ? undefined : digestsInDer[Buffer.from(identifier.content).toString('hex')];
}

/** The elements of DER that stand one after the other (X.690 §8.1); none past a head that promises more than there is. */
function inside(bytes: Uint8Array): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [type = 0, short = 0] = bytes.subarray(at, at + 2);
    const more = short < 0x80 ? 0 : short & 0x7f;
    const length =
      more === 0 ? short : Buffer.from(bytes.subarray(at + 2, at + 2 + more)).reduce((n, b) => n * 256 + b, 0);
    const from = at + 2 + more;
    if (more > 3 || from + length > bytes.length) break;
    elements.push({ tag: type, content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return elements;
}
