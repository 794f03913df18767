import { describe, expect, it } from 'vitest';
import { jsonStream } from './json.js';
import { lineSplitter } from './lines.js';
import { ReaderProblem } from './reader.js';
import { latest, timeOfEpoch, timeOfText } from './time.js';
import { xmlStream } from './xml.js';

function problemOf(run: () => void): ReaderProblem | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof ReaderProblem) return error;
    throw error;
  }
}

function json(text: string, root: 'object' | 'array' = 'object', part = 3) {
  const values: [string, unknown, number][] = [];
  const opened: string[] = [];
  const stream = jsonStream({
    root,
    paths: ['$.*'],
    onValue: (value, path, line) => values.push([path.join('.'), value, line()]),
    onOpen: (member, depth) => opened.push(`${depth} ${String(member)}`),
  });
  const problem = problemOf(() => {
    for (let at = 0; at < text.length; at += part) stream.push(text.slice(at, at + part));
    stream.end();
  });
  return { values, opened, problem };
}

describe('a stream of JSON', () => {
  it('hands over the wanted values with the line that they end on, and says what begins', () => {
    expect(json('{"ä":1,\n"b":{"c":[1,\n{"d":null}]},"e":"f"}\n')).toEqual({
      values: [
        ['ä', 1, 1],
        ['b', { c: [1, { d: null }] }, 3],
        ['e', 'f', 3],
      ],
      opened: ['0 null', '1 b', '2 c', '3 null'],
      problem: null,
    });
    expect(json('[{"a":1},[2]]', 'array').opened).toEqual(['0 null', '1 null', '1 null']);
  });

  it.each([
    ['', 'object', 'empty', null, 'expected a JSON object, got nothing'],
    ['{"a":1', 'object', 'truncated', 1, 'expected the end of the JSON object'],
    ['{"a":1,\n"b":"c', 'object', 'truncated', 2, 'expected the end'],
    ['{"a":1,\n"b":x}', 'object', 'wrong-format', 2, 'Unexpected "x"'],
    ['{"a":1,,}', 'object', 'wrong-format', 1, 'Unexpected COMMA'],
    ['{"a":1}{"b":2}', 'object', 'wrong-format', 1, 'Unexpected "{"'],
    ['{"a":1}\n\nx', 'object', 'wrong-format', 3, 'Unexpected "x"'],
    ['[1]', 'object', 'wrong-format', 1, 'expected a JSON object, got array'],
    ['{}', 'array', 'wrong-format', 1, 'expected a JSON array, got object'],
    ['7 ', 'array', 'wrong-format', 1, 'expected a JSON array, got a plain value'],
    ['['.repeat(300), 'array', 'wrong-format', 1, 'expected at most 200 levels'],
  ] as const)('refuses %j', (text, root, kind, line, says) => {
    for (const part of [1, 3, text.length + 1]) {
      expect(json(text, root, part).problem).toMatchObject({
        kind,
        line,
        message: expect.stringContaining(says) as string,
      });
    }
  });
});

function xml(text: string, part = 3) {
  const seen: string[] = [];
  const stream = xmlStream({
    roots: ['a', 'z'],
    open: ({ name, line, parents, attributes }) =>
      seen.push(`${[...parents, name].join('>')}@${line}${attributes['v'] ?? ''}`),
    close: (name, parents) => seen.push(`/${[...parents, name].join('>')}`),
  });
  const problem = problemOf(() => {
    for (let at = 0; at < text.length; at += part) stream.push(text.slice(at, at + part));
    stream.end();
  });
  return { seen, problem };
}

describe('a stream of XML', () => {
  it('hands over the elements with the line that each begins on', () => {
    const text =
      '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://example.com/a.dtd">\n<a>\n<b v="&lt;1&#65;"/><![CDATA[<c/>]]><!-- <d/> --></a>\n';
    expect(xml(text)).toEqual({ seen: ['a@3', 'a>b@4<1A', '/a>b', '/a'], problem: null });
  });

  it.each([
    ['', 'empty', 1, 'document must contain a root element'],
    ['<?xml version="1.0"?>\n', 'empty', 2, 'the file ends early'],
    ['<a>\n<b>', 'truncated', 2, 'the file ends early: unclosed tag: b'],
    ['<a><b', 'truncated', 1, 'the file ends early'],
    ['hello', 'wrong-format', 1, 'text data outside of root node'],
    ['<b/>', 'wrong-format', 1, 'expected an element a or z, got b'],
    ['<a>\n<b></c></a>', 'wrong-format', 2, 'unexpected close tag'],
    ['<a/><a/>', 'wrong-format', 1, 'only one root'],
    ['<a>&foo;</a>', 'wrong-format', 1, 'undefined entity'],
    ['<a v=1/>', 'wrong-format', 1, 'unquoted attribute'],
    [`<a>${'<b>'.repeat(300)}`, 'wrong-format', 1, 'expected at most 200 levels'],
  ])('refuses %j', (text, kind, line, says) => {
    for (const part of [1, 3, text.length + 1]) {
      expect(xml(text, part).problem).toMatchObject({ kind, line, message: expect.stringContaining(says) as string });
    }
  });

  it('refuses entities, within the file and outside it, and names the line', () => {
    const bomb =
      '<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY x "lol">\n<!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">\n]>\n<a>&y;</a>';
    expect(xml(bomb)).toMatchObject({
      seen: [],
      problem: { kind: 'wrong-format', line: 2, message: expect.stringContaining('entities') as string },
    });
    const outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>';
    expect(xml(outside)).toMatchObject({ seen: [], problem: { kind: 'wrong-format', line: 1 } });
  });

  it('does not keep a text without end', () => {
    const stream = xmlStream({ roots: ['a'], open: () => undefined });
    stream.push('<a><![CDATA[');
    const part = 'x'.repeat(1024 ** 2);
    const problem = problemOf(() => {
      for (let each = 0; each < 100; each += 1) stream.push(part);
    });
    expect(problem).toMatchObject({
      kind: 'too-large',
      message: expect.stringContaining('expected an element within') as string,
    });
  });
});

describe('lines', () => {
  it('come whole, whatever the parts, the last one without a line feed too', () => {
    const seen: string[] = [];
    const split = lineSplitter((line, number) => seen.push(`${number} ${line}`));
    for (const part of ['a', 'b\n\nc', '\r\nd']) split.push(part);
    expect(split.number()).toBe(3);
    split.end();
    split.end();
    expect(seen).toEqual(['1 ab', '2 ', '3 c\r', '4 d']);
  });
});

describe('a time', () => {
  it.each([
    [timeOfEpoch, '1795709261375', '2026-11-26T16:07:41.375Z'],
    [timeOfEpoch, '1795709261', '2026-11-26T16:07:41.000Z'],
    [timeOfEpoch, '7', null],
    [timeOfEpoch, '2026-11-26', null],
    [timeOfEpoch, undefined, null],
    [timeOfText, '2026-11-26T16:07Z', '2026-11-26T16:07:00.000Z'],
    [timeOfText, '2026-11-26T16:07:41.3751234+0100', '2026-11-26T15:07:41.375Z'],
    [timeOfText, '2026-11-26T16:07:41', null],
    [timeOfText, undefined, null],
  ])('%o of %s is %s', (read, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('is the later of two', () => {
    expect([latest(null, null), latest('a', null), latest(null, 'a'), latest('a', 'b'), latest('b', 'a')]).toEqual([
      null,
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});
