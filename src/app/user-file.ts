import { isUtf8 } from 'node:buffer';
import { lstat, readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { nearest } from '../core/nearest.js';
import { redactText } from '../collect/transport/redact.js';

/** A YAML file of the user's beside prepay.yaml, validated, and where each of its keys stands. */
export interface UserFile<T> {
  readonly path: string;
  readonly value: T;
  /** The 1-based line of a key; that of its nearest parent if it has none of its own. */
  readonly lineOf: (at: readonly PropertyKey[]) => number;
}

/** Bytes; what a person writes by hand is far below. */
const sizeLimit = 1024 * 1024;

/**
 * The validated value of a YAML file that the configuration names. A link, pipe or device is never opened, and a card number
 * or secret in it is refused, since what stands in it is sealed into every pack.
 * Throws PREPAY_CONFIG_UNREADABLE and PREPAY_CONFIG_INVALID, each with file and line.
 */
export async function loadUserFile<T>(path: string, schema: z.ZodType<T>): Promise<UserFile<T>> {
  return parseUserFile(path, await readText(path), schema);
}

export function parseUserFile<T>(path: string, text: string, schema: z.ZodType<T>): UserFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    throw unreadable(`${path}:${line} is not YAML: ${broken.message.split('\n')[0] ?? broken.code}`, 'Mend that line.');
  }
  refuseSecrets(path, text);
  const lineOf = (at: readonly PropertyKey[]): number => lineIn(document, lines, at);
  const parsed = schema.safeParse(valueOf(path, document));
  if (!parsed.success) throw invalidFile(path, parsed.error, schema, lineOf);
  return { path, value: parsed.data, lineOf };
}

/** One sentence on one line of a user's file, as every fault of it is said. */
export function faultAt(path: string, line: number, text: string, next = 'Mend the line named.'): PrepayError {
  return new PrepayError('PREPAY_CONFIG_INVALID', `${path}:${line} ${text}`, next);
}

async function readText(path: string): Promise<string> {
  const found = await lstat(path).catch((error: unknown) => {
    throw unreadable(`${path} cannot be read (${codeOf(error)})`, 'Check the path and its permissions.');
  });
  if (!found.isFile())
    throw unreadable(`${path}: expected a regular file, got a link, folder or special file`, 'Put a YAML file there.');
  if (found.size > sizeLimit)
    throw unreadable(
      `${path} has ${found.size} bytes; expected at most ${sizeLimit}`,
      'Split it, or name another file.',
    );
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(`${path} cannot be read (${codeOf(error)})`, 'Check the path and its permissions.');
  });
  // UTF-16 without a mark is valid UTF-8 too, but full of NUL, which no YAML may hold.
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(`${path} is not UTF-8 text`, 'Save it as UTF-8.');
  return bytes.toString('utf8');
}

/** Line by line, so that the line can be named without what stands in it. */
function refuseSecrets(path: string, text: string): void {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => redactText(line) !== line);
  if (index < 0 && redactText(text) === text) return;
  throw faultAt(
    path,
    Math.max(index, 0) + 1,
    'holds what looks like a card number or secret',
    'Take it out: what stands in the file is sealed into every pack.',
  );
}

function valueOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw unreadable(
      `${path} uses aliases that cannot be resolved, or more than 50 of them`,
      'Write the values out.',
      error,
    );
  }
}

function lineIn(document: Document, lines: LineCounter, at: readonly PropertyKey[]): number {
  for (let length = at.length; length > 0; length -= 1) {
    const node = document.getIn(at.slice(0, length), true);
    if (isRecord(node) && Array.isArray(node['range']) && typeof node['range'][0] === 'number')
      return lines.linePos(node['range'][0]).line;
  }
  return 1;
}

function invalidFile(
  path: string,
  error: z.ZodError,
  schema: z.ZodType,
  lineOf: (at: readonly PropertyKey[]) => number,
): PrepayError {
  const sentences = error.issues
    .flatMap((issue) => sentencesOf(issue, schema, lineOf))
    .sort((a, b) => a.line - b.line || byCodeUnit(a.text, b.text));
  return new PrepayError(
    'PREPAY_CONFIG_INVALID',
    sentences.map(({ line, text }) => `${path}:${line} ${text}`).join('\n'),
    'Mend the lines named.',
    { cause: error },
  );
}

function sentencesOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  lineOf: (at: readonly PropertyKey[]) => number,
): { line: number; text: string }[] {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearest(key, knownKeys(schema, issue.path));
      const hint = near === null ? '' : `; did you mean "${near}"?`;
      return {
        line: lineOf([...issue.path, key]),
        text: `unknown key "${where === '' ? key : `${where}.${key}`}"${hint}`,
      };
    });
  }
  const what = where === '' ? 'the file' : `"${where}"`;
  return [{ line: lineOf(issue.path), text: `${what}: ${issue.message.replace(/^Invalid input: /u, '')}` }];
}

/** The keys that the schema knows at a path: found by asking it, so that there is no second list. */
function knownKeys(root: unknown, path: readonly PropertyKey[]): string[] {
  let schema: unknown = root;
  for (const step of path) {
    const object = unwrap(schema);
    if (!isRecord(object)) return [];
    schema = isRecord(object['shape']) && typeof step === 'string' ? object['shape'][step] : object['element'];
  }
  const object = unwrap(schema);
  return isRecord(object) && isRecord(object['shape']) ? Object.keys(object['shape']) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (isRecord(current) && isRecord(current['def']) && 'innerType' in current['def'])
    current = current['def']['innerType'];
  return current;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unreadable(message: string, next: string, cause?: unknown): PrepayError {
  return new PrepayError('PREPAY_CONFIG_UNREADABLE', message, next, { cause });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
