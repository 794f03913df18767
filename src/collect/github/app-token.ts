import type { Octokit } from '@octokit/rest';
import { CallError } from '../transport/classify.js';
import type { GithubApp } from './credentials.js';
import { classifyGithub } from './errors.js';

/** What signs the calls of an App: its own word for itself, or the token of its installation. */
export interface AppToken {
  /** The App's JWT. */
  ofApp(): Promise<string>;
  /** The installation's token, minted anew shortly before its hour is over. */
  ofInstallation(): Promise<string>;
  /** Mints another one now; false where GitHub refused. */
  renew(): Promise<boolean>;
}

const minting = 'POST /app/installations/{installation_id}/access_tokens';

/** The token is kept in memory alone: minting is no read of the audit and is not recorded. */
export async function appToken({ id, installationId, privateKey }: GithubApp, client: Octokit): Promise<AppToken> {
  const { createAppAuth } = await import('@octokit/auth-app');
  const key = await privateKey().catch((cause: unknown) => {
    throw new CallError('no-credentials', 'AppKey', 'the private key of the GitHub App cannot be read', { cause });
  });
  const auth = createAppAuth({ appId: id, installationId, privateKey: key, request: client.request });
  let refusal: CallError | null = null;
  const mint = async (refresh: boolean): Promise<string> => {
    if (refusal !== null) throw refusal;
    try {
      return (await auth({ type: 'installation', refresh })).token;
    } catch (error) {
      const read = refused(error, id, installationId);
      // What GitHub refused once it refuses every call after; a fault of the moment is tried again.
      if (read instanceof CallError) refusal = read;
      throw read;
    }
  };
  return {
    ofApp: async () => (await signed(() => auth({ type: 'app' }))).token,
    ofInstallation: async () => mint(false),
    renew: async () =>
      mint(true).then(
        () => true,
        () => false,
      ),
  };
}

async function signed<T>(sign: () => Promise<T>): Promise<T> {
  try {
    return await sign();
  } catch (cause) {
    throw keyError(cause);
  }
}

function refused(error: unknown, id: string, installationId: number): unknown {
  const isAnswer = error instanceof Error && 'status' in error;
  if (!isAnswer) return keyError(error);
  const { class: errorClass, message } = classifyGithub(error, { operation: minting });
  switch (errorClass) {
    case 'access-denied':
    case 'expired-token':
    case 'not-found':
    case 'refused-request': {
      const text = `GitHub gives App ${id} no token of installation ${installationId}: ${message}`;
      return new CallError('access-denied', 'NoAppToken', text);
    }
    default:
      return error;
  }
}

function keyError(cause: unknown): CallError {
  const text = 'nothing can be signed with the private key of the GitHub App: expected RSA in PEM';
  return new CallError('no-credentials', 'AppKey', text, { cause });
}
