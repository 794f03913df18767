import { createHash, createHmac } from 'node:crypto';

/**
 * A Merkle tree as RFC 6962 §2.1 has it, over SHA-256: a leaf is hashed behind a zero byte, two nodes behind a one byte, and
 * a list that is no power of two is split at the largest one below its length. Hashes are hexadecimal.
 */
export interface MerkleTree {
  /** Of nothing: the hash of the empty string. */
  readonly root: string;
  readonly size: number;
  /** The audit path of a leaf, from the leaf up. Throws RangeError for one that is not there. */
  proof(index: number): readonly string[];
}

/** The salt of a leaf: without it nobody can guess what stands in a leaf that was not given to them. */
export function leafSalt(secret: string, name: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(name).digest('hex');
}

/** SHA-256(0x00 || salt || text). */
export function leafHash(salt: string, text: string): string {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(Buffer.from(salt, 'hex'))
    .update(text)
    .digest('hex');
}

/** The tree over hashes of leaves, in their order. */
export function merkleTree(leaves: readonly string[]): MerkleTree {
  let top = leaves;
  // levels[h] holds the roots of the complete runs of 2^h leaves, then that of the rest, if there is one.
  const levels = [top];
  while (top.length > 1) {
    top = parents(top);
    levels.push(top);
  }
  const [root = createHash('sha256').digest('hex')] = top;
  return {
    root,
    size: leaves.length,
    proof(index) {
      if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
        throw new RangeError(`there is no leaf ${index}`);
      return levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
    },
  };
}

/** Whether a leaf of that hash stands at that place of the tree. */
export function isProven(
  leaf: { readonly hash: string; readonly index: number; readonly proof: readonly string[] },
  tree: { readonly root: string; readonly size: number },
): boolean {
  const { index, proof } = leaf;
  if (!Number.isInteger(index) || index < 0 || index >= tree.size) return false;
  let [place, last, hash, used] = [index, tree.size - 1, leaf.hash, 0];
  for (; last > 0; place = place >> 1, last = last >> 1) {
    // The last of an uneven level goes up alone.
    if (place === last && place % 2 === 0) continue;
    const sibling = proof[used];
    if (sibling === undefined) return false;
    used += 1;
    hash = place % 2 === 0 ? nodeHash(hash, sibling) : nodeHash(sibling, hash);
  }
  return used === proof.length && hash === tree.root;
}

function parents(level: readonly string[]): readonly string[] {
  return level.flatMap((left, index) => {
    if (index % 2 === 1) return [];
    const right = level[index + 1];
    return [right === undefined ? left : nodeHash(left, right)];
  });
}

function nodeHash(left: string, right: string): string {
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(Buffer.from(left, 'hex'))
    .update(Buffer.from(right, 'hex'))
    .digest('hex');
}
