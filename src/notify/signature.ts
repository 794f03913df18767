import { createHmac } from 'node:crypto';

/**
 * The headers that sign a body, after Standard Webhooks: HMAC-SHA-256 over id, time and body, which the receiver makes
 * again with the shared secret, and refuses where the time is more than minutes ago.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  secret: Uint8Array,
  { id, timeMs, body }: { readonly id: string; readonly timeMs: number; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(timeMs / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Bytes of a secret: the least that the convention allows. */
const shortest = 24;

/** The bytes of a secret as it is written: base64 after `whsec_`, else its own bytes. Null for less than 24. */
export function secretBytes(text: string): Uint8Array | null {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+=*)$/u.exec(text) ?? [];
  const bytes = base64 === undefined ? Buffer.from(text, 'utf8') : Buffer.from(base64, 'base64');
  return bytes.length < shortest ? null : bytes;
}
