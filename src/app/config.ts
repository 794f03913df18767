import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { nearest } from '../core/nearest.js';
import { findCardNumbers } from '../pan/index.js';
import { type Config, configSchema, notBuilt } from './config-schema.js';

/** A configuration and where each of its keys stands. */
export interface LoadedConfig {
  /** As given on the command line, or `prepay.yaml`; null where there is no file. */
  readonly path: string | null;
  readonly config: Config;
  /** The 1-based line of a key; that of its nearest parent if it has none of its own. */
  lineOf(path: readonly PropertyKey[]): number;
}

type Path = readonly PropertyKey[];

/**
 * The validated configuration of a YAML file.
 * Throws PREPAY_CONFIG_UNREADABLE (missing, empty, no regular file, past 1 MiB, not UTF-8, not YAML), PREPAY_NOT_BUILT (a key of a later version) and
 * PREPAY_CONFIG_INVALID (unknown key, wrong type), each with the line.
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  return parseConfig(path, await readText(path));
}

/** The file as evidence names it: from the folder of the run, so that no home folder gets into a pack. */
export function shownPath(path: string): string {
  return relative(process.cwd(), resolve(path));
}

export function withoutConfig(): LoadedConfig {
  return { path: null, config: configSchema.parse({ version: 1 }), lineOf: () => 1 };
}

export function parseConfig(path: string, text: string): LoadedConfig {
  refuseCardNumbers(path, text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    throw new PrepayError(
      'PREPAY_CONFIG_UNREADABLE',
      `${path}:${line} is not YAML: ${broken.message.split('\n')[0] ?? broken.code}`,
      'Mend that line.',
      { cause: broken },
    );
  }
  const value = valueOf(path, document);
  if (value === null || value === undefined) {
    throw new PrepayError(
      'PREPAY_CONFIG_UNREADABLE',
      `${path} is empty; expected a mapping that begins with "version: 1"`,
      'Write at least "version: 1", or leave the file out to audit what the environment names.',
    );
  }
  const lineOf = (at: Path): number => lineIn(document, lines, at);
  refuseNotBuilt(path, value, lineOf);
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw invalid(path, parsed.error, lineOf);
  return { path, config: parsed.data, lineOf };
}

/** The configuration goes into every pack, so that a card number in it, or in its name, would too. */
function refuseCardNumbers(path: string, text: string): void {
  const inName = findCardNumbers(path).length > 0;
  const [first] = findCardNumbers(text);
  if (!inName && first === undefined) return;
  const place = inName
    ? 'the name of the configuration file'
    : `the configuration, line ${text.slice(0, first?.start).split('\n').length},`;
  throw new PrepayError(
    'PREPAY_CONFIG_INVALID',
    `${place} holds what looks like a card number`,
    'Take it out: the configuration is sealed into every pack.',
  );
}

function valueOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new PrepayError(
      'PREPAY_CONFIG_UNREADABLE',
      `${path} uses aliases that cannot be resolved, or more than 50 of them`,
      'Write the values out.',
      { cause: error },
    );
  }
}

/** Bytes; a configuration of a thousand lines has some 50 KB. */
const sizeLimit = 1024 * 1024;

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  // UTF-16 without a mark is valid UTF-8 too, but full of NUL, which no YAML may hold.
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new PrepayError('PREPAY_CONFIG_UNREADABLE', `${path} is not UTF-8 text`, 'Save it as UTF-8.');
  }
  return bytes.toString('utf8');
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    // Asked before it is opened: opening a pipe waits for its writer, and a device may have no end.
    const found = await stat(path);
    if (!found.isFile()) {
      throw new PrepayError('PREPAY_CONFIG_UNREADABLE', `${path} is not a regular file`, 'Name a YAML file.');
    }
    if (found.size > sizeLimit) {
      throw new PrepayError(
        'PREPAY_CONFIG_UNREADABLE',
        `${path} has ${found.size} bytes; expected at most ${sizeLimit}`,
        'Name the YAML file of the configuration.',
      );
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof PrepayError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new PrepayError(
      'PREPAY_CONFIG_UNREADABLE',
      `${path} cannot be read (${code})`,
      'Check the path and its permissions, or leave --config out.',
      { cause: error },
    );
  }
}

function lineIn(document: Document, lines: LineCounter, at: Path): number {
  for (let length = at.length; length > 0; length -= 1) {
    const node = document.getIn(at.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}

function refuseNotBuilt(path: string, value: unknown, lineOf: (at: Path) => number): void {
  for (const pattern of notBuilt) {
    const [at] = matches(value, pattern.split('.'), []);
    if (at === undefined) continue;
    throw new PrepayError(
      'PREPAY_NOT_BUILT',
      `${path}:${lineOf(at)} sets "${at.join('.')}", which this version does not have`,
      'Remove the key; it is refused so that nobody relies on it.',
    );
  }
}

function matches(value: unknown, pattern: readonly string[], at: readonly string[]): readonly string[][] {
  const [head, ...rest] = pattern;
  if (head === undefined) return [[...at]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => head === '*' || key === head)
    .flatMap(([key, inner]) => matches(inner, rest, [...at, key]));
}

function invalid(path: string, error: z.ZodError, lineOf: (at: Path) => number): PrepayError {
  const sentences = error.issues
    .map((issue) => sentence(issue, lineOf))
    .sort((a, b) => a.line - b.line || byCodeUnit(a.text, b.text));
  return new PrepayError(
    'PREPAY_CONFIG_INVALID',
    sentences.map(({ line, text }) => `${path}:${line} ${text}`).join('\n'),
    'Mend the lines named; schemas/config.schema.json tells editors what is allowed.',
    { cause: error },
  );
}

function sentence(issue: z.core.$ZodIssue, lineOf: (at: Path) => number): { line: number; text: string } {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const near = nearest(key, knownKeys(issue.path));
    const hint = near === null ? '' : `; did you mean "${near}"?`;
    return {
      line: lineOf([...issue.path, key]),
      text: `unknown key "${where === '' ? key : `${where}.${key}`}"${hint}`,
    };
  }
  return {
    line: lineOf(issue.path),
    text: `${where === '' ? 'the file' : `"${where}"`}: ${issue.message.replace(/^Invalid input: /, '')}`,
  };
}

/** The keys that the schema knows at a path: found by asking it, so that there is no second list. */
function knownKeys(path: Path): string[] {
  let schema: unknown = configSchema;
  for (const step of path) schema = inner(schema, step);
  const object = unwrap(schema);
  return isRecord(object) && isRecord(object['shape']) ? Object.keys(object['shape']) : [];
}

function inner(schema: unknown, step: PropertyKey): unknown {
  const object = unwrap(schema);
  if (!isRecord(object)) return null;
  if (isRecord(object['shape']) && typeof step === 'string') return object['shape'][step];
  return 'element' in object ? object['element'] : null;
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
