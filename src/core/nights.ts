import { type ChainFault, chainFaults, chainHead, type ChainLink, type PreviousPack, usualGraceMs } from './chain.js';

/** results/period.json: how the audit has run over the days before, by the chain of packs in its store. */
export interface Period {
  readonly store: string;
  /** How often a pack is expected, as an ISO 8601 duration. */
  readonly cadence: string;
  /** The place of this run's pack. */
  readonly place: ChainPlace;
  /** The UTC days that are looked at, first and last, and how many they are. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** On how many of them a chained and signed pack was made, this run's own included. */
  readonly ran: number;
  /** The days without one, as ranges in order. */
  readonly without: readonly { readonly from: string; readonly to: string; readonly days: number }[];
  /** The declared time of the first pack of the chain that is looked at; null where there is none before this run. */
  readonly since: string | null;
  /** Chained and signed packs before this run. */
  readonly packs: number;
  readonly faults: readonly ChainFault[];
  /** Packs of the entity that do not count, each with why. */
  readonly apart: readonly { readonly packId: string; readonly why: string }[];
  /** Why packs may be missing from all this; empty where everything was read. */
  readonly unread: readonly string[];
  /** Packs of other entities in the store, and what is no pack. */
  readonly foreign: number;
  readonly others: readonly string[];
}

/** A run's place in the chain; without a sequence, why it has none. */
interface ChainPlace {
  readonly sequence: number | null;
  readonly previousPack: PreviousPack | null;
  readonly why: string | null;
}

/** What was read of one earlier pack: the fact `store.pack`. */
export interface EarlierPack {
  readonly id: string;
  readonly state: 'signed' | 'untrusted' | 'unchecked' | 'unsigned' | 'partial';
  readonly why: string | null;
  readonly manifestSha256: string | null;
  readonly sequence: number | null;
  readonly previousPack: PreviousPack | null;
  readonly cadence: string | null;
  readonly start: string | null;
}

/** Earlier packs of the entity, as the run's reads of the store show them. */
export interface EarlierPacks<Pack extends EarlierPack = EarlierPack> {
  /** By name, which begins with the time. */
  readonly packs: readonly Pack[];
  /** Why the list of packs is not whole; null where it is. */
  readonly gap: string | null;
  /** Packs whose statement could not be read, each with why. */
  readonly unread: readonly { readonly packId: string; readonly why: string }[];
  /** Packs of the store that are about another entity. */
  readonly foreign: number;
  /** What stands in the store and is no pack. */
  readonly others: readonly string[];
  /** Older packs of the entity, of which only the names were read. */
  readonly older: number;
}

export interface PeriodInput extends EarlierPacks {
  readonly store: string;
  readonly cadence: string;
  readonly declaredAt: string;
  /** Whether the run was narrowed: such a one is not chained. */
  readonly partial: boolean;
}

const dayMs = 86_400_000;
const periodDays = 365;

/** The period of a run: its place in the chain, the nights, the gaps. Pure. */
export function periodOf(input: PeriodInput): Period {
  const { declaredAt, packs, gap, unread } = input;
  const links = linksOf(packs);
  const place = placeOf(input, links);
  const starts = [...links.map(({ start }) => start), ...(place.sequence === null ? [] : [declaredAt])];
  const [from, to] = [dayBefore(declaredAt, periodDays - 1), dayOf(declaredAt)];
  const ranOn = new Set(starts.map(dayOf).filter((day) => day >= from && day <= to));
  return {
    store: input.store,
    cadence: input.cadence,
    place,
    from,
    to,
    days: periodDays,
    ran: ranOn.size,
    without: rangesWithout(from, ranOn),
    since: links.map(({ start }) => start).sort()[0] ?? null,
    packs: links.length,
    faults: chainFaults(links, {
      now: declaredAt,
      graceMs: usualGraceMs,
      isWhole: input.older === 0 && gap === null && unread.length === 0,
    }),
    apart: packs.filter((pack) => linkOf(pack) === null).map((pack) => ({ packId: pack.id, why: whyApart(pack) })),
    unread: [...(gap === null ? [] : [gap]), ...unread.map(({ packId, why }) => `${packId}: ${why}`)],
    foreign: input.foreign,
    others: input.others.slice(0, 100),
  };
}

/** The chained and signed ones among the packs. */
export function linksOf(packs: readonly EarlierPack[]): readonly ChainLink[] {
  return packs.flatMap((pack) => linkOf(pack) ?? []);
}

function linkOf({ id, state, manifestSha256, sequence, previousPack, cadence, start }: EarlierPack): ChainLink | null {
  if (state !== 'signed' || manifestSha256 === null || sequence === null || start === null) return null;
  return { packId: id, manifestSha256, sequence, previousPack, cadence, start };
}

/** The packs that say they are of a chain, or whose statement cannot be read, and that no key of the run signed. */
export function untrustedOf<T extends Pick<EarlierPack, 'state' | 'start' | 'sequence'>>(
  packs: readonly T[],
): readonly T[] {
  return packs.filter(
    ({ state, start, sequence }) =>
      (state === 'untrusted' || state === 'unchecked') && (sequence !== null || start === null),
  );
}

function placeOf({ partial, packs, gap, unread }: PeriodInput, links: readonly ChainLink[]): ChainPlace {
  const none = (why: string): ChainPlace => ({ sequence: null, previousPack: null, why });
  if (partial) return none('a partial run is not chained');
  if (gap !== null) return none(`the store could not be read, so that it is not known which pack is the last: ${gap}`);
  const head = chainHead(links);
  // What could not be read may be the last of the chain, if it is not named before the last that is known.
  const newer = unread.find(({ packId }) => head === null || packId > head.packId);
  if (newer !== undefined) return none(`it is not known whether ${newer.packId} is the last pack: ${newer.why}`);
  if (head !== null) {
    const previousPack = { packId: head.packId, sha256: head.manifestSha256 };
    return { sequence: head.sequence + 1, previousPack, why: null };
  }
  const [untrusted] = untrustedOf(packs);
  if (untrusted === undefined) return { sequence: 0, previousPack: null, why: null };
  return none(`no key of this run signed the packs that are there (${untrusted.id}: ${untrusted.why ?? ''})`);
}

function whyApart({ state, why }: EarlierPack): string {
  switch (state) {
    case 'signed':
      return 'not chained: its run was partial, or its store could not be read';
    case 'untrusted':
    case 'unchecked':
    case 'unsigned':
    case 'partial':
      return `${state}${why === null ? '' : `: ${why}`}`;
  }
}

function rangesWithout(from: string, ranOn: ReadonlySet<string>): Period['without'] {
  const ranges: { from: string; to: string; days: number }[] = [];
  for (let at = 0; at < periodDays; at += 1) {
    const day = dayBefore(from, -at);
    if (ranOn.has(day)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && dayBefore(last.to, -1) === day) {
      last.to = day;
      last.days += 1;
    } else ranges.push({ from: day, to: day, days: 1 });
  }
  return ranges;
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

function dayBefore(instant: string, days: number): string {
  return new Date(Date.parse(dayOf(instant)) - days * dayMs).toISOString().slice(0, 10);
}
