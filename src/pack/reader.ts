import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { PrepayError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { Finding } from '../core/finding.js';
import type { AddedResults, ClauseResult, Population, ReadSummary, Run, ScopeFile, WafMatrixRow } from '../core/run.js';
import { readAdded } from './added-results.js';
import { isSafePath, member, outsideManifest } from './layout.js';
import { manifestEntry, type ManifestEntry } from './manifest.js';
import { packFault, parseAs, parseJson, utf8 } from './parse.js';
import type { PackRecording } from './recording-index.js';
import { placedLines, scanRecording } from './recording-scan.js';
import { clauses, finding, populations, reads, run, scopeFile, wafMatrix } from './schemas.js';
import { type Bundle, parseBundle } from './statement.js';
import { errorCode } from './storage-error.js';

/** A sealed pack, read and checked for its form. That it is genuine, `verifyPack` says. */
export interface PackReader {
  /** The folder. */
  readonly path: string;
  readonly recorded: PackRecording;
  run(): Promise<Run>;
  scope(): Promise<ScopeFile>;
  findings(): AsyncIterable<Finding>;
  clauses(): Promise<readonly ClauseResult[]>;
  populations(): Promise<readonly Population[]>;
  reads(): Promise<readonly ReadSummary[]>;
  /** Null in a pack of a version that made none. */
  wafMatrix(): Promise<readonly WafMatrixRow[] | null>;
  added(): Promise<AddedResults>;
  manifest(): Promise<readonly ManifestEntry[]>;
  /** The signature as the pack has it; null if the pack is unsigned. */
  bundle(): Promise<Bundle | null>;
  /** Any member's text, by its path in the pack. */
  text(path: string): Promise<string>;
}

/**
 * The pack in that folder, or the one that `latest` points at; its recording is indexed, the rest read when asked for.
 * Throws PREPAY_PACK_NOT_FOUND, and PREPAY_PACK_INVALID naming file and line.
 */
export async function openPack(path: string): Promise<PackReader> {
  const folder = await packFolder(path);
  await assertSealed(folder);
  return new FolderPack(folder, await scanRecording(folder));
}

/** The folder that a path to a pack means: itself, or what a `latest` that is no link names. */
export async function packFolder(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw notFound(path, `nothing (${errorCode(error)})`);
  });
  if (found.isDirectory()) return path;
  if (path.endsWith('.zip')) throw notFound(path, 'a zip file', 'Unzip it, and name the folder that comes out.');
  const name =
    found.isFile() && found.size < 300 && basename(path) === 'latest' ? (await readFile(path, 'utf8')).trim() : '';
  if (!/^[\w.-]*\w$/.test(name)) throw notFound(path, 'a file');
  return packFolder(join(dirname(path), name));
}

/** One line a file of the pack: those of the manifest, then those that follow from it. */
export async function packEntries(pack: PackReader): Promise<readonly (ManifestEntry | OutsideEntry)[]> {
  const outside = await Promise.all(
    [...outsideManifest].map(async (path) => {
      const found = await stat(join(pack.path, path)).catch(() => null);
      return found === null ? [] : [{ path, size: found.size, sha256: null, mediaType: null }];
    }),
  );
  return [...(await pack.manifest()), ...outside.flat()];
}

/** A file that the manifest cannot list: the manifest itself, and what is made from it. */
export interface OutsideEntry {
  readonly path: string;
  readonly size: number;
  readonly sha256: null;
  readonly mediaType: null;
}

/** The entries of a manifest's text. Throws PREPAY_PACK_INVALID unless it is canonical, sorted, and its paths are safe. */
export function parseManifest(text: string): readonly ManifestEntry[] {
  const value = parseJson(text, member.manifest, null);
  if (canonical(value) !== text) throw packFault(member.manifest, null, 'expected canonical JSON, got another form');
  const entries = parseAs(z.array(manifestEntry).min(1), text, member.manifest, null);
  let before = '';
  for (const { path } of entries) {
    if (!isSafePath(path) || outsideManifest.has(path)) {
      throw packFault(member.manifest, null, `expected a path of a pack, got ${JSON.stringify(path)}`);
    }
    if (path <= before) throw packFault(member.manifest, null, `expected paths in order, got ${path} after ${before}`);
    before = path;
  }
  return entries;
}

class FolderPack implements PackReader {
  readonly path: string;
  readonly recorded: PackRecording;

  constructor(path: string, recorded: PackRecording) {
    this.path = path;
    this.recorded = recorded;
  }

  run(): Promise<Run> {
    return this.#parse(run, member.run);
  }

  scope(): Promise<ScopeFile> {
    return this.#parse(scopeFile, member.scope);
  }

  async *findings(): AsyncGenerator<Finding> {
    for await (const { text, place } of placedLines(this.path, member.findings)) {
      yield parseAs(finding, text, member.findings, place.line);
    }
  }

  clauses(): Promise<readonly ClauseResult[]> {
    return this.#parse(clauses, member.clauses);
  }

  populations(): Promise<readonly Population[]> {
    return this.#parse(populations, member.populations);
  }

  reads(): Promise<readonly ReadSummary[]> {
    return this.#parse(reads, member.reads);
  }

  async wafMatrix(): Promise<readonly WafMatrixRow[] | null> {
    const text = await readMember(this.path, member.wafMatrix);
    return text === null ? null : parseAs(wafMatrix, text, member.wafMatrix, null);
  }

  added(): Promise<AddedResults> {
    return readAdded((path) => readMember(this.path, path));
  }

  async manifest(): Promise<readonly ManifestEntry[]> {
    return parseManifest(await this.text(member.manifest));
  }

  async bundle(): Promise<Bundle | null> {
    const text = await readMember(this.path, member.attestation);
    return text === null ? null : parseBundle(text);
  }

  async text(path: string): Promise<string> {
    if (!isSafePath(path) && !outsideManifest.has(path)) throw packFault(path, null, 'expected a path of a pack');
    const text = await readMember(this.path, path);
    if (text === null) throw packFault(path, null, 'expected the file, got nothing');
    return text;
  }

  async #parse<T>(schema: z.ZodType<T>, path: string): Promise<T> {
    return parseAs(schema, await this.text(path), path, null);
  }
}

/**
 * A member's text; null if it is not there. A link, a pipe or a device is never opened, nor a file past the limit: a
 * hostile pack could have the reader wait or run out of memory.
 */
export async function readMember(folder: string, path: string): Promise<string | null> {
  const bytes = await readBytes(folder, path);
  return bytes === null ? null : utf8(bytes, path, null);
}

/** The same of a member's bytes. */
export async function readBytes(folder: string, path: string): Promise<Buffer | null> {
  const missingOr = (error: unknown): null => {
    if (errorCode(error) === 'ENOENT') return null;
    throw packFault(path, null, `expected a file that can be read, got ${errorCode(error)}`);
  };
  const found = await lstat(join(folder, path)).catch(missingOr);
  if (found === null) return null;
  if (!found.isFile()) throw packFault(path, null, 'expected a regular file, got a folder, link or special file');
  const most = outsideManifest.has(path) ? mostOutside : mostText;
  if (found.size > most) throw packFault(path, null, `expected at most ${most} bytes, got ${found.size}`);
  return readFile(join(folder, path)).catch(missingOr);
}

/** Bytes of a member whose size no manifest states: room for half a million files. */
const mostOutside = 64 * 1024 * 1024;

/** Bytes of any other member that is read as one text: what a string of V8 holds. */
const mostText = 0x1fffffe8;

/** Throws PREPAY_PACK_NOT_FOUND for a folder without a manifest. */
export async function assertSealed(folder: string): Promise<void> {
  if ((await readMember(folder, member.manifest)) !== null) return;
  const isJournal = basename(folder).endsWith('.partial');
  throw notFound(folder, isJournal ? 'the journal of a run that did not end' : 'a folder without manifest.json');
}

function notFound(
  path: string,
  got: string,
  next = "Name the folder of a sealed pack, such as './evidence/latest'.",
): PrepayError {
  return new PrepayError('PREPAY_PACK_NOT_FOUND', `${path}: expected a pack, got ${got}`, next);
}
