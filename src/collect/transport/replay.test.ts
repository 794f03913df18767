import { describe, expect, it } from 'vitest';
import { canonical, sha256Hex } from '../../core/json.js';
import type { EndLine, PageLine, ReadLine, ReadRequest } from '../../core/read.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { answer, failure, scriptedCaller, type Step, watched } from '../../../test/unit/peers/scripted-caller.js';
import { liveTransport } from './live.js';
import { recorder } from './recorder.js';
import { replay } from './replay.js';
import type { Transport } from './transport.js';

const request: ReadRequest = {
  source: 'aws',
  scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: { Filters: [{ Name: 'x' }] },
};

async function linesOf(transport: Transport, asked: ReadRequest = request): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of transport.read(asked)) lines.push(line);
  return lines;
}

async function recorded(...steps: readonly Step[]): Promise<ReadLine[]> {
  const store = memoryRecording();
  const live = liveTransport({ ...watched().options, callers: [scriptedCaller(steps)] });
  await linesOf(
    recorder({ live, operation: () => ({ neverKept: [] }), append: (line) => store.append(line), recorded: store }),
  );
  return store.all;
}

const twoPages = (): Promise<ReadLine[]> => recorded(answer({ a: 1 }, 't1'), answer({ a: 2 }));

function page(lines: readonly ReadLine[], at: number): PageLine {
  const line = lines[at];
  if (line?.type !== 'page') throw new Error(`no page at ${at}`);
  return line;
}

function end(lines: readonly ReadLine[]): EndLine {
  const line = lines.at(-1);
  if (line?.type !== 'end') throw new Error('no end');
  return line;
}

describe('a replay', () => {
  it.each([
    ['complete', [answer({ a: 1 }, 't1'), answer({ a: 2 })]],
    ['denied', [failure('UnauthorizedOperation')]],
    ['throttled after a page', [answer({ a: 1 }, 't1'), failure('Throttling')]],
    ['absent', [failure('NoSuchThing')]],
    ['gone after a page', [answer({ a: 1 }, 't1'), failure('NoSuchThing')]],
  ])('gives what was recorded of a read that was %s', async (_, steps) => {
    const lines = await recorded(...steps);
    expect(await linesOf(replay(memoryRecording(lines)))).toEqual(lines);
  });

  it('gives the pages and no end of a read that was cut short', async () => {
    const lines = await twoPages();
    expect(await linesOf(replay(memoryRecording(lines.slice(0, 1))))).toEqual(lines.slice(0, 1));
  });

  it('compares a response with its hash unless the recording has done so', async () => {
    const lines = await twoPages();
    const first = { ...page(lines, 0), sha256: sha256Hex('another') };
    const spoilt = memoryRecording([first, ...lines.slice(1)]);
    await expect(linesOf(replay(spoilt))).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    expect(await linesOf(replay({ ...spoilt, isChecked: true }))).toEqual([first, ...lines.slice(1)]);
  });

  it('names the read that the recording lacks', async () => {
    const asked = { ...request, input: { Filters: [] } };
    expect(() => replay(memoryRecording()).read(asked)).toThrow(
      expect.objectContaining({
        code: 'PREPAY_REPLAY_MISS',
        message: 'the recording holds no ec2:DescribeVpcs in 111122223333/eu-west-1 with input {"Filters":[]}',
      }),
    );
    await expect(linesOf(replay(memoryRecording(await twoPages())), asked)).rejects.toMatchObject({
      code: 'PREPAY_REPLAY_MISS',
    });
  });
});

/** The lines as somebody changed them, and what the refusal says. */
type Tampering = readonly [string, (lines: ReadLine[]) => readonly unknown[], RegExp];

const tamperings: readonly Tampering[] = [
  ['a page left out at the start', (l) => l.slice(1), /page 0: expected page number: 0, got 1/],
  ['a page left out', (l) => [l[0], l[2]], /end: expected count of pages: 1, got 2/],
  [
    'a page left out, and the count mended',
    (l) => [l[0], { ...end(l), pages: 1 }],
    /end: expected no page left to ask for on a complete read: none, got t1/,
  ],
  ['pages swapped', (l) => [l[1], l[0], l[2]], /page 0: expected page number: 0, got 1/],
  [
    'pages swapped and numbered again',
    (l) => [{ ...page(l, 1), page: 0 }, { ...page(l, 0), page: 1 }, end(l)],
    /page 0: expected the token that the page before it gave: none, got t1/,
  ],
  [
    'another token',
    (l) => [l[0], { ...page(l, 1), token: { request: 't9', next: null } }, end(l)],
    /page 1: expected the token that the page before it gave: t1, got t9/,
  ],
  ['a page twice', (l) => [l[0], l[0], l[1], l[2]], /page 1: expected page number: 1, got 0/],
  [
    'a page after the last',
    (l) => [l[0], l[1], { ...page(l, 1), page: 2, token: { request: null, next: null } }, l[2]],
    /page 2: expected an end, since no page was to follow, got a page/,
  ],
  ['a page after the end', (l) => [...l, page(l, 0)], /end: expected nothing after it, got another line of type page/],
  ['two ends', (l) => [...l, end(l)], /end: expected nothing after it, got another line of type end/],
  [
    'another response',
    (l) => [{ ...page(l, 0), response: { a: 2 } }, l[1], l[2]],
    /page 0: expected the SHA-256 of its response: [0-9a-f]{64}, got [0-9a-f]{64}/,
  ],
  [
    'a complete end without a page',
    (l) => [{ ...end(l), pages: 0, attempts: 0 }],
    /end: expected a page at least on a complete read, got none/,
  ],
  [
    'fewer attempts than pages',
    (l) => [l[0], l[1], { ...end(l), attempts: 1 }],
    /end: expected 2 attempts at least, got 1/,
  ],
  [
    'an error on a complete read',
    (l) => [l[0], l[1], { ...end(l), error: { class: 'throttled', code: 'x', message: '' } }],
    /no error on a complete read: none, got \{"class"/,
  ],
  [
    'a denial without its error',
    (l) => [l[0], { ...end(l), pages: 1, outcome: 'denied' }],
    /an error with outcome denied, got none/,
  ],
  [
    'an outcome that its error does not have',
    (l) => [l[0], { ...end(l), pages: 1, outcome: 'denied', error: { class: 'throttled', code: 'x', message: '' } }],
    /outcome: throttled, got denied/,
  ],
  [
    'absence after a page',
    (l) => [l[0], { ...end(l), pages: 1, outcome: 'absent', error: { class: 'not-found', code: 'x', message: '' } }],
    /outcome: failed, got absent/,
  ],
  [
    'another input',
    (l) => [{ ...page(l, 0), input: {} }, l[1], l[2]],
    /page 0: expected the key of its request: [0-9a-f]{64}/,
  ],
  [
    'another scope',
    (l) => [{ ...page(l, 0), scope: { source: 'aws', account: '444455556666' } }, l[1], l[2]],
    /the key of its request/,
  ],
  ['a member too many', (l) => [{ ...page(l, 0), note: 'x' }, l[1], l[2]], /page 0: expected a page or end line/],
  [
    'a member too few',
    (l) => [l[0], l[1], { ...end(l), endedAt: undefined }],
    /page 2: expected a page or end line, got endedAt/,
  ],
  ['no line at all', (l) => [null, l[1], l[2]], /got the line that does not fit/],
  [
    'a number past 2^53',
    (l) => [{ ...page(l, 0), response: { a: 2 ** 53 } }, l[1], l[2]],
    /response that does not fit \(not JSON that can be carried exactly\)/,
  ],
  [
    'an input that is a list',
    (l) => [{ ...page(l, 0), input: [] }, l[1], l[2]],
    /input that does not fit \(not an object\)/,
  ],
];

describe('a recording that was changed is refused', () => {
  it.each(tamperings)('%s', async (_, change, message) => {
    const lines = await twoPages();
    const key = page(lines, 0).key;
    const changed = change(lines);
    const given = { lines: (asked: string) => (asked === key ? fromList(changed) : null) };
    const failed = linesOf(replay(given));
    await expect(failed).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toThrow(/^ec2:DescribeVpcs in 111122223333\/eu-west-1, /);
  });

  it('a read under the key of another', async () => {
    const lines = await twoPages();
    await expect(linesOf(replay({ lines: () => fromList(lines) }), { ...request, input: {} })).rejects.toThrow(
      /the key of its read/,
    );
  });

  it("a response that was changed together with its hash is what the pack's signature is for", async () => {
    const lines = await twoPages();
    const forged: PageLine = { ...page(lines, 0), response: { a: 9 }, sha256: sha256Hex(canonical({ a: 9 })) };
    expect(await linesOf(replay(memoryRecording([forged, ...lines.slice(1)])))).toHaveLength(3);
  });
});

/** A store that was written by somebody else may give anything. */
async function* fromList(lines: readonly unknown[]): AsyncGenerator<never> {
  for (const line of lines) {
    await Promise.resolve();
    yield line as never;
  }
}
