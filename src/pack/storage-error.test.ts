import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { groups, packId, page, temporary } from '../../test/helpers/small-pack.js';
import { containing } from '../../test/helpers/spoilt-pack.js';
import { PrepayError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import { partialFolder } from './layout.js';
import { storageError } from './storage-error.js';
import { createPack } from './writer.js';

const file = 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups-0fb400f8.jsonl';

describe('a full disk', () => {
  // A device of Linux that answers ENOSPC to every write.
  it.runIf(process.platform === 'linux')('names the file, keeps the lines before it, and never seals', async () => {
    const out = await temporary(onTestFinished);
    const writer = await createPack({ out, packId, header: {} });
    await writer.append(page(groups, 0, { a: 1 }));
    await symlink('/dev/full', join(writer.folder, 'recording/aws/111122223333/eu-west-1/full.jsonl'));
    const error = await writer.append(page('full', 0, {})).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PREPAY_DISK_FULL', exit: 4, message: containing('full.jsonl') });
    await expect(writer.append(page(groups, 1, {}))).rejects.toBe(error);
    await expect(writer.evidenceRoot()).rejects.toBe(error);
    expect(await readFile(join(writer.folder, file), 'utf8')).toBe(`${canonical(page(groups, 0, { a: 1 }))}\n`);
    expect(await readdir(out)).toEqual([partialFolder(packId)]);
  });

  it.each([
    ['ENOSPC', 'PREPAY_DISK_FULL'],
    ['EDQUOT', 'PREPAY_DISK_FULL'],
    ['EFBIG', 'PREPAY_DISK_FULL'],
    ['EACCES', 'PREPAY_OUTPUT_NOT_WRITABLE'],
    ['EPERM', 'PREPAY_OUTPUT_NOT_WRITABLE'],
    ['EROFS', 'PREPAY_OUTPUT_NOT_WRITABLE'],
    ['ENOTDIR', 'PREPAY_OUTPUT_NOT_WRITABLE'],
  ])('%s is %s', (code, expected) => {
    const error = storageError(Object.assign(new Error('no'), { code }), 'a/b');
    expect(error).toBeInstanceOf(PrepayError);
    expect(error).toMatchObject({ code: expected, message: containing('a/b') });
  });

  it('is not what any other error is', () => {
    for (const error of [new Error('x'), 'text', Object.assign(new Error('x'), { code: 7 })]) {
      expect(storageError(error, 'a')).toBe(error);
    }
  });
});
