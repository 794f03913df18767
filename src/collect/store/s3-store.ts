import type { S3Client } from '@aws-sdk/client-s3';
import { createWriteStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { sha256Hex } from '../../core/json.js';
import type { RequestHandler } from '../aws/service.js';
import { CallError } from '../transport/classify.js';
import type { PackFile, PackStore, PutPack } from './pack-store.js';
import { mostBytes, StoreTaken } from './taken.js';

/** How S3 keeps what is put there from being changed or removed (Object Lock). */
export interface Retention {
  readonly days: number;
  /** GOVERNANCE lets whoever has the permission for it remove it earlier; COMPLIANCE lets nobody. */
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
}

export interface S3StoreOptions {
  /** Null for the region of the environment or the profile. */
  readonly region: string | null;
  readonly profile: string | null;
  readonly endpoint: string | null;
  readonly requestHandler: () => Promise<RequestHandler>;
  /** Null leaves it to the bucket's own default. */
  readonly retention: Retention | null;
  readonly now: () => number;
}

/** Bytes of a file that is sent from memory. */
const mostInMemory = 8 * 1024 * 1024;

/** Files under way at once. */
const atOnce = 8;

/** A claim of a place whose pack has not come for so long is of a run that died. */
const staleClaimMs = 3_600_000;

/**
 * Packs under a prefix of a bucket. Every object is put under the condition that none is there (If-None-Match), with its
 * SHA-256 for S3 to compare. `chain/<sequence>.<n>.json` claims a place in the chain, which of two runs only one gets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function s3Store(url: string, options: S3StoreOptions): PackStore {
  const { bucket, prefix } = addressOf(url);
  let connecting: Promise<S3Client> | null = null;
  const client = (): Promise<S3Client> => {
    connecting ??= connect(options);
    return connecting;
  };
  const objects = new Objects(client, bucket, prefix, options);
  return {
    url,
    top: (token) => objects.top(token),
    under: (folder) => objects.under(folder),
    read: (path) => objects.read(path),
    put: (pack) => objects.put(pack),
    download: (path, to) => objects.download(path, to),
    close: () => {
      if (connecting !== null) void connecting.then((open) => open.destroy());
    },
  };
}

/** Bucket and prefix of `s3://bucket/prefix`; the prefix ends with a slash, or is empty. */
function addressOf(url: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(url) ?? [];
  const prefix = path.replace(/\/+$/, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

async function connect({ region, profile, endpoint, requestHandler }: S3StoreOptions): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  return new Client({
    ...(region === null ? {} : { region }),
    ...(profile === null ? {} : { profile }),
    // A stand-in has no name for each bucket.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    requestHandler: await requestHandler(),
    // Every put says its SHA-256 itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });
}

class Objects {
  readonly #client: () => Promise<S3Client>;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #options: S3StoreOptions;

  constructor(client: () => Promise<S3Client>, bucket: string, prefix: string, options: S3StoreOptions) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#options = options;
  }

  async top(token: string | null): ReturnType<PackStore['top']> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const client = await this.#client();
    const answer = await client.send(
      new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix,
        Delimiter: '/',
        ...(token === null ? {} : { ContinuationToken: token }),
      }),
    );
    const short = (key: string): string => key.slice(this.#prefix.length);
    return {
      folders: (answer.CommonPrefixes ?? []).flatMap(({ Prefix }) =>
        Prefix === undefined ? [] : [short(Prefix).replace(/\/$/, '')],
      ),
      files: (answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined || short(Key) === '' ? [] : [short(Key)])),
      next: answer.NextContinuationToken ?? null,
    };
  }

  async under(folder: string): ReturnType<PackStore['under']> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const under = `${this.#prefix}${folder}/`;
    const found: { path: string; size: number }[] = [];
    const client = await this.#client();
    for await (const page of paginateListObjectsV2({ client }, { Bucket: this.#bucket, Prefix: under })) {
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined && Key !== under) found.push({ path: Key.slice(under.length), size: Size ?? -1 });
      }
    }
    return found;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const body = await this.#body(path, true);
    if (body === null) return null;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const piece of body) {
      const chunk: unknown = piece;
      if (!(chunk instanceof Uint8Array)) continue;
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytes)
        throw new CallError('malformed-answer', 'TooLarge', `${path} has more than ${mostBytes} bytes`);
    }
    return Buffer.concat(chunks);
  }

  async download(path: string, to: string): Promise<void> {
    const body = await this.#body(path, false);
    if (body !== null) await pipeline(body, createWriteStream(to, { flags: 'wx' }));
  }

  async #body(path: string, isOptional: boolean): Promise<Readable | null> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#client();
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + path }));
      if (Body instanceof Readable) return Body;
      throw new CallError('malformed-answer', 'NoBody', `${path} came without its bytes`);
    } catch (error) {
      if (isOptional && nameOf(error) === 'NoSuchKey') return null;
      throw error;
    }
  }

  async put({ packId, folder, files, sequence }: PutPack): Promise<void> {
    const last = files.filter(({ path }) => isSealing(path));
    await eachAtOnce(
      files.filter(({ path }) => !isSealing(path)),
      (file) => this.#putFile(packId, folder, file),
    );
    if (sequence !== null) await this.#claim(sequence, packId);
    for (const file of last) await this.#putFile(packId, folder, file);
  }

  async #putFile(packId: string, folder: string, { path, size, sha256 }: PackFile): Promise<void> {
    const key = `${packId}/${path}`;
    const isPut = await this.#create(key, { size, sha256, body: () => bodyOf(join(folder, path), size) });
    if (isPut || (await this.#isSame(key, size, sha256))) return;
    throw new StoreTaken(`${key}: other bytes are there under that name`);
  }

  /** Whether it is the first of that name; else there is one already, and nothing was changed. */
  async #create(
    key: string,
    content: {
      readonly size: number;
      readonly sha256: string;
      readonly body: () => Promise<Readable | Uint8Array> | Uint8Array;
    },
  ): Promise<boolean> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#client();
    const { retention, now } = this.#options;
    const body = await content.body();
    // The SDK waits for ever for a body that breaks off.
    const broken = new AbortController();
    if (body instanceof Readable) body.once('error', () => broken.abort());
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: this.#prefix + key,
          Body: body,
          ContentLength: content.size,
          ChecksumAlgorithm: 'SHA256',
          ChecksumSHA256: Buffer.from(content.sha256, 'hex').toString('base64'),
          IfNoneMatch: '*',
          ...(retention === null
            ? {}
            : {
                ObjectLockMode: retention.mode,
                ObjectLockRetainUntilDate: new Date(now() + retention.days * 86_400_000),
              }),
        }),
        { abortSignal: broken.signal },
      );
      return true;
    } catch (error) {
      if (body instanceof Readable) body.destroy();
      if (nameOf(error) === 'PreconditionFailed' || nameOf(error) === 'ConditionalRequestConflict') return false;
      throw error;
    }
  }

  /** What was put by an upload that was broken off; by its own checksum, or by its bytes where S3 has none. */
  async #isSame(key: string, size: number, sha256: string): Promise<boolean> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#client();
    const head = await client.send(
      new HeadObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key, ChecksumMode: 'ENABLED' }),
    );
    if (head.ContentLength !== size) return false;
    if (head.ChecksumSHA256 !== undefined) return Buffer.from(head.ChecksumSHA256, 'base64').toString('hex') === sha256;
    const bytes = await this.read(key);
    return bytes !== null && sha256Hex(bytes) === sha256;
  }

  /** Throws StoreTaken unless the place is this pack's: nobody had it, or whoever claimed it died before the end. */
  async #claim(sequence: number, packId: string): Promise<void> {
    for (let n = 0; n < 100; n += 1) {
      const key = `chain/${String(sequence).padStart(8, '0')}.${n}.json`;
      const text = JSON.stringify({ packId, claimedAt: new Date(this.#options.now()).toISOString() });
      const body = Buffer.from(text);
      if (await this.#create(key, { size: body.length, sha256: sha256Hex(text), body: () => body })) return;
      const claim = claimIn(await this.read(key));
      if (claim?.packId === packId) return;
      const isThere = claim !== null && (await this.read(`${claim.packId}/manifest.json`)) !== null;
      if (isThere || claim === null || this.#options.now() - claim.at < staleClaimMs) {
        throw new StoreTaken(`the place ${sequence} in the chain belongs to ${claim?.packId ?? 'another pack'}`);
      }
    }
    throw new StoreTaken(`the place ${sequence} in the chain was claimed a hundred times`);
  }
}

/**
 * The bytes, which the SDK can send once more where a call fails, or of a large file a stream, which it cannot: the upload
 * is then to be made again. It is opened first, so that a file that is missing says so.
 */
async function bodyOf(path: string, size: number): Promise<Readable | Uint8Array> {
  return size <= mostInMemory ? readFile(path) : (await open(path)).createReadStream();
}

/** What makes a folder of files a pack: it comes last. */
function isSealing(path: string): boolean {
  return path === 'manifest.json' || path === 'attestation.sigstore.json';
}

function claimIn(bytes: Uint8Array | null): { readonly packId: string; readonly at: number } | null {
  const [, packId = '', at = ''] =
    /^\{"packId":"([\w.-]+)","claimedAt":"([\d:TZ.-]+)"\}$/.exec(Buffer.from(bytes ?? []).toString()) ?? [];
  return packId === '' ? null : { packId, at: Date.parse(at) };
}

async function eachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  // Each takes the next from the same iterator; the first that fails ends the others after their present item.
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (hasFailed) return;
      await work(item).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
