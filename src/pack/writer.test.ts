import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  declaredAt,
  end,
  groups,
  lines,
  packId,
  page,
  predicate,
  sealSmallPack,
  temporary,
  writeSmallPack,
} from '../../test/helpers/small-pack.js';
import { containing } from '../../test/helpers/spoilt-pack.js';
import { canonical } from '../core/json.js';
import { readKey } from '../core/read.js';
import { partialFolder } from './layout.js';
import { createPack, type PackWriter } from './writer.js';

const file = 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups-0fb400f8.jsonl';
const key = readKey(page(groups, 0, {}));

const foreign = { ...page(groups, 0, {}), source: 'github' } as const;

async function newPack(): Promise<{ readonly out: string; readonly writer: PackWriter }> {
  const out = await temporary(onTestFinished);
  return { out, writer: await createPack({ out, packId, header: { declaredAt, configuration: 'digest' } }) };
}

describe('the journal', () => {
  it('is headed by what the run declared, and holds the recording line by line', async () => {
    const { out, writer } = await newPack();
    for (const line of lines) await writer.append(line);
    expect(writer.folder).toBe(join(out, partialFolder(packId)));
    expect(await readFile(join(writer.folder, 'journal.json'), 'utf8')).toBe(
      `{"configuration":"digest","declaredAt":"${declaredAt}"}\n`,
    );
    const recorded = await readFile(join(writer.folder, file), 'utf8');
    expect(recorded).toBe(
      lines
        .slice(0, 3)
        .map((line) => `${canonical(line)}\n`)
        .join(''),
    );
  });

  it('is all that an abandoned run leaves', async () => {
    const { out, writer } = await newPack();
    void writer.append(page(groups, 0, { a: 1 }));
    await writer.abandon();
    expect(await readdir(out)).toEqual([partialFolder(packId)]);
    expect(await readFile(join(writer.folder, file), 'utf8')).toMatch(/\n$/);
    await expect(writer.append(page(groups, 1, {}))).rejects.toThrow('after the pack was closed');
  });

  it('is all that a killed run leaves, its lines whole', async () => {
    const out = await temporary(onTestFinished);
    const script = `
      const { createPack } = await import('./src/pack/writer.js');
      const { page } = await import('./test/helpers/small-pack.js');
      const writer = await createPack({ out: ${JSON.stringify(out)}, packId: ${JSON.stringify(packId)}, header: {} });
      for (let number = 0; ; number += 1) {
        await writer.append(page(${JSON.stringify(groups)}, number, { number }));
        if (number === 20) process.stdout.write('going');
      }`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => void child.kill('SIGKILL'));
      child.once('exit', (_, signal) => {
        if (signal === 'SIGKILL') resolve();
        else reject(new Error('the child ended by itself'));
      });
    });
    expect(await readdir(out)).toEqual([partialFolder(packId)]);
    const text = await readFile(join(out, partialFolder(packId), file), 'utf8');
    const whole = text.split('\n').slice(0, -1);
    expect(whole.length).toBeGreaterThan(20);
    whole.forEach((line, number) => {
      expect(JSON.parse(line)).toMatchObject({ page: number });
    });
  });

  it('takes lines of many reads at once, each read in its order', async () => {
    const { writer } = await newPack();
    const operations = Array.from({ length: 60 }, (_, number) => `operation-${number}`);
    const appended = Array.from({ length: 10 }, (_, number) =>
      operations.map((operation) => writer.append(page(operation, number, { number }))),
    );
    await Promise.all(appended.flat());
    for (const operation of operations) {
      const read = writer.recorded.lines(readKey(page(operation, 0, {})));
      const pages: unknown[] = [];
      for await (const line of read ?? []) pages.push(line);
      expect(pages).toEqual(Array.from({ length: 10 }, (_, number) => page(operation, number, { number })));
    }
  });

  it.each([
    ['a page too early', [page(groups, 1, {})], 'expected page 0'],
    ['a page twice', [page(groups, 0, {}), page(groups, 0, {})], 'expected page 1'],
    ['a line after the end', [end(groups, 0), page(groups, 0, {})], 'after the end'],
    ['an end that counts more pages', [end(groups, 1)], 'expected 1 pages'],
    ['a key of another read', [{ ...page(groups, 0, {}), operation: 'x' }], 'expected the key'],
    ['a scope of another source', [{ ...foreign, key: readKey(foreign) }], 'expected a scope of github'],
  ] as const)('refuses %s', async (_, bad, message) => {
    const { writer } = await newPack();
    const append = async (): Promise<void> => {
      for (const line of bad) await writer.append(line);
    };
    await expect(append()).rejects.toThrow(message);
  });
});

describe('what was recorded', () => {
  it('leads from a page to its file and line', async () => {
    const { writer } = await newPack();
    for (const line of lines) await writer.append(line);
    expect(writer.recorded.locate(key, 1)).toEqual({ file, line: 2 });
    expect(writer.recorded.locate(key, 2)).toBeNull();
    expect(writer.recorded.locate('0'.repeat(64), 0)).toBeNull();
    expect(writer.recorded.lines('0'.repeat(64))).toBeNull();
  });

  it('is summed up a read, a read without an end included', async () => {
    const { writer } = await newPack();
    for (const line of [...lines, page('cut', 0, {})]) await writer.append(line);
    expect(await writer.recorded.summaries()).toMatchObject([
      { operation: 'cut', outcome: 'no-end', pages: 1, attempts: 1, error: null },
      { operation: groups, outcome: 'complete', pages: 2, attempts: 2, redactions: 0, file, error: null },
      { operation: 'ec2:DescribeVpcs', outcome: 'denied', pages: 0, attempts: 1, error: { class: 'access-denied' } },
    ]);
  });
});

describe('sealing', () => {
  it('gives the folder its name only when all is in it, and points latest at it', async () => {
    const out = await temporary(onTestFinished);
    const { path } = await sealSmallPack(out);
    expect((await readdir(out)).sort()).toEqual([packId, 'latest']);
    expect(await readlink(join(out, 'latest'))).toBe(packId);
    expect((await readdir(path)).sort()).toEqual([
      'README.txt',
      'SHA256SUMS',
      'VERIFY.md',
      'attestation.sigstore.json',
      'manifest.json',
      'recording',
      'reports',
      'results',
      'rules',
      'run.json',
      'scope.json',
    ]);
  });

  it('says nothing of a signature where nobody signs', async () => {
    const out = await temporary(onTestFinished);
    const { path, fingerprint } = await sealSmallPack(out, null);
    expect(fingerprint).toBeNull();
    expect(await readdir(path)).not.toContain('attestation.sigstore.json');
    expect(await readFile(join(path, 'VERIFY.md'), 'utf8')).toContain('UNSIGNED');
  });

  it('prints in the report the root that is signed', async () => {
    const out = await temporary(onTestFinished);
    const { path, evidenceRoot } = await sealSmallPack(out);
    expect(await readFile(join(path, 'reports/report.html'), 'utf8')).toBe(`<p>${evidenceRoot}</p>`);
  });

  it('refuses a pack that lacks a result', async () => {
    const { writer } = await newPack();
    const seal = writer.seal({
      signer: null,
      predicate: (sealed) => predicate(sealed, { complete: 0, denied: 0, failed: 0 }),
    });
    await expect(seal).rejects.toThrow('lacks run.json, scope.json');
  });

  it('refuses evidence once the root was taken, and anything once it is sealed', async () => {
    const out = await temporary(onTestFinished);
    const writer = await writeSmallPack(out);
    await expect(writer.append(page('late', 0, {}))).rejects.toThrow('after the evidence root');
    await expect(writer.write('samples/late.json', '{}')).rejects.toThrow('after the evidence root');
    await writer.write('reports/late.txt', 'fine');
    await writer.seal({
      signer: null,
      predicate: (sealed) => predicate(sealed, { complete: 1, denied: 1, failed: 0 }),
    });
    await expect(writer.write('reports/later.txt', '')).rejects.toThrow('after the pack was closed');
  });

  it.each(['../x', 'manifest.json', 'VERIFY.md', 'journal.json', 'recording/x.jsonl', '/etc/x'])(
    'refuses %s as a path that a run may write',
    async (path) => {
      const { writer } = await newPack();
      await expect(writer.write(path, '')).rejects.toThrow('no path that a run may write');
    },
  );

  it('refuses to write a member twice', async () => {
    const { writer } = await newPack();
    await writer.write('reports/a.txt', 'a');
    await expect(writer.write('reports/a.txt', 'b')).rejects.toThrow('written twice');
  });

  it('streams a member of many pieces, text and bytes', async () => {
    const { writer } = await newPack();
    async function* pieces(): AsyncGenerator<string | Uint8Array> {
      for (let number = 0; number < 20_000; number += 1)
        yield number % 2 === 0 ? 'éven' : await Promise.resolve(Buffer.from('odd'));
    }
    await writer.write('reports/a.txt', pieces());
    await writer.write('reports/b.bin', Uint8Array.of(0, 255));
    expect(await readFile(join(writer.folder, 'reports/a.txt'), 'utf8')).toBe('évenodd'.repeat(10_000));
    expect([...(await readFile(join(writer.folder, 'reports/b.bin')))]).toEqual([0, 255]);
  });
});

describe('a pack that cannot be made', () => {
  it('is one whose name is taken, by a pack, a journal or a folder called latest', async () => {
    for (const taken of [packId, partialFolder(packId), 'latest']) {
      const out = await temporary(onTestFinished);
      await mkdir(join(out, taken));
      await expect(createPack({ out, packId, header: {} })).rejects.toMatchObject({
        code: 'PREPAY_OUTPUT_EXISTS',
        message: containing(taken),
      });
    }
  });

  it('is one whose name is taken while it is being made', async () => {
    const out = await temporary(onTestFinished);
    const writer = await writeSmallPack(out);
    await mkdir(join(out, packId));
    await writeFile(join(out, packId, 'theirs'), '');
    const seal = writer.seal({
      signer: null,
      predicate: (sealed) => predicate(sealed, { complete: 1, denied: 1, failed: 0 }),
    });
    await expect(seal).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_EXISTS' });
    expect(await readdir(join(out, packId))).toEqual(['theirs']);
  });

  it('is one below a file', async () => {
    const out = join(await temporary(onTestFinished), 'file');
    await writeFile(out, '');
    await expect(createPack({ out, packId, header: {} })).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_NOT_WRITABLE' });
  });

  it('is one whose content cannot be made', async () => {
    const out = await temporary(onTestFinished);
    const writer = await writeSmallPack(out);
    const failing = (async function* (): AsyncGenerator<string> {
      yield await Promise.reject<string>(new Error('no report'));
    })();
    await expect(writer.write('reports/x.txt', failing)).rejects.toThrow('no report');
    const seal = writer.seal({
      signer: null,
      predicate: (sealed) => predicate(sealed, { complete: 1, denied: 1, failed: 0 }),
    });
    await expect(seal).rejects.toThrow('no report');
    expect(await readdir(out)).toEqual([partialFolder(packId)]);
  });
});
