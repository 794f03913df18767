/** What is a secret by its own look. Formats as their issuers publish them. */
const secretPatterns: readonly RegExp[] = [
  // RFC 7468 §10, §11 and the older OpenSSL, OpenSSH and PGP labels.
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  /(?<![A-Za-z0-9])gh[opsur]_[A-Za-z0-9]{36,}/,
  /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22,}/,
  // https://docs.slack.dev/authentication/tokens
  /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}/,
  // https://docs.stripe.com/keys: secret and restricted keys of live mode, and webhook signing secrets.
  /(?<![A-Za-z0-9])(?:[rs]k_live|whsec)_[A-Za-z0-9+/=]{16,}/,
  // RFC 7519 §3.1: header and payload both begin with {" in base64url.
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{16,}/,
];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
const awsAccessKeyId = /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z2-7]{16}(?![A-Z0-9])/;
const awsSecretKey = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const awsSecretLabel = /secret[_ -]?(?:access)?[_ -]?key/i;

/** Whether the text holds a secret of a known format, or an AWS secret key beside its access key id or label. */
export function hasSecret(text: string): boolean {
  if (text.length < 20) return false;
  return secretPatterns.some((pattern) => pattern.test(text)) || (isAwsContext(text) && hasAwsSecretKey(text));
}

/**
 * Whether what stands beside the text says that a bare 40-character value there is an AWS secret key. An access key id
 * by itself is an identifier (AWS logs and lists it), so it is kept.
 */
export function isAwsContext(text: string): boolean {
  return awsAccessKeyId.test(text) || awsSecretLabel.test(text);
}

export function hasAwsSecretKey(text: string): boolean {
  // Forty hexadecimal digits are a SHA-1 or a commit.
  return (text.match(awsSecretKey) ?? []).some(
    (token) => !/^[0-9a-f]{40}$/i.test(token) && /\d/.test(token) && /[A-Z]/.test(token),
  );
}
