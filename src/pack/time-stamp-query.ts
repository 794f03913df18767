import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { MessageImprint, TimeStampReq } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { createHash } from 'node:crypto';

/** The query (RFC 3161 §2.4.1) for a time stamp over the SHA-256 of the data, certificates included, in DER. */
export function timeStampQuery(data: Uint8Array, nonce: Uint8Array, policy: string | null): Uint8Array {
  const imprint = new MessageImprint();
  imprint.hashAlgorithm = new AlgorithmIdentifier({ algorithm: '2.16.840.1.101.3.4.2.1', parameters: null });
  imprint.hashedMessage = new OctetString(createHash('sha256').update(data).digest());
  const query = new TimeStampReq({ messageImprint: imprint, nonce: new Uint8Array(nonce).buffer, certReq: true });
  if (policy !== null) query.reqPolicy = policy;
  return new Uint8Array(AsnConvert.serialize(query));
}

/** A nonce of those random bytes as a positive integer of DER: no zero before it, and the sign bit clear. */
export function nonceOf(random: Uint8Array): Uint8Array {
  const nonce = Uint8Array.from(random);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  return nonce;
}
