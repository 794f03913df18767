import { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import type { Json } from '../core/json.js';

/** PREPAY_PACK_INVALID naming the file, the line if it is one of many, and what is wrong. */
export function packFault(file: string, line: number | null, wrong: string | z.ZodError): PrepayError {
  const where = line === null ? file : `${file}:${line}`;
  return new PrepayError(
    'PREPAY_PACK_INVALID',
    `${where}: ${typeof wrong === 'string' ? wrong : issues(wrong)}`,
    "Get the pack again from whom you have it, and run 'prepay pack verify' on it.",
  );
}

/** The text of bytes that have to be UTF-8, so that a text stands for one byte sequence. */
export function utf8(bytes: Uint8Array, file: string, line: number | null): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw packFault(file, line, 'expected UTF-8, got other bytes');
  }
}

/** The JSON value of a text. */
export function parseJson(text: string, file: string, line: number | null): Json {
  try {
    const value: unknown = JSON.parse(text);
    return anyJson.parse(value);
  } catch {
    throw packFault(file, line, 'expected JSON, got something else');
  }
}

/** The value of a text that has to be of the schema's shape. */
export function parseAs<T>(schema: z.ZodType<T>, text: string, file: string, line: number | null): T {
  const result = schema.safeParse(parseJson(text, file, line));
  if (!result.success) throw packFault(file, line, result.error);
  return result.data;
}

// JSON.parse gives nothing but Json.
const anyJson = z.custom<Json>(() => true);

function issues(error: z.ZodError): string {
  const [first, ...more] = error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'value'}: ${issue.message}`,
  );
  return more.length === 0 ? String(first) : `${String(first)} (and ${more.length} more)`;
}
