import { readFile } from 'node:fs/promises';
import { PrepayError } from '../../core/errors.js';

/** A GitHub App and the installation of it that reads. */
export interface GithubApp {
  /** Its number, or its client id. */
  readonly id: string;
  readonly installationId: number;
  /** Resolves to the key in PEM. */
  readonly privateKey: () => Promise<string>;
}

export interface GithubOptions {
  /** Of a user, an installation or a job; null where there is none. */
  readonly token: string | null;
  /** The App that signs in instead of the token; null for none. */
  readonly app?: GithubApp | null;
  /** The root of the API, without a slash at its end: `https://<host>/api/v3` of an Enterprise Server. */
  readonly apiUrl?: string;
}

/**
 * How the environment says to sign in: as a GitHub App (GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID, and
 * GITHUB_APP_PRIVATE_KEY or GITHUB_APP_PRIVATE_KEY_FILE), else by GITHUB_TOKEN, else by GH_TOKEN; and where
 * (GITHUB_API_URL). Throws PREPAY_USAGE for an App that is named in part, and for an address that is none.
 */
export function githubOptionsOf(environment: Readonly<Record<string, string | undefined>>): GithubOptions {
  const set = (name: string): string | null => environment[name]?.trim() || null;
  const apiUrl = set('GITHUB_API_URL');
  return {
    token: set('GITHUB_TOKEN') ?? set('GH_TOKEN'),
    app: appOf(set),
    ...(apiUrl === null ? {} : { apiUrl: checkedUrl(apiUrl) }),
  };
}

function appOf(set: (name: string) => string | null): GithubApp | null {
  const [id, installation] = [set('GITHUB_APP_ID'), set('GITHUB_APP_INSTALLATION_ID')];
  const [key, file] = [set('GITHUB_APP_PRIVATE_KEY'), set('GITHUB_APP_PRIVATE_KEY_FILE')];
  if (id === null && installation === null && key === null && file === null) return null;
  const missing = [
    ...(id === null ? ['GITHUB_APP_ID'] : []),
    ...(installation === null ? ['GITHUB_APP_INSTALLATION_ID'] : []),
    ...(key === null && file === null ? ['GITHUB_APP_PRIVATE_KEY or GITHUB_APP_PRIVATE_KEY_FILE'] : []),
  ];
  if (id === null || installation === null || missing.length > 0) {
    throw usage(`a GitHub App is named in part: ${missing.join(', ')} not set`);
  }
  const installationId = Number(installation);
  if (!Number.isSafeInteger(installationId) || installationId <= 0) {
    throw usage(`GITHUB_APP_INSTALLATION_ID: expected a number, got ${installation}`);
  }
  return { id, installationId, privateKey: async () => key ?? readFile(file ?? '', 'utf8') };
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) throw usage(`GITHUB_API_URL: expected an address, got ${text}`);
  return text.replace(/\/+$/u, '');
}

function usage(text: string): PrepayError {
  return new PrepayError('PREPAY_USAGE', text, 'Set it, or unset the others; `prepay permissions github` says more.');
}
