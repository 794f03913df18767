import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { PrepayError } from '../core/errors.js';
import { errorCode, storageError } from './storage-error.js';

export type KeyType = 'p256' | 'ed25519';

/** Signs bytes; where the private key lives is its own business. */
export interface Signer {
  readonly type: KeyType;
  readonly publicKey: KeyObject;
  readonly fingerprint: string;
  /** ECDSA over SHA-256 in DER, or Ed25519's 64 bytes. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/**
 * The signer of a PEM file (PKCS #8 or SEC 1, ECDSA P-256 or Ed25519, not encrypted).
 * Throws PREPAY_KEY_PERMISSIONS if others may read the file, else PREPAY_KEY_INVALID.
 */
export async function loadSigner(path: string): Promise<Signer> {
  const pem = await readPrivate(path);
  try {
    return signerOf(createPrivateKey(pem));
  } catch (error) {
    throw invalid(path, 'a private key in PEM, ECDSA P-256 or Ed25519, not encrypted', error);
  }
}

/** The public key of a PEM file, for verifying. Throws PREPAY_KEY_INVALID, for a private key as well. */
export async function loadPublicKey(path: string): Promise<KeyObject> {
  const expected = 'a public key in PEM, ECDSA P-256 or Ed25519';
  const handle = await openRegular(path, expected);
  try {
    const pem = await handle.readFile('utf8');
    // createPublicKey would take it, but a verifier has no business with a private key.
    if (/PRIVATE KEY/.test(pem)) {
      throw invalid(path, 'a public key', new TypeError('a private key'), `Give the public half, ${path}.pub.`);
    }
    const key = createPublicKey(pem);
    keyTypeOf(key);
    return key;
  } catch (error) {
    if (error instanceof PrepayError) throw error;
    throw invalid(path, expected, error);
  } finally {
    await handle.close();
  }
}

/**
 * The public half of a new key pair, written to `privatePath` (mode 0600) and `privatePath`.pub.
 * Never overwrites: throws PREPAY_OUTPUT_EXISTS.
 */
export async function generateKeys(
  privatePath: string,
  type: KeyType,
): Promise<{ readonly publicPem: string; readonly fingerprint: string }> {
  const { privateKey, publicKey } = newPair(type);
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await writeNew(`${privatePath}.pub`, publicPem, 0o644);
  try {
    await writeNew(privatePath, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  } catch (error) {
    await rm(`${privatePath}.pub`);
    throw error;
  }
  return { publicPem, fingerprint: fingerprintOf(publicKey) };
}

/** `SHA256:` and the base64 of the SHA-256 of the public key's SPKI in DER: the one form, also a bundle's hint. */
export function fingerprintOf(key: string | KeyObject): string {
  return `SHA256:${keyHint(key instanceof KeyObject && key.type === 'public' ? key : createPublicKey(key))}`;
}

/** The base64 of the SHA-256 of the public key's SPKI in DER. */
export function keyHint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/** A signer whose P-256 key is nowhere but in memory: for the demo. */
export function throwAwaySigner(): Signer {
  return signerOf(newPair('p256').privateKey);
}

/** Which of the two supported types the key is; throws TypeError for any other. */
export function keyTypeOf(key: KeyObject): KeyType {
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'p256';
  throw new TypeError(`a key of type ${key.asymmetricKeyType ?? 'unknown'}`);
}

/** What node:crypto hashes with before it signs: Ed25519 hashes by itself (RFC 8032). */
export function hashOf(type: KeyType): 'sha256' | null {
  switch (type) {
    case 'p256':
      return 'sha256';
    case 'ed25519':
      return null;
  }
}

function signerOf(privateKey: KeyObject): Signer {
  const type = keyTypeOf(privateKey);
  const publicKey = createPublicKey(privateKey);
  return {
    type,
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    sign: (data) => Promise.resolve(sign(hashOf(type), data, privateKey)),
  };
}

function newPair(type: KeyType): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  switch (type) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
  }
}

/** The file's text. Opened once, so that what is checked is what is read. */
async function readPrivate(path: string): Promise<string> {
  const handle = await openRegular(path, 'a private key file');
  try {
    const { mode: fileMode } = await handle.stat();
    const pem = await handle.readFile('utf8');
    // Before its mode: a public key may well be open to all, and chmod would not make it sign.
    if (/BEGIN PUBLIC KEY/.test(pem)) throw invalid(path, 'a private key', new TypeError('a public key'), privateNext);
    // Windows has no such bits: there every file looks open to all.
    if (process.platform !== 'win32' && (fileMode & 0o077) !== 0) {
      const mode = (fileMode & 0o777).toString(8).padStart(4, '0');
      throw new PrepayError(
        'PREPAY_KEY_PERMISSIONS',
        `${path}: expected mode 0600 or tighter, got ${mode}`,
        `Run 'chmod 600 ${path}', and think about whether the key has been read by others.`,
      );
    }
    return pem;
  } finally {
    await handle.close();
  }
}

/** Asked before it is opened: opening a pipe waits for its writer, and a device may have no end. */
async function openRegular(path: string, expected: string): Promise<FileHandle> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new TypeError(found.isDirectory() ? 'a folder' : 'no regular file');
    return await open(path);
  } catch (error) {
    throw invalid(path, expected, error);
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    const handle = await open(path, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw new PrepayError('PREPAY_OUTPUT_EXISTS', `${path}: expected no file, got one`, 'Name another file.', {
        cause: error,
      });
    }
    throw errorCode(error) === 'ENOENT'
      ? new PrepayError('PREPAY_OUTPUT_NOT_WRITABLE', `${path}: its folder is missing`, 'Create the folder first.')
      : storageError(error, path);
  }
}

const privateNext = 'Give the private half: the file without .pub.';

function invalid(
  path: string,
  expected: string,
  error: unknown,
  next = "Make a key pair with 'prepay keys generate'.",
): PrepayError {
  return new PrepayError('PREPAY_KEY_INVALID', `${path}: expected ${expected}, got ${got(error)}`, next, {
    cause: error,
  });
}

/** What was found in the place of a key, in words of our own: those of the system and of OpenSSL help nobody. */
function got(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'a file that this user may not read';
    case 'ERR_MISSING_PASSPHRASE':
      return 'an encrypted key';
    case '':
      return error instanceof TypeError ? error.message : 'something else';
    default:
      return 'something else';
  }
}
