import { PrepayError } from '../../core/errors.js';
import type { Json, JsonObject } from '../../core/json.js';

/**
 * The SDK's output as `aws … --output json` shows it, less `$metadata`: dates as ISO 8601 text in UTC, bytes as base64,
 * members without a value left out.
 *
 * Throws PREPAY_NUMBER_TOO_LARGE for an integer past 2^53.
 */
export function normalise(output: { readonly $metadata: unknown }): JsonObject {
  return members({ ...output, $metadata: undefined });
}

function members(value: object): JsonObject {
  const kept = Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, Json][] =>
    member === undefined ? [] : [[name, plain(member)]],
  );
  return Object.fromEntries(kept);
}

function plain(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
    case 'bigint':
      return exact(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(plain);
      return members(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      throw new TypeError(`an SDK output cannot hold a ${typeof value}`);
  }
}

function exact(value: number | bigint): number {
  const number = Number(value);
  if (Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))) return number;
  throw new PrepayError(
    'PREPAY_NUMBER_TOO_LARGE',
    `an answer holds the number ${String(value)}: expected at most 2^53 - 1`,
    'Report it with the operation; JSON cannot carry the number exactly.',
  );
}
