import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProven, leafHash, leafSalt, merkleTree } from './merkle.js';

const sha256 = (...parts: readonly (Buffer | string)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
const node = (left: string, right: string): string =>
  sha256(Buffer.from([1]), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));

/** The root by the words of RFC 6962 §2.1: split at the largest power of two below the length. */
function rootOf(leaves: readonly string[]): string {
  const [only] = leaves;
  if (only === undefined) return sha256('');
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return node(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

const leavesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => sha256(`leaf ${index}`));

describe('merkleTree', () => {
  // From the test vectors of Certificate Transparency: the tree over the one empty leaf, and over nothing.
  it('hashes as RFC 6962 says', () => {
    expect(merkleTree([]).root).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash('', '')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(merkleTree([leafHash('', '')]).root).toBe(leafHash('', ''));
  });

  it('has the root of the definition, and proves each of its leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (count) => {
        const leaves = leavesOf(count);
        const tree = merkleTree(leaves);
        expect(tree).toMatchObject({ root: rootOf(leaves), size: count });
        leaves.forEach((hash, index) => {
          expect(isProven({ hash, index, proof: tree.proof(index) }, tree)).toBe(true);
        });
      }),
    );
  });

  it('proves no other leaf, place, path, size or root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), (count, seed) => {
        const tree = merkleTree(leavesOf(count));
        const index = seed % count;
        const leaf = { hash: leavesOf(count)[index] ?? '', index, proof: tree.proof(index) };
        expect(isProven({ ...leaf, hash: sha256('other') }, tree)).toBe(false);
        expect(isProven({ ...leaf, index: (index + 1) % count }, tree)).toBe(false);
        expect(isProven({ ...leaf, proof: leaf.proof.slice(1) }, tree)).toBe(false);
        expect(isProven({ ...leaf, proof: [...leaf.proof, sha256('more')] }, tree)).toBe(false);
        expect(isProven(leaf, { ...tree, root: sha256('other') })).toBe(false);
        expect(isProven({ ...leaf, index: count }, tree)).toBe(false);
        expect(isProven({ ...leaf, index: -1 }, tree)).toBe(false);
        expect(isProven({ ...leaf, index: 0.5 }, tree)).toBe(false);
      }),
    );
  });

  it('has no proof of a leaf that it lacks', () => {
    const tree = merkleTree(leavesOf(3));
    for (const index of [3, -1, 0.5]) expect(() => tree.proof(index)).toThrow(`there is no leaf ${index}`);
  });
});

describe('leafSalt', () => {
  it('differs by secret and by name, and hides the text of a leaf', () => {
    const [a, b] = ['00'.repeat(32), '01'.repeat(32)];
    expect(leafSalt(a, 'x')).not.toBe(leafSalt(b, 'x'));
    expect(leafSalt(a, 'x')).not.toBe(leafSalt(a, 'y'));
    expect(leafHash(leafSalt(a, 'x'), 'text')).not.toBe(leafHash(leafSalt(b, 'x'), 'text'));
    expect(leafHash(leafSalt(a, 'x'), 'text')).toBe(
      sha256(Buffer.from([0]), Buffer.from(leafSalt(a, 'x'), 'hex'), 'text'),
    );
  });
});
