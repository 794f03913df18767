import { describe, expect, it } from 'vitest';
import { answer, scriptedCaller, type Step, watched } from '../../../test/unit/peers/scripted-caller.js';
import { virtualTime } from '../../../test/unit/peers/virtual-time.js';
import type { ReadRequest } from '../../core/read.js';
import { hostQueues } from './host-queues.js';
import { liveTransport } from './live.js';

const callMs = 40;
const here = 'ec2.eu-west-1';

/** Queues on a virtual clock, with what was under way when. */
function queues(concurrency: number) {
  const time = virtualTime();
  const began: { readonly host: string; readonly atMs: number; readonly atOnce: number }[] = [];
  const running = new Map<string, number>();
  const startMs = time.now();
  const made = hostQueues({ concurrency, now: time.now, sleep: time.sleep });
  const call = (host = here): Promise<void> =>
    made.run(host, async () => {
      const atOnce = (running.get(host) ?? 0) + 1;
      running.set(host, atOnce);
      began.push({ host, atMs: time.now() - startMs, atOnce });
      await time.sleep(callMs);
      running.set(host, (running.get(host) ?? 1) - 1);
    });
  const calls = (count: number, host = here) => time.run(Promise.all(Array.from({ length: count }, () => call(host))));
  const most = (from = 0) => Math.max(...began.slice(from).map(({ atOnce }) => atOnce));
  return { ...made, time, began, calls, most };
}

describe('the calls of one host', () => {
  it.each([1, 4, 10])('are never more than %d at once', async (concurrency) => {
    const { calls, most } = queues(concurrency);
    await calls(40);
    expect(most()).toBe(concurrency);
  });

  it('do not hold up those of another', async () => {
    const { time, calls, throttled, began } = queues(2);
    throttled(here, { startedAtMs: time.now(), askedMs: 60_000 });
    await calls(1, 'ec2.eu-central-1');
    expect(began).toEqual([{ host: 'ec2.eu-central-1', atMs: 0, atOnce: 1 }]);
  });

  it('are half as many at once after each throttle, one at least', async () => {
    const { time, calls, throttled, began, most } = queues(8);
    for (const expected of [4, 2, 1, 1]) {
      throttled(here, { startedAtMs: time.now(), askedMs: 0 });
      const from = began.length;
      await calls(20);
      expect(most(from)).toBe(expected);
    }
  });

  it('are lowered once for all that was under way together', async () => {
    const { time, calls, throttled, began } = queues(8);
    const startedAtMs = time.now();
    await time.run(time.sleep(10));
    for (let i = 0; i < 8; i += 1) throttled(here, { startedAtMs, askedMs: 0 });
    await calls(8);
    expect(began.filter(({ atMs }) => atMs === 10)).toHaveLength(4);
  });

  it('come back one by one with the answers, up to what was asked for', async () => {
    const { time, calls, throttled, answered, began } = queues(4);
    throttled(here, { startedAtMs: time.now(), askedMs: 0 });
    const atOnceNow = async (): Promise<number> => {
      const from = began.length;
      await calls(8);
      return Math.max(...began.slice(from).map(({ atOnce }) => atOnce));
    };
    const seen = [await atOnceNow()];
    for (const answers of [2, 3, 9]) {
      for (let i = 0; i < answers; i += 1) answered(here);
      seen.push(await atOnceNow());
    }
    expect(seen).toEqual([2, 3, 4, 4]);
  });

  it('wait all together where the host asks to be left alone', async () => {
    const { time, calls, throttled, began } = queues(2);
    throttled(here, { startedAtMs: time.now(), askedMs: 5_000 });
    throttled(here, { startedAtMs: time.now(), askedMs: 1_000 });
    await calls(3);
    expect(began.every(({ atMs }) => atMs >= 5_000)).toBe(true);
  });
});

describe('where one call at a time is too many', () => {
  it('there is a gap between two, which grows with each throttle and goes away with the answers', async () => {
    const { time, calls, throttled, answered, began } = queues(1);
    const gapNow = async (): Promise<number> => {
      const from = began.length;
      await calls(2);
      const [first, second] = began.slice(from);
      return (second?.atMs ?? 0) - (first?.atMs ?? 0);
    };
    expect(await gapNow()).toBe(callMs);
    for (let i = 0; i < 2; i += 1) throttled(here, { startedAtMs: time.now(), askedMs: 0 });
    expect(await gapNow()).toBe(50);
    for (let i = 0; i < 20; i += 1) throttled(here, { startedAtMs: time.now(), askedMs: 0 });
    expect(await gapNow()).toBe(100);
    for (let i = 0; i < 100; i += 1) answered(here);
    expect(await gapNow()).toBe(callMs);
  });
});

describe('an audit of a host that takes few calls a second', () => {
  const aSecondMs = 1000;
  const rate = 10;

  /** A server that throttles what goes past its rate. */
  function limited() {
    const time = virtualTime();
    const taken: number[] = [];
    let underWay = 0;
    const seen = { throttles: 0, calls: 0, atOnce: 0 };
    const step: Step = async (token, signal, request) => {
      underWay += 1;
      seen.calls += 1;
      seen.atOnce = Math.max(seen.atOnce, underWay);
      await time.sleep(50);
      underWay -= 1;
      const recent = taken.filter((at) => at > time.now() - aSecondMs);
      if (recent.length >= rate) {
        seen.throttles += 1;
        throw Object.assign(new Error('slow down'), {
          name: 'RequestLimitExceeded',
          $metadata: { httpStatusCode: 503 },
        });
      }
      taken.push(time.now());
      return answer({})(token, signal, request);
    };
    return { time, seen, step };
  }

  it('comes to its end within one budget, never past the bound, with fewer throttles than calls', async () => {
    const { time, seen, step } = limited();
    const { options } = watched({
      budget: { maxAttempts: 8, retries: 500 },
      concurrency: 10,
      now: time.now,
      sleep: (ms) => time.sleep(ms),
      timeoutMs: 3_600_000,
    });
    const transport = liveTransport({ ...options, callers: [scriptedCaller([step])] });
    const read = async (id: string): Promise<string> => {
      const request: ReadRequest = {
        source: 'aws',
        scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
        operation: 'ec2:DescribeVpcs',
        input: { id },
      };
      let outcome = '';
      for await (const line of transport.read(request)) if (line.type === 'end') outcome = line.outcome;
      return outcome;
    };
    const outcomes = await time.run(Promise.all(Array.from({ length: 200 }, (_, id) => read(String(id)))));
    expect(new Set(outcomes)).toEqual(new Set(['complete']));
    expect(seen.atOnce).toBeLessThanOrEqual(10);
    expect(seen.throttles).toBeGreaterThan(0);
    expect(seen.throttles).toBeLessThan(100);
    expect(seen.calls).toBe(200 + seen.throttles);
  });
});
