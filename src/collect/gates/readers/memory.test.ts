import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Reader } from '../reader.js';
import { cobertura } from './cobertura.js';
import { lcov } from './lcov.js';

const pages = 48;
const mebibyte = 1024 ** 2;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function heldMb(): number {
  if (typeof collectGarbage !== 'function') throw new Error('this Node has no gc()');
  Reflect.apply(collectGarbage, undefined, []);
  return getHeapStatistics().used_heap_size / mebibyte;
}

interface Shape {
  readonly reader: Reader;
  readonly head: string;
  readonly source: (index: number) => string;
  readonly filler: string;
  readonly foot: string;
}

const shapes: readonly Shape[] = [
  {
    reader: lcov,
    head: '',
    source: (index) => `SF:src/area/of/service/module-${index}.ts\nDA:1,1\nLF:1\nLH:1\nend_of_record\n`,
    filler: `#${'x'.repeat(1022)}\n`,
    foot: '',
  },
  {
    reader: cobertura,
    head: '<coverage line-rate="1"><packages><package><classes>\n',
    source: (index) => `<class name="m" filename="src/area/of/service/module-${index}.ts"><lines/></class>\n`,
    filler: `<!--${'x'.repeat(1016)}-->\n`,
    foot: '</classes></package></packages></coverage>',
  },
];

describe('the names of source files', () => {
  it.each(shapes)('of $reader.format do not keep the pages that they stood in', ({ reader, ...text }) => {
    const reading = reader.start();
    reading.push(text.head);
    const before = heldMb();
    for (let index = 0; index < pages; index += 1) {
      // One string without parts, as a page that was read from a file.
      reading.push(Buffer.from(text.source(index) + text.filler.repeat(512)).toString());
    }
    const grown = heldMb() - before;
    reading.push(text.foot);
    expect(reading.end().content).toMatchObject({ files: pages });
    // Half a mebibyte a page would be 24.
    expect(grown).toBeLessThan(6);
  });
});
