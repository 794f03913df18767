import type { Protection, Repository } from '../scenario-repository.js';
import type { Place } from '../world.js';
import { person, team } from './account.js';
import { repositoryUrl } from './repository.js';

export function protectionOf({ branches = [] }: Repository, branch: string): Protection | undefined {
  return branches.find(({ name }) => name === branch)?.protection;
}

/** Classic branch protection. GitHub leaves out what is not required: reviews, checks, restrictions. */
export function protection(api: string, place: Place, branch: string, seed: Protection) {
  const url = `${repositoryUrl(api, place)}/branches/${encodeURIComponent(branch)}/protection`;
  const on = (enabled = false): object => ({ enabled });
  return {
    url,
    enforce_admins: { url: `${url}/enforce_admins`, enabled: seed.enforceAdmins ?? false },
    required_signatures: { url: `${url}/required_signatures`, enabled: seed.signatures ?? false },
    required_linear_history: on(seed.linearHistory),
    allow_force_pushes: on(seed.allowForcePushes),
    allow_deletions: on(seed.allowDeletions),
    block_creations: on(),
    required_conversation_resolution: on(seed.conversationResolution),
    lock_branch: on(seed.lockBranch),
    allow_fork_syncing: on(),
    ...reviews(api, place, url, seed),
    ...checks(url, seed),
    ...restrictions(api, place, url, seed),
  };
}

function reviews(api: string, { organization }: Place, url: string, { reviews: seed }: Protection): object {
  if (seed === undefined || seed === null) return {};
  const { bypassUsers = [], bypassTeams = [] } = seed;
  const teams = (organization.teams ?? []).filter(({ slug }) => bypassTeams.includes(slug));
  const bypass = {
    bypass_pull_request_allowances: {
      users: bypassUsers.map((login) => person(api, organization, login)),
      teams: teams.map((one) => team(api, organization, one)),
      apps: [],
    },
  };
  return {
    required_pull_request_reviews: {
      url: `${url}/required_pull_request_reviews`,
      dismiss_stale_reviews: seed.dismissStale ?? false,
      require_code_owner_reviews: seed.codeOwners ?? false,
      require_last_push_approval: seed.lastPushApproval ?? false,
      required_approving_review_count: seed.count ?? 1,
      ...(bypassUsers.length + bypassTeams.length === 0 ? {} : bypass),
    },
  };
}

function checks(url: string, { checks: seed }: Protection): object {
  if (seed === undefined || seed === null) return {};
  return {
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: seed.strict ?? false,
      contexts: seed.checks.map(({ context }) => context),
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: seed.checks.map(({ context, app_id = null }) => ({ context, app_id })),
    },
  };
}

function restrictions(api: string, { organization }: Place, url: string, { restrictedTo }: Protection): object {
  if (restrictedTo === undefined) return {};
  const at = `${url}/restrictions`;
  return {
    restrictions: {
      url: at,
      users_url: `${at}/users`,
      teams_url: `${at}/teams`,
      apps_url: `${at}/apps`,
      users: restrictedTo.map((login) => person(api, organization, login)),
      teams: [],
      apps: [],
    },
  };
}
