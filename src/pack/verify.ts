import type { KeyObject, X509Certificate } from 'node:crypto';
import type { ChainLink } from '../core/chain.js';
import { errorTable, PrepayError } from '../core/errors.js';
import { type ChainCheck, checkPlace } from './chain-check.js';
import { member } from './layout.js';
import type { ManifestEntry } from './manifest.js';
import { parseAs } from './parse.js';
import type { PackPredicate } from './predicate.js';
import type { KeyType } from './signer.js';
import { openPack, packFolder, type PackReader, readMember } from './reader.js';
import { runHead } from './schemas.js';
import { checkFiles, type FilesCheck } from './verify-files.js';
import { layoutFaults } from './verify-layout.js';
import { compareReplay, type Difference, type ReplayResult } from './verify-replay.js';
import { firstOf, ruleFaults, statedFaults } from './verify-rules.js';
import { type KeyPeriod, periodFault } from './key-period.js';
import { checkSignature, type SignatureCheck } from './verify-signature.js';
import { checkPackTimeStamp } from './verify-time-stamp.js';

type StepName = 'files' | 'signature' | 'time-stamp' | 'chain' | 'rules' | 'replay';

/** One step of the verification. `not-present`: the pack has nothing to check there, and need not. */
export interface VerifyStep {
  readonly name: StepName;
  readonly result: 'ok' | 'failed' | 'not-performed' | 'not-present';
  readonly detail: string;
}

export interface VerifyOptions {
  /** From outside of the pack: a key that a pack carries proves nothing. */
  readonly publicKeys: readonly KeyObject[];
  /** When each key may sign, by its fingerprint; a key that is not among them may at any time. */
  readonly keyPeriods?: ReadonlyMap<string, readonly KeyPeriod[]>;
  /** The authorities of time stamps that are trusted: a pack without a stamp by one of them does not verify. */
  readonly timeStampAnchors?: readonly X509Certificate[];
  /** Lets a pack pass that nobody signed, or whose signer's key is not at hand; a bad signature never passes. */
  readonly allowUnsigned?: boolean;
  readonly toolVersion: string;
  /** SHA-256 hex of each rule file that this tool would write, by its path in a pack. */
  readonly ruleDigests: ReadonlyMap<string, string>;
  /** Looks for the pack before in a store; null or left out where no store was given. */
  readonly chain?: ((link: ChainLink) => Promise<ChainCheck>) | null;
  /**
   * Judges the pack's recording again and renders its reports; null leaves the replay out, and says so. Whatever else
   * of the signed statement follows from the run, it compares: PREPAY_PACK_INVALID.
   */
  readonly replay: ((pack: PackReader, signed: Signed | null) => Promise<ReplayResult>) | null;
  /** Told of each step as it ends. */
  readonly onStep: (step: VerifyStep) => void;
}

/** Who signed the pack, and what they stated; the signature holds. */
export interface Signed {
  readonly fingerprint: string;
  readonly predicate: PackPredicate;
}

export interface VerifyReport {
  readonly path: string;
  readonly steps: readonly VerifyStep[];
  /** The key that signed, once its signature holds. */
  readonly fingerprint: string | null;
  /** What the signer stated, once the signature holds. */
  readonly predicate: PackPredicate | null;
  /** Where replay came to something else, finding by finding; the first thousand. */
  readonly differences: readonly Difference[];
  /** What to type to have it performed by the version that made the pack. */
  readonly command: string | null;
  /** 0 verified; 1 something failed, or is unsigned; 3 nothing failed but not all was performed. */
  readonly exit: 0 | 1 | 3;
}

/** The report on a pack, step by step. Throws PREPAY_PACK_NOT_FOUND and nothing else about the pack. */
export async function verifyPack(pack: PackReader | string, options: VerifyOptions): Promise<VerifyReport> {
  const path = await packFolder(typeof pack === 'string' ? pack : pack.path);
  return new Verification(path, options).report();
}

const mostDifferences = 1000;

class Verification {
  readonly #path: string;
  readonly #options: VerifyOptions;
  readonly #steps: VerifyStep[] = [];
  #differences: readonly Difference[] = [];
  #command: string | null = null;

  constructor(path: string, options: VerifyOptions) {
    this.#path = path;
    this.#options = options;
  }

  async report(): Promise<VerifyReport> {
    const files = await checkFiles(this.#path);
    this.#files(files);
    const signature = await this.#signature(files);
    await this.#timeStamp(files, signature);
    const predicate = signature?.state === 'signed' ? signature.statement.predicate : null;
    await this.#chain(files, predicate);
    await this.#judgement(files, signature);
    return {
      path: this.#path,
      steps: this.#steps,
      fingerprint: signature?.state === 'signed' ? signature.fingerprint : null,
      predicate,
      differences: this.#differences,
      command: this.#command,
      exit: this.#exit(),
    };
  }

  #files({ manifest, faults }: FilesCheck): void {
    if (manifest === null || faults.length > 0) this.#step('files', 'failed', firstOf(faults));
    else this.#step('files', 'ok', `${manifest.entries.length} files, each with its size and hash, and no other`);
  }

  async #signature({ manifest }: FilesCheck): Promise<SignatureCheck | null> {
    if (manifest === null) {
      this.#step('signature', 'not-performed', 'there is no manifest that could be signed');
      return null;
    }
    const check = await checkSignature(this.#path, manifest.sha256, this.#options.publicKeys);
    const lacking = this.#options.allowUnsigned === true ? 'not-present' : 'failed';
    switch (check.state) {
      case 'signed':
        this.#signed(check.fingerprint, check.statement.predicate.window.end);
        break;
      case 'unsigned':
        this.#step('signature', lacking, 'the pack is UNSIGNED: nobody vouches for it');
        break;
      case 'no-key':
        this.#step('signature', lacking, `no key was given; the pack names SHA256:${check.hint}, which proves nothing`);
        break;
      case 'bad':
        this.#step('signature', 'failed', check.why);
        break;
    }
    return check;
  }

  #signed(fingerprint: string, endedAt: string): void {
    const fault = periodFault(this.#options.keyPeriods?.get(fingerprint), endedAt);
    if (fault === null) this.#step('signature', 'ok', `signed by ${fingerprint}`);
    else this.#step('signature', 'failed', `signed by ${fingerprint}, ${fault}`);
  }

  async #timeStamp({ manifest }: FilesCheck, signature: SignatureCheck | null): Promise<void> {
    const isPromised = manifest?.entries.some(({ path }) => path === member.tsaChain) ?? false;
    const anchors = this.#options.timeStampAnchors ?? [];
    const check = await checkPackTimeStamp(this.#path, signature, anchors, isPromised);
    if (check.state !== 'ok') {
      this.#step('time-stamp', check.state, check.why);
      return;
    }
    const { at, authority } = check.stamp;
    const periods = signature?.state === 'signed' ? this.#options.keyPeriods?.get(signature.fingerprint) : undefined;
    const fault = periodFault(periods, at);
    this.#step(
      'time-stamp',
      fault === null ? 'ok' : 'failed',
      fault ?? `the signature existed at ${at}, by ${authority}`,
    );
  }

  async #chain({ manifest }: FilesCheck, predicate: PackPredicate | null): Promise<void> {
    if (predicate === null || manifest === null) {
      this.#step(
        'chain',
        this.#hasFailed() ? 'not-performed' : 'not-present',
        'nothing signed tells of a previous pack',
      );
      return;
    }
    const { result, detail } = await checkPlace(predicate, manifest.sha256, this.#options.chain ?? null);
    this.#step('chain', result, detail);
  }

  /** Steps 5 and 6, which read what steps 1 to 4 vouch for. */
  async #judgement({ manifest }: FilesCheck, signature: SignatureCheck | null): Promise<void> {
    if (manifest === null || this.#hasFailed()) {
      this.#step('rules', 'not-performed', 'an earlier step failed');
      this.#step('replay', 'not-performed', 'an earlier step failed');
      return;
    }
    try {
      const head = parseAs(runHead, (await readMember(this.#path, member.run)) ?? '', member.run, null);
      if (head.tool.version !== this.#options.toolVersion) this.#otherVersion(head.tool.version);
      else await this.#sameVersion(await openPack(this.#path), manifest, signature);
    } catch (error) {
      if (!(error instanceof PrepayError) || errorTable[error.code].exit !== 1) throw error;
      this.#step(this.#steps.length < 5 ? 'rules' : 'replay', 'failed', error.message);
      if (this.#steps.length < 6) this.#step('replay', 'not-performed', 'an earlier step failed');
    }
  }

  #otherVersion(version: string): void {
    const detail = `the pack was made by prepay ${version}, and this is ${this.#options.toolVersion}`;
    // The version goes into a command line that somebody may paste, so nothing but a version may stand there.
    if (!/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version)) {
      this.#step('rules', 'failed', `${member.run}: expected the version of a tool, got ${JSON.stringify(version)}`);
      this.#step('replay', 'not-performed', 'an earlier step failed');
      return;
    }
    this.#command = `npx prepay@${version} pack verify ${shellWord(this.#path)} --key PUBLIC_KEY.pem`;
    this.#step('rules', 'not-performed', detail);
    this.#step('replay', 'not-performed', `replay not performed: ${detail}; run '${this.#command}'`);
  }

  async #sameVersion(
    pack: PackReader,
    manifest: { readonly entries: readonly ManifestEntry[]; readonly sha256: string },
    signature: SignatureCheck | null,
  ): Promise<void> {
    const { entries } = manifest;
    const signed = signedOf(signature);
    const layout = await layoutFaults(pack, manifest, keyTypesOf(signature));
    const faults = [
      ...ruleFaults(entries, this.#options.ruleDigests),
      ...layout,
      // Only of files that are there can anything be stated.
      ...(signed === null || layout.length > 0 ? [] : await statedFaults(pack, entries, signed.predicate)),
    ];
    if (faults.length > 0) {
      this.#step('rules', 'failed', firstOf(faults));
      this.#step('replay', 'not-performed', 'an earlier step failed');
      return;
    }
    this.#step('rules', 'ok', `the rules of prepay ${this.#options.toolVersion}`);
    if (this.#options.replay === null) {
      this.#step('replay', 'not-performed', 'replay not performed: it was not asked for');
      return;
    }
    const differences = await compareReplay(pack, entries, await this.#options.replay(pack, signed), mostDifferences);
    this.#differences = differences;
    const result = differences.length === 0 ? 'ok' : 'failed';
    this.#step(
      'replay',
      result,
      differences.length === 0 ? 'every result came out the same, byte for byte' : differ(differences),
    );
  }

  #step(name: VerifyStep['name'], result: VerifyStep['result'], detail: string): void {
    const step = { name, result, detail };
    this.#steps.push(step);
    this.#options.onStep(step);
  }

  #hasFailed(): boolean {
    return this.#steps.some(({ result }) => result === 'failed');
  }

  #exit(): 0 | 1 | 3 {
    if (this.#hasFailed()) return 1;
    return this.#steps.some(({ result }) => result === 'not-performed') ? 3 : 0;
  }
}

function signedOf(signature: SignatureCheck | null): Signed | null {
  if (signature?.state !== 'signed') return null;
  return { fingerprint: signature.fingerprint, predicate: signature.statement.predicate };
}

/** The types of key that may have signed: both where the key is not at hand. */
function keyTypesOf(signature: SignatureCheck | null): readonly (KeyType | null)[] {
  if (signature?.state === 'signed') return [signature.keyType];
  return signature?.state === 'no-key' ? ['p256', 'ed25519'] : [null];
}

function differ(differences: readonly Difference[]): string {
  const more = differences.length >= mostDifferences ? 'at least ' : '';
  return `${more}${differences.length} results came out otherwise: ${firstOf(differences.map(({ what }) => what))}`;
}

/** The text as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
