import type { ReadLine } from '../../../src/core/read.js';
import type { RecordedReads } from '../../../src/collect/transport/transport.js';

/** A recording in memory, through JSON as on disk. `edit` sees each line on its way out. */
export interface MemoryRecording extends RecordedReads {
  readonly all: ReadLine[];
  append(line: ReadLine): Promise<void>;
  /** How often lines of a key were asked for. */
  readonly lookUps: string[];
}

export function memoryRecording(lines: readonly ReadLine[] = []): MemoryRecording {
  const all = [...lines];
  const lookUps: string[] = [];
  return {
    all,
    lookUps,
    append(line) {
      all.push(structuredClone(line));
      return Promise.resolve();
    },
    lines(key) {
      lookUps.push(key);
      const found = all.filter((line) => line.key === key);
      return found.length === 0 ? null : given(found);
    },
  };
}

async function* given(lines: readonly ReadLine[]): AsyncGenerator<ReadLine> {
  for (const line of lines) {
    await Promise.resolve();
    yield line;
  }
}
