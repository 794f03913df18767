import type { HelperDelegate, SafeString as Safe } from 'handlebars';
import { byCodeUnit } from '../../core/json.js';

/** What the helpers need of the engine: how it marks a text as one that is escaped already. */
export interface Engine {
  readonly SafeString: new (text: string) => Safe;
}

/** Every helper of a house's templates beside the engine's own, by name; docs/templates.md describes each. */
export function helpersOf({ SafeString }: Engine): Readonly<Record<string, HelperDelegate>> {
  return {
    eq: (a: unknown, b: unknown) => a === b,
    ne: (a: unknown, b: unknown) => a !== b,
    not: (value: unknown) => !isTrue(value),
    and: (...values: unknown[]) => given(values).every(isTrue),
    or: (...values: unknown[]) => given(values).some(isTrue),
    count: (list: unknown) => listOf('count', list).length,
    limit: (list: unknown, most: unknown) => listOf('limit', list).slice(0, wholeNumber('limit', most)),
    where: (list: unknown, member: unknown, value: unknown) =>
      listOf('where', list).filter((item) => at(item, member) === value),
    sort: (list: unknown, member: unknown) =>
      [...listOf('sort', list)].sort((a, b) => byCodeUnit(String(at(a, member)), String(at(b, member)))),
    join: (list: unknown, between: unknown) => listOf('join', list).join(text('join', between)),
    date: (instant: unknown) => /^\d{4}-\d{2}-\d{2}/u.exec(text('date', instant))?.[0] ?? refuse('date', 'an instant'),
    // In a script or a data block nothing may end the element that it stands in.
    json: (value: unknown) => new SafeString(JSON.stringify(value ?? null).replaceAll('<', '\\u003c')),
  };
}

/** Arguments without the options that the engine puts last. */
function given(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, -1);
}

/** As the engine's own `if` sees it: an empty list is not true. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** An own member of plain data by its path, `resource.id`; undefined where there is none. */
function at(item: unknown, path: unknown): unknown {
  return text('path', path)
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? new Map<string, unknown>(Object.entries(value)).get(name)
          : undefined,
      item,
    );
}

function listOf(helper: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(helper, 'a list');
}

function text(helper: string, value: unknown): string {
  return typeof value === 'string' ? value : refuse(helper, 'a text in quotes');
}

function wholeNumber(helper: string, value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : refuse(helper, 'a whole number');
}

function refuse(helper: string, expected: string): never {
  throw new TypeError(`the helper ${helper} expected ${expected}`);
}
