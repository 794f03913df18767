import type { ChainLink } from '../core/chain.js';
import type { PackPredicate } from './predicate.js';

/** What the chain step says. `not-present`: nothing was there to check it by, and need not be. */
export interface ChainCheck {
  readonly result: 'ok' | 'failed' | 'not-performed' | 'not-present';
  readonly detail: string;
}

/** Whether the place in a chain that a statement names can be one, and what the store says of it where one was given. */
export async function checkPlace(
  predicate: PackPredicate,
  manifestSha256: string,
  inStore: ((link: ChainLink) => Promise<ChainCheck>) | null,
): Promise<ChainCheck> {
  const { packId, sequence, previousPack, expectedCadence: cadence, window } = predicate;
  if (sequence === null) {
    return previousPack === null
      ? { result: 'not-present', detail: 'the pack is not chained to another' }
      : { result: 'failed', detail: `the pack has no sequence, and names ${previousPack.packId} before it` };
  }
  if ((sequence === 0) !== (previousPack === null)) {
    const named = previousPack === null ? 'none' : previousPack.packId;
    return { result: 'failed', detail: `the pack has the sequence ${sequence}, and names ${named} before it` };
  }
  if (inStore !== null)
    return inStore({ packId, manifestSha256, sequence, previousPack, cadence, start: window.start });
  const place =
    previousPack === null ? 'the first of its chain' : `pack ${sequence} of its chain, after ${previousPack.packId}`;
  return { result: 'not-present', detail: `the pack says that it is ${place}; no --store was given to look there` };
}
