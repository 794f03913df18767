import { describe, expect, it } from 'vitest';
import { errorTable, PrepayError } from './errors.js';

describe('PrepayError', () => {
  it('carries its code, the next step, its cause and the exit code of the table', () => {
    const cause = new Error('why');
    const error = new PrepayError('PREPAY_READ_DENIED', 'what', 'do this', { cause });
    expect(error).toMatchObject({
      name: 'PrepayError',
      code: 'PREPAY_READ_DENIED',
      message: 'what',
      next: 'do this',
      cause,
    });
    expect(error.exit).toBe(3);
  });

  it('takes its exit code from the table', () => {
    expect(Object.keys(errorTable)).toContain('PREPAY_INTERRUPTED');
    expect(new PrepayError('PREPAY_INTERRUPTED', '', '').exit).toBe(130);
  });
});
