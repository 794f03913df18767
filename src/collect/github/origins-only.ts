import { isJsonObject, type Json } from '../../core/json.js';
import type { CallAnswer } from '../transport/transport.js';

/** What stands in the place of the rest of an address. */
const left = '/[not kept]';

/** The answer with scheme and host alone of each address that the pointers (with `*`) name: the rest may hold a token. */
export function originsOnly(answer: CallAnswer, pointers: readonly string[]): CallAnswer {
  const paths = pointers.map((pointer) => pointer.split('/').slice(1));
  return { ...answer, response: paths.reduce(shorten, answer.response) };
}

function shorten(value: Json, [name, ...more]: readonly string[]): Json {
  if (name === undefined) return typeof value === 'string' ? originOf(value) : value;
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(([key, member]): [string, Json] => [
      key,
      name === '*' || name === key ? shorten(member, more) : member,
    ]);
    return Object.fromEntries(members);
  }
  if (!Array.isArray(value)) return value;
  return value.map((item: Json, index) => (name === '*' || name === String(index) ? shorten(item, more) : item));
}

/** `https://ci.example.com/[not kept]`; user and password go as well, and all of what is no address. */
function originOf(address: string): string {
  if (!URL.canParse(address)) return left.slice(1);
  const { protocol, host, pathname, search, hash } = new URL(address);
  const rest = pathname === '/' && search === '' && hash === '' ? '' : left;
  return `${protocol}//${host}${rest}`;
}
