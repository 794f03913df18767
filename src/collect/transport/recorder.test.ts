import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type ReadLine, type ReadRequest, readKey } from '../../core/read.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { answer, scriptedCaller, type Step, watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from './drain.js';
import { liveTransport } from './live.js';
import { recorder, type RecorderOptions } from './recorder.js';
import { replay } from './replay.js';
import type { Transport } from './transport.js';

const request: ReadRequest = {
  source: 'aws',
  scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: {},
};
const pan = '4111111111111111';

async function linesOf(transport: Transport, asked: ReadRequest = request): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of transport.read(asked)) lines.push(line);
  return lines;
}

function recording(steps: readonly Step[], more: Partial<RecorderOptions> = {}) {
  const store = memoryRecording();
  const caller = scriptedCaller(steps);
  const live = liveTransport({ ...watched().options, callers: [caller] });
  const transport = recorder({
    live,
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
    ...more,
  });
  return { store, caller, transport };
}

const threePages = [
  answer({ items: [{ n: 1 }] }, 't1'),
  answer({ items: [{ n: 2 }] }, 't2'),
  answer({ items: [{ n: 3 }] }),
];

describe('the recorder', () => {
  it('hands over what it appended, and nothing that it did not', async () => {
    const { store, transport } = recording([answer({ items: [{ userData: 's', tag: `card ${pan}`, n: 1 }] })]);
    const lines = await linesOf(transport);
    expect(lines).toEqual(store.all);
    expect(lines[0]).toMatchObject({
      response: { items: [{ userData: { redacted: 'not-collected' }, tag: { redacted: 'card-number' }, n: 1 }] },
      redactions: [
        { pointer: '/items/0/userData', reason: 'not-collected' },
        { pointer: '/items/0/tag', reason: 'card-number' },
      ],
    });
    expect(JSON.stringify(store.all)).not.toContain(pan);
    expect(await linesOf(replay(store))).toEqual(lines);
  });

  it('appends a line before it hands it over', async () => {
    const order: string[] = [];
    const { transport, store } = recording(threePages, {
      append: async (line) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        order.push(`appended ${line.type}`);
        await store.append(line);
      },
    });
    for await (const line of transport.read(request)) order.push(`seen ${line.type}`);
    expect(order).toEqual(['page', 'page', 'page', 'end'].flatMap((type) => [`appended ${type}`, `seen ${type}`]));
  });

  it('reads a key once a run, and a late reader gets the same from the store', async () => {
    const { store, caller, transport } = recording(threePages);
    const first = await linesOf(transport);
    expect(store.lookUps).toEqual([]);
    expect(await linesOf(transport)).toEqual(first);
    expect([caller.calls.length, store.all.length, store.lookUps.length]).toEqual([3, 4, 1]);
  });

  it('reads once for readers at the same time, whatever their pace', async () => {
    const { store, caller, transport } = recording(threePages);
    const slow = async (): Promise<ReadLine[]> => {
      const lines: ReadLine[] = [];
      for await (const line of transport.read(request)) {
        lines.push(line);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      return lines;
    };
    const all = await Promise.all([linesOf(transport), slow(), linesOf(transport), slow()]);
    for (const lines of all) expect(lines).toEqual(store.all);
    expect([caller.calls.length, store.all.length]).toEqual([3, 4]);
  });

  it('appends in the order of the pages, though two readers draw at once and the store takes its time', async () => {
    let ms = 8;
    const { store, transport } = recording(threePages, {
      append: async (line) => {
        await new Promise((resolve) => setTimeout(resolve, (ms /= 2)));
        await store.append(line);
      },
    });
    await Promise.all([linesOf(transport), linesOf(transport)]);
    expect(store.all.map((line) => (line.type === 'page' ? line.page : line.type))).toEqual([0, 1, 2, 'end']);
  });

  it('lets a second reader go on where the first stopped', async () => {
    const { caller, transport, store } = recording(threePages);
    for await (const line of transport.read(request)) if (line.type === 'page') break;
    expect(store.all).toHaveLength(1);
    expect(await linesOf(transport)).toHaveLength(4);
    expect(caller.calls).toHaveLength(3);
  });

  it('does not lock up where two reads wait for each other', async () => {
    const { transport } = recording([answer({}, 't1'), answer({}, 't2'), answer({})], {});
    const other = { ...request, input: { other: true } };
    const crossing = async (outer: ReadRequest, inner: ReadRequest): Promise<void> => {
      await forEachPage(transport, outer, async () => {
        await linesOf(transport, inner);
      });
    };
    await Promise.all([crossing(request, other), crossing(other, request)]);
  });

  it('keys by the request without what was taken out of it', async () => {
    const { transport, store } = recording([answer({})]);
    await linesOf(transport, { ...request, input: { name: pan } });
    expect(store.all[0]).toMatchObject({
      input: { name: { redacted: 'card-number' } },
      command: '[redacted: card-number]',
    });
    expect(store.all[0]?.key).toBe(readKey({ ...request, input: { name: { redacted: 'card-number' } } }));
    expect(await linesOf(replay(store), { ...request, input: { name: pan } })).toEqual(store.all);
  });

  it('gives every reader the error of a store that cannot be written', async () => {
    const { transport, caller } = recording(threePages, { append: () => Promise.reject(new Error('disk full')) });
    await expect(linesOf(transport)).rejects.toThrow('disk full');
    await expect(linesOf(transport)).rejects.toThrow('disk full');
    expect(caller.calls).toHaveLength(1);
  });

  it('does not go on silently when the store lost what it was given', async () => {
    const { transport } = recording(threePages, { append: () => Promise.resolve() });
    await linesOf(transport);
    await expect(linesOf(transport)).rejects.toThrow(/the store holds 0 of the 4 lines/);
  });

  it('leaves a read that was interrupted without an end', async () => {
    const controller = new AbortController();
    const caller = scriptedCaller([answer({}, 't1'), () => (controller.abort(), new Promise(() => undefined))]);
    const store = memoryRecording();
    const transport = recorder({
      live: liveTransport({ ...watched({ signal: controller.signal }).options, callers: [caller] }),
      operation: () => ({ neverKept: [] }),
      append: (line) => store.append(line),
      recorded: store,
    });
    await expect(linesOf(transport)).rejects.toMatchObject({ code: 'PREPAY_INTERRUPTED' });
    expect(store.all.map((line) => line.type)).toEqual(['page']);
    expect((await linesOf(replay(store))).map((line) => line.type)).toEqual(['page']);
  });

  it('is over where what it reads from ends without saying how', async () => {
    const full = recording(threePages);
    await linesOf(full.transport);
    const cut = memoryRecording(full.store.all.slice(0, 2));
    const { transport } = recording([], { live: replay(cut) });
    expect(await linesOf(transport)).toEqual(cut.all);
    expect(await linesOf(transport)).toEqual(cut.all);
  });

  it('holds no pages: what it keeps does not grow with the bytes that were read', async () => {
    setFlagsFromString('--expose-gc');
    const pages = Array.from({ length: 50 }, (_, i) => answer({ i }, i === 49 ? null : `t${i}`));
    const handed: WeakRef<ReadLine>[] = [];
    const { transport } = recording(pages, { append: () => Promise.resolve() });
    for await (const line of transport.read(request)) handed.push(new WeakRef(line));
    await new Promise((resolve) => setTimeout(resolve, 5));
    runInNewContext('gc()');
    expect(handed).toHaveLength(51);
    expect(handed.filter((line) => line.deref() !== undefined).length).toBeLessThanOrEqual(2);
  });
});
