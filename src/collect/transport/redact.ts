import { isJsonObject, type Json, type JsonObject, pointerToken } from '../../core/json.js';
import type { ReadRequest, Redaction, RedactionReason } from '../../core/read.js';
import { hasCardNumber } from '../../pan/index.js';
import { hasAwsSecretKey, hasSecret, isAwsContext } from './secrets.js';

export interface Redacted {
  readonly value: Json;
  /** In document order; empty where the value came back as it was. */
  readonly redactions: readonly Redaction[];
}

type Pattern = readonly string[];

/**
 * The value with `{"redacted": reason}` in the place of each member that `neverKept` names (JSON Pointers, a token `*`
 * for any) and of each text or number that holds a card number or a secret: the whole of it, since half a secret is one.
 * A member whose name holds one is renamed to `redacted-<n>`. Nothing is left of what was taken out, no hash either.
 */
export function redact(value: Json, neverKept: readonly string[] = []): Redacted {
  const redactions: Redaction[] = [];
  const patterns = neverKept.map(patternOf);
  return { value: walk(value, '', patterns, false, redactions), redactions };
}

/** The request as it is recorded and keyed. */
export function redactRequest(request: ReadRequest): ReadRequest {
  const { value, redactions } = redact(request.input);
  return redactions.length === 0 || !isJsonObject(value) ? request : { ...request, input: value };
}

/** The text, or `[redacted: reason]` where it holds a card number or a secret. */
export function redactText(text: string): string {
  const reason = reasonIn(text);
  return reason === null ? text : `[redacted: ${reason}]`;
}

function patternOf(pointer: string): Pattern {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function reasonIn(text: string): RedactionReason | null {
  if (hasCardNumber(text)) return 'card-number';
  return hasSecret(text) ? 'secret' : null;
}

function walk(value: Json, at: string, patterns: readonly Pattern[], besideAwsKey: boolean, found: Redaction[]): Json {
  const reason = reasonOf(value, patterns, besideAwsKey);
  if (reason !== null) {
    found.push({ pointer: at, reason });
    return { redacted: reason };
  }
  if (isJsonObject(value)) return walkObject(value, at, patterns, found);
  if (typeof value === 'object' && value !== null) {
    const isBeside = value.some(isAwsHint);
    return value.map((item, i) => walk(item, `${at}/${i}`, below(patterns, String(i)), isBeside, found));
  }
  return value;
}

function walkObject(value: JsonObject, at: string, patterns: readonly Pattern[], found: Redaction[]): JsonObject {
  const members = Object.entries(value);
  const isBeside = members.some(([name, member]) => isAwsContext(name) || isAwsHint(member));
  const taken = new Set(members.map(([name]) => name));
  const kept = members.map(([name, member]): [string, Json] => {
    const reason = reasonIn(name);
    const newName = reason === null ? name : freeName(taken);
    const pointer = `${at}/${pointerToken(newName)}`;
    if (reason !== null) found.push({ pointer, reason });
    return [newName, walk(member, pointer, below(patterns, name), isBeside, found)];
  });
  return Object.fromEntries(kept);
}

function reasonOf(value: Json, patterns: readonly Pattern[], besideAwsKey: boolean): RedactionReason | null {
  if (value === null) return null;
  if (patterns.some((pattern) => pattern.length === 0)) return 'not-collected';
  if (typeof value === 'number') return hasCardNumber(String(value)) ? 'card-number' : null;
  if (typeof value !== 'string') return null;
  return reasonIn(value) ?? (besideAwsKey && hasAwsSecretKey(value) ? 'secret' : null);
}

function isAwsHint(value: Json): boolean {
  return typeof value === 'string' && isAwsContext(value);
}

function below(patterns: readonly Pattern[], name: string): readonly Pattern[] {
  return patterns.filter((pattern) => pattern[0] === '*' || pattern[0] === name).map((pattern) => pattern.slice(1));
}

function freeName(taken: Set<string>): string {
  let n = 1;
  while (taken.has(`redacted-${n}`)) n += 1;
  const name = `redacted-${n}`;
  taken.add(name);
  return name;
}
