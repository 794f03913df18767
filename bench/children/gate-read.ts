/**
 * Reads one report. usage: gate-read.js HOW FORMAT FILE, or gate-read.js HOW FORMAT BYTES for one that is made meanwhile.
 * HOW: `reader` through the reader of the format; `parse` whole, with JSON.parse; `bare` in parts that are thrown away.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readers } from '../../src/collect/gates/readers.js';
import { gateFiles, partsOf } from '../gate-files.js';
import { report, rssMb, timed } from './usage.js';

/** As large as the pages in which a file is recorded. */
const partBytes = 1 << 20;

const [how = '', format = '', source = ''] = process.argv.slice(2);
const { value, ...times } = await timed(async () => {
  switch (how) {
    case 'parse':
      return { length: lengthOf(JSON.parse(await readFile(source, 'utf8'))) };
    case 'bare':
      return bare();
    case 'reader':
      return { content: await read() };
    default:
      throw new RangeError(`no way to read is called ${how}`);
  }
});
report({ ...times, ...value, rssMb: rssMb() });

function parts(): AsyncIterable<string> | Iterable<string> {
  const file = gateFiles[format];
  if (file !== undefined && /^\d+$/.test(source)) return partsOf(file, Number(source));
  return createReadStream(source, { encoding: 'utf8', highWaterMark: partBytes });
}

async function bare(): Promise<{ readonly length: number }> {
  let length = 0;
  for await (const part of parts()) length += part.length;
  return { length };
}

async function read(): Promise<unknown> {
  const reading = readers.find((reader) => reader.format === format)?.start();
  if (reading === undefined) throw new RangeError(`no reader is called ${format}`);
  for await (const part of parts()) reading.push(part);
  return reading.end().content;
}

function lengthOf(parsed: unknown): number {
  return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed).length : 0;
}
