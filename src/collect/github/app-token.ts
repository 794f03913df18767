import type { Octokit } from '@octokit/rest';
import type { ReadErrorClass } from '../../core/read.js';
import { CallError } from '../transport/classify.js';
import type { GithubApp } from './credentials.js';
import { classifyGithub } from './errors.js';

/** What signs the calls of an App: its own word for itself, or the token of its installation. */
export interface AppToken {
  /** The App's JWT. */
  ofApp(): Promise<string>;
  /** The installation's token, minted anew before its hour is over. */
  ofInstallation(): Promise<string>;
  /** Mints another one now; false where that came to nothing. */
  renew(): Promise<boolean>;
}

const minting = 'POST /app/installations/{installation_id}/access_tokens';
// A token holds for an hour, and the longest call for much less than the rest of it:
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
const usedForMs = 50 * 60_000;

/** The token is kept in memory alone: minting is no read of the audit and is not recorded. */
export async function appToken(
  { id, installationId, privateKey }: GithubApp,
  client: Octokit,
  now: () => number,
): Promise<AppToken> {
  const { createAppAuth } = await import('@octokit/auth-app');
  const key = await privateKey().catch((cause: unknown) => {
    throw new CallError('no-credentials', 'AppKey', 'the private key of the GitHub App cannot be read', { cause });
  });
  const auth = createAppAuth({ appId: id, installationId, privateKey: key, request: client.request });
  let minted: { readonly token: Promise<string>; readonly atMs: number } | null = null;
  let refusal: CallError | null = null;
  const mint = async (): Promise<string> => {
    if (refusal !== null) throw refusal;
    try {
      // Its own cache is passed by: a call that asks for another token would be given that of one under way.
      return (await auth({ type: 'installation', refresh: true })).token;
    } catch (error) {
      minted = null;
      const read = refused(error, id, installationId);
      // What GitHub refused once it refuses every call after; a fault of the moment is tried again.
      if (read instanceof CallError) refusal = read;
      throw read;
    }
  };
  const again = async (): Promise<string> => {
    minted = { token: mint(), atMs: now() };
    return minted.token;
  };
  return {
    ofApp: async () => {
      try {
        return (await auth({ type: 'app' })).token;
      } catch (cause) {
        throw keyError(cause);
      }
    },
    ofInstallation: async () => (minted === null || now() - minted.atMs > usedForMs ? again() : minted.token),
    renew: async () =>
      again().then(
        () => true,
        () => false,
      ),
  };
}

const refusals: ReadonlySet<string> = new Set<ReadErrorClass>([
  'access-denied',
  'expired-token',
  'not-found',
  'refused-request',
]);

function refused(error: unknown, id: string, installationId: number): unknown {
  const isAnswer = error instanceof Error && 'status' in error;
  if (!isAnswer) return keyError(error);
  const { class: errorClass, message } = classifyGithub(error, { operation: minting });
  if (!refusals.has(errorClass)) return error;
  const text = `GitHub gives App ${id} no token of installation ${installationId}: ${message}`;
  return new CallError('access-denied', 'NoAppToken', text);
}

function keyError(cause: unknown): CallError {
  const text = 'nothing can be signed with the private key of the GitHub App: expected RSA in PEM';
  return new CallError('no-credentials', 'AppKey', text, { cause });
}
