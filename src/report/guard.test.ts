import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { findCardNumbers } from '../pan/index.js';
import { guardOutput } from './guard.js';

describe('guardOutput', () => {
  it('hands the text back unchanged where there is no card number', () => {
    expect(guardOutput('html', 'sg-1 is open', findCardNumbers)).toBe('sg-1 is open');
  });

  it('names format, line and column of the first and how many more there are, and never the value', () => {
    const text = 'first\n  4111111111111111 and 5500005555555559';
    const error = captured(() => guardOutput('csv', text, findCardNumbers));
    expect(error.code).toBe('PREPAY_SECRET_IN_OUTPUT');
    expect(error.message).toContain('the csv report holds a card number at line 2, column 3, and 1 more');
    expect(`${error.message}${error.next}`).not.toMatch(/\d{6}/u);
  });

  it('says nothing of more where it is one', () => {
    expect(captured(() => guardOutput('json', '4111111111111111', findCardNumbers)).message).toContain(
      'at line 1, column 1:',
    );
  });

  it.each([
    ['a digest', `${'4111111111111111'.repeat(3)}abcdef0123456789`],
    ['a UUID', '41111111-1111-4111-8111-411111111111a'.slice(0, 36).replace(/1$/u, 'a')],
    ['a UTC time', '2026-11-25T10:15:00.123456789Z'],
    ['a pack id', '20261125T101500123Z'],
  ])('takes %s for no card number', (_, text) => {
    expect(guardOutput('html', text, findCardNumbers)).toBe(text);
  });

  it.each(['4111111111111111 sha', 'sha 4111 1111 1111 1111', 'x"4111111111111111"x'])('still sees %s', (text) => {
    expect(captured(() => guardOutput('html', text, findCardNumbers)).code).toBe('PREPAY_SECRET_IN_OUTPUT');
  });
});

function captured(act: () => unknown): PrepayError {
  try {
    act();
  } catch (error) {
    if (error instanceof PrepayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
