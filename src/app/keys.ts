import { readFile, stat } from 'node:fs/promises';
import { PrepayError } from '../core/errors.js';
import { generateKeys as generate, fingerprintOf, type KeyType, loadPublicKey, loadSigner } from '../pack/signer.js';

export interface GeneratedKeys {
  readonly privatePath: string;
  readonly publicPath: string;
  readonly fingerprint: string;
}

/** Where the two new files are. Throws PREPAY_OUTPUT_EXISTS rather than overwrite one. */
export async function generateKeys(privatePath: string, type: KeyType): Promise<GeneratedKeys> {
  const { fingerprint } = await generate(privatePath, type);
  return { privatePath, publicPath: `${privatePath}.pub`, fingerprint };
}

/** The fingerprint of the public key in the file, or of the public half of the private key in it. Throws PREPAY_KEY_INVALID. */
export async function fingerprintOfFile(path: string): Promise<string> {
  const text = await readRegular(path).catch((error: unknown) => {
    throw new PrepayError('PREPAY_KEY_INVALID', `${path} cannot be read as a key file`, 'Check the path.', {
      cause: error,
    });
  });
  return text.includes('PRIVATE KEY') ? (await loadSigner(path)).fingerprint : fingerprintOf(await loadPublicKey(path));
}

/** A pipe is not opened: that would wait for its writer. */
async function readRegular(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new TypeError('no regular file');
  return readFile(path, 'utf8');
}
