import canonicalizeJson from 'canonicalize';

/** The RFC 8785 form of a value: one byte sequence for one value, whoever writes it. */
export function canonical(value: unknown): string {
  const text = nativeForm(value) ?? canonicalizeJson(value);
  if (text === undefined) throw new TypeError('a value without a JSON form has no canonical form');
  return text;
}

/**
 * The canonical form by JSON.stringify, which differs from RFC 8785 in the order of members and in what it makes of
 * values that are no JSON. Null where the value is, or may be, anything but plain JSON: the library decides then.
 *
 * An answer of a source is megabytes, and is put into this form when it is recorded and again each time it is checked;
 * the library, which makes a text for each value in it, takes ten times as long.
 */
function nativeForm(value: unknown): string | null {
  const ordered = inOrder(value, 0);
  if (ordered === notPlain) return null;
  const text = JSON.stringify(ordered);
  // Half of a surrogate pair has no UTF-8: RFC 8785 refuses what JSON.stringify escapes.
  return text.includes('\\ud') ? null : text;
}

const notPlain = Symbol('not plain JSON');

/** What is nested deeper is left to the library: it is rare, and the stack is not endless. */
const deepest = 200;

/** The value with the members of each object by code unit: the value itself where they are. */
function inOrder(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : notPlain;
    case 'object':
      if (value === null) return value;
      if (depth === deepest) return notPlain;
      if (Array.isArray(value)) return itemsInOrder(value, depth + 1);
      return isPlain(value) ? membersInOrder(value, depth + 1) : notPlain;
    case 'bigint':
    case 'undefined':
    case 'function':
    case 'symbol':
      return notPlain;
  }
}

function itemsInOrder(items: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | null = null;
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    const ordered = inOrder(item, depth);
    if (ordered === notPlain) return notPlain;
    if (ordered === item) continue;
    copy ??= [...items];
    copy[i] = ordered;
  }
  return copy ?? items;
}

type Members = Record<string, unknown>;

function membersInOrder(value: Readonly<Members>, depth: number): unknown {
  const names = Object.keys(value);
  const isSorted = areSorted(names);
  if (!isSorted) names.sort();
  let copy: Members | null = isSorted ? null : {};
  for (const [at, name] of names.entries()) {
    const member = value[name];
    const ordered = member === undefined ? undefined : inOrder(member, depth);
    if (ordered === notPlain) return notPlain;
    if (copy === null && ordered !== member) copy = firstOf(value, names, at);
    if (copy !== null) copy[name] = ordered;
  }
  // An engine puts names that are indices first, whatever the order of the copying, and `__proto__` makes no member.
  return copy !== null && names.some((name) => /^(?:\d|__proto__$)/.test(name)) ? notPlain : (copy ?? value);
}

function firstOf(value: Readonly<Members>, names: readonly string[], count: number): Members {
  return Object.fromEntries(names.slice(0, count).map((name) => [name, value[name]]));
}

function areSorted(names: readonly string[]): boolean {
  let before = '';
  for (const name of names) {
    if (name < before) return false;
    before = name;
  }
  return true;
}

/** Neither a class of its own, which may say itself how it is written, nor an object without a prototype's members. */
function isPlain(value: object): value is Readonly<Members> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
