import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { evidenceRootOf, type ManifestEntry } from '../../src/pack/manifest.js';
import { digestsOf, type PackPredicate } from '../../src/pack/predicate.js';
import type { VerifyReport } from '../../src/pack/verify.js';
import { copyPack, predicate, temporary } from './small-pack.js';

/** A copy of the pack, spoilt, that is gone when the test has ended. */
export async function spoiltCopy(from: string, spoil: (pack: string) => Promise<unknown>): Promise<string> {
  const pack = await copyPack(from, join(await temporary(onTestFinished), 'pack'));
  await spoil(pack);
  return pack;
}

/** Leaves the copy as it is. */
export function untouched(): Promise<void> {
  return Promise.resolve();
}

/** What a signer who tells the truth about the files states of the small pack. */
export function stated(entries: readonly ManifestEntry[], manifestSha256: string): PackPredicate {
  return predicate(
    { manifestSha256, evidenceRoot: evidenceRootOf(entries), digests: digestsOf(entries) },
    { complete: 1, denied: 1, failed: 0 },
  );
}

export async function edit(pack: string, path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(pack, path), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(pack, path), changed);
}

export function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

export function results({ steps }: VerifyReport): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ name, result }) => [name, result]));
}

/** vitest's matchers, typed so that they may stand in an object. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
