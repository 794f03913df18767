import canonicalizeJson from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.js';

describe('canonical', () => {
  it('is one text for one value, whatever the order of its members (RFC 8785)', () => {
    expect(canonical({ b: [1, { d: null, c: 'é' }], a: 1.0 })).toBe('{"a":1,"b":[1,{"c":"é","d":null}]}');
  });

  it.each([
    { name: 'numbers as ECMAScript writes them', value: [1e21, -0, 0.1, 1e-7], text: '[1e+21,0,0.1,1e-7]' },
    { name: 'control characters escaped', value: '\u0007\n"\\', text: '"\\u0007\\n\\"\\\\"' },
    { name: 'members without a value left out', value: { b: undefined, a: true }, text: '{"a":true}' },
    {
      name: 'a list in which only one item is out of order',
      value: [1, { b: 1, a: 2 }, 3],
      text: '[1,{"a":2,"b":1},3]',
    },
    {
      name: 'an item out of order below members in order',
      value: { a: 1, b: { d: 1, c: 2 } },
      text: '{"a":1,"b":{"c":2,"d":1}}',
    },
    { name: 'names by code unit and not by number', value: { '10': 1, '9': 2 }, text: '{"10":1,"9":2}' },
    { name: 'a time as its own text', value: { at: new Date(0) }, text: '{"at":"1970-01-01T00:00:00.000Z"}' },
    { name: 'text that looks like an escaped surrogate', value: '\\ud800', text: '"\\\\ud800"' },
    { name: 'text beyond the basic plane', value: '\u{1F512}', text: '"\u{1F512}"' },
    {
      name: 'a member of a dangerous name',
      value: Object.fromEntries<unknown>([
        ['b', 1],
        ['__proto__', { a: 2 }],
      ]),
      text: '{"__proto__":{"a":2},"b":1}',
    },
  ])('writes $name', ({ value, text }) => {
    expect(canonical(value)).toBe(text);
  });

  it.each([
    { name: 'nothing', value: undefined },
    { name: 'what is no number', value: [Number.NaN] },
    { name: 'an endless number', value: { a: Number.POSITIVE_INFINITY } },
    { name: 'an integer of another type', value: [1n] },
    { name: 'half of a surrogate pair', value: { a: '\ud800' } },
    { name: 'half of a surrogate pair in a name', value: { '\udc00': 1 } },
  ])('refuses $name', ({ value }) => {
    expect(() => canonical(value)).toThrow();
  });

  it('refuses a value that holds itself', () => {
    const list: unknown[] = [];
    list.push(list);
    expect(() => canonical(list)).toThrow(/[Cc]ircular/);
  });

  it('writes what is nested deeply, in order', () => {
    let value: unknown = { b: 1, a: 2 };
    for (let depth = 0; depth < 400; depth += 1) value = [value];
    expect(canonical(value)).toBe(`${'['.repeat(400)}{"a":2,"b":1}${']'.repeat(400)}`);
  });

  it('is what the library of the RFC’s author says, for any JSON', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.nat(20).map(String), fc.constant('__proto__'));
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true, undefined),
        fc.array(tie('json')),
        fc.array(fc.tuple(name, tie('json'))).map((members) => Object.fromEntries(members)),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical([value])).toBe(canonicalizeJson([value]));
      }),
      { numRuns: 500 },
    );
  });
});
