import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseExisting, writeNew } from './write-new.js';

const folder = mkdtempSync(join(tmpdir(), 'prepay-write-'));

describe('writeNew', () => {
  it('writes a file, its folders too, and never over one', async () => {
    const path = join(folder, 'a', 'b.txt');
    await writeNew(path, 'once');
    await expect(writeNew(path, 'twice')).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
    expect(readFileSync(path, 'utf8')).toBe('once');
    expect(() => refuseExisting(path)).toThrow('is already there');
    expect(() => refuseExisting(`${path}.other`)).not.toThrow();
  });

  it('says which path cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(writeNew(join(folder, 'file', 'below.txt'), '')).rejects.toMatchObject({
      code: 'PREPAY_OUTPUT_NOT_WRITABLE',
    });
  });

  it('passes on what it does not know', async () => {
    mkdirSync(join(folder, 'long'));
    await expect(writeNew(join(folder, 'long', 'x'.repeat(300)), '')).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  });
});
