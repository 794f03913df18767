import type { Period } from '../core/nights.js';
import { shellWord } from './shell.js';
import { type BodyCell, type BodyColumn, cell, type SectionBody, textBlock } from './section-body.js';

const mostRows = 60;

/** Section 14: on how many of the last 365 nights the audit ran, and the gaps; null for a run without a store. */
export function periodBody(period: Period | null): SectionBody | null {
  if (period === null) return null;
  const { without, faults, apart } = period;
  return {
    blocks: [
      textBlock(nightsText(period)),
      textBlock(chainText(period)),
      ...(period.unread.length === 0
        ? []
        : [
            textBlock(`Not all was read, so that packs may be missing here: ${period.unread.slice(0, 10).join('; ')}.`),
          ]),
      rowsOf(
        'Days without a pack',
        dayColumns,
        'The audit ran on each of the days.',
        without.map(({ from, to, days }) => [cell(from), cell(to), cell(String(days))]),
      ),
      rowsOf(
        'Where the chain is broken',
        faultColumns,
        'The chain has no gap and no fork, and no pack was late.',
        faults.map(({ kind, text }) => [cell(faultWords[kind], { tone: 'bad' }), cell(text)]),
      ),
      ...(apart.length === 0
        ? []
        : [
            rowsOf(
              'Packs of the store that do not count',
              apartColumns,
              '',
              apart.map(({ packId, why }) => [cell(packId), cell(why)]),
            ),
          ]),
      {
        type: 'commands',
        commands: [
          {
            what: 'The chain, checked in the store by the signatures of all of its packs; KEY.pub comes from the entity',
            command: `prepay pack verify --store ${shellWord(period.store)} --key KEY.pub`,
          },
        ],
      },
    ],
  };
}

/** Whether the pack continues an earlier one, in a sentence; `isChained` says it for the line of the first screen. */
export function chainSentence(period: Period | null): { readonly text: string; readonly brief: string } {
  if (period === null) {
    return {
      text: 'Not chained to an earlier pack: no store of packs is configured for this run.',
      brief: 'Not chained.',
    };
  }
  const { sequence, previousPack, why } = period.place;
  if (sequence === null) return { text: `Not chained to an earlier pack: ${why ?? ''}.`, brief: 'Not chained.' };
  if (previousPack === null) {
    return { text: `The first pack of its chain (number 0), in ${period.store}.`, brief: 'The first of its chain.' };
  }
  return {
    text: `Pack ${sequence} of its chain, after ${previousPack.packId}, whose manifest has the SHA-256 ${previousPack.sha256}. The next is expected within ${period.cadence}.`,
    brief: `Pack ${sequence} of its chain.`,
  };
}

function nightsText({ ran, days, from, to, since, packs, place }: Period): string {
  const own = place.sequence === null ? 'this run, which is not chained, left out' : 'this run included';
  const begins =
    since === null
      ? 'No earlier pack is there: the chain begins with this run.'
      : `The first of the ${packs} earlier packs that were looked at is of ${since.slice(0, 10)}.`;
  return `The audit ran on ${ran} of the ${days} days from ${from} to ${to} (UTC), ${own}. Counted are full runs whose packs a key of this run signed. ${begins}`;
}

function chainText(period: Period): string {
  const beside = [
    ...(period.foreign === 0 ? [] : [`${period.foreign} packs of other names`]),
    ...(period.others.length === 0 ? [] : [`${period.others.length} things that are no pack`]),
  ];
  const also = beside.length === 0 ? '' : ` The store also holds ${beside.join(' and ')}, which were left out.`;
  return `${chainSentence(period).text}${also}`;
}

const faultWords = {
  gap: 'gap',
  fork: 'fork',
  'wrong-previous': 'wrong predecessor',
  late: 'late',
  clock: 'clock',
} as const;

const dayColumns: readonly BodyColumn[] = [
  { title: 'From', kind: 'text', share: 2 },
  { title: 'To', kind: 'text', share: 2 },
  { title: 'Days', kind: 'number', share: 1 },
];
const faultColumns: readonly BodyColumn[] = [
  { title: 'What', kind: 'status', share: 1 },
  { title: 'Where', kind: 'text', share: 5 },
];
const apartColumns: readonly BodyColumn[] = [
  { title: 'Pack', kind: 'code', share: 2 },
  { title: 'Why', kind: 'text', share: 3 },
];

/** The newest rows: what is left out, the caption says. */
function rowsOf(
  title: string,
  columns: readonly BodyColumn[],
  empty: string,
  rows: readonly (readonly BodyCell[])[],
): SectionBody['blocks'][number] {
  const left = rows.length - mostRows;
  const caption = left > 0 ? `${title} (the last ${mostRows} of ${rows.length}; results/period.json has all)` : title;
  return { type: 'table', table: { caption, columns, rows: rows.slice(-mostRows), empty } };
}
