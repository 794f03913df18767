import type { ReportModel } from './model-types.js';
import { plural } from './words.js';

const printedItems = 200;

export interface EvidenceView {
  readonly count: string;
  readonly reads: readonly {
    readonly operation: string;
    readonly scope: string;
    readonly summary: string;
    readonly key: string;
    readonly file: string | null;
    readonly command: string | null;
    readonly isPrinted: boolean;
    readonly items: readonly {
      readonly number: string;
      readonly line: string;
      readonly pointer: string;
      readonly jq: string | null;
    }[];
  }[];
}

export function evidenceView({ evidence }: ReportModel): EvidenceView {
  return {
    count: `${plural(evidence.count, 'place')} in ${plural(evidence.reads.length, 'read')}`,
    reads: evidence.reads.map(({ key, source, scope, operation, outcome, file, command, items }) => ({
      operation,
      scope: scope === '' ? source : scope,
      summary: `${span(items.map(({ number }) => number))}, ${outcome === 'no-end' ? 'no end was recorded' : outcome}`,
      key,
      file,
      command,
      isPrinted: items.length <= printedItems,
      items: items.map(({ number, line, pointer, jq }) => ({
        number,
        line: line === null ? 'none' : String(line),
        pointer: pointer === '' ? '(whole answer)' : pointer,
        jq,
      })),
    })),
  };
}

/** `E4`, or `E4 to E31`: the numbers of a read follow one another. */
function span(numbers: readonly string[]): string {
  const first = numbers[0] ?? '';
  const last = numbers.at(-1) ?? '';
  return first === last ? first : `${first} to ${last}`;
}
