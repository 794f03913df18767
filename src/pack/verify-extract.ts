import { z } from 'zod';
import type { KeyObject } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { isProven } from '../core/merkle.js';
import { type ExtractFile, extractFile, extractMember } from './extract.js';
import { member } from './layout.js';
import { lineHash } from './leaves.js';
import { jsonDocument } from './json-lines.js';
import { packFault, parseAs, parseJson } from './parse.js';
import { readMember } from './reader.js';
import { parseBundle, parseStatement } from './statement.js';
import { checkBundle, type SignatureCheck } from './verify-signature.js';

export interface ExtractStep {
  readonly name: 'signature' | 'tree' | 'lines';
  readonly result: 'ok' | 'failed' | 'not-performed';
  readonly detail: string;
}

export interface ExtractReport {
  readonly path: string;
  readonly steps: readonly ExtractStep[];
  readonly fingerprint: string | null;
  readonly exit: 0 | 1;
}

/** Whether the folder is an extract of a pack rather than a pack. */
export async function isExtract(folder: string): Promise<boolean> {
  return (await lstat(join(folder, extractMember.extract)).catch(() => null)) !== null;
}

/**
 * Whether every line of the extract stands in the pack that one of the keys signed. It does not say that the pack holds no
 * other lines of the kind: only who has the pack can say so.
 */
export async function verifyExtract(
  folder: string,
  publicKeys: readonly KeyObject[],
  onStep: (step: ExtractStep) => void,
): Promise<ExtractReport> {
  const steps: ExtractStep[] = [];
  const step = (name: ExtractStep['name'], fault: string | null, fine: string): boolean => {
    const made: ExtractStep = { name, result: fault === null ? 'ok' : 'failed', detail: fault ?? fine };
    steps.push(made);
    onStep(made);
    return fault === null;
  };
  const signature = await signatureOf(folder, publicKeys);
  const fingerprint = signature.state === 'signed' ? signature.fingerprint : null;
  const isSigned = step('signature', signatureFault(signature), `signed by ${fingerprint ?? 'nobody'}`);
  try {
    const extract = await readExtract(folder);
    if (isSigned && signature.state === 'signed') {
      const isSame = step(
        'tree',
        treeFault(extract, signature),
        `a tree of ${extract.tree.size} lines, as it was signed`,
      );
      if (isSame) {
        step(
          'lines',
          lineFault(extract),
          `${extract.given.length} lines given, ${extract.withheld.length} withheld, each in the tree`,
        );
      }
    }
  } catch (error) {
    if (!(error instanceof PrepayError)) throw error;
    step('lines', error.message, '');
  }
  const isWhole = steps.length === 3 && steps.every(({ result }) => result === 'ok');
  return { path: folder, steps, fingerprint, exit: isWhole ? 0 : 1 };
}

/** Throws PREPAY_PACK_INVALID where it is not in the one form in which it is written. */
async function readExtract(folder: string): Promise<ExtractFile> {
  const text = (await readMember(folder, extractMember.extract)) ?? '';
  const extract = parseAs(extractFile, text, extractMember.extract, null);
  if (jsonDocument(extract) !== text)
    throw packFault(extractMember.extract, null, 'expected canonical JSON, got another form');
  return extract;
}

async function signatureOf(folder: string, publicKeys: readonly KeyObject[]): Promise<SignatureCheck> {
  try {
    const text = await readMember(folder, member.attestation);
    if (text === null) return { state: 'unsigned' };
    // The manifest stays with the pack: what was signed is read, and its lines are proven by the tree alone.
    return checkBundle(text, parseStatement(parseBundle(text)).subject[0].digest.sha256, publicKeys);
  } catch (error) {
    if (error instanceof PrepayError) return { state: 'bad', why: error.message };
    throw error;
  }
}

function signatureFault(check: SignatureCheck): string | null {
  switch (check.state) {
    case 'signed':
      return null;
    case 'unsigned':
      return `${member.attestation}: expected the pack's signature, got nothing`;
    case 'no-key':
      return `no key was given; the extract names SHA256:${check.hint}, which proves nothing`;
    case 'bad':
      return check.why;
  }
}

function treeFault(
  { packId, declaredAt, of, given, tree }: ExtractFile,
  { statement: { predicate } }: Extract<SignatureCheck, { readonly state: 'signed' }>,
): string | null {
  if (predicate.packId !== packId) return `expected lines of the pack ${predicate.packId}, got of ${packId}`;
  if (predicate.window.start !== declaredAt)
    return `expected a run of ${predicate.window.start}, got one of ${declaredAt}`;
  const other = 'tenant' in of ? given.find((line) => tenantOf(line) !== of.tenant) : undefined;
  if (other !== undefined) return `${other.path}:${other.line} is not of the tenant that the extract names`;
  const signed = predicate.leaves ?? null;
  if (signed === null) return 'expected a statement about the tree of lines, got one without';
  return signed.root === tree.root && signed.size === tree.size
    ? null
    : `expected the tree ${signed.root} of ${signed.size} lines, got ${tree.root} of ${tree.size}`;
}

function lineFault({ given, withheld, tree }: ExtractFile): string | null {
  const wrong =
    given.find((line) => !isProven({ hash: lineHash(line), index: line.index, proof: line.proof }, tree)) ??
    withheld.find(({ leaf, index, proof }) => !isProven({ hash: leaf, index, proof }, tree));
  return wrong === undefined ? null : `${wrong.path}:${wrong.line} is not a line of the pack that was signed`;
}

/** The tenant of a line: of a finding's resource, or of a read. */
function tenantOf({ text, path, line: at }: ExtractFile['given'][number]): string | null {
  const scope = z.object({ tenant: z.string() });
  const line = z
    .union([z.object({ resource: z.object({ scope }) }), z.object({ scope })])
    .safeParse(parseJson(text, path, at));
  if (!line.success) return null;
  return 'resource' in line.data ? line.data.resource.scope.tenant : line.data.scope.tenant;
}
