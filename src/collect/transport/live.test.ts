import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { canonical, sha256Hex } from '../../core/json.js';
import { type ReadLine, type ReadRequest, readKey } from '../../core/read.js';
import { answer, failure, hang, scriptedCaller, type Step, watched } from '../../../test/unit/peers/scripted-caller.js';
import { CallError } from './classify.js';
import { liveTransport } from './live.js';
import type { Transport } from './transport.js';

const request: ReadRequest = {
  source: 'aws',
  scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: {},
};

async function linesOf(transport: Transport, asked: ReadRequest = request): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of transport.read(asked)) lines.push(line);
  return lines;
}

function read(steps: readonly Step[], more: Parameters<typeof watched>[0] = {}) {
  const caller = scriptedCaller(steps);
  const { options, ...seen } = watched(more);
  return { caller, ...seen, lines: linesOf(liveTransport({ ...options, callers: [caller] })) };
}

describe('a live read', () => {
  it('hands over its pages in order, then its end', async () => {
    const { caller, lines, events } = read([answer({ items: [1] }, 't1'), answer({ items: [2] })]);
    const [first, second, end] = await lines;
    expect(first).toEqual({
      type: 'page',
      key: readKey(request),
      ...request,
      page: 0,
      token: { request: null, next: 't1' },
      response: { items: [1] },
      requestId: 'r-1',
      serverDate: 'Wed, 25 Nov 2026 12:00:00 GMT',
      startedAt: '2026-11-25T12:00:00.010Z',
      durationMs: 10,
      attempts: 1,
      sha256: sha256Hex(canonical({ items: [1] })),
      redactions: [],
      command: 'aws ec2:DescribeVpcs {}',
    });
    expect(second).toMatchObject({ page: 1, token: { request: 't1', next: null } });
    expect(end).toMatchObject({
      type: 'end',
      outcome: 'complete',
      pages: 2,
      attempts: 2,
      error: null,
      endedAt: '2026-11-25T12:00:00.050Z',
    });
    expect(caller.calls.map((call) => call.token)).toEqual([null, 't1']);
    expect(events.map((event) => event.type)).toEqual(['read-started', 'call', 'call', 'read-ended']);
  });

  it('takes an empty page token for the end', async () => {
    expect((await read([answer({}, '')]).lines).at(-1)).toMatchObject({ outcome: 'complete', pages: 1 });
  });

  it.each([
    ['UnauthorizedOperation', 'access-denied', 'denied'],
    ['ExpiredToken', 'expired-token', 'denied'],
    ['CredentialsProviderError', 'no-credentials', 'denied'],
    ['OptInRequired', 'region-disabled', 'denied'],
    ['InvalidVpcID.NotFound', 'not-found', 'absent'],
    ['InvalidParameterValue', 'refused-request', 'failed'],
  ])('ends at once on %s', async (name, errorClass, outcome) => {
    const { caller, lines, waits } = read([failure(name, 'because')]);
    expect(await lines).toMatchObject([
      { type: 'end', outcome, pages: 0, attempts: 1, error: { class: errorClass, code: name, message: 'because' } },
    ]);
    expect([caller.calls.length, waits]).toEqual([1, []]);
  });

  it.each([
    ['Throttling', 'throttled', 'throttled'],
    ['InternalError', 'server-error', 'failed'],
    ['TimeoutError', 'time-out', 'failed'],
    ['ECONNRESET', 'connection', 'failed'],
  ])(
    'tries again on %s, each wait drawn below a doubled bound, and ends when the attempts are spent',
    async (name, errorClass, outcome) => {
      const { caller, lines, waits, events } = read([failure(name)]);
      expect(await lines).toMatchObject([{ type: 'end', outcome, attempts: 4, error: { class: errorClass } }]);
      expect([caller.calls.length, waits]).toEqual([4, [100, 200, 400]]);
      expect(events.filter((event) => event.type === 'retry')).toMatchObject([
        { errorClass, attempt: 1, waitMs: 100 },
        { errorClass, attempt: 2, waitMs: 200 },
        { errorClass, attempt: 3, waitMs: 400 },
      ]);
    },
  );

  it('waits no longer than 20 seconds by its own choice', async () => {
    const { lines, waits } = read([failure('Throttling')], {
      budget: { maxAttempts: 12, retries: 99 },
      random: () => 0.999,
    });
    await lines;
    expect(Math.max(...waits)).toBe(19_980);
  });

  it('counts the attempts of a page that came at last', async () => {
    const { lines } = read([
      failure('Throttling'),
      failure('InternalError', '', 500),
      answer({}, 't1'),
      failure('Throttling'),
      answer({}),
    ]);
    expect(await lines).toMatchObject([{ attempts: 3 }, { attempts: 2 }, { outcome: 'complete', attempts: 5 }]);
  });

  it('shares one budget of retries between all reads of a run', async () => {
    const caller = scriptedCaller([failure('Throttling')]);
    const transport = liveTransport({
      ...watched({ budget: { maxAttempts: 4, retries: 5 } }).options,
      callers: [caller],
    });
    const attempts = [];
    for (const id of ['a', 'b', 'c'])
      attempts.push((await linesOf(transport, { ...request, input: { id } })).at(-1)?.attempts);
    expect(attempts).toEqual([4, 3, 1]);
  });

  it('waits as long as the source asks, and no longer than a minute', async () => {
    const asking = (ms: number) => {
      const { options, waits } = watched();
      const caller = scriptedCaller([failure('Throttling'), answer({})], { retryAfterMs: () => ms });
      return linesOf(liveTransport({ ...options, callers: [caller] })).then((lines) => ({
        waits,
        outcome: lines.at(-1),
      }));
    };
    expect(await asking(7000)).toMatchObject({ waits: [7100], outcome: { outcome: 'complete' } });
    expect(await asking(60_001)).toMatchObject({ waits: [], outcome: { outcome: 'throttled' } });
  });

  it('makes a call again at once, and once, where what was wrong on our side is mended', async () => {
    const { options, waits } = watched();
    const caller = scriptedCaller([failure('RequestExpired'), answer({})], { mend: () => Promise.resolve(true) });
    const lines = await linesOf(liveTransport({ ...options, callers: [caller] }));
    expect(lines).toMatchObject([{ attempts: 2 }, { outcome: 'complete', attempts: 2 }]);
    expect(waits).toEqual([]);
    const hopeless = scriptedCaller([failure('RequestExpired')], { mend: () => Promise.resolve(true) });
    expect(await linesOf(liveTransport({ ...options, callers: [hopeless] }))).toMatchObject([
      { outcome: 'denied', attempts: 2, error: { code: 'RequestExpired' } },
    ]);
  });

  it('takes what is mended from the same budget', async () => {
    const { options } = watched({ budget: { maxAttempts: 4, retries: 0 } });
    const caller = scriptedCaller([failure('RequestExpired'), answer({})], { mend: () => Promise.resolve(true) });
    expect(await linesOf(liveTransport({ ...options, callers: [caller] }))).toMatchObject([{ attempts: 1 }]);
  });

  it('makes no call that nobody could answer', async () => {
    const error = { class: 'expired-token', code: 'ExpiredToken', message: 'run out' } as const;
    const caller = scriptedCaller([answer({})], { spent: () => error });
    expect(await linesOf(liveTransport({ ...watched().options, callers: [caller] }))).toMatchObject([
      { outcome: 'denied', attempts: 0, error },
    ]);
    expect(caller.calls).toEqual([]);
  });

  describe('of a host that does not answer', () => {
    it.each([
      ['a call that is lost for a whole minute is not made again', 60_000, 1],
      ['calls that are lost sooner are made again until a minute is lost', 30_000, 2],
      ['the attempts bound what is lost sooner still', 1_000, 4],
    ])('%s', async (_, timeoutMs, attempts) => {
      const { lines } = read([failure('TimeoutError')], { timeoutMs });
      expect(await lines).toMatchObject([{ outcome: 'failed', attempts, error: { class: 'time-out' } }]);
    });

    it('one that answered before is asked once more, however long that takes', async () => {
      const { lines } = read([answer({}, 't1'), failure('TimeoutError')], { timeoutMs: 300_000 });
      expect(await lines).toMatchObject([
        { page: 0 },
        { outcome: 'failed', attempts: 3, error: { class: 'time-out' } },
      ]);
    });

    it.each(['ECONNREFUSED', 'TimeoutError'])('is given up after %s: what follows fails at once', async (name) => {
      const { caller, options } = { caller: scriptedCaller([failure(name, 'nobody there')]), ...watched() };
      const transport = liveTransport({ ...options, callers: [caller] });
      await linesOf(transport);
      expect(caller.calls).toHaveLength(4);
      expect(await linesOf(transport, { ...request, operation: 'ec2:DescribeSubnets' })).toMatchObject([
        {
          outcome: 'failed',
          attempts: 0,
          error: { code: name, message: 'eu-west-1 was given up before: nobody there' },
        },
      ]);
      expect(caller.calls).toHaveLength(4);
    });

    it('gives up what waits for its turn as well', async () => {
      const caller = scriptedCaller([failure('ECONNREFUSED')]);
      const transport = liveTransport({ ...watched({ concurrency: 1 }).options, callers: [caller] });
      const reads = ['a', 'b', 'c'].map((id) => linesOf(transport, { ...request, input: { id } }));
      expect((await Promise.all(reads)).map(([line]) => line)).toMatchObject(
        Array.from({ length: 3 }, () => ({ outcome: 'failed', error: { class: 'connection' } })),
      );
      expect(caller.calls.length).toBeLessThan(12);
    });

    it('leaves every other host alone', async () => {
      const caller = scriptedCaller([]);
      const call: typeof caller.call = ({ scope: { region } }, token, signal) =>
        (region === 'eu-west-1' ? failure('ECONNREFUSED') : answer({}))(token, signal, request);
      const transport = liveTransport({ ...watched().options, callers: [{ ...caller, call }] });
      await linesOf(transport);
      const other = { ...request, scope: { ...request.scope, region: 'eu-central-1' } };
      expect((await linesOf(transport, other)).at(-1)).toMatchObject({ outcome: 'complete' });
    });

    it.each([failure('InternalError', '', 503), failure('Throttling'), failure('UnauthorizedOperation')])(
      'is not what one is that answers with an error',
      async (step) => {
        const caller = scriptedCaller([
          step,
          failure('ECONNRESET'),
          failure('ECONNRESET'),
          failure('ECONNRESET'),
          answer({}),
        ]);
        const transport = liveTransport({ ...watched().options, callers: [caller] });
        await linesOf(transport);
        expect((await linesOf(transport, { ...request, input: { id: 'b' } })).at(-1)).toMatchObject({
          outcome: 'complete',
        });
      },
    );
  });

  it('keeps the pages before the call that failed', async () => {
    expect(await read([answer({}, 't1'), failure('UnauthorizedOperation')]).lines).toMatchObject([
      { type: 'page' },
      { type: 'end', outcome: 'denied', pages: 1, attempts: 2 },
    ]);
  });

  it('does not call gone what was there a page ago', async () => {
    expect((await read([answer({}, 't1'), failure('NoSuchThing')]).lines).at(-1)).toMatchObject({ outcome: 'failed' });
  });

  it('does not wait for a call that never answers', async () => {
    let aborted = false;
    const deaf: Step = (_, signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return hang()(null, signal, request);
    };
    const { lines } = read([deaf], { timeoutMs: 20, budget: { maxAttempts: 1, retries: 0 } });
    expect(await lines).toMatchObject([
      { outcome: 'failed', error: { class: 'time-out', message: 'no answer within 20 ms' } },
    ]);
    expect(aborted).toBe(true);
  });

  it.each([
    ['the same token again', ['t1', 't1']],
    ['a token of two pages ago', ['t1', 't2', 't1']],
  ])('fails on %s', async (_, tokens) => {
    const { lines } = read(tokens.map((token) => answer({}, token)));
    expect((await lines).at(-1)).toMatchObject({
      outcome: 'failed',
      pages: tokens.length - 1,
      error: { class: 'page-order', code: 'RepeatedPageToken' },
    });
  });

  it.each([
    ['an integer past 2^53', { a: [{ 'b/c': 2 ** 53 }] }, 'integer past 2^53 at /a/0/b~1c'],
    ['a number that is not finite', { a: Infinity }, 'a number that is not finite at /a'],
    ['half a surrogate pair', { a: '\ud800' }, 'text that is not Unicode at /a'],
    ['half a surrogate pair in a name', { '\ud800': 1 }, 'a name that is not Unicode at the root'],
    ['an integer alone', -(2 ** 60), 'integer past 2^53 at the root'],
  ])('calls an answer with %s malformed and says where', async (_, response, where) => {
    const { lines, caller } = read([answer(response)]);
    expect(await lines).toMatchObject([
      { outcome: 'failed', error: { class: 'malformed-answer', message: `the answer holds ${where}` } },
    ]);
    expect(caller.calls).toHaveLength(1);
  });

  it.each([
    ['a BigInt', { a: 1n }, 'integer past 2^53 at /a'],
    ['a function', { a: () => 1 }, 'a function, which JSON cannot carry, at /a'],
    ['a member that is undefined', { a: undefined }, 'a undefined, which JSON cannot carry, at /a'],
    [
      'a thousand levels',
      Array.from({ length: 1000 }).reduce((inner) => [inner], null),
      'nesting deeper than 500 levels',
    ],
  ])('calls an answer with %s malformed, whatever its type promised', async (_, response, where) => {
    const step = (): Promise<never> =>
      Promise.resolve({ response, next: null, requestId: null, serverDate: null } as never);
    expect(await read([step]).lines).toMatchObject([
      { error: { class: 'malformed-answer', message: `the answer holds ${where}` } },
    ]);
  });

  it('cuts a message at 500 characters, and takes card numbers out first', async () => {
    const long = read([failure('InvalidParameterValue', 'x'.repeat(2000))]);
    expect((await long.lines)[0]).toMatchObject({ error: { message: 'x'.repeat(500) } });
    const card = read([failure('InvalidParameterValue', `${'x'.repeat(490)} 4111111111111111`)]);
    expect((await card.lines)[0]).toMatchObject({ error: { message: '[redacted: card-number]' } });
  });

  it('keys and bounds by the request as it is recorded', async () => {
    const { options } = watched();
    const asked = { ...request, input: { name: '4111111111111111' } };
    const [line] = await linesOf(liveTransport({ ...options, callers: [scriptedCaller([answer({})])] }), asked);
    expect(line?.key).toBe(readKey({ ...request, input: { name: { redacted: 'card-number' } } }));
  });

  it('has at most so many calls under way for a host, and hosts do not wait for each other', async () => {
    const under = new Map<string, number>();
    const most = new Map<string, number>();
    const slow: Step = async (_t, _s, { scope }) => {
      const host = scope.region ?? '';
      under.set(host, (under.get(host) ?? 0) + 1);
      most.set(host, Math.max(most.get(host) ?? 0, under.get(host) ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 5));
      under.set(host, (under.get(host) ?? 0) - 1);
      return { response: {}, next: null, requestId: null, serverDate: null };
    };
    const transport = liveTransport({ ...watched({ concurrency: 2 }).options, callers: [scriptedCaller([slow])] });
    const regions = ['eu-west-1', 'us-east-1'].flatMap((region) =>
      Array.from({ length: 6 }, (_, i) => ({ ...request, scope: { ...request.scope, region }, input: { i } })),
    );
    await Promise.all(regions.map((asked) => linesOf(transport, asked)));
    expect([...most]).toEqual([
      ['eu-west-1', 2],
      ['us-east-1', 2],
    ]);
  });

  it('refuses a source that it has no caller for', () => {
    expect(() => liveTransport({ ...watched().options, callers: [] }).read(request)).toThrow(
      /no caller for source aws/,
    );
  });
});

describe('an interrupt', () => {
  const interrupted = { code: 'PREPAY_INTERRUPTED' };

  it('throws out of a call under way, and aborts it', async () => {
    const controller = new AbortController();
    let aborted = false;
    const deaf: Step = (_, signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      setTimeout(() => controller.abort(), 5);
      return hang()(null, signal, request);
    };
    await expect(read([deaf], { signal: controller.signal }).lines).rejects.toMatchObject(interrupted);
    expect(aborted).toBe(true);
  });

  it('throws out of a wait between attempts, whether the wait notices or not', async () => {
    for (const isNoticed of [true, false]) {
      const controller = new AbortController();
      const sleep = (): Promise<void> => {
        controller.abort();
        return isNoticed ? Promise.reject(new Error('woken')) : Promise.resolve();
      };
      await expect(read([failure('Throttling')], { signal: controller.signal, sleep }).lines).rejects.toMatchObject(
        interrupted,
      );
    }
  });

  it('is no longer listened for once a call is over', async () => {
    const { signal } = new AbortController();
    await read([answer({}, 't1'), failure('Throttling'), answer({})], { signal }).lines;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('makes no call once it has come', async () => {
    const controller = new AbortController();
    controller.abort();
    const { lines, caller } = read([answer({})], { signal: controller.signal });
    await expect(lines).rejects.toMatchObject(interrupted);
    expect(caller.calls).toEqual([]);
  });
});

describe('mistakes of ours', () => {
  it('pass through: a wait that breaks, an error of the table', async () => {
    const sleep = (): Promise<void> => Promise.reject(new Error('no timer'));
    await expect(read([failure('Throttling')], { sleep }).lines).rejects.toThrow('no timer');
    const { PrepayError } = await import('../../core/errors.js');
    const ours: Step = () => Promise.reject(new PrepayError('PREPAY_INTERNAL', 'ours', 'x'));
    await expect(read([ours]).lines).rejects.toMatchObject({ code: 'PREPAY_INTERNAL' });
  });

  it('a CallError keeps the class that its thrower gave it', async () => {
    const step: Step = () => Promise.reject(new CallError('refused-request', 'PathOutside', 'outside'));
    expect(await read([step]).lines).toMatchObject([
      { error: { class: 'refused-request', code: 'PathOutside', message: 'outside' } },
    ]);
  });
});
