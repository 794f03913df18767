import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCardNumbers, hasCardNumber, isIssued, issuerRanges, maskCardNumber, passesLuhn } from './index.js';
import { cardNumbersIn } from './find-card-numbers.js';

/** The digits with the check digit that makes them pass. */
function checked(body: string): string {
  for (let digit = 0; digit < 10; digit += 1) if (passesLuhn(`${body}${digit}`)) return `${body}${digit}`;
  throw new Error('no check digit');
}

const digitRun = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((digits) => digits.join(''));

/** Numbers that an issuer could have given out. */
const cardNumber = fc
  .constantFrom(...issuerRanges.flatMap((range) => range.lengths.map((length) => ({ range, length }))))
  .chain(({ range, length }) =>
    fc
      .tuple(fc.integer({ min: Number(range.from), max: Number(range.to) }), digitRun(19))
      .map(([prefix, rest]) => checked((String(prefix) + rest).slice(0, length - 1))),
  );

const groupings: Readonly<Record<number, readonly (readonly number[])[]>> = {
  13: [
    [4, 4, 5],
    [4, 3, 3, 3],
  ],
  14: [
    [4, 6, 4],
    [4, 4, 4, 2],
  ],
  15: [
    [4, 6, 5],
    [4, 4, 4, 3],
    [5, 5, 5],
  ],
  16: [
    [4, 4, 4, 4],
    [8, 8],
    [6, 10],
    [2, 2, 2, 2, 2, 2, 2, 2],
  ],
  17: [[4, 4, 4, 4, 1]],
  18: [
    [4, 4, 4, 4, 2],
    [6, 6, 6],
    [9, 9],
  ],
  19: [
    [4, 4, 4, 4, 3],
    [6, 13],
  ],
};

function cut(digits: string, sizes: readonly number[], separator: string): string {
  const groups: string[] = [];
  let at = 0;
  for (const size of sizes) {
    groups.push(digits.slice(at, at + size));
    at += size;
  }
  return groups.join(separator);
}

const written = fc
  .tuple(cardNumber, fc.nat(), fc.constantFrom('', ' ', '-', '\u00a0', ' - '))
  .map(([digits, pick, separator]) => {
    const known = groupings[digits.length] ?? [];
    const sizes = known[pick % known.length];
    return separator === '' || sizes === undefined ? digits : cut(digits, sizes, separator);
  });

/** Text that runs up to the number without a digit, sign or hexadecimal letter of its own at the seam. */
const around = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => text.replaceAll(/[0-9+\uff10-\uff19]/g, 'z'));

describe('a card number', () => {
  it('is found wherever it stands in a text, bare or in groups', () => {
    fc.assert(
      fc.property(around, written, around, (before, number, after) => {
        const text = `${before} x: ${number} ${after}`;
        const hits = findCardNumbers(text);
        expect(hits.map((hit) => text.slice(hit.start, hit.end))).toEqual([number]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['tab', '4111\t1111\t1111\t1111'],
    ['underscore', 'card_4111_1111_1111_1111'],
    ['slash', '4111/1111/1111/1111'],
    ['zero-width space', '4111\u200b1111\u200b1111\u200b1111'],
    ['thin space', '4111\u20091111\u20091111\u20091111'],
    ['soft hyphens anywhere', '4111\u00ad1111\u00ad1111\u00ad1111'],
    ['full-width digits', '４１１１ １１１１ １１１１ １１１１'],
  ])('is found when written with %s', (_, text) => {
    expect(findCardNumbers(text)).toHaveLength(1);
  });

  it('needs an issued prefix where the separator is an unusual one', () => {
    const unissued = checked('999999999999999');
    const groups = (separator: string) => [0, 4, 8, 12].map((at) => unissued.slice(at, at + 4)).join(separator);
    expect(hasCardNumber(groups(' '))).toBe(true);
    expect(hasCardNumber(groups('/'))).toBe(false);
  });

  it('has a mask that is no find, passes no check, and keeps at most six and four digits', () => {
    fc.assert(
      fc.property(cardNumber, (digits) => {
        const mask = maskCardNumber(digits);
        const left = mask.replaceAll('*', '');
        expect(mask).toHaveLength(digits.length);
        expect(left.length).toBeLessThanOrEqual(10);
        expect(left === '' || !passesLuhn(left)).toBe(true);
        expect(hasCardNumber(mask)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a Visa test number', '4111111111111111', '411111******1111'],
    ['a Mastercard number of the second range', '2221000000000009', '222100*******009'],
    ['an American Express number in its groups', '3782 822463 10005', '378282*****0005'],
    ['a number in a sentence', 'paid with 4111-1111-1111-1111, thanks', '411111******1111'],
    ['a number and its security code', '4111 1111 1111 1111 123', '411111******1111'],
    ['a number glued to a word', 'card4111111111111111', '411111******1111'],
    ['a number after an abbreviation', 'no.4111111111111111.', '411111******1111'],
    ['a number in dots', '4111.1111.1111.1111', '411111******1111'],
    ['a card-shaped number of no known issuer', '9999 9999 9999 9995', '999999******9995'],
  ])('%s is found', (_, text, masked) => {
    expect(findCardNumbers(text).map((hit) => hit.masked)).toEqual([masked]);
  });

  it('finds several in one text, in order', () => {
    const text = '4111111111111111 5500000000000004; 3782 822463 10005';
    expect(findCardNumbers(text).map((hit) => text.slice(hit.start, hit.end))).toEqual([
      '4111111111111111',
      '5500000000000004',
      '3782 822463 10005',
    ]);
  });

  it('shows less where the digits left over would pass the check', () => {
    const masks = new Set<number>();
    fc.assert(
      fc.property(cardNumber, (digits) => {
        masks.add(maskCardNumber(digits).replaceAll('*', '').length);
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect([...masks].sort((a, b) => a - b)).toEqual(expect.arrayContaining([9, 10]));
    expect(maskCardNumber('0000000000000000')).toBe('****************');
  });
});

describe('a long text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '4111111111111111',
      '4111 1111 1111 1111',
      '4111-1111-1111-1111',
      '378282246310005',
      '5228327816922944',
    ),
    fc.constantFrom(' ', '  ', '.', '-', '+', '_', '/', '"', '<b>', '\n', ':', 'x', 'abc', '0x', '\u00a0', '１'),
    fc.constantFrom('sg-36025232570004634', '4ae19bdb-b90c-e2a0-4944-154254991058', '2026-11-26T03:16:53.000Z'),
    fc.constantFrom(
      'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web-24/2473443432763460',
      'deadbeef',
      '127.0.0.1',
    ),
    fc.stringMatching(/^[0-9]{1,20}$/),
    fc.stringMatching(/^[0-9a-f]{1,20}$/),
  );

  it('gives what it gives when it is looked at as a whole', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const plain = text.replaceAll('１', '1');
        expect(findCardNumbers(text)).toEqual(cardNumbersIn(plain));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('what only resembles an identifier', () => {
  it.each([
    [
      'the name in an ARN',
      'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/4111111111111111/50dc6c495c0c9188',
    ],
    ['the end of an ARN of another service', 'arn:aws:s3:::refunds/4111111111111111'],
    ['a word, a hyphen and sixteen digits', 'refund-4111111111111111'],
    ['a path outside an ARN', 'targetgroup/web/2473443432763460'],
  ])('%s is looked into', (_, text) => {
    expect(hasCardNumber(text)).toBe(true);
  });
});

describe('what is no card number', () => {
  it.each([
    ['an epoch in milliseconds', '1764109600003'],
    ['an epoch in microseconds', '1764109600000001'],
    ['an epoch in nanoseconds', '1764109600000000005'],
    ['a fraction', '0.4111111111111111'],
    ['a fraction without its zero', 'v=.4111111111111111'],
    ['a number with decimals', '4111111111111111.25'],
    ['a longer run', '94111111111111111100'],
    ['a UUID of digits', '41111111-1111-1111-1111-111111111111'],
    ['a UUID', 'a1b2c3d4-4111-1111-1111-111122223333'],
    ['a UUID whose last groups look like a card', '4ae19bdb-b90c-e2a0-4944-154254991058'],
    ["a target group's ARN", 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web-24/2473443432763460'],
    ["a listener's ARN", 'arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/web/5228327816922944/5228327816922944'],
    ['an id of EC2', 'sg-36025232570004634'],
    ['an id of EC2 with a longer prefix, in an ARN', 'arn:aws:ec2:eu-west-1:1:vpc-cidr-assoc-36025232570004634'],
    ['part of a hexadecimal token', 'deadbeef4111111111111111'],
    ['a hexadecimal literal', '0x4111111111111111'],
    ['a wrong check digit', '4111111111111112'],
    ['a wrong length', '411111111111116'],
    ['zeroes in groups', '0000 0000 0000 0000'],
    ['an account id', '111122223333'],
    ['a phone number', `+${checked('491511234567')}`],
    ['a phone number in two groups', cut(checked('491511234567'), [5, 8], ' ')],
    ['a date and time', '2026-11-25 10 12 33'],
    ['a serial number in five groups', '1111-2222-3333-4444-5555'],
    ['a list of ports', '22 80 443 8080 9090'],
    ['nothing', ''],
  ])('%s is left alone', (_, text) => {
    expect(findCardNumbers(text)).toEqual([]);
  });

  it('is any UUID, in words or in digits alone', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => !hasCardNumber(`id ${uuid}, arn:x/${uuid}`)),
      { numRuns: 3000 },
    );
    const digitsOnly = fc.tuple(...[8, 4, 4, 4, 12].map(digitRun)).map((groups) => groups.join('-'));
    fc.assert(
      fc.property(digitsOnly, (uuid) => !hasCardNumber(uuid)),
      { numRuns: 3000 },
    );
  });

  it('is a bare run without an issued prefix, whatever its check digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 19 }).chain(digitRun), (digits) => {
        fc.pre(!isIssued(digits));
        expect(hasCardNumber(digits)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('is all but a few in a hundred of random runs: the prefix rule and the check digit bound it', () => {
    let state = 1;
    const next = (): number => {
      state = (state * 48271) % 2147483647;
      return state;
    };
    const runs = Array.from({ length: 20_000 }, (_, i) =>
      Array.from({ length: 13 + (i % 7) }, () => Math.floor(next() / 1000) % 10).join(''),
    );
    const issued = runs.filter(isIssued).length;
    const found = runs.filter(hasCardNumber).length;
    expect(issued / runs.length).toBeLessThan(0.2);
    expect(found / issued).toBeLessThan(0.13);
    expect(found / runs.length).toBeLessThan(0.025);
  });
});
