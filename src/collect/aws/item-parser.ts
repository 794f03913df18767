import { z } from 'zod';
import type { FactKind, FactKinds } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';

/** How one item of an answer's list becomes a fact. */
export interface ItemParser<K extends FactKind> {
  readonly kind: K;
  /** The answer's member that lists the items, or groups of items. */
  readonly member: string;
  /** Where the answer lists groups (reservations of instances): the member of a group that lists its items. */
  readonly memberOfGroup?: string;
  /** What the item says. Throws a ZodError, its path leading into the item, for a shape that the API does not document. */
  parse(item: unknown): ParsedItem<K>;
}

export interface ParsedItem<K extends FactKind> {
  readonly id: string;
  readonly name: string | null;
  readonly data: FactKinds[K];
}

/** Text that people write: a tag, a name, a description. The transport may have redacted it, which stays visible. */
export const freeText = z.union([
  z.string(),
  z.object({ redacted: z.string() }).transform(({ redacted }) => `[redacted: ${redacted}]`),
]);

/** An IPv4 or IPv6 block. Anything else is refused here: further on it would stop the whole run. */
export const block = z
  .string()
  .refine((text) => isUnderstood(() => AddressSet.parseCidr(text)), 'expected a CIDR block');

/** An IPv6 address. */
export const v6Address = z
  .string()
  .refine((text) => isUnderstood(() => AddressSet.parseCidr(`${text}/128`)), 'expected an IPv6 address');

/** An id; null where EC2 leaves it out or, as it does for some, gives an empty text. */
export const optionalId = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text === '' ? null : text));

/** Whether the reader of core/net takes the text: it throws a RangeError for what it cannot read. */
export function isUnderstood(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const tagList = z
  .array(z.object({ Key: freeText, Value: freeText.default('') }))
  .default([])
  .transform((tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));

/** The Name tag, which is what people call the thing; null where it has none. */
export function nameOf(tags: Readonly<Record<string, string>>): string | null {
  return tags['Name'] ?? null;
}
