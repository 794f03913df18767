/**
 * What stands in a section of the report that is made of prose and tables alone, in the order of its blocks. The writers of
 * HTML and PDF draw every body the same way, so that a section is written once.
 */
export interface SectionBody {
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'table'; readonly table: BodyTable }
  /** Commands that a reader can paste, each with what it shows. */
  | { readonly type: 'commands'; readonly commands: readonly { readonly what: string; readonly command: string }[] };

export interface BodyTable {
  readonly caption: string;
  readonly columns: readonly BodyColumn[];
  /** A cell a column; never shorter or longer than `columns`. */
  readonly rows: readonly (readonly BodyCell[])[];
  /** What stands in the place of the rows where there are none. */
  readonly empty: string;
}

export interface BodyColumn {
  readonly title: string;
  /** `code` is monospaced, `number` is right-aligned in tabular figures, `status` is marked by its tone. */
  readonly kind: 'text' | 'code' | 'number' | 'status';
  /** Its share of the width, beside the shares of the others. */
  readonly share: number;
}

export interface BodyCell {
  readonly text: string;
  /** `good`, `bad` and `open` colour and mark a status; null elsewhere. */
  readonly tone: 'good' | 'bad' | 'open' | null;
  /** The anchor of a clause in the report (`pci-dss-4.0.1-1.2.5`), to which the cell leads; null for none. */
  readonly clause: string | null;
}

export function textBlock(text: string): Block {
  return { type: 'text', text };
}

export function cell(text: string, more: Partial<Omit<BodyCell, 'text'>> = {}): BodyCell {
  return { text, tone: null, clause: null, ...more };
}
