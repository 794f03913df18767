/** Reads a recording and parses each of its lines with JSON.parse, one at a time. usage: parse.js FOLDER */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { report, rssMb, timed } from './usage.js';

const [folder = ''] = process.argv.slice(2);
const names = await readdir(folder, { recursive: true });
const files = names.filter((name) => name.endsWith('.jsonl')).sort();
const { value, ...times } = await timed(async () => {
  let bytes = 0;
  let members = 0;
  for (const file of files) {
    for await (const line of lines(join(folder, file))) {
      bytes += line.length + 1;
      const value: unknown = JSON.parse(line.toString('utf8'));
      members += typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
    }
  }
  return { bytes, members };
});
report({ ...times, ...value, rssMb: rssMb() });

/** As cheap as reading lines gets: chunks of 4 MiB, cut at line feeds. */
async function* lines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 22 });
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
      yield rest.subarray(start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}
