import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { lstat, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { redactText } from '../collect/transport/redact.js';
import type { ActFile } from '../core/acts.js';
import { hasCardNumber } from '../pan/index.js';
import { segment } from '../pack/layout.js';
import { codeOf } from './yaml-file.js';

/** Bytes of one evidence file; a scanned report of some hundred pages has about as many. */
export const largestEvidence = 64 * 1024 * 1024;

/** Either what the file is, or what is wrong with its place, in words. */
export type Inspected = { readonly file: ActFile } | { readonly wrong: string };

/**
 * The evidence file of an act below the folder. That it is missing or has another hash is a verdict. A link on the way, what
 * is no regular file, too large or not readable is none: the ledger is set up wrongly, and reading on could leave the folder.
 */
export async function inspectEvidence(
  folder: string,
  act: { id: string; file: string; sha256: string },
): Promise<Inspected> {
  const bytes = await readBelow(folder, act.file);
  if (bytes === null) return { file: { state: 'missing' } };
  if ('wrong' in bytes) return bytes;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== act.sha256) return { file: { state: 'changed', expected: act.sha256, sha256 } };
  const reason = secretIn(bytes);
  if (reason !== null) return { file: { state: 'withheld', reason, sha256 } };
  const path = `attestations/${act.id}/${segment(basename(act.file))}`;
  return { file: { state: 'kept', path, sha256, size: bytes.length } };
}

/** The bytes of a file below the folder; null where it is not there, or what is wrong with it. */
export async function readBelow(folder: string, path: string): Promise<Buffer | null | { readonly wrong: string }> {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const here = parts.slice(0, length).join('/');
    const found = await lstat(join(folder, here)).catch(codeOf);
    if (found === 'ENOENT' || found === 'ENOTDIR') return null;
    if (typeof found === 'string') return { wrong: `"${here}" cannot be read (${found})` };
    if (found.isSymbolicLink()) return { wrong: `"${here}" is a link; expected the file itself` };
    const isLast = length === parts.length;
    if (isLast && !found.isFile()) return { wrong: `"${here}" is a folder or special file; expected a regular file` };
    if (isLast && found.size > largestEvidence)
      return { wrong: `"${here}" has ${found.size} bytes; expected at most ${largestEvidence}` };
  }
  return readFile(join(folder, path)).catch((error: unknown) => ({
    wrong: `"${path}" cannot be read (${codeOf(error)})`,
  }));
}

/** What a text holds that no pack may spread. Files that are no text (PDF, archives, pictures) are not looked into. */
function secretIn(bytes: Buffer): 'card-number' | 'secret' | null {
  if (!isUtf8(bytes) || bytes.includes(0)) return null;
  const text = bytes.toString('utf8');
  if (hasCardNumber(text)) return 'card-number';
  return redactText(text) === text ? null : 'secret';
}
