import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporary } from '../../test/helpers/small-pack.js';
import { assertLatestIsFree, pointLatest } from './latest.js';

describe('latest', () => {
  it('moves on to the newer pack in one step', async () => {
    const out = await temporary(onTestFinished);
    await pointLatest(out, 'one');
    await pointLatest(out, 'two');
    expect(await readlink(join(out, 'latest'))).toBe('two');
    expect(await readdir(out)).toEqual(['latest']);
    await expect(assertLatestIsFree(out)).resolves.toBeUndefined();
  });

  it('is a file with the name where links fail', async () => {
    const out = await temporary(onTestFinished);
    const refuse = (): Promise<void> => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
    await pointLatest(out, 'one', refuse);
    expect((await lstat(join(out, 'latest'))).isFile()).toBe(true);
    expect(await readFile(join(out, 'latest'), 'utf8')).toBe('one\n');
    await expect(assertLatestIsFree(out)).resolves.toBeUndefined();
  });

  it('fails on a full disk', async () => {
    const out = await temporary(onTestFinished);
    const full = (): Promise<void> => Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' }));
    await expect(pointLatest(out, 'one', full)).rejects.toMatchObject({ code: 'PREPAY_DISK_FULL' });
  });
});
