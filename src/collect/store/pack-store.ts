/** One file of a pack on the disk, with its hash. */
export interface PackFile {
  /** Its path in the pack. */
  readonly path: string;
  readonly size: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** A sealed pack on the disk, to be put into a store. */
export interface PutPack {
  readonly packId: string;
  /** The folder that holds it. */
  readonly folder: string;
  /** All of its files. Those at the end are put last: what makes it a pack comes when all else is there. */
  readonly files: readonly PackFile[];
  /** Its place in the chain, which no other pack may have; null for a pack that is not chained. */
  readonly sequence: number | null;
}

/** What stands directly in a store, one page of it. */
interface StorePage {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly next: string | null;
}

/** A place that keeps packs, each in a folder of its name. */
export interface PackStore {
  /** As it was configured. */
  readonly url: string;
  top(token: string | null): Promise<StorePage>;
  /** Every file below a folder, by its path in it; a link or a device among them has the size -1. */
  under(folder: string): Promise<readonly { readonly path: string; readonly size: number }[]>;
  /** The bytes of a file, by its path in the store; null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Puts a pack there whole, and goes on where it was broken off. Throws StoreTaken where another pack has its name or its
   * place in the chain, and whatever the disk or S3 refuses; what is there is never overwritten.
   */
  put(pack: PutPack): Promise<void>;
  /** Writes a file of the store to the disk. */
  download(path: string, to: string): Promise<void>;
  close(): void;
}
