import type { Organization, RepositoryMaker, Scenario } from './scenario.js';
import type { Repository } from './scenario-repository.js';
import type { Permissions, Token } from './scenario-tokens.js';

/** The permissions of a token that can read all that the audit reads, and write nothing. */
export const readEverything: Permissions = {
  actions: 'read',
  administration: 'read',
  contents: 'read',
  dependabot_secrets: 'read',
  environments: 'read',
  members: 'read',
  metadata: 'read',
  organization_administration: 'read',
  organization_dependabot_secrets: 'read',
  organization_hooks: 'read',
  organization_secrets: 'read',
  organization_self_hosted_runners: 'read',
  pull_requests: 'read',
  repository_hooks: 'read',
  secret_scanning_alerts: 'read',
  secrets: 'read',
  security_events: 'read',
  statuses: 'read',
  vulnerability_alerts: 'read',
};

/** Tokens of different power in the organization `prepay`, whose owner is `olga` and whose member is `dana`. */
export const tokens = {
  /** A classic token of the owner: sees everything. */
  owner: { kind: 'classic', user: 'olga', scopes: ['repo', 'admin:org', 'admin:org_hook', 'admin:repo_hook'] },
  /**
   * A fine-grained one of the owner, which reads everything and writes nothing: no bypass actors. GitHub offers no permission
   * `checks` for such tokens (https://github.com/orgs/community/discussions/179545): no check runs of private repositories.
   */
  reader: { kind: 'fine-grained', user: 'olga', organization: 'prepay', permissions: readEverything },
  /** A classic one of a member who is no owner. */
  member: { kind: 'classic', user: 'dana', scopes: ['repo', 'read:org'] },
  /** Of an App: no user stands behind it. */
  app: { kind: 'installation', organization: 'prepay', permissions: { ...readEverything, checks: 'read' } },
  /** A classic one with no scope: public things only. */
  blind: { kind: 'classic', user: 'dana', scopes: [] },
} as const satisfies Readonly<Record<string, Token>>;

/** A scenario of the organization `prepay` with the tokens of above; each argument's members win. */
export function scenario(
  organization: Partial<Organization> = {},
  more: Partial<Scenario> = {},
): Scenario & { readonly tokens: Readonly<Record<keyof typeof tokens, Token>> } {
  return {
    ...more,
    organizations: more.organizations ?? [
      {
        login: 'prepay',
        members: [{ login: 'olga', role: 'admin' }, { login: 'dana' }, { login: 'rick' }],
        repositories: [{ name: 'wallet' }],
        ...organization,
      },
    ],
    tokens: { ...tokens, ...more.tokens },
  };
}

/** A source of so many repositories, each made when it is asked for: `name-0`, `name-1` and so on. */
export function manyRepositories(
  length: number,
  name: string,
  more: (index: number) => Partial<Repository> = () => ({}),
): RepositoryMaker {
  const make = (index: number): Repository => ({ name: `${name}-${index}`, id: index + 1, ...more(index) });
  return {
    length,
    slice: (from: number, to: number): readonly Repository[] =>
      Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, offset) => make(from + offset)),
    named(wanted: string): Repository | undefined {
      const [, digits] = /-(\d+)$/.exec(wanted) ?? [];
      const index = Number(digits ?? -1);
      return index >= 0 && index < length && wanted === `${name}-${index}` ? make(index) : undefined;
    },
  };
}
