import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { fingerprintOf, loadPublicKey, loadSigner } from '../pack/signer.js';
import type { SignerChoice } from './signing-plan.js';

/** One thing that a run needs beside what it reads. */
export interface Check {
  readonly check: 'node' | 'configuration' | 'output' | 'signing';
  /** A problem makes the run end with 2; a warning changes nothing yet. */
  readonly state: 'ok' | 'warning' | 'problem';
  readonly text: string;
}

/** ADR 7: the AWS SDK leaves Node 20 in January 2027, and the next release after that does too. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const text = `Node ${version.replace(/^v/, '')}`;
  if (major < 20 || (major === 20 && minor < 19))
    return { check: 'node', state: 'problem', text: `${text}: expected 20.19 or later` };
  if (major === 20)
    return {
      check: 'node',
      state: 'warning',
      text: `${text}: supported until January 2027, when the AWS SDK leaves Node 20; move to 22 or later`,
    };
  return { check: 'node', state: 'ok', text };
}

/** Whether a pack could be written into the folder. Nothing is made or written. */
export async function outputCheck(out: string): Promise<Check> {
  let folder = resolve(out);
  for (;;) {
    const found = await stat(folder).catch(() => null);
    if (found?.isDirectory() === true) break;
    if (found !== null) return { check: 'output', state: 'problem', text: `${out}: ${folder} is no folder` };
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  const isWritable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) return { check: 'output', state: 'problem', text: `${out} cannot be written` };
  const isThere = folder === resolve(out);
  return { check: 'output', state: 'ok', text: `${out} can be ${isThere ? 'written' : 'made'}` };
}

/** Whether the signing key can be used, by its fingerprint. Nothing is signed, and KMS is not asked. */
export async function signingCheck(choice: SignerChoice | null): Promise<Check> {
  if (choice === null)
    return {
      check: 'signing',
      state: 'warning',
      text: 'no key: packs are unsigned and do not verify. --sign, or signing.key of the configuration, names one',
    };
  try {
    return { check: 'signing', state: 'ok', text: await signingText(choice) };
  } catch (error) {
    if (!(error instanceof PrepayError)) throw error;
    return { check: 'signing', state: 'problem', text: `${error.message}. ${error.next}` };
  }
}

async function signingText(choice: SignerChoice): Promise<string> {
  switch (choice.kind) {
    case 'file':
      return (await loadSigner(choice.path)).fingerprint;
    case 'command':
      return `${fingerprintOf(await loadPublicKey(choice.publicKey))}, by ${choice.program}, which was not tried`;
    case 'kms':
      return `${choice.key} of KMS, which was not asked`;
  }
}
