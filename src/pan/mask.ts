import { passesLuhn } from './issuers.js';

/**
 * The number with all but its first six and last four digits starred, which PCI DSS 3.4.1 lets anybody see. Fewer of the
 * last four are shown where the digits left over would pass the check themselves: a mask must not look like a find.
 */
export function maskCardNumber(digits: string): string {
  for (const shown of [4, 3, 2, 1]) {
    const head = digits.slice(0, 6);
    const tail = digits.slice(digits.length - shown);
    if (!passesLuhn(head + tail)) return head + '*'.repeat(digits.length - 6 - shown) + tail;
  }
  return '*'.repeat(digits.length);
}
