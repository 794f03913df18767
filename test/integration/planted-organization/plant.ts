import { defaultBranchOf } from '../peers/github/world.js';
import type { Outcome } from '../../../src/core/outcome.js';
import { baseRepository } from './base.js';
import type { Repository } from '../peers/github/scenario-repository.js';

export type Expected = Exclude<Outcome, 'manual'>;

/** The controls by what they give a verdict on. */
const controlsOf = {
  organization: ['org-requires-2fa', 'no-members-without-2fa', 'admins-few-and-active', 'actions-allow-listed'],
  repository: [
    'workflows-not-exploitable',
    'actions-pinned',
    'workflow-token-read-only',
    'no-self-hosted-runners-on-public-repositories',
    'secret-scanning-on',
    'no-open-secret-alerts',
    'no-writable-deploy-keys',
    'dependabot-alerts-on',
    'no-overdue-dependabot-alerts',
    'no-overdue-code-scanning-alerts',
  ],
  branch: [
    'default-branch-requires-review',
    'default-branch-requires-checks',
    'default-branch-not-bypassable',
    'default-branch-history-protected',
    'required-gates-really-enforced',
    'merges-reviewed-by-another',
  ],
  environment: ['production-environments-reviewed'],
  secret: ['secrets-rotated', 'secrets-visibility-limited'],
  webhook: ['webhooks-secure'],
} as const;

type Kind = keyof typeof controlsOf;
export type Control<K extends Kind = Kind> = (typeof controlsOf)[K][number];
export type Verdicts<K extends Kind> = Readonly<Partial<Record<Control<K>, Expected>>>;

export const githubControls: readonly Control[] = Object.values(controlsOf).flat();

/** One verdict that the audit has to come to; without a name where it is no case, but stands around one. */
export interface Planted {
  readonly control: Control;
  readonly name: string | null;
  /** The scope's id: `prepay`, `prepay/wallet`. */
  readonly place: string;
  readonly id: string;
  readonly expected: Expected;
}

/** A thing of its own that a case plants: an environment, a secret, a webhook. */
export interface Part {
  readonly kind: 'environment' | 'secret' | 'webhook';
  readonly id: string;
  readonly name: string;
  /** Of the part's controls, what is no pass. A repository's secret is shared with nobody, so that it has no visibility. */
  readonly verdicts?: Verdicts<'environment' | 'secret' | 'webhook'>;
}

/** A repository, with all of a clean one that the case leaves as it is. */
export interface RepositoryCase {
  readonly of: readonly Control<'repository' | 'branch'>[];
  /** The edge case in words. */
  readonly name: string;
  readonly repo: string;
  readonly seed?: Partial<Repository>;
  /** What of the controls on the repository and its branch is no pass. */
  readonly verdicts?: Verdicts<'repository' | 'branch'>;
  readonly parts?: readonly Part[];
}

/** What an organization's own controls, secrets and webhooks come to. */
export interface OrganizationCase {
  readonly org: string;
  readonly names: Readonly<Partial<Record<Control<'organization'>, string>>>;
  readonly verdicts?: Verdicts<'organization'>;
  readonly parts?: readonly Part[];
}

export function seededRepository({ repo, seed = {} }: RepositoryCase, index: number): Repository {
  const { rulesets, ...all } = { ...baseRepository, ...seed, name: repo };
  // GitHub numbers the rulesets of all repositories in one row.
  return { ...all, rulesets: (rulesets ?? []).map((ruleset, at) => ({ ...ruleset, id: 100 + index * 10 + at })) };
}

/** Every verdict on a repository. In the table stand those that it is about, and those that fail with them. */
export function plantedRepository(org: string, one: RepositoryCase): Planted[] {
  const { of, name, repo, seed = {}, verdicts, parts = [] } = one;
  const place = `${org}/${repo}`;
  const known = new Map<string, Expected>(Object.entries(verdicts ?? {}));
  const isPublic = seed.visibility === 'public';
  const row = (control: Control<'repository' | 'branch'>, id: string, otherwise: Expected): Planted => {
    const expected = known.get(control) ?? otherwise;
    return { control, name: of.includes(control) || expected === 'fail' ? name : null, place, id, expected };
  };
  const runners = 'no-self-hosted-runners-on-public-repositories';
  const ofRepository = controlsOf.repository.map((control) =>
    row(control, place, control === runners && !isPublic ? 'not-applicable' : 'pass'),
  );
  const branch = seed.empty === true ? place : `${place}@${defaultBranchOf({ name: repo, ...seed })}`;
  const ofBranch = controlsOf.branch.map((control) =>
    row(control, branch, seed.empty === true ? 'not-applicable' : 'pass'),
  );
  return [...ofRepository, ...ofBranch, ...plantedParts(place, parts, ['environment', 'secret', 'webhook'])];
}

export function plantedOrganization({ org, names, verdicts, parts = [] }: OrganizationCase): Planted[] {
  const known = new Map<string, Expected>(Object.entries(verdicts ?? {}));
  const own = controlsOf.organization.map((control): Planted => {
    const expected = known.get(control) ?? 'pass';
    return { control, name: names[control] ?? null, place: org, id: org, expected };
  });
  return [...own, ...plantedParts(org, parts, ['secret', 'webhook'])];
}

/** Where a place has none of what a control is about, the control does not apply there. */
function plantedParts(place: string, parts: readonly Part[], kinds: readonly Part['kind'][]): Planted[] {
  return kinds.flatMap((kind) => {
    const own = parts.filter((part) => part.kind === kind);
    if (own.length === 0) {
      return controlsOf[kind].map(
        (control): Planted => ({ control, name: null, place, id: place, expected: 'not-applicable' }),
      );
    }
    return own.flatMap((part) => controlsOf[kind].map((control) => plantedPart(place, part, control)));
  });
}

function plantedPart(place: string, { id, name, verdicts = {} }: Part, control: Control<Part['kind']>): Planted {
  const isShared = control !== 'secrets-visibility-limited' || !place.includes('/');
  const expected = verdicts[control] ?? (isShared ? 'pass' : 'not-applicable');
  return { control, name: isShared ? name : null, place, id, expected };
}
