import type { ReadError } from '../../core/read.js';
import { classifyError } from '../transport/classify.js';
import { throwIfInterrupted, withDeadline } from '../transport/deadline.js';
import { redactText } from '../transport/redact.js';
import type { ClientOptions } from './service.js';
import { sharedCredentials } from './credentials.js';

export type CredentialSearch =
  /** Which kind of provider had them. Neither key nor token is handed over. */
  { readonly kind: string; readonly expiresAt: string | null } | { readonly error: ReadError };

/** Looks for credentials as every read does, by the SDK's own chain. */
export async function findCredentials(
  options: Omit<ClientOptions, 'credentials'>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<CredentialSearch> {
  try {
    const found: unknown = await withDeadline(timeoutMs, signal, async () =>
      (await sharedCredentials(options)).provider(),
    );
    return { kind: kindOf(member(found, '$source')), expiresAt: expiryOf(member(found, 'expiration')) };
  } catch (thrown) {
    throwIfInterrupted(signal);
    const error = classifyError(thrown, { source: 'aws' });
    return { error: { ...error, message: redactText(error.message) } };
  }
}

/** The SDK marks credentials with the features that had them: @aws-sdk/core, setCredentialFeature. The first that fits counts. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/_ENV_VARS$/, 'environment variables'],
  [/_SSO(_LEGACY)?$/, 'single sign-on (SSO)'],
  [/_(STS_WEB_ID_TOKEN|STS_ASSUME_ROLE_WEB_ID)$/, 'a web identity token'],
  [/_STS_ASSUME_ROLE$/, 'a role that a profile assumes'],
  [/_PROCESS$/, 'a credential process'],
  [/_LOGIN$/, "'aws login'"],
  [/_HTTP$/, 'the container'],
  [/_IMDS$/, 'the instance'],
  [/^CREDENTIALS_PROFILE/, 'a profile of the shared configuration'],
];

function kindOf(source: unknown): string {
  const features = typeof source === 'object' && source !== null ? Object.keys(source) : [];
  const found = kinds.find(([pattern]) => features.some((feature) => pattern.test(feature)));
  return found?.[1] ?? "the SDK's own chain";
}

function expiryOf(expiration: unknown): string | null {
  return expiration instanceof Date && !Number.isNaN(expiration.getTime()) ? expiration.toISOString() : null;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
