import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit, canonical, type Json, sha256Hex } from '../core/json.js';
import type { ReadLine } from '../core/read.js';
import { type LinePlace, type PackRecording, RecordingIndex } from './recording-index.js';
import { packFault, parseJson, utf8 } from './parse.js';
import { readLine } from './schemas.js';
import { errorCode } from './storage-error.js';

/** Files that one recording holds open at a time, so that a wide run stays far from the usual limit of 1024. */
export const openFilesAtOnce = 32;

/**
 * The recording under `<root>/recording`, every line checked and indexed; the responses stay on disk.
 * Throws PREPAY_PACK_INVALID naming file and line.
 */
export async function scanRecording(root: string): Promise<PackRecording> {
  const index = new RecordingIndex(lineFetcher(root));
  for (const file of await recordingFiles(root)) {
    for await (const { text, place } of placedLines(root, file)) {
      const line = checkedLine(text, place);
      const fault = index.fault(line, file);
      if (fault !== null) throw packFault(file, place.line, fault);
      index.add(line, place);
    }
  }
  return index;
}

/**
 * As much of an unfinished recording as holds together: whole lines, up to what does not fit any more. What a run that
 * was killed was writing, and what a power cut left, is passed over.
 */
export async function salvageRecording(root: string): Promise<RecordingIndex> {
  const index = new RecordingIndex(lineFetcher(root));
  for (const file of await recordingFiles(root)) {
    try {
      for await (const { text, place } of placedLines(root, file)) {
        const line = checkedLine(text, place);
        // A read with a line that does not follow has no end that fits, and with that none at all.
        if (index.fault(line, file) === null) index.add(line, place);
      }
    } catch (error) {
      if (!(error instanceof PrepayError)) throw error;
    }
  }
  return index;
}

/**
 * What reads one line of the recording again, by its place. Its bytes have to be those that were checked when they were
 * indexed, or that the writer put there: so much is told by one hash, at a small part of the cost of checking again.
 */
export function lineFetcher(root: string): (place: LinePlace) => Promise<ReadLine> {
  const limit = pLimit(openFilesAtOnce);
  return (place) =>
    limit(async () => {
      const handle = await open(join(root, place.file));
      try {
        const bytes = Buffer.alloc(place.size);
        const { bytesRead } = await handle.read(bytes, 0, place.size, place.offset);
        if (bytesRead !== place.size)
          throw packFault(place.file, place.line, 'the file was cut short while it was read');
        if (sha256Hex(bytes) !== place.sha256)
          throw packFault(place.file, place.line, 'the file was changed while it was read');
        return lineOf(parseJson(utf8(bytes, place.file, place.line), place.file, place.line), place);
      } finally {
        await handle.close();
      }
    });
}

/** The lines of a file of the pack with their places, line feeds left out; a last line without one is a fault. */
export async function* placedLines(
  root: string,
  file: string,
): AsyncGenerator<{ readonly text: string; readonly place: LinePlace }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let line = 0;
  for await (const chunk of byteChunks(join(root, file))) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed, start)) {
      line += 1;
      const size = end - start;
      const bytes = rest.subarray(start, end);
      yield { text: utf8(bytes, file, line), place: { file, line, offset, size, sha256: sha256Hex(bytes) } };
      offset += size + 1;
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) throw packFault(file, line + 1, 'expected a line feed at the end, got the end of the file');
}

const lineFeed = 0x0a;

async function* byteChunks(path: string): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<unknown> = createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk;
}

function checkedLine(text: string, place: LinePlace): ReadLine {
  const value = parseJson(text, place.file, place.line);
  // One byte sequence for one value: no second member of the same name, no number that JSON.parse rounded.
  if (canonical(value) !== text)
    throw packFault(place.file, place.line, 'expected canonical JSON (RFC 8785), got another form');
  const line = lineOf(value, place);
  if (line.type === 'page' && sha256Hex(responseText(text, value)) !== line.sha256)
    throw packFault(place.file, place.line, `expected a response of sha256 ${line.sha256}, got another`);
  return line;
}

/** The canonical text of a page's response, cut out of the canonical text of its line instead of made again. */
function responseText(text: string, line: Json): string {
  const members = Object.entries(line ?? {});
  const before = canonical(Object.fromEntries(members.filter(([name]) => name < 'response')));
  const after = canonical(Object.fromEntries(members.filter(([name]) => name > 'response')));
  return text.slice(before.length + '"response":'.length, text.length - after.length);
}

function lineOf(value: Json, { file, line }: LinePlace): ReadLine {
  const result = readLine.safeParse(value);
  if (!result.success) throw packFault(file, line, result.error);
  return result.data;
}

async function recordingFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const item of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${item.name}`;
      if (item.isDirectory()) await walk(path);
      else if (item.isFile() && path.endsWith('.jsonl')) found.push(path);
      else throw packFault(path, null, 'expected a folder or a file of lines');
    }
  };
  await walk('recording').catch((error: unknown) => {
    // A run that read nothing has no such folder.
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  return found.sort(byCodeUnit);
}
