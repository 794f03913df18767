import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  copyPack,
  end,
  findings,
  groups,
  lines,
  packId,
  page,
  run,
  sealSmallPack,
  temporary,
} from '../../test/helpers/small-pack.js';
import { containing, matching, untouched } from '../../test/helpers/spoilt-pack.js';
import { canonical } from '../core/json.js';
import { type ReadLine, readKey } from '../core/read.js';
import { packFault } from './parse.js';
import { openPack, packEntries, type PackReader } from './reader.js';
import { scanRecording } from './recording-scan.js';

let good: string;
beforeAll(async () => {
  const ends: (() => Promise<void>)[] = [];
  good = (await sealSmallPack(await temporary((finish) => void ends.push(finish)))).path;
  return async () => {
    for (const finish of ends) await finish();
  };
});

async function all<T>(values: AsyncIterable<T> | null): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const value of values ?? []) found.push(value);
  return found;
}

async function opened(spoil: (pack: string) => Promise<void>): Promise<PackReader> {
  const pack = await copyPack(good, join(await temporary(onTestFinished), 'pack'));
  await spoil(pack);
  return openPack(pack);
}

describe('an open pack', () => {
  it('gives back what was written', async () => {
    const pack = await openPack(good);
    expect(await pack.run()).toEqual(run);
    expect(await pack.scope()).toMatchObject({ sources: [{ source: 'aws' }] });
    expect(await all(pack.findings())).toEqual(findings);
    expect(await pack.clauses()).toMatchObject([{ clause: '1.3.1' }]);
    expect(await pack.populations()).toMatchObject([{ count: 3 }]);
    expect(await pack.reads()).toEqual(await pack.recorded.summaries());
    expect(await pack.bundle()).toMatchObject({ dsseEnvelope: { payloadType: 'application/vnd.in-toto+json' } });
    expect(await pack.text('VERIFY.md')).toContain(packId);
  });

  it('gives back the recording, line for line', async () => {
    const { recorded } = await openPack(good);
    expect(await all(recorded.lines(readKey(page(groups, 0, {}))))).toEqual(lines.slice(0, 3));
    expect(recorded.locate(readKey(page(groups, 0, {})), 1)).toMatchObject({ line: 2 });
  });

  it('lists its files, those outside of the manifest last', async () => {
    const entries = await packEntries(await openPack(good));
    expect(entries).toHaveLength(16);
    expect(entries.slice(-3).map(({ path, sha256 }) => ({ path, sha256 }))).toEqual([
      { path: 'manifest.json', sha256: null },
      { path: 'SHA256SUMS', sha256: null },
      { path: 'attestation.sigstore.json', sha256: null },
    ]);
  });

  it('has no bundle if it is unsigned', async () => {
    const pack = await opened((copy) => rm(join(copy, 'attestation.sigstore.json')));
    expect(await pack.bundle()).toBeNull();
  });

  it('may have recorded nothing', async () => {
    const pack = await opened((copy) => rm(join(copy, 'recording'), { recursive: true }));
    expect(await pack.recorded.summaries()).toEqual([]);
  });

  it('is found through a file called latest', async () => {
    const folder = await temporary(onTestFinished);
    await copyPack(good, join(folder, packId));
    await writeFile(join(folder, 'latest'), `${packId}\n`);
    expect((await openPack(join(folder, 'latest'))).path).toBe(join(folder, packId));
  });

  it('lets members of a later version through', async () => {
    const pack = await opened((copy) => writeFile(join(copy, 'run.json'), canonical({ ...run, later: true })));
    expect(await pack.run()).toEqual(run);
  });
});

describe('what is no pack', () => {
  it.each([
    ['nothing', untouched, 'got nothing (ENOENT)'],
    ['a zip file', (path: string) => writeFile(path, ''), 'got a zip file'],
    ['a folder without manifest', (path: string) => mkdir(path).then(() => undefined), 'without manifest.json'],
  ])('is not found: %s', async (_, make, message) => {
    const path = join(await temporary(onTestFinished), 'a.zip');
    await make(path);
    await expect(openPack(path)).rejects.toMatchObject({
      code: 'PREPAY_PACK_NOT_FOUND',
      message: containing(message),
    });
  });

  it.each(['../other', '', 'a/b', 'x'.repeat(300)])(
    'is not found through a file called latest that holds %j',
    async (text) => {
      const path = join(await temporary(onTestFinished), 'latest');
      await writeFile(path, text);
      await expect(openPack(path)).rejects.toMatchObject({ code: 'PREPAY_PACK_NOT_FOUND' });
    },
  );

  it('is not found in the journal of a run that did not end', async () => {
    const path = join(await temporary(onTestFinished), `.${packId}.partial`);
    await mkdir(path);
    await expect(openPack(path)).rejects.toThrow('the journal of a run that did not end');
  });
});

describe('a malformed member', () => {
  it.each([
    ['run.json', '{"schema":', (pack: PackReader) => pack.run(), /^run\.json: expected JSON/],
    ['run.json', '{}', (pack: PackReader) => pack.run(), /^run\.json: schema: .*\(and \d+ more\)$/],
    ['scope.json', '[]', (pack: PackReader) => pack.scope(), /^scope\.json: value: /],
    ['results/clauses.json', '{}', (pack: PackReader) => pack.clauses(), /^results\/clauses\.json: value: /],
    ['results/reads.json', '[1]', (pack: PackReader) => pack.reads(), /^results\/reads\.json: 0: /],
    ['results/findings.jsonl', '{}\n', (pack: PackReader) => all(pack.findings()), /^results\/findings\.jsonl:1: /],
    [
      'results/findings.jsonl',
      '{}',
      (pack: PackReader) => all(pack.findings()),
      /findings\.jsonl:1: expected a line feed/,
    ],
    ['manifest.json', '[{"a":1}]', (pack: PackReader) => pack.manifest(), /^manifest\.json: 0\.mediaType: /],
  ])('%s that holds %s is named', async (path, text, read, message) => {
    const pack = await opened((copy) => writeFile(join(copy, path), text));
    const error = await Promise.resolve(read(pack)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PREPAY_PACK_INVALID', message: matching(message) });
  });

  it('is not there, or is no path of a pack', async () => {
    const pack = await openPack(good);
    await expect(pack.text('results/none.json')).rejects.toThrow('results/none.json: expected the file');
    await expect(pack.text('../run.json')).rejects.toThrow('expected a path of a pack');
    const folder = await opened((copy) =>
      rm(join(copy, 'scope.json'))
        .then(() => mkdir(join(copy, 'scope.json')))
        .then(() => undefined),
    );
    await expect(folder.scope()).rejects.toThrow('scope.json: expected a regular file, got a folder');
  });
});

describe('a recording', () => {
  const file = 'recording/aws/111122223333/eu-west-1/ec2-describesecuritygroups-0fb400f8.jsonl';

  async function scanned(text: string, at = file): Promise<unknown> {
    const root = await temporary(onTestFinished);
    await mkdir(join(root, at, '..'), { recursive: true });
    await writeFile(join(root, at), text);
    return scanRecording(root).catch((caught: unknown) => caught);
  }

  const text = (...some: readonly ReadLine[]): string => some.map((line) => `${canonical(line)}\n`).join('');
  const first = page(groups, 0, { a: 1 });

  it.each([
    ['a page that is missing', text(page(groups, 1, {})), `${file}:1: expected page 0`],
    ['an end that counts more', text(first, end(groups, 2)), `${file}:2: expected 2 pages`],
    ['a line after the end', text(first, end(groups, 1), page(groups, 1, {})), `${file}:3: expected nothing after`],
    [
      'a response that is not the hashed one',
      text({ ...first, response: { a: 2 } }),
      `${file}:1: expected a response of`,
    ],
    ['a line that is not canonical', `${JSON.stringify(first)}\n`, `${file}:1: expected canonical JSON`],
    ['a line of another shape', '{}\n', `${file}:1: type: `],
    ['half a line', text(first).slice(0, -1), `${file}:1: expected a line feed`],
    ['an input that is no object', text(first).replace(/"input":\{[^}]*\}/, '"input":[]'), `${file}:1: input: `],
  ])('is refused for %s', async (_, recorded, message) => {
    expect(await scanned(recorded)).toMatchObject({
      code: 'PREPAY_PACK_INVALID',
      message: containing(message),
    });
  });

  it('is refused in another file than its scope and operation name', async () => {
    expect(await scanned(text(first), 'recording/aws/other.jsonl')).toMatchObject({
      message: `recording/aws/other.jsonl:1: expected the line in ${file}`,
    });
    expect(await scanned('', 'recording/notes.txt')).toMatchObject({
      message: 'recording/notes.txt: expected a folder or a file of lines',
    });
    expect(await scanned('', 'recording')).toMatchObject({ code: 'ENOTDIR' });
  });

  it('is refused when it is cut short while it is being read', async () => {
    const root = await temporary(onTestFinished);
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text(first));
    const recorded = await scanRecording(root);
    await writeFile(join(root, file), '');
    await expect(all(recorded.lines(first.key))).rejects.toThrow('cut short');
  });

  it('is refused when it is changed while it is being read, whatever the length', async () => {
    const root = await temporary(onTestFinished);
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text(first));
    const recorded = await scanRecording(root);
    await writeFile(join(root, file), text(first).replace('"durationMs":12', '"durationMs":13'));
    await expect(all(recorded.lines(first.key))).rejects.toThrow('changed while it was read');
  });

  it('is read with lines far longer than a block, to the byte', async () => {
    const long = page(groups, 0, { text: 'é'.repeat(3_000_000) });
    const root = await temporary(onTestFinished);
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text(long, end(groups, 1)));
    const recorded = await scanRecording(root);
    expect(await all(recorded.lines(long.key))).toEqual([long, end(groups, 1)]);
    expect((await readFile(join(root, file))).length).toBeGreaterThan(6_000_000);
  });

  it('names a file without a line', () => {
    expect(packFault('a', null, 'b').message).toBe('a: b');
  });
});
