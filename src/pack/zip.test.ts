import { execFile, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { copyPack, packId, sealSmallPack, temporary } from '../../test/helpers/small-pack.js';
import { sha256Hex } from '../core/json.js';
import { exportZip } from './zip.js';

let pack: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  pack = (await sealSmallPack(await temporary((end) => void ends.push(end)))).path;
  return async () => {
    for (const end of ends) await end();
  };
});

async function exportIn(zone: string, from: string, to: string): Promise<Buffer> {
  const script = `
    const { exportZip } = await import('./src/pack/zip.js');
    await exportZip(${JSON.stringify(from)}, ${JSON.stringify(to)});`;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, TZ: zone, LC_ALL: zone === 'UTC' ? 'C' : 'ja_JP.UTF-8' },
  });
  return readFile(to);
}

describe('an exported pack', () => {
  it('has the same bytes in another time zone, locale and folder', async () => {
    const folder = await temporary(onTestFinished);
    const elsewhere = await copyPack(pack, join(folder, 'elsewhere'));
    const utc = await exportIn('UTC', pack, join(folder, 'utc.zip'));
    const tokyo = await exportIn('Asia/Tokyo', elsewhere, join(folder, 'tokyo.zip'));
    const samoa = await exportIn('Pacific/Apia', elsewhere, join(folder, 'samoa.zip'));
    expect(sha256Hex(tokyo)).toBe(sha256Hex(utc));
    expect(sha256Hex(samoa)).toBe(sha256Hex(utc));
  });

  it('says what it wrote, and leaves nothing else', async () => {
    const folder = await temporary(onTestFinished);
    const path = join(folder, 'a.zip');
    const bytes = await exportZip(pack, path).then(async (said) => {
      expect(said).toEqual({ path, size: (await stat(path)).size, sha256: sha256Hex(await readFile(path)) });
      return readFile(path);
    });
    expect(await readdir(folder)).toEqual(['a.zip']);
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  });

  it('holds every file of the pack as it is, sorted, under the name of the pack', async () => {
    const folder = await temporary(onTestFinished);
    const path = join(folder, 'a.zip');
    await exportZip(pack, path);
    const listed = centralDirectory(await readFile(path));
    const names = (await readdir(pack, { recursive: true, withFileTypes: true }))
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name).replace(pack, packId))
      .sort();
    expect(listed.map(({ name }) => name)).toEqual(names);
    for (const { name, method, time, date, mode, extra, data } of listed) {
      expect({ method, time, date, mode, extra }).toEqual({
        method: 0,
        time: 12 << 11,
        date: (1 << 5) | 1,
        mode: 0o100644,
        extra: 0,
      });
      expect(data.equals(await readFile(name.replace(packId, pack)))).toBe(true);
    }
  });

  if (spawnSync('unzip', ['-v']).error === undefined) {
    it('passes unzip -t', async () => {
      const path = join(await temporary(onTestFinished), 'a.zip');
      await exportZip(pack, path);
      expect(spawnSync('unzip', ['-tq', path]).status).toBe(0);
    });
  }
});

describe('an export', () => {
  it('never overwrites', async () => {
    const path = join(await temporary(onTestFinished), 'a.zip');
    await writeFile(path, 'mine');
    await expect(exportZip(pack, path)).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
    expect(await readFile(path, 'utf8')).toBe('mine');
  });

  it('is refused for a pack whose files are not those of its manifest', async () => {
    const folder = await temporary(onTestFinished);
    const copy = await copyPack(pack, join(folder, 'pack'));
    await writeFile(join(copy, 'scope.json'), '{}');
    await expect(exportZip(copy, join(folder, 'a.zip'))).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    await rm(join(copy, 'manifest.json'));
    await expect(exportZip(copy, join(folder, 'a.zip'))).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    expect(await readdir(folder)).toEqual(['pack']);
  });

  it('takes a time stamp along', async () => {
    const folder = await temporary(onTestFinished);
    const copy = await copyPack(pack, join(folder, 'pack'));
    await writeFile(join(copy, 'timestamp.tsr'), Buffer.of(0x30, 0xff));
    await exportZip(copy, join(folder, 'a.zip'));
    const names = centralDirectory(await readFile(join(folder, 'a.zip'))).map(({ name }) => name);
    expect(names).toContain(`${packId}/timestamp.tsr`);
  });

  it('is refused where it cannot be written, and leaves nothing', async () => {
    const folder = await temporary(onTestFinished);
    await writeFile(join(folder, 'file'), '');
    await expect(exportZip(pack, join(folder, 'file', 'a.zip'))).rejects.toMatchObject({
      code: 'PREPAY_OUTPUT_NOT_WRITABLE',
    });
    await mkdir(join(folder, 'a.zip.partial'));
    await expect(exportZip(pack, join(folder, 'a.zip'))).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
    expect(await readdir(folder)).toEqual(['a.zip.partial', 'file']);
  });
});

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly mode: number;
  readonly extra: number;
  readonly data: Buffer;
}

/** The central directory of a zip without comment or zip64 (APPNOTE 4.3.12), with each stored file's bytes. */
function centralDirectory(zip: Buffer): readonly ZipEntry[] {
  const end = zip.length - 22;
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  while (at < end) {
    const size = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const extra = zip.readUInt16LE(at + 30);
    const start = zip.readUInt32LE(at + 42) + 30 + nameLength;
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      time: zip.readUInt16LE(at + 12),
      date: zip.readUInt16LE(at + 14),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      extra,
      data: zip.subarray(start, start + size),
    });
    at += 46 + nameLength + extra;
  }
  return entries;
}
