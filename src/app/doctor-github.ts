import { githubCaller } from '../collect/github/caller.js';
import { githubOptionsOf } from '../collect/github/credentials.js';
import { type ExaminedOrganization, examineGithub, type GithubExamination } from '../collect/github/doctor.js';
import { type MissingPermission, missingPermissions } from '../collect/github/doctor-missing.js';
import type { GithubProbe } from '../collect/github/doctor-probe.js';
import type { ScopedOrganization } from '../collect/github/collect.js';
import type { Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import { liveSources } from './live.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Live = Omit<Parameters<typeof liveSources>[1], 'awsProfile'>;

export interface GithubDoctor {
  readonly state: 'readable' | 'partly-readable' | 'unreadable' | 'no-credentials' | 'wrong-scope' | 'not-in-scope';
  /** By what the token was named, never what it is; null where there is none. */
  readonly credentials: { readonly kind: 'GitHub App' | 'GITHUB_TOKEN' | 'GH_TOKEN' } | null;
  /** Why there are none that can be used; null where there are. */
  readonly credentialsProblem: string | null;
  /** GITHUB_API_URL; null for GitHub's own. */
  readonly endpoint: string | null;
  /** Whose token it is, and what it may write; null where GitHub did not say. */
  readonly identity: string | null;
  readonly identityProbes: readonly GithubProbe[];
  readonly organizations: readonly ExaminedOrganization[];
  readonly missing: readonly MissingPermission[];
}

export const noGithub: GithubDoctor = {
  state: 'not-in-scope',
  credentials: null,
  credentialsProblem: null,
  endpoint: null,
  identity: null,
  identityProbes: [],
  organizations: [],
  missing: [],
};

/** Tries what a run would read of GitHub. Throws PREPAY_USAGE for an App that the environment names in part. */
export async function doctorGithub(
  organizations: readonly ScopedOrganization[],
  live: Live,
  environment: Environment = process.env,
): Promise<GithubDoctor> {
  const options = githubOptionsOf(environment);
  const found = { ...noGithub, endpoint: options.apiUrl ?? null };
  const kind = credentialsOf(options, environment);
  if (kind === null) {
    const credentialsProblem = 'neither GITHUB_TOKEN nor GH_TOKEN nor a GitHub App is set';
    return { ...found, state: 'no-credentials', credentialsProblem };
  }
  live.onEvent({ type: 'stage', stage: 'trying', detail: organizations.map(({ org }) => org).join(', ') });
  const transport = liveSources([githubCaller(options)], { ...live, awsProfile: null });
  return { ...found, ...(await examined(transport, organizations)), credentials: { kind } };
}

function credentialsOf(
  { token, app }: ReturnType<typeof githubOptionsOf>,
  environment: Environment,
): NonNullable<GithubDoctor['credentials']>['kind'] | null {
  if (app !== null && app !== undefined) return 'GitHub App';
  if (token === null) return null;
  return (environment['GITHUB_TOKEN'] ?? '').trim() === '' ? 'GH_TOKEN' : 'GITHUB_TOKEN';
}

/** What of it can be read, through that transport. */
export async function examined(
  transport: Transport,
  organizations: readonly ScopedOrganization[],
): Promise<Omit<GithubDoctor, 'credentials' | 'endpoint'>> {
  let found: GithubExamination;
  try {
    found = await examineGithub(transport, organizations);
  } catch (error) {
    // A key of an App that cannot be read, or that GitHub does not take.
    if (!(error instanceof PrepayError) || error.code !== 'PREPAY_NO_CREDENTIALS') throw error;
    return { ...noGithub, state: 'no-credentials', credentialsProblem: error.message };
  }
  const probes = [...found.identityProbes, ...found.organizations.flatMap(({ operations }) => operations)];
  return { ...found, credentialsProblem: null, state: stateOf(found, probes), missing: missingPermissions(probes) };
}

function stateOf({ organizations }: GithubExamination, probes: readonly GithubProbe[]): GithubDoctor['state'] {
  if (organizations.some(({ problem }) => problem !== null)) return 'wrong-scope';
  const isAllRead =
    probes.every(({ result }) => result === 'readable' || result === 'not-tried') &&
    organizations.every(({ hidden }) => hidden.length === 0);
  if (isAllRead) return 'readable';
  return probes.some(({ result }) => result === 'readable') ? 'partly-readable' : 'unreadable';
}
