import { z } from 'zod';
import type { Json, JsonObject } from '../../core/json.js';
import { githubOperations } from './operations.js';
import { repositoryQuery } from './routes/graphql.js';

/** How `prepay doctor` tries an operation. */
export interface Trial {
  readonly operation: string;
  /** What is asked beside the thing itself, where the operation is tried in two ways; empty else. */
  readonly asked: string;
  readonly input: JsonObject;
  /** For one that asks about a thing: the operation that lists such things, and the request about one of them. */
  readonly about: null | {
    readonly listing: string;
    /** Null where the body lists nothing that can be asked about. */
    readonly inputOf: (body: Json, branch: string) => JsonObject | null;
  };
  /** What grants it. */
  readonly needs: readonly string[];
  /** What an answer does not show although it was given, in words; null where it shows everything. */
  readonly hides: (body: Json) => string | null;
}

type Special = Partial<Omit<Trial, 'operation'>>;

const branches = 'GET /repos/{owner}/{repo}/branches';
const commits = 'GET /repos/{owner}/{repo}/commits';
const groups = 'GET /orgs/{org}/actions/runner-groups';

// https://docs.github.com/en/rest/orgs/members#list-organization-members: owners alone may use the filters.
const ofOwner = ['a token of an owner of the organization'];
const withoutTwoFactor: Special = { asked: 'filter=2fa_disabled', input: { filter: '2fa_disabled' }, needs: ofOwner };
const openSecrets = { state: 'open', hide_secret: true };
const openAlerts = { state: 'open', severity: 'critical,high' };

/** Operations for which the bare route does not do. Each of a list is tried by itself. */
const special: Readonly<Record<string, Special | readonly Special[]>> = {
  'GET /orgs/{org}/members': [{ input: { role: 'admin' } }, withoutTwoFactor],
  'GET /orgs/{org}/outside_collaborators': withoutTwoFactor,
  'GET /orgs/{org}/actions/permissions/selected-actions': about(
    'GET /orgs/{org}/actions/permissions',
    z.object({ allowed_actions: z.literal('selected') }).transform(() => ({})),
  ),
  'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners': about(groups, groupWhere()),
  // Of a group for all repositories GitHub answers 409.
  'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories': about(groups, groupWhere('selected')),
  'GET /orgs/{org}/rulesets/{ruleset_id}': {
    ...about('GET /repos/{owner}/{repo}/rules/branches/{branch}', rulesetOf('Organization')),
    hides: bypassActors,
  },
  'GET /orgs/{org}/secret-scanning/alerts': { input: openSecrets },
  'GET /orgs/{org}/dependabot/alerts': { input: openAlerts },
  'GET /repos/{owner}/{repo}/activity': { input: { time_period: 'day' } },
  'GET /repos/{owner}/{repo}/branches/{branch}': inBranch((branch) => ({ branch })),
  'GET /repos/{owner}/{repo}/branches/{branch}/protection': inBranch((branch) => ({ branch })),
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': inBranch((branch) => ({ branch })),
  'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': {
    ...about('GET /repos/{owner}/{repo}/rules/branches/{branch}', rulesetOf('Repository')),
    hides: bypassActors,
  },
  // What it refuses beside what it answers is asked of REST, whose routes are tried by themselves.
  [repositoryQuery]: inBranch((branch) => ({ branch })),
  [commits]: inBranch((sha) => ({ sha, per_page: 1 })),
  'GET /repos/{owner}/{repo}/pulls': { input: { state: 'closed', per_page: 1 } },
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': about(commits, head('commit_sha')),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': about(
    'GET /repos/{owner}/{repo}/pulls',
    firstOf(z.object({ number: z.int() })).transform(({ number }) => ({ pull_number: number })),
  ),
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': inBranch((branch) => ({ tree_sha: branch })),
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': about('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', smallest()),
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': about(commits, head('ref')),
  'GET /repos/{owner}/{repo}/commits/{ref}/status': about(commits, head('ref')),
  'GET /repos/{owner}/{repo}/secret-scanning/alerts': { input: openSecrets },
  'GET /repos/{owner}/{repo}/dependabot/alerts': { input: openAlerts },
  'GET /repos/{owner}/{repo}/code-scanning/alerts': { input: { state: 'open' } },
  'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets': about(
    'GET /repos/{owner}/{repo}/environments',
    z
      .object({ environments: firstOf(z.object({ name: z.string() })) })
      .transform(({ environments: { name } }) => ({ environment_name: name })),
  ),
};

/** Asked about what is listed, but once a place by a run: of the default branch, or of the organization's own setting. */
const oncePlaced: readonly string[] = [
  commits,
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'GET /orgs/{org}/actions/permissions/selected-actions',
];

/** How often a run reads an operation: once, once a place, or for each thing that another operation lists. */
export function howOften(operation: string): {
  readonly once: 'account' | 'organization' | 'repository' | 'item';
  readonly of: string | null;
} {
  const listing = oncePlaced.includes(operation) ? null : (trialOf(operation)?.about?.listing ?? null);
  if (listing !== null) return { once: 'item', of: listing };
  if (operation.includes('{owner}')) return { once: 'repository', of: null };
  return { once: operation.includes('{org}') ? 'organization' : 'account', of: null };
}

const plain = { asked: '', input: {}, about: null, hides: () => null } as const;

export const listRepositories = 'GET /orgs/{org}/repos';
/** Asked before anything else, so that no trial asks them again. */
const askedFirst: readonly string[] = ['GET /user', 'GET /app', 'GET /orgs/{org}', listRepositories];

/** Every operation of the registry, but for those that are asked first. */
export const trials: readonly Trial[] = [...githubOperations.values()]
  .filter(({ name }) => !askedFirst.includes(name))
  .flatMap(({ name, permissions }) => {
    const own = special[name] ?? {};
    const each: readonly Special[] = isList(own) ? own : [own];
    return each.map((one) => ({ ...plain, operation: name, needs: permissions, ...one }));
  });

/** Where the operation that another one asks about is tried, the first of its trials. */
export function trialOf(operation: string): Trial | undefined {
  return trials.find((trial) => trial.operation === operation);
}

function isList(own: Special | readonly Special[]): own is readonly Special[] {
  return Array.isArray(own);
}

function about(listing: string, shape: z.ZodType<JsonObject>): Special {
  return { about: { listing, inputOf: (body) => shape.safeParse(body).data ?? null } };
}

/** GitHub names a default branch of an empty repository too: only its list of branches tells. */
function inBranch(inputOf: (branch: string) => JsonObject): Special {
  const listed = z.array(z.unknown()).min(1);
  return {
    about: {
      listing: branches,
      inputOf: (body, branch) => (listed.safeParse(body).success ? inputOf(branch) : null),
    },
  };
}

/** The first item of a list that is of the shape. */
function firstOf<T>(shape: z.ZodType<T>): z.ZodType<T> {
  return z.array(z.unknown()).transform((items, context) => {
    for (const item of items) {
      const parsed = shape.safeParse(item);
      if (parsed.success) return parsed.data;
    }
    context.addIssue('none of them');
    return z.NEVER;
  });
}

function head(place: string): z.ZodType<JsonObject> {
  return firstOf(z.object({ sha: z.string() })).transform(({ sha }) => ({ [place]: sha }));
}

function groupWhere(visibility?: string): z.ZodType<JsonObject> {
  const group = z.object({ id: z.int(), visibility: visibility === undefined ? z.string() : z.literal(visibility) });
  return z
    .object({ runner_groups: firstOf(group) })
    .transform(({ runner_groups: { id } }) => ({ runner_group_id: id }));
}

function rulesetOf(owner: 'Repository' | 'Organization'): z.ZodType<JsonObject> {
  const rule = z.object({ ruleset_source_type: z.literal(owner), ruleset_id: z.int() });
  return firstOf(rule).transform(({ ruleset_id }) => ({ ruleset_id }));
}

/** The file of the fewest bytes in a folder. */
function smallest(): z.ZodType<JsonObject> {
  const blob = z.object({ type: z.literal('blob'), sha: z.string(), size: z.int() });
  return z.object({ tree: z.array(z.unknown()) }).transform(({ tree }, context) => {
    const blobs = tree.flatMap((each) => blob.safeParse(each).data ?? []).sort((a, b) => a.size - b.size);
    const [first] = blobs;
    if (first !== undefined) return { file_sha: first.sha };
    context.addIssue('no file');
    return z.NEVER;
  });
}

// https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
function bypassActors(body: Json): string | null {
  const shows = z.object({ bypass_actors: z.array(z.unknown()) }).safeParse(body).success;
  return shows ? null : 'who may bypass a ruleset is shown only to those who may change it';
}
