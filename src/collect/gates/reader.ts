import type { z } from 'zod';
import type { Gate, problemKinds } from '../../facts/gates/gate.js';

type ProblemKind = (typeof problemKinds)[number];

/** What a reader throws about a file that says nothing that can be judged. */
export class ReaderProblem extends Error {
  override readonly name = 'ReaderProblem';
  readonly kind: ProblemKind;
  /** From 1; null where it is not one line. */
  readonly line: number | null;

  constructor(kind: ProblemKind, text: string, line: number | null = null) {
    super(text);
    this.kind = kind;
    this.line = line;
  }
}

/** What a file says. */
export interface Summary<C = unknown> {
  /** Of the shape that the schema of the gate's fact has for `content`. */
  readonly content: C;
  /** UTC, ISO 8601, milliseconds; null where the file states no time, or none with a zone. */
  readonly writtenAt: string | null;
  /** 40 hex digits; null where the file states none. */
  readonly commit: string | null;
}

/** One file being read: its text in parts that end anywhere, then its end. Memory does not grow with the file. */
export interface Reading<C = unknown> {
  /** @throws ReaderProblem */
  push(text: string): void;
  /** @throws ReaderProblem */
  end(): Summary<C>;
}

/** One format of one gate. */
export interface Reader<C = unknown> {
  readonly gate: Gate;
  readonly format: string;
  /** Endings of names that a file of the format has, with the dot, in lower case. No other file is looked at. */
  readonly extensions: readonly string[];
  /** Whether a file of that name can be nothing else: where it turns out to be, that is a problem of the gate. */
  isNamed(path: string): boolean;
  /** Whether the file is of the format by its first characters, 64 Ki at most; its name alone never says so. */
  recognises(file: { readonly path: string; readonly head: string }): boolean;
  start(): Reading<C>;
}

/** The value as the schema has it; what is not of the documented shape is a problem that names the place. */
export function shaped<T>(
  schema: z.ZodType<T>,
  value: unknown,
  line: number | null | (() => number | null),
  place = '',
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = [place, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
  throw new ReaderProblem(
    'wrong-format',
    `${at === '' ? 'the file' : at}: ${issue?.message ?? ''}`,
    typeof line === 'function' ? line() : line,
  );
}

/** The last member of the path, in lower case. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}
