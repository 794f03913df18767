import type { KeyObject } from 'node:crypto';
import { PrepayError } from '../core/errors.js';
import { sha256Hex } from '../core/json.js';
import { member } from './layout.js';
import { utf8 } from './parse.js';
import { parseBundle, parseStatement, type Statement } from './statement.js';
import { checkBundle } from './verify-signature.js';

/** What a store holds of a pack's two files that vouch for it; null for one that is not there. */
export interface StatementFiles {
  readonly manifest: Uint8Array | null;
  readonly attestation: Uint8Array | null;
}

/** What those two files tell of a pack and its place in a chain: plain JSON, the shape of the fact `store.pack`. */
export interface StoredStatement {
  readonly id: string;
  readonly state: 'signed' | 'untrusted' | 'unchecked' | 'unsigned' | 'partial';
  readonly why: string | null;
  readonly manifestSha256: string | null;
  readonly statementSha256: string | null;
  readonly signedBy: string | null;
  readonly sequence: number | null;
  readonly previousPack: { readonly packId: string; readonly sha256: string } | null;
  readonly cadence: string | null;
  readonly start: string | null;
  readonly end: string | null;
}

/** What a pack of that folder's name states; by the keys, and by nothing that comes with it, it is told who signed. */
export function storedStatement(
  packId: string,
  { manifest, attestation }: StatementFiles,
  publicKeys: readonly KeyObject[],
): StoredStatement {
  const base: StoredStatement = { ...nothingStated, id: packId };
  if (manifest === null) return { ...base, state: 'partial', why: `${member.manifest} is missing` };
  const manifestSha256 = sha256Hex(manifest);
  const found: StoredStatement = { ...base, manifestSha256 };
  const text = attestation === null ? null : textOf(attestation);
  const check = checkBundle(text, manifestSha256, publicKeys);
  switch (check.state) {
    case 'unsigned':
      return { ...found, state: 'unsigned', why: `${member.attestation} is missing` };
    case 'no-key':
      return { ...found, ...claimed(text), state: 'unchecked', why: `no key was given; it names SHA256:${check.hint}` };
    case 'bad':
      return { ...found, ...claimed(text), state: 'untrusted', why: check.why.slice(0, 400) };
    case 'signed': {
      const { statement, fingerprint } = check;
      const stated: StoredStatement = { ...found, ...statedIn(statement, text) };
      return statement.predicate.packId === packId
        ? { ...stated, state: 'signed', signedBy: fingerprint }
        : {
            ...stated,
            state: 'untrusted',
            why: `it is the pack ${statement.predicate.packId}, in a folder of another name`,
          };
    }
  }
}

const nothingStated: StoredStatement = {
  id: '',
  state: 'partial',
  why: null,
  manifestSha256: null,
  statementSha256: null,
  signedBy: null,
  sequence: null,
  previousPack: null,
  cadence: null,
  start: null,
  end: null,
};

/** What the bundle says for itself, which nobody vouches for. */
function claimed(text: string | null): Partial<StoredStatement> {
  try {
    return text === null ? {} : statedIn(parseStatement(parseBundle(text)), text);
  } catch (error) {
    if (error instanceof PrepayError) return {};
    throw error;
  }
}

function statedIn({ predicate }: Statement, text: string | null): Partial<StoredStatement> {
  const { sequence, previousPack, expectedCadence, window } = predicate;
  return {
    statementSha256: sha256Hex(Buffer.from(parseBundle(text ?? '').dsseEnvelope.payload, 'base64')),
    sequence,
    previousPack,
    cadence: expectedCadence,
    start: window.start,
    end: window.end,
  };
}

/** What is no text is none that a signature could stand in. */
function textOf(bytes: Uint8Array): string {
  try {
    return utf8(bytes, member.attestation, null);
  } catch (error) {
    if (error instanceof PrepayError) return '';
    throw error;
  }
}
