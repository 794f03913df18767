import { z } from 'zod';
import { AddressSet } from '../../core/net/address-set.js';
import { freeText } from '../reading/item-parser.js';

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
