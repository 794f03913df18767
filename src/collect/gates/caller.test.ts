import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Json, type JsonObject } from '../../core/json.js';
import type { PageLine, ReadLine, ReadRequest } from '../../core/read.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from '../transport/drain.js';
import { liveTransport } from '../transport/live.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import type { Caller } from '../transport/transport.js';
import { gatesCaller } from './caller.js';
import { cutAt, headBytes, pageBytes, pageOf } from './page.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'prepay-gates-'));
  mkdirSync(join(dir, 'artefacts', 'deep'), { recursive: true });
  writeFileSync(join(dir, 'outside.json'), '{}');
});
afterEach(() => rmSync(dir, { recursive: true }));

const requestOf = (path: Json): ReadRequest => ({
  source: 'gates',
  scope: { source: 'gates' },
  operation: 'file:Read',
  input: { path },
});

async function read(
  path: Json,
  onPage: (page: PageLine) => void = () => undefined,
  caller: Caller = gatesCaller({ dir: join(dir, 'artefacts') }),
) {
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched().options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const ending = await forEachPage(transport, requestOf(path), onPage);
  const again: ReadLine[] = [];
  for await (const line of replay(store).read(requestOf(path))) again.push(line);
  expect(again).toEqual(store.all);
  return {
    ending,
    lines: store.all,
    pages: store.all.flatMap((line) => (line.type === 'page' ? [line.response as JsonObject] : [])),
  };
}

function put(name: string, bytes: string | Uint8Array): void {
  writeFileSync(join(dir, 'artefacts', name), bytes);
}

function contentOf(page: JsonObject): string {
  const { content } = page;
  if (typeof content !== 'string') throw new TypeError('the page has no text');
  return content;
}

function bytesOf(pages: readonly JsonObject[]): Buffer {
  return Buffer.concat(
    pages.map((page) => Buffer.from(contentOf(page), page['encoding'] === 'latin1' ? 'latin1' : 'utf8')),
  );
}

describe('a file read', () => {
  it('is recorded with what the file was, and replayed', async () => {
    put('deep/coverage.json', '\ufeff{"total": "änderung"}');
    const { ending, lines } = await read('deep/coverage.json');
    expect(ending.outcome).toBe('complete');
    expect(lines[0]).toMatchObject({
      response: {
        encoding: 'utf-8',
        content: '\ufeff{"total": "änderung"}',
        offset: 0,
        size: 25,
        modifiedAt: expect.stringMatching(/Z$/) as string,
      },
      token: { request: null, next: null },
      command: "cat -- 'deep/coverage.json'",
    });
  });

  it('of no bytes is one empty page', async () => {
    put('empty', '');
    expect((await read('empty')).pages).toMatchObject([{ content: '', size: 0 }]);
  });

  it('of many lines comes in pages of at most 1 MiB that end after a line, no byte lost', async () => {
    const text = Buffer.from(
      Array.from({ length: 60_000 }, (_, i) => `line ${i} of 60000, größer als eine Seite\n`).join(''),
    );
    put('log', text);
    const { pages, ending } = await read('log');
    expect(ending.outcome).toBe('complete');
    expect(pages.length).toBe(Math.ceil(text.length / pageBytes));
    expect(bytesOf(pages).equals(text)).toBe(true);
    for (const page of pages) {
      expect(page).toMatchObject({ encoding: 'utf-8', content: expect.stringMatching(/\n$/) as string });
      expect(Buffer.byteLength(contentOf(page))).toBeLessThanOrEqual(pageBytes);
    }
  });

  it('that is not UTF-8 keeps every byte, and text in it is still seen', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
    ]);
    put('binary', bytes);
    const { pages } = await read('binary');
    expect(pages[0]).toMatchObject({ encoding: 'latin1' });
    expect(bytesOf(pages).equals(bytes)).toBe(true);
    put('umlaut', Buffer.from('Karte 4111111111111111 für Müller', 'latin1'));
    expect((await read('umlaut')).pages[0]).toMatchObject({ content: { redacted: 'card-number' } });
  });

  it('has its card numbers and keys seen though they lie where a page would end', async () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`;
    for (const secret of ['4111 1111 1111 1111', pem]) {
      put('seam', `${'x\n'.repeat(pageBytes / 2 - 15)}${secret}\n${'y\n'.repeat(100)}`);
      const { lines } = await read('seam');
      expect(lines.map((line) => line.type)).toEqual(['page', 'page', 'end']);
      expect(JSON.stringify(lines)).not.toMatch(/1111|AAAA/);
    }
  });

  it('is absent where there is no file, no folder, or a file in the place of a folder', async () => {
    put('file', 'x');
    for (const path of ['nothing.json', 'no/thing.json', 'file/thing.json']) {
      expect((await read(path)).ending).toMatchObject({ outcome: 'absent', gap: { reason: 'missing' } });
    }
  });

  it.each([
    ['..', '../outside.json'],
    ['.. inside', 'deep/../../outside.json'],
    ['.. that stays inside', 'deep/../x'],
    ['an absolute path', '/etc/passwd'],
    ['a link that leads out', 'link'],
    ['a linked folder that leads out', 'up/outside.json'],
    ['the folder itself', '.'],
    ['nothing', ''],
    ['a backslash', 'deep\\x'],
    ['a NUL', 'deep\0x'],
    ['no text', 7],
  ])('is refused for %s', async (_, path) => {
    symlinkSync(join(dir, 'outside.json'), join(dir, 'artefacts', 'link'));
    symlinkSync(dir, join(dir, 'artefacts', 'up'));
    expect((await read(path)).ending).toMatchObject({
      outcome: 'failed',
      end: { error: { class: 'refused-request', code: 'PathOutside' } },
    });
  });

  it('follows a link that stays below the folder', async () => {
    put('deep/real', 'x');
    symlinkSync('deep/real', join(dir, 'artefacts', 'link'));
    expect((await read('link')).pages).toMatchObject([{ content: 'x' }]);
  });

  it('refuses a folder, and a pipe without hanging on it', async () => {
    const makePipe = 'mkfifo';
    execFileSync(makePipe, [join(dir, 'artefacts', 'pipe')]);
    for (const path of ['deep', 'pipe']) {
      expect((await read(path)).ending).toMatchObject({
        outcome: 'failed',
        end: { error: { class: 'refused-request' } },
      });
    }
  });

  it('is denied where the file may not be opened', async () => {
    const denied: Caller = {
      ...gatesCaller({ dir }),
      call: () => Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })),
    };
    expect((await read('x', undefined, denied)).ending).toMatchObject({
      outcome: 'denied',
      gap: { text: 'file:Read in gates was denied (EACCES)' },
    });
  });

  it('is cut short where the file changes between two pages', async () => {
    put('growing', 'x\n'.repeat(pageBytes));
    const { ending } = await read('growing', () => appendFileSync(join(dir, 'artefacts', 'growing'), 'more\n'));
    expect(ending).toMatchObject({
      outcome: 'failed',
      delivered: true,
      end: { error: { class: 'page-order', code: 'FileChanged' } },
    });
  });

  it('begins with its head, which ends after a line', async () => {
    put('short', 'x');
    put('long', 'line\n'.repeat(40_000));
    const caller = gatesCaller({ dir: join(dir, 'artefacts') });
    const head = async (path: string) => {
      const { response } = await caller.call(
        { ...requestOf(path), operation: 'file:Head' },
        null,
        new AbortController().signal,
      );
      return response;
    };
    expect(await head('short')).toMatchObject({ content: 'x', offset: 0, size: 1 });
    expect(await head('long')).toMatchObject({ content: 'line\n'.repeat(Math.floor(headBytes / 5)), size: 200_000 });
  });

  it('is found in the list of plain files, sorted, with neither links nor folders', async () => {
    put('b', 'xy');
    put('deep/a', '');
    put('with\\backslash', '');
    mkdirSync(join(dir, 'artefacts', 'none'));
    symlinkSync(join(dir, 'outside.json'), join(dir, 'artefacts', 'link'));
    symlinkSync(dir, join(dir, 'artefacts', 'up'));
    const caller = gatesCaller({ dir: join(dir, 'artefacts') });
    const request = { ...requestOf('x'), operation: 'dir:List', input: {} };
    const { response } = await caller.call(request, null, new AbortController().signal);
    const modifiedAt = expect.stringMatching(/Z$/) as string;
    expect(response).toEqual({
      entries: [
        { path: 'b', size: 2, modifiedAt },
        { path: 'deep/a', size: 0, modifiedAt },
      ],
    });
    expect(caller.operation('dir:List').command(request)).toBe("find . -type f -printf '%P %s %T@\\n' | sort");
  });

  it('has operations that a person can do again', () => {
    const caller = gatesCaller({ dir });
    expect(caller.operation('file:Head').command(requestOf("it's"))).toBe(`head -c 65536 -- 'it'\\''s'`);
    expect(caller.operation('file:Head').command(requestOf(7))).toBe("head -c 65536 -- ''");
    expect(caller.host(requestOf('x'))).toBe('file');
    expect(caller.operation('file:Read').command(requestOf("it's"))).toBe(`cat -- 'it'\\''s'`);
    expect(caller.operation('file:Read').command(requestOf(7))).toBe("cat -- ''");
    expect(() => caller.operation('file:Write')).toThrow(/source gates has no operation file:Write/);
  });
});

describe('a page', () => {
  it('ends at a sign that no number goes on beyond where there is no line, and nowhere in particular where there is none', () => {
    expect(cutAt(Buffer.from('{"a":1,"pan":"4111 1111'))).toBe('{"a":1,"pan":"'.length);
    expect(cutAt(Buffer.from('4111 1111'))).toBe(9);
  });

  it('never loses a byte, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const at = cutAt(bytes);
        expect(at).toBeGreaterThan(0);
        expect(at).toBeLessThanOrEqual(bytes.length);
        const { encoding, content } = pageOf(bytes);
        expect(Buffer.from(content, encoding === 'utf-8' ? 'utf8' : 'latin1').equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });
});
