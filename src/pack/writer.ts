import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { canonical, type JsonObject, sha256Hex } from '../core/json.js';
import type { ReadLine } from '../core/read.js';
import { assertLatestIsFree, pointLatest } from './latest.js';
import {
  isEvidence,
  isSafePath,
  journalHeader,
  mediaTypeOf,
  member,
  outsideManifest,
  partialFolder,
  recordingFile,
  requiredMembers,
} from './layout.js';
import { evidenceRootOf, type ManifestEntry, manifestText, sumsText } from './manifest.js';
import { type Content, PackFiles, syncFolder } from './pack-files.js';
import { digestsOf, packPredicate, type PackPredicate } from './predicate.js';
import { type PackRecording, RecordingIndex } from './recording-index.js';
import { lineFetcher } from './recording-scan.js';
import type { Signer } from './signer.js';
import { type SignedBundle, stampedBundle } from './statement.js';
import { errorCode, onDisk, storageError } from './storage-error.js';
import { type GuideStatement, readmeText, verifyGuide } from './verify-guide.js';

/** What a predicate can say of the files, known once they are all written. */
export interface Sealed {
  readonly manifestSha256: string;
  readonly evidenceRoot: string;
  readonly digests: PackPredicate['digests'];
}

interface SealOptions {
  readonly predicate: (sealed: Sealed) => PackPredicate;
  /** Null leaves the pack unsigned: it says so, and does not verify. */
  readonly signer: Signer | null;
  /** What VERIFY.md has blocks for; left out for nothing. */
  readonly guide?: GuideStatement;
  /** Who stamps the signature; null or none leaves it without. */
  readonly timeStamper?: TimeStamper | null;
}

/** An authority of time stamps whose certificates are known before it stamps, so that the manifest can list them. */
export interface TimeStamper {
  /** tsa-chain.pem. */
  readonly chain: string;
  /**
   * The authority's answer over the signature, checked; null where there is none and the pack may do without. Throws
   * where it may not.
   */
  stamp(signature: Uint8Array, stated: PackPredicate): Promise<Uint8Array | null>;
}

export interface SealedPack {
  readonly path: string;
  readonly manifestSha256: string;
  readonly evidenceRoot: string;
  readonly fingerprint: string | null;
  readonly isStamped: boolean;
}

/** A pack in the making: a journal that only sealing turns into a pack. */
export interface PackWriter {
  readonly folder: string;
  /** What was appended so far. */
  readonly recorded: PackRecording;
  /** Adds a line to the recording; an end line is flushed to the disk. Safe to call many times at once. */
  append(line: ReadLine): Promise<void>;
  /** Writes any other member once, by its path in the pack. */
  write(path: string, content: Content): Promise<void>;
  /** SHA-256 hex over all evidence. From then on evidence cannot be added, since reports print the root. */
  evidenceRoot(): Promise<string>;
  seal(options: SealOptions): Promise<SealedPack>;
  /** Ends without sealing and leaves the journal as it is. */
  abandon(): Promise<void>;
}

/**
 * The writer of a new pack, in `<out>/.<packId>.partial/` until it is sealed. `header` heads the journal.
 * Throws PREPAY_OUTPUT_EXISTS if the pack or its journal is there; like everything here PREPAY_DISK_FULL naming the file,
 * and PREPAY_OUTPUT_NOT_WRITABLE.
 */
export async function createPack(options: {
  readonly out: string;
  readonly packId: string;
  readonly header: JsonObject;
}): Promise<PackWriter> {
  const { out, packId, header } = options;
  const folder = join(out, partialFolder(packId));
  await assertAbsent(join(out, packId), 'Choose another folder with --out, or run again in a second.');
  await assertAbsent(folder, 'An interrupted run left it: remove it, or choose another folder with --out.');
  await assertLatestIsFree(out);
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  const journal = new PackFiles(folder);
  await journal.append(journalHeader, canonical(header), true).written;
  return new OpenPack(out, packId, folder);
}

class OpenPack implements PackWriter {
  readonly folder: string;
  readonly recorded: RecordingIndex;
  readonly #out: string;
  readonly #packId: string;
  readonly #files: PackFiles;
  #root: string | null = null;
  #isOpen = true;

  constructor(out: string, packId: string, folder: string) {
    this.#out = out;
    this.#packId = packId;
    this.folder = folder;
    this.#files = new PackFiles(folder);
    this.recorded = new RecordingIndex(lineFetcher(folder));
  }

  async append(line: ReadLine): Promise<void> {
    const file = recordingFile(line);
    this.#assertOpen(file);
    const fault = this.recorded.fault(line, file);
    if (fault !== null) throw new TypeError(`${file}: ${fault}`);
    const { place, written } = this.#files.append(file, canonical(line), line.type === 'end');
    this.recorded.add(line, place);
    await written;
  }

  async write(path: string, content: Content): Promise<void> {
    this.#assertOpen(path);
    if (!isSafePath(path) || ownMembers.has(path) || path.startsWith('recording/')) {
      throw new TypeError(`${path} is no path that a run may write in a pack`);
    }
    await this.#files.write(path, content);
  }

  async evidenceRoot(): Promise<string> {
    this.#root ??= evidenceRootOf(await this.#files.entries());
    return this.#root;
  }

  async seal({ predicate, signer, guide, timeStamper = null }: SealOptions): Promise<SealedPack> {
    const missing = requiredMembers.filter((path) => !this.#files.has(path));
    if (missing.length > 0) throw new TypeError(`the pack lacks ${missing.join(', ')}`);
    const evidenceRoot = await this.evidenceRoot();
    this.#isOpen = false;
    await this.#files.write(member.readme, readmeText(this.#packId));
    const written = await this.#files.entries();
    const made = (stamper: TimeStamper | null): Promise<Made> =>
      this.#made({ written, evidenceRoot, predicate, signer, stamper, guide });
    const stamped = signer === null ? null : await made(timeStamper);
    // Where the authority fails and may: the manifest must not promise a stamp, so that all is made again without.
    const { texts, manifestSha256, isStamped } = stamped?.isWhole === true ? stamped : await made(null);
    for (const [path, text] of texts) await this.#files.write(path, text);
    const path = await this.#publish();
    return { path, manifestSha256, evidenceRoot, fingerprint: signer?.fingerprint ?? null, isStamped };
  }

  /** What seals the pack, in memory until all of it is there: the guide, the lists, the signature, the time stamp. */
  async #made(options: {
    readonly written: readonly ManifestEntry[];
    readonly evidenceRoot: string;
    readonly predicate: SealOptions['predicate'];
    readonly signer: Signer | null;
    readonly stamper: TimeStamper | null;
    readonly guide: GuideStatement | undefined;
  }): Promise<Made> {
    const { written, evidenceRoot, predicate, signer, stamper, guide } = options;
    const listed: readonly (readonly [string, string])[] = [
      [member.guide, verifyGuide(this.#packId, signer?.type ?? null, stamper !== null, guide)],
      ...(stamper === null ? [] : [[member.tsaChain, stamper.chain] as const]),
    ];
    const entries = [...written, ...listed.map(([path, text]) => entryOf(path, text))];
    const manifest = manifestText(entries);
    const manifestSha256 = sha256Hex(manifest);
    const stated = packPredicate.parse(predicate({ manifestSha256, evidenceRoot, digests: digestsOf(entries) }));
    const sealing = await sealingTexts(manifestSha256, stated, signer, stamper);
    return {
      texts: [
        ...listed,
        [member.manifest, manifest],
        [member.sums, sumsText(entries, manifestSha256)],
        ...sealing.texts,
      ],
      manifestSha256,
      isStamped: sealing.isStamped,
      isWhole: sealing.isStamped || stamper === null,
    };
  }

  async abandon(): Promise<void> {
    this.#isOpen = false;
    await this.#files.idle();
  }

  /** Nothing has the pack's name before all of it is on the disk. */
  async #publish(): Promise<string> {
    const path = join(this.#out, this.#packId);
    await this.#files.flush();
    await rm(join(this.folder, journalHeader));
    await syncFolder(this.folder);
    await assertAbsent(path, 'Choose another folder with --out, or run again in a second.');
    await onDisk(path, () => rename(this.folder, path));
    await syncFolder(this.#out);
    await pointLatest(this.#out, this.#packId);
    return path;
  }

  #assertOpen(path: string): void {
    if (!this.#isOpen) throw new TypeError(`${path} comes after the pack was closed`);
    if (this.#root !== null && isEvidence(path)) throw new TypeError(`${path} comes after the evidence root was taken`);
  }
}

interface Made {
  readonly texts: readonly (readonly [path: string, content: string | Uint8Array])[];
  readonly manifestSha256: string;
  readonly isStamped: boolean;
  /** False where a time stamp was to be had and was not. */
  readonly isWhole: boolean;
}

async function sealingTexts(
  manifestSha256: string,
  stated: PackPredicate,
  signer: Signer | null,
  stamper: TimeStamper | null,
): Promise<Pick<Made, 'texts' | 'isStamped'>> {
  if (signer === null) return { texts: [], isStamped: false };
  const stamp = stamper === null ? null : (signature: Uint8Array) => stamper.stamp(signature, stated);
  const { text, timeStamp }: SignedBundle = await stampedBundle(manifestSha256, stated, signer, stamp);
  return {
    texts: [[member.attestation, text], ...(timeStamp === null ? [] : [[member.timeStamp, timeStamp] as const])],
    isStamped: timeStamp !== null,
  };
}

function entryOf(path: string, text: string): ManifestEntry {
  return { mediaType: mediaTypeOf(path), path, sha256: sha256Hex(text), size: Buffer.byteLength(text) };
}

const ownMembers: ReadonlySet<string> = new Set([
  ...outsideManifest,
  member.readme,
  member.guide,
  member.tsaChain,
  journalHeader,
]);

async function assertAbsent(path: string, next: string): Promise<void> {
  const stat = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw storageError(error, path);
  });
  if (stat === null) return;
  throw new PrepayError('PREPAY_OUTPUT_EXISTS', `${path}: expected nothing there, got a pack or a journal`, next);
}
