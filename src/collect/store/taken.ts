/** Another pack, or other bytes, are where a pack was to be put. */
export class StoreTaken extends Error {
  override readonly name = 'StoreTaken';
}

/** Bytes of one text that is read out of a store at most: a manifest of half a million files. */
export const mostBytes = 64 * 1024 * 1024;
