import { byCodeUnit } from './json.js';

/** The pack before another in a chain. */
export interface PreviousPack {
  readonly packId: string;
  /** SHA-256 hex of its manifest.json. */
  readonly sha256: string;
}

/** What the signed statement of one pack says of its place in a chain. */
export interface ChainLink {
  readonly packId: string;
  readonly manifestSha256: string;
  /** From 0. */
  readonly sequence: number;
  /** Null for the first pack. */
  readonly previousPack: PreviousPack | null;
  /** How soon the next pack is expected, as an ISO 8601 duration; null where it says nothing. */
  readonly cadence: string | null;
  /** The declared time of its run, UTC. */
  readonly start: string;
}

/**
 * `gap`: sequences are missing. `fork`: two packs have one place, or one predecessor. `wrong-previous`: a pack names
 * another predecessor than the one that is there. `late`: more time lies before a pack than the cadence allows. `clock`:
 * a pack is not later than its predecessor, or lies in the future.
 */
type ChainFaultKind = 'gap' | 'fork' | 'wrong-previous' | 'late' | 'clock';

export interface ChainFault {
  readonly kind: ChainFaultKind;
  /** The packs that it is about, in their order. */
  readonly packs: readonly string[];
  readonly text: string;
}

export interface ChainOptions {
  /** The present, UTC: what is due by then and is not there is late. Null leaves the time since the last pack out. */
  readonly now: string | null;
  /** How much more than the cadence may lie between two packs: a schedule slips, and a clock may be off. */
  readonly graceMs: number;
  /** Whether the links are all that there are; else the first of them may follow one that was not read. */
  readonly isWhole: boolean;
}

const hourMs = 3_600_000;

/** Two hours: a schedule's own delay and the length of a run, and a clock that is an hour off. */
export const usualGraceMs = 2 * hourMs;

const duration = /^P(?:(\d{1,4})W|(\d{1,4})D|T(\d{1,4})H)$/;

/** Milliseconds of a duration in weeks, days or hours (`P1W`, `P1D`, `PT6H`); null for any other text. */
export function cadenceMs(text: string): number | null {
  const [, weeks = '0', days = '0', hours = '0'] = duration.exec(text) ?? [];
  const ms = (Number(weeks) * 168 + Number(days) * 24 + Number(hours)) * hourMs;
  return ms === 0 ? null : ms;
}

/** Every way in which the links are no chain, by sequence. Nothing is said of the order in which they are given. */
export function chainFaults(links: readonly ChainLink[], options: ChainOptions): readonly ChainFault[] {
  const bySequence = groupedBySequence(links);
  const faults: ChainFault[] = [];
  let before: Group | null = null;
  for (const group of bySequence) {
    faults.push(...missing(before, group, options), ...forks(group));
    for (const link of group) faults.push(...between(linkBefore(link, before), link, options));
    before = group;
  }
  faults.push(...sharedPredecessors(links));
  if (before !== null && options.now !== null) faults.push(...untilNow(before, options.now, options));
  return faults;
}

/** The link that a chain ends with: the highest sequence, and of a fork the pack of the last name; null for no links. */
export function chainHead<T extends Pick<ChainLink, 'sequence' | 'packId'>>(links: readonly T[]): T | null {
  return links.reduce<T | null>((head, link) => (head === null || byPlace(head, link) < 0 ? link : head), null);
}

function byPlace(a: Pick<ChainLink, 'sequence' | 'packId'>, b: Pick<ChainLink, 'sequence' | 'packId'>): number {
  return a.sequence - b.sequence || byCodeUnit(a.packId, b.packId);
}

/** The links of one sequence: never none. */
type Group = [ChainLink, ...ChainLink[]];

function groupedBySequence(links: readonly ChainLink[]): readonly Group[] {
  const groups = new Map<number, Group>();
  for (const link of [...links].sort(byPlace)) {
    const group = groups.get(link.sequence);
    if (group === undefined) groups.set(link.sequence, [link]);
    else group.push(link);
  }
  return [...groups.values()];
}

function missing(before: Group | null, group: Group, { isWhole }: ChainOptions): readonly ChainFault[] {
  const to = sequenceOf(group) - 1;
  const from = before === null ? 0 : sequenceOf(before) + 1;
  if (from > to || (before === null && !isWhole)) return [];
  const which = from === to ? `pack ${from} is` : `packs ${from} to ${to} are`;
  const places = [...(before === null ? [] : [`after ${namesOf(before)}`]), `before ${namesOf(group)}`].join(', ');
  return [{ kind: 'gap', packs: idsOf([...(before ?? []), ...group]), text: `${which} missing (${places})` }];
}

function forks(group: Group): readonly ChainFault[] {
  if (group.length === 1) return [];
  return [
    {
      kind: 'fork',
      packs: idsOf(group),
      text: `${group.length} packs have the sequence ${sequenceOf(group)}: ${namesOf(group)}`,
    },
  ];
}

/** Packs of different sequences that name one predecessor; those of one sequence are a fork already. */
function sharedPredecessors(links: readonly ChainLink[]): readonly ChainFault[] {
  const byPrevious = new Map<string, ChainLink[]>();
  for (const link of [...links].sort(byPlace)) {
    if (link.previousPack === null) continue;
    const sharing = byPrevious.get(link.previousPack.sha256) ?? [];
    byPrevious.set(link.previousPack.sha256, [...sharing, link]);
  }
  return [...byPrevious.values()]
    .filter((sharing) => new Set(sharing.map(({ sequence }) => sequence)).size > 1)
    .map((sharing) => ({
      kind: 'fork',
      packs: idsOf(sharing),
      text: `${sharing.length} packs follow the same pack: ${namesOf(sharing)}`,
    }));
}

/** The links of the sequence just before the link's own: an empty list where those are missing. */
function linkBefore(link: ChainLink, before: Group | null): readonly ChainLink[] {
  return before !== null && sequenceOf(before) === link.sequence - 1 ? before : [];
}

function between(before: readonly ChainLink[], link: ChainLink, options: ChainOptions): readonly ChainFault[] {
  const { packId, sequence, previousPack } = link;
  const wrong = (text: string): readonly ChainFault[] => [{ kind: 'wrong-previous', packs: [packId], text }];
  if (sequence === 0) {
    return previousPack === null
      ? []
      : wrong(`${packId} has the sequence 0, and names ${previousPack.packId} before it`);
  }
  if (previousPack === null) return wrong(`${packId} has the sequence ${sequence}, and names no pack before it`);
  if (before.length === 0) return [];
  const named = before.find((candidate) => candidate.packId === previousPack.packId);
  if (named === undefined) {
    return wrong(`${packId} follows ${previousPack.packId}: expected ${namesOf(before)} before it`);
  }
  if (named.manifestSha256 !== previousPack.sha256) {
    const text = `${packId} follows ${named.packId} with the manifest ${previousPack.sha256}: its manifest is ${named.manifestSha256}`;
    return wrong(text);
  }
  return interval(named, link, options);
}

function interval(named: ChainLink, { packId, start }: ChainLink, options: ChainOptions): readonly ChainFault[] {
  if (Date.parse(start) <= Date.parse(named.start)) {
    const text = `${packId} was declared at ${start}, not after ${named.packId} before it (${named.start})`;
    return [{ kind: 'clock', packs: [named.packId, packId], text }];
  }
  const late = lateness(named, start, options);
  if (late === null) return [];
  const text = `${packId} came ${late.took} after ${named.packId}, which expected the next within ${late.cadence}`;
  return [{ kind: 'late', packs: [named.packId, packId], text }];
}

function untilNow(last: readonly ChainLink[], now: string, options: ChainOptions): readonly ChainFault[] {
  return last.flatMap((link): ChainFault[] => {
    if (Date.parse(link.start) > Date.parse(now) + options.graceMs) {
      const text = `${link.packId} was declared at ${link.start}, which lies in the future of ${now}`;
      return [{ kind: 'clock', packs: [link.packId], text }];
    }
    const late = lateness(link, now, options);
    if (late === null) return [];
    const text = `${late.took} have gone by since ${link.packId}, which expected the next within ${late.cadence}`;
    return [{ kind: 'late', packs: [link.packId], text }];
  });
}

function lateness(
  { start, cadence }: ChainLink,
  then: string,
  { graceMs }: ChainOptions,
): { readonly took: string; readonly cadence: string } | null {
  const expected = cadence === null ? null : cadenceMs(cadence);
  if (cadence === null || expected === null) return null;
  const took = Date.parse(then) - Date.parse(start);
  return took > expected + graceMs ? { took: spanText(took), cadence } : null;
}

/** `1 day 3 hours`, in whole hours. */
function spanText(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  const parts = [
    { count: Math.floor(hours / 24), word: 'day' },
    { count: hours % 24, word: 'hour' },
  ].filter(({ count }) => count > 0);
  return parts.map(({ count, word }) => `${count} ${word}${count === 1 ? '' : 's'}`).join(' ');
}

function sequenceOf([first]: Group): number {
  return first.sequence;
}

function idsOf(links: readonly ChainLink[]): readonly string[] {
  return links.map(({ packId }) => packId);
}

function namesOf(links: readonly ChainLink[]): string {
  return idsOf(links).join(' and ');
}

/** What a pack's name tells: when its run was declared, UTC, and the name of who it is about; null for another name. */
export function packNameOf(packId: string): { readonly at: string; readonly name: string } | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([a-z0-9_][a-z0-9._-]*)$/.exec(packId);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, ms, name = ''] = found;
  return { at: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`, name };
}
