import { describe, expect, it, vi } from 'vitest';
import type { ReadError } from '../../core/read.js';
import { validityOf } from './validity.js';

const expired: ReadError = { class: 'expired-token', code: 'ExpiredToken', message: 'the token has expired' };
const never = () => Promise.resolve(false);

describe('whether the credentials of a run are still good', () => {
  it('is doubted once three answers in a row say that they have run out', async () => {
    const validity = validityOf(never);
    for (const spent of [
      null,
      null,
      { ...expired, message: `the credentials had run out before: ${expired.message}` },
    ]) {
      expect(await validity.mend(expired)).toBe(false);
      expect(validity.spent()).toEqual(spent);
    }
  });

  it('is not doubted where another call was answered in between', async () => {
    const validity = validityOf(never);
    for (let i = 0; i < 5; i += 1) {
      await validity.mend(expired);
      validity.accepted();
    }
    expect(validity.spent()).toBeNull();
  });

  it.each<ReadError>([
    { class: 'access-denied', code: 'UnauthorizedOperation', message: '' },
    { class: 'expired-token', code: 'RequestExpired', message: 'the clock' },
  ])('has nothing to do with $code', async (error) => {
    const renew = vi.fn(never);
    const validity = validityOf(renew);
    for (let i = 0; i < 5; i += 1) expect(await validity.mend(error)).toBe(false);
    expect([renew.mock.calls.length, validity.spent()]).toEqual([0, null]);
  });

  it('is mended by new ones, which are fetched once for all that was under way', async () => {
    const renew = vi.fn(() => Promise.resolve(true));
    const validity = validityOf(renew);
    expect(await Promise.all([expired, expired, expired, expired].map((error) => validity.mend(error)))).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect([renew.mock.calls.length, validity.spent()]).toEqual([1, null]);
  });
});
