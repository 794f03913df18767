import type { KeyObject } from 'node:crypto';
import type { PackStore } from '../collect/store/pack-store.js';
import { chainFaults, type ChainLink, packNameOf, usualGraceMs } from '../core/chain.js';
import { byCodeUnit } from '../core/json.js';
import { linksOf, untrustedOf } from '../core/nights.js';
import type { ChainCheck } from '../pack/chain-check.js';
import type { StoredStatement } from '../pack/chain-statement.js';
import { type KeyPeriod, periodFault } from '../pack/key-period.js';
import { member, outsideManifest } from '../pack/layout.js';
import { fromStore, listedFiles, localized, namesIn, statementIn } from './store.js';

/** What is wrong with a store of packs. `pack` is null for what is about no single one. */
interface StoreFault {
  readonly kind:
    | 'signature'
    | 'half-copied'
    | 'foreign-file'
    | 'gap'
    | 'fork'
    | 'wrong-previous'
    | 'late'
    | 'clock'
    | 'pack';
  readonly packs: readonly string[];
  readonly text: string;
}

export interface StoreReport {
  readonly store: string;
  /** Packs by their names. */
  readonly packs: number;
  /** Those of them that are chained, and that one of the keys signed. */
  readonly chained: number;
  /** The last pack of each chain. */
  readonly heads: readonly {
    readonly name: string;
    readonly packId: string;
    readonly sequence: number;
    readonly start: string;
  }[];
  readonly faults: readonly StoreFault[];
  /** What is there and counts for nothing: packs of narrowed runs, unsigned ones, things that are no pack. */
  readonly notes: readonly string[];
  readonly conclusion: string;
  readonly exit: 0 | 1;
}

export interface StoreVerification {
  readonly keys: readonly KeyObject[];
  readonly keyPeriods: ReadonlyMap<string, readonly KeyPeriod[]>;
  readonly now: string;
  /** Verifies each pack in full as well, given its folder: what is wrong with it, in words; null leaves that out. */
  readonly deep: ((folder: string) => Promise<string | null>) | null;
}

/** Statements that are read at once. */
const atOnce = 16;

/**
 * What a store of packs is worth: every statement's signature, every manifest against what is there, and the chain of each
 * entity. Throws PREPAY_PACK_NOT_FOUND where the store cannot be read.
 */
export async function verifyStore(store: PackStore, options: StoreVerification): Promise<StoreReport> {
  const { packs, others } = await namesIn(store);
  const judged = await mapAtOnce(packs, (packId) => judgePack(store, packId, options));
  const byName = new Map<string, StoredStatement[]>();
  for (const { stated } of judged) {
    const name = packNameOf(stated.id)?.name ?? '';
    byName.set(name, [...(byName.get(name) ?? []), stated]);
  }
  const chains = [...byName]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, stated]) => chainOf(name, stated, options.now));
  const faults = [...judged.flatMap((pack) => pack.faults), ...chains.flatMap((chain) => chain.faults)];
  const heads = chains.flatMap(({ head }) => head ?? []);
  const chained = chains.reduce((sum, { count }) => sum + count, 0);
  const notes = [...judged.flatMap(({ note }) => note ?? []), ...others.map((name) => `${name}: no pack`)];
  return {
    store: store.url,
    packs: packs.length,
    chained,
    heads,
    faults,
    notes,
    conclusion:
      faults.length === 0
        ? `VERIFIED: ${chained} chained packs of ${packs.length}, without a gap or a fork, each signed by a key that was given.`
        : `NOT VERIFIED: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the store.`,
    exit: faults.length === 0 ? 0 : 1,
  };
}

/** Whether the pack before a link is in the store as the link says, and no other pack has the link's place. */
export function chainIn(store: PackStore, keys: readonly KeyObject[]): (link: ChainLink) => Promise<ChainCheck> {
  return async (link) => {
    const { packId, sequence, previousPack } = link;
    const failed = (detail: string): ChainCheck => ({ result: 'failed', detail });
    const before =
      previousPack === null ? null : await fromStore(store, () => statementIn(store, previousPack.packId, keys));
    if (before !== null && before.state !== 'signed') {
      return failed(`${before.id}, the pack before, is not in ${store.url} as a signed pack: ${before.why ?? ''}`);
    }
    const name = packNameOf(packId)?.name;
    const from = previousPack?.packId ?? '';
    const beside = (await namesIn(store)).packs.filter(
      (id) => packNameOf(id)?.name === name && id > from && id !== packId,
    );
    const stated = await mapAtOnce(beside.slice(0, mostBeside), (id) =>
      fromStore(store, () => statementIn(store, id, keys)),
    );
    const near = [link, ...linksOf([...(before === null ? [] : [before]), ...stated])].filter(
      (each) => each.sequence === sequence || each.sequence === sequence - 1,
    );
    const wrong = chainFaults(near, { now: null, graceMs: usualGraceMs, isWhole: false }).filter(
      ({ packs, kind }) => packs.includes(packId) && kind !== 'late',
    );
    if (wrong.length > 0) return failed(wrong.map(({ text }) => text).join('; '));
    if (before !== null && before.sequence !== sequence - 1) {
      return failed(
        `${before.id}, the pack before, has the sequence ${String(before.sequence)}: expected ${sequence - 1}`,
      );
    }
    const place = before === null ? 'the first of its chain' : `pack ${sequence} of its chain, after ${before.id}`;
    return { result: 'ok', detail: `${place}, as ${store.url} has it` };
  };
}

/** Packs after the one before that are asked whether they have the same place. */
const mostBeside = 100;

interface Judged {
  readonly stated: StoredStatement;
  readonly faults: readonly StoreFault[];
  readonly note: string | null;
}

async function judgePack(store: PackStore, packId: string, options: StoreVerification): Promise<Judged> {
  const stated = await fromStore(store, () => statementIn(store, packId, options.keys));
  const fault = (kind: StoreFault['kind'], text: string): StoreFault => ({
    kind,
    packs: [packId],
    text: `${packId}: ${text}`,
  });
  const faults = [
    ...(await fileFaults(store, packId)).map(({ kind, text }) => fault(kind, text)),
    ...(untrustedOf([stated]).length > 0 ? [fault('signature', stated.why ?? '')] : []),
    ...periodFaults(stated, options).map((text) => fault('signature', text)),
    ...(options.deep === null
      ? []
      : (await deepFaults(store, packId, options.deep)).map((text) => fault('pack', text))),
  ];
  return { stated, faults, note: noteOf(stated) };
}

function periodFaults({ signedBy, end }: StoredStatement, { keyPeriods }: StoreVerification): readonly string[] {
  const wrong = signedBy === null || end === null ? null : periodFault(keyPeriods.get(signedBy), end);
  return wrong === null ? [] : [wrong];
}

function noteOf({ id, state, sequence, why }: StoredStatement): string | null {
  if (state === 'unsigned') return `${id}: UNSIGNED, and of no chain`;
  if (sequence !== null || state === 'partial') return null;
  return state === 'signed'
    ? `${id}: not chained, of a narrowed run or one that could not read its store`
    : `${id}: not chained (${why ?? ''})`;
}

/** Files that the manifest lists and that are not there, and files that are there and that it does not list. */
async function fileFaults(
  store: PackStore,
  packId: string,
): Promise<readonly { readonly kind: 'half-copied' | 'foreign-file'; readonly text: string }[]> {
  const [manifest, there] = await Promise.all([
    fromStore(store, () => store.read(`${packId}/${member.manifest}`)),
    fromStore(store, () => store.under(packId)),
  ]);
  if (manifest === null)
    return [{ kind: 'half-copied', text: `${member.manifest} is missing: a copy that was broken off` }];
  const listed = listedFiles(manifest);
  if (listed === null) return [{ kind: 'half-copied', text: `${member.manifest} is no manifest` }];
  const sizes = new Map(there.map(({ path, size }) => [path, size]));
  const known = new Set([...listed.map(({ path }) => path), ...outsideManifest]);
  const missing = [
    ...listed.filter(({ path, size }) => sizes.get(path) !== size).map(({ path }) => path),
    ...(sizes.has(member.sums) ? [] : [member.sums]),
  ];
  const foreign = there.map(({ path }) => path).filter((path) => !known.has(path));
  return [
    ...(missing.length === 0
      ? []
      : [{ kind: 'half-copied' as const, text: `${counted(missing)} missing or of another size` }]),
    ...(foreign.length === 0 ? [] : [{ kind: 'foreign-file' as const, text: `${counted(foreign)} not of the pack` }]),
  ];
}

async function deepFaults(
  store: PackStore,
  packId: string,
  deep: (folder: string) => Promise<string | null>,
): Promise<readonly string[]> {
  const { path, remove } = await localized(store, packId);
  try {
    const wrong = await deep(path);
    return wrong === null ? [] : [wrong];
  } finally {
    await remove();
  }
}

function chainOf(
  name: string,
  stated: readonly StoredStatement[],
  now: string,
): {
  readonly count: number;
  readonly faults: readonly StoreFault[];
  readonly head: StoreReport['heads'][number] | null;
} {
  const links = linksOf(stated);
  const options = { graceMs: usualGraceMs, isWhole: true };
  const inside = chainFaults(links, { ...options, now: null });
  // That the last pack is old is no fault of a store that is kept; that it lies in the future is.
  const future = chainFaults(links, { ...options, now }).filter(
    (fault) => fault.kind === 'clock' && !inside.some(({ text }) => text === fault.text),
  );
  const last = [...links].sort((a, b) => a.sequence - b.sequence || byCodeUnit(a.packId, b.packId)).at(-1);
  const head = last === undefined ? null : { name, packId: last.packId, sequence: last.sequence, start: last.start };
  return { count: links.length, faults: [...inside, ...future], head };
}

function counted(paths: readonly string[]): string {
  const [first = '', ...more] = [...paths].sort(byCodeUnit);
  return more.length === 0 ? `${first} is` : `${first} and ${more.length} more are`;
}

async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
