import { jsonFiles } from './gate-files-json.js';
import { textFiles } from './gate-files-text.js';

/** A report of a tool, made of so many units of the same size. */
export interface GateFile {
  readonly head: (units: number) => string;
  readonly unit: (index: number) => string;
  /** What stands between two units. */
  readonly between: string;
  readonly foot: (units: number) => string;
}

/** By the format of the reader. */
export const gateFiles: Readonly<Record<string, GateFile>> = { ...textFiles, ...jsonFiles };

/** Whether JSON.parse reads the format. */
export function isJson(format: string): boolean {
  return Object.hasOwn(jsonFiles, format);
}

/** The file in parts of a mebibyte, about as large as asked for. */
export function* partsOf({ head, unit, between, foot }: GateFile, bytes: number): Generator<string> {
  const units = Math.ceil(bytes / (unit(0).length + between.length));
  let part = head(units);
  for (let index = 0; index < units; index += 1) {
    part += (index === 0 ? '' : between) + unit(index);
    if (part.length < 1 << 20) continue;
    // One string without parts, as one that was read from a file.
    yield Buffer.from(part).toString();
    part = '';
  }
  yield Buffer.from(part + foot(units)).toString();
}
