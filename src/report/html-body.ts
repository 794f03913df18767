import type { Chip } from './html-parts.js';
import type { ReportModel, SectionId } from './model-types.js';
import type { Block, BodyCell, BodyColumn, SectionBody } from './section-body.js';

/** A section of prose and tables, as templates/body.hbs draws it: of each block one member is not null. */
interface BodyView {
  readonly blocks: readonly BlockView[];
}

interface BlockView {
  readonly text: string | null;
  readonly commands: readonly { readonly what: string; readonly command: string }[] | null;
  readonly table: {
    readonly id: string;
    readonly caption: string;
    readonly empty: string;
    readonly columns: readonly { readonly title: string; readonly isNumber: boolean }[];
    readonly rows: readonly (readonly CellView[])[];
  } | null;
}

interface CellView {
  readonly text: string;
  readonly isCode: boolean;
  readonly isNumber: boolean;
  /** Null where the cell is no status. */
  readonly chip: Chip | null;
  /** The anchor of a clause; null where there is none, so that no link leads nowhere. */
  readonly clause: string | null;
}

export type BodyViews = Readonly<Partial<Record<SectionId, BodyView>>>;

/** Marks that can be told apart without colour. */
const chips = {
  good: { mark: '✓', css: 'st-pass' },
  bad: { mark: '✗', css: 'st-fail' },
  open: { mark: '?', css: 'st-unknown' },
} as const;

export function bodyViews({ bodies, frameworks }: Pick<ReportModel, 'bodies' | 'frameworks'>): BodyViews {
  const anchors = new Set(
    frameworks.flatMap(({ groups }) => groups.flatMap(({ clauses }) => clauses.map(({ anchor }) => anchor))),
  );
  return Object.fromEntries(Object.entries(bodies).map(([id, body]) => [id, bodyView(id, body, anchors)]));
}

function bodyView(section: string, { blocks }: SectionBody, anchors: ReadonlySet<string>): BodyView {
  return { blocks: blocks.map((block, index) => blockView(`${section}-${index + 1}`, block, anchors)) };
}

function blockView(id: string, block: Block, anchors: ReadonlySet<string>): BlockView {
  const nothing: BlockView = { text: null, commands: null, table: null };
  switch (block.type) {
    case 'text':
      return { ...nothing, text: block.text };
    case 'commands':
      return { ...nothing, commands: block.commands };
    case 'table': {
      const { caption, empty, columns, rows } = block.table;
      return {
        ...nothing,
        table: {
          id,
          caption,
          empty,
          columns: columns.map(({ title, kind }) => ({ title, isNumber: kind === 'number' })),
          rows: rows.map((row) => columns.map((column, index) => cellView(column, row[index], anchors))),
        },
      };
    }
  }
}

function cellView({ kind }: BodyColumn, cell: BodyCell | undefined, anchors: ReadonlySet<string>): CellView {
  const { text, tone, clause } = cell ?? { text: '', tone: null, clause: null };
  return {
    text,
    isCode: kind === 'code' && text !== '',
    isNumber: kind === 'number',
    chip: tone === null ? null : { ...chips[tone], word: text },
    clause: clause !== null && anchors.has(clause) ? clause : null,
  };
}
