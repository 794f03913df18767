import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporary } from '../../test/helpers/small-pack.js';
import { lockOutput, packIdOf } from './output-folder.js';
import { thisProcess } from './owner.js';

describe('the output folder', () => {
  it('is made, locked against a second run, and free again after the release', async () => {
    const out = join(await temporary(onTestFinished), 'deep', 'evidence');
    const release = await lockOutput(out);
    await expect(lockOutput(out)).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_LOCKED', exit: 2 });
    await release();
    expect(await readdir(out)).toEqual([]);
    await (await lockOutput(out))();
  });

  it('is not writable where a file stands in its place or on the way to it', async () => {
    const folder = await temporary(onTestFinished);
    await writeFile(join(folder, 'file'), '');
    for (const out of ['file', 'file/below']) {
      await expect(lockOutput(join(folder, out))).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_NOT_WRITABLE' });
    }
  });

  it('can be released after another run has taken a lock that went stale', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const out = await temporary(onTestFinished);
    const release = await lockOutput(out);
    await rm(join(out, '.prepay.lock'), { recursive: true });
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await mkdir(join(out, '.prepay.lock'));
    await release();
    expect(await readdir(out)).toEqual(['.prepay.lock']);
  });
});

describe('the lock of a run that was killed', () => {
  const dead = { pid: 2 ** 22 - 1, started: '1' };

  async function left(owner: string): Promise<string> {
    const out = await temporary(onTestFinished);
    await mkdir(join(out, '.prepay.lock'));
    await writeFile(join(out, '.prepay.owner'), owner);
    return out;
  }

  it('is taken over at once', async () => {
    const out = await left(JSON.stringify({ ...(await thisProcess()), ...dead }));
    const release = await lockOutput(out);
    await expect(lockOutput(out)).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_LOCKED' });
    await release();
    expect(await readdir(out)).toEqual([]);
  });

  it('is taken over by one of many', async () => {
    const out = await left(JSON.stringify({ ...(await thisProcess()), ...dead }));
    const tried = await Promise.allSettled(Array.from({ length: 5 }, () => lockOutput(out)));
    const held = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(held).toHaveLength(1);
    await held[0]?.();
  });

  it.each([
    ['another machine', async () => JSON.stringify({ ...(await thisProcess()), ...dead, machine: 'elsewhere' })],
    ['nobody knows whom', () => Promise.resolve('{"pid":')],
    ['a process that runs', async () => JSON.stringify(await thisProcess())],
  ])('is left alone where it is of %s', async (_name, owner) => {
    await expect(lockOutput(await left(await owner()))).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_LOCKED' });
  });
});

describe('the id of a pack', () => {
  it.each([
    ['2026-11-25T22:14:04.123Z', 'PrePay', '20261125T221404123Z-prepay'],
    ['2026-11-25T22:14:04Z', 'My wallet / prod', '20261125T221404Z-my-wallet-prod'],
  ])('of %s and %s is %s', (declaredAt, name, id) => {
    expect(packIdOf(declaredAt, name)).toBe(id);
  });

  it('falls back to a hash for a name without a letter or digit that a path can hold', () => {
    expect(packIdOf('2026-11-25T22:14:04.123Z', '東京')).toMatch(/^20261125T221404123Z-[0-9a-f]{8}$/);
  });
});
