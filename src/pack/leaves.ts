import type { Finding } from '../core/finding.js';
import { byCodeUnit, canonical } from '../core/json.js';
import { leafHash, leafSalt, type MerkleTree, merkleTree } from '../core/merkle.js';
import { member } from './layout.js';
import { placedLines } from './recording-scan.js';

/** One line of results/findings.jsonl or of a recording, as a leaf of the pack's tree. */
export interface Leaf {
  /** The file in the pack. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly index: number;
  readonly salt: string;
  readonly hash: string;
  readonly text: string;
}

/** The hash of a line as a leaf: its place is part of it, so that no line can be given as another. */
export function lineHash({ path, line, salt, text }: Pick<Leaf, 'path' | 'line' | 'salt' | 'text'>): string {
  return leafHash(salt, `${placeName(path, line)}\n${text}`);
}

function placeName(path: string, line: number): string {
  return `${path}:${line}`;
}

/** The files whose lines are leaves, of all paths of a pack: the findings, then the recordings by path. */
export function leafFiles(paths: Iterable<string>): readonly string[] {
  const recordings = [...paths].filter((path) => path.startsWith('recording/')).sort(byCodeUnit);
  return [member.findings, ...recordings];
}

/** Every leaf in the order of the tree; `secret` is the run's, in hexadecimal, from which each salt follows. */
export async function* leaves(folder: string, secret: string, files: readonly string[]): AsyncGenerator<Leaf> {
  let index = 0;
  for (const path of files) {
    for await (const { text, place } of placedLines(folder, path)) {
      const salt = leafSalt(secret, placeName(path, place.line));
      yield { path, line: place.line, index, salt, hash: lineHash({ path, line: place.line, salt, text }), text };
      index += 1;
    }
  }
}

/**
 * The tree over the lines of those findings and of the recordings of a pack; it holds their hashes, not their texts. The
 * findings are given, so that a replay can say what the tree was over before somebody edited the file.
 */
export async function leafTree(
  folder: string,
  secret: string,
  { findings, recordings }: { readonly findings: readonly Finding[]; readonly recordings: Iterable<string> },
): Promise<MerkleTree> {
  const hashes = findings.map((finding, index) => {
    const at = { path: member.findings, line: index + 1 };
    return lineHash({ ...at, salt: leafSalt(secret, placeName(at.path, at.line)), text: canonical(finding) });
  });
  const files = leafFiles(recordings).filter((path) => path !== member.findings);
  for await (const { hash } of leaves(folder, secret, files)) hashes.push(hash);
  return merkleTree(hashes);
}
