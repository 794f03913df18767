import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, ExtendedKeyUsage, id_ce_extKeyUsage, id_kp_timeStamping } from '@peculiar/asn1-x509';
import { X509Certificate } from 'node:crypto';

/** More than any authority's chain has. */
const longestChain = 10;

/**
 * The certificates from the leaf to the anchor that it chains to, each valid at that time, or why there are none.
 * `others` may lend what stands between.
 */
export function chainTo(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Date,
): readonly X509Certificate[] | string {
  const chain = [leaf];
  while (chain.length <= longestChain) {
    const last = chain.at(-1) ?? leaf;
    if (at < new Date(last.validFrom)) return `${nameOf(last)} was not yet valid`;
    if (at > new Date(last.validTo)) return `${nameOf(last)} had expired, on ${last.validTo}`;
    if (anchors.some((anchor) => anchor.fingerprint256 === last.fingerprint256)) return chain;
    const issuer = [...anchors, ...others].find((candidate) => isIssuer(candidate, last));
    if (issuer === undefined) return `${nameOf(last)} does not chain to a given authority`;
    if (chain.some(({ fingerprint256 }) => fingerprint256 === issuer.fingerprint256)) break;
    chain.push(issuer);
  }
  return `${nameOf(leaf)} does not chain to a given authority`;
}

/** Why the certificate may not sign time stamps (RFC 3161 §2.3: that, nothing else, and critical), or null. */
export function timeStampingFault(certificate: X509Certificate): string | null {
  const { extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  const found = extensions?.find(({ extnID }) => extnID === id_ce_extKeyUsage);
  if (found?.critical !== true) return `${nameOf(certificate)} has no critical extended key usage`;
  const usages = [...AsnConvert.parse(found.extnValue, ExtendedKeyUsage)];
  return usages.length === 1 && usages[0] === id_kp_timeStamping
    ? null
    : `${nameOf(certificate)} is not for time stamps alone`;
}

/** The certificates of a PEM text, in its order. Throws where it holds anything that is none. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** The subject on one line, of plain characters: what stands there was written by others. */
export function nameOf(certificate: X509Certificate): string {
  return JSON.stringify(
    certificate.subject
      .replaceAll('\n', ', ')
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, 200),
  );
}

function isIssuer(issuer: X509Certificate, of: X509Certificate): boolean {
  return issuer.ca && of.checkIssued(issuer) && of.verify(issuer.publicKey);
}
