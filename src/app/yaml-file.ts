import { isUtf8 } from 'node:buffer';
import { lstat, readFile, stat } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { knownKeys } from './known-keys.js';
import { nearest } from '../core/nearest.js';

type Path = readonly PropertyKey[];

/** The 1-based line of a key; that of its nearest parent if it has none of its own. */
export type LineOf = (at: Path) => number;

/** Bytes; what a person writes by hand is far below. */
const sizeLimit = 1024 * 1024;

/**
 * The text of a YAML file that a person wrote. Throws PREPAY_CONFIG_UNREADABLE (missing, no regular file, past 1 MiB, not
 * UTF-8); a link is followed only where that is said.
 */
export async function readYaml(
  path: string,
  { followsLinks, next }: { readonly followsLinks: boolean; readonly next: string },
): Promise<string> {
  const bytes = await readBytes(path, followsLinks).catch((error: unknown) => {
    if (error instanceof PrepayError) throw error;
    throw unreadable(`${path} cannot be read (${codeOf(error)})`, next, error);
  });
  // UTF-16 without a mark is valid UTF-8 too, but full of NUL, which no YAML may hold.
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(`${path} is not UTF-8 text`, 'Save it as UTF-8.');
  return bytes.toString('utf8');
}

async function readBytes(path: string, followsLinks: boolean): Promise<Buffer> {
  // Asked before it is opened: opening a pipe waits for its writer, and a device may have no end.
  const found = await (followsLinks ? stat : lstat)(path);
  if (!found.isFile()) throw unreadable(`${path} is not a regular file`, 'Name a YAML file.');
  if (found.size > sizeLimit) {
    throw unreadable(
      `${path} has ${found.size} bytes; expected at most ${sizeLimit}`,
      'Name the YAML file that is meant.',
    );
  }
  return await readFile(path);
}

/** What YAML text says, and where each key of it stands. Throws PREPAY_CONFIG_UNREADABLE with the line. */
export function parseYaml(path: string, text: string): { readonly value: unknown; readonly lineOf: LineOf } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    const what = broken.message.split('\n')[0] ?? broken.code;
    throw unreadable(`${path}:${line} is not YAML: ${what}`, 'Mend that line.', broken);
  }
  return { value: valueOf(path, document), lineOf: (at) => lineIn(document, lines, at) };
}

/** The value as the schema has it. Throws PREPAY_CONFIG_INVALID with a sentence a fault, each with its line. */
export function validated<T>(
  path: string,
  { value, lineOf }: { readonly value: unknown; readonly lineOf: LineOf },
  schema: z.ZodType<T>,
  next = 'Mend the lines named.',
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues
    .flatMap((issue) => sentencesOf(issue, schema, lineOf))
    .sort((a, b) => a.line - b.line || byCodeUnit(a.text, b.text));
  throw new PrepayError(
    'PREPAY_CONFIG_INVALID',
    sentences.map(({ line, text }) => `${path}:${line} ${text}`).join('\n'),
    next,
    { cause: parsed.error },
  );
}

function sentencesOf(issue: z.core.$ZodIssue, schema: z.ZodType, lineOf: LineOf): { line: number; text: string }[] {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearest(key, knownKeys(schema, issue.path));
      const hint = near === null ? '' : `; did you mean "${near}"?`;
      const name = where === '' ? key : `${where}.${key}`;
      return { line: lineOf([...issue.path, key]), text: `unknown key "${name}"${hint}` };
    });
  }
  const what = where === '' ? 'the file' : `"${where}"`;
  return [{ line: lineOf(issue.path), text: `${what}: ${issue.message.replace(/^Invalid input: /u, '')}` }];
}

function valueOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    const what = `${path} uses aliases that cannot be resolved, or more than 50 of them`;
    throw unreadable(what, 'Write the values out.', error);
  }
}

function lineIn(document: Document, lines: LineCounter, at: Path): number {
  for (let length = at.length; length > 0; length -= 1) {
    const start = rangeStart(document.getIn(at.slice(0, length), true));
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}

function unreadable(message: string, next: string, cause?: unknown): PrepayError {
  return new PrepayError('PREPAY_CONFIG_UNREADABLE', message, next, { cause });
}

/** The system's code of an error: `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
