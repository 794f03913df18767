import { pointerToken } from '../../core/json.js';

/** No API answers so deep, and what walks an answer must not run out of stack. */
const deepest = 500;

/** Why a value cannot be recorded as JSON without loss, and where; null for one that can. */
export function misfitOf(value: unknown): string | null {
  // Answers are large and fit, nearly all of them: where a misfit stands is worked out once there is one.
  return fits(value, 0) ? null : misfitAt(value, '', 0);
}

function fits(value: unknown, depth: number): boolean {
  if (depth > deepest) return false;
  switch (typeof value) {
    case 'boolean':
      return true;
    case 'number':
      return numberMisfit(value, '') === null;
    case 'string':
      return !hasLoneSurrogate(value);
    case 'object':
      return value === null || (Array.isArray(value) ? itemsFit(value, depth + 1) : membersFit(value, depth + 1));
    case 'bigint':
    case 'undefined':
    case 'function':
    case 'symbol':
      return false;
  }
}

function itemsFit(items: readonly unknown[], depth: number): boolean {
  for (const item of items) if (!fits(item, depth)) return false;
  return true;
}

function membersFit(value: object, depth: number): boolean {
  for (const name of Object.keys(value)) {
    if (hasLoneSurrogate(name) || !fits(Reflect.get(value, name), depth)) return false;
  }
  return true;
}

function misfitAt(value: unknown, at: string, depth: number): string | null {
  if (depth > deepest) return `nesting deeper than ${deepest} levels`;
  switch (typeof value) {
    case 'bigint':
      return `integer past 2^53 at ${place(at)}`;
    case 'number':
      return numberMisfit(value, at);
    case 'string':
      return hasLoneSurrogate(value) ? `text that is not Unicode at ${place(at)}` : null;
    case 'object':
      return value === null ? null : membersMisfit(value, at, depth + 1);
    case 'boolean':
      return null;
    case 'undefined':
    case 'function':
    case 'symbol':
      return `a ${typeof value}, which JSON cannot carry, at ${place(at)}`;
  }
}

function numberMisfit(value: number, at: string): string | null {
  if (!Number.isFinite(value)) return `a number that is not finite at ${place(at)}`;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? `integer past 2^53 at ${place(at)}` : null;
}

function membersMisfit(value: object, at: string, depth: number): string | null {
  for (const [name, member] of Object.entries(value)) {
    const misfit =
      misfitAt(member, `${at}/${pointerToken(name)}`, depth) ??
      (hasLoneSurrogate(name) ? `a name that is not Unicode at ${place(at)}` : null);
    if (misfit !== null) return misfit;
  }
  return null;
}

function place(pointer: string): string {
  return pointer === '' ? 'the root' : pointer;
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
