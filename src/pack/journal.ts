import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { byCodeUnit } from '../core/json.js';
import type { EndLine, ReadKey, ReadLine } from '../core/read.js';
import type { Run } from '../core/run.js';
import { asideFolder, journalHeader, journalOf, partialFolder } from './layout.js';
import { processOwner } from './owner.js';
import { parseJson } from './parse.js';
import { readMember } from './reader.js';
import type { RecordingIndex } from './recording-index.js';
import { salvageRecording } from './recording-scan.js';
import { run } from './schemas.js';
import { onDisk } from './storage-error.js';

/** What heads the journal of an unsealed pack. */
const header = z.object({
  declaredAt: z.iso.datetime(),
  configurationSha256: z.string(),
  /** Who writes it, or wrote it. */
  owner: processOwner,
  /** run.json as it will stand in the pack. */
  run,
});
export type JournalHeader = z.infer<typeof header>;

/** A run that was begun and not sealed: what its journals hold, the newest first. */
export interface UnfinishedRun {
  readonly packId: string;
  readonly header: { readonly owner: JournalHeader['owner']; readonly run: Run };
  readonly folders: readonly string[];
}

/** The unfinished runs of an output folder that can be read, the one that began last first. */
export async function unfinishedRuns(out: string): Promise<readonly UnfinishedRun[]> {
  const names = await readdir(out).catch((): string[] => []);
  const places = new Map<string, number[]>();
  for (const name of names) {
    const found = journalOf(name);
    if (found !== null && !names.includes(found.packId))
      places.set(found.packId, [...(places.get(found.packId) ?? []), found.resumed]);
  }
  const runs: UnfinishedRun[] = [];
  for (const [packId, resumed] of places) {
    // What is written comes before what was set aside, and of that the newest first.
    const order = resumed.sort((a, b) => (a === 0 ? -1 : b === 0 ? 1 : b - a));
    const folders = order.map((n) => join(out, n === 0 ? partialFolder(packId) : asideFolder(packId, n)));
    const head = await firstHeader(folders, packId);
    if (head !== null) runs.push({ packId, header: head, folders });
  }
  return runs.sort((a, b) => byCodeUnit(b.packId, a.packId));
}

/** A run that was killed while it wrote the header leaves none; the journal before it has one. */
async function firstHeader(folders: readonly string[], packId: string): Promise<JournalHeader | null> {
  for (const folder of folders) {
    if (!(await isOurs(folder))) continue;
    const text = await readMember(folder, journalHeader).catch(() => null);
    const read = header.safeParse(text === null ? null : parsed(text));
    if (read.success && read.data.run.packId === packId) return read.data;
  }
  return null;
}

/** Whether the folder is no link, this user's, and open to no other: its lines will be signed as ours. */
async function isOurs(folder: string): Promise<boolean> {
  const stat = await lstat(folder).catch(() => null);
  if (stat === null || !stat.isDirectory()) return false;
  const isMine = process.getuid === undefined || stat.uid === process.getuid();
  return isMine && (process.platform === 'win32' || (stat.mode & 0o002) === 0);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text, journalHeader, null);
  } catch {
    return null;
  }
}

/** The journals of the run, the newest first, with the folder that a run writes to free again. */
export async function setAside(out: string, { packId, folders }: UnfinishedRun): Promise<readonly string[]> {
  const written = join(out, partialFolder(packId));
  if (!folders.includes(written)) return folders;
  const last = folders
    .map((folder) => journalOf(folder.slice(out.length + 1))?.resumed ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  const aside = join(out, asideFolder(packId, last + 1));
  await onDisk(aside, () => rename(written, aside));
  return [aside, ...folders.filter((folder) => folder !== written)];
}

/** Once the pack is sealed, nothing needs them. */
export async function removeJournals(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

/** Complete reads out of journals. */
export interface JournalReads {
  readonly isChecked: true;
  /** Null where there is none of that key. */
  lines(key: ReadKey): AsyncIterable<ReadLine> | null;
}

/** The reads that ended complete and that `isWanted`; of one that several journals have, the newest. */
export async function completeReads(
  folders: readonly string[],
  isWanted: (end: EndLine, startedAt: string) => boolean,
): Promise<JournalReads> {
  const found = new Map<ReadKey, RecordingIndex>();
  for (const folder of folders) {
    const index = await salvageRecording(folder);
    for (const end of index.ended()) {
      if (end.outcome !== 'complete' || found.has(end.key)) continue;
      const startedAt = await firstStart(index, end.key);
      if (startedAt !== null && isWanted(end, startedAt)) found.set(end.key, index);
    }
  }
  return { isChecked: true, lines: (key) => found.get(key)?.lines(key) ?? null };
}

async function firstStart(index: RecordingIndex, key: ReadKey): Promise<string | null> {
  for await (const line of index.lines(key) ?? []) return line.type === 'page' ? line.startedAt : null;
  return null;
}
