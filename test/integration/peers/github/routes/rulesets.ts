import { may } from '../access.js';
import { listed, notFound, whole } from '../answer.js';
import {
  at,
  type OrganizationCall,
  organizationRoute,
  type RepositoryCall,
  repositoryRoute,
  type Routes,
} from '../route.js';
import type { Organization } from '../scenario.js';
import type { Ruleset } from '../scenario-parts.js';
import { applies, appliesToRepository } from '../matching.js';
import { created } from '../shapes/account.js';
import { fullName, nodeId, type Place } from '../world.js';

interface Sourced {
  readonly ruleset: Ruleset;
  readonly sourceType: 'Repository' | 'Organization';
  readonly source: string;
}

/** Reading an organization's rulesets needs the right to write them. */
const ofOrganization = {
  permission: 'organization_administration:write',
  scope: 'admin:org',
  user: 'owner',
  denial: 404,
} as const;
const anyReader = { permission: 'metadata:read', publicToo: true } as const;

export const rulesetRoutes: Routes = {
  'GET /orgs/{org}/rulesets': organizationRoute(ofOrganization, (call) => {
    const { organization } = call;
    return listed(targeted(call, organizationRulesets(organization)), (one) => summary(call, one));
  }),
  'GET /orgs/{org}/rulesets/{ruleset_id}': organizationRoute(ofOrganization, (call) => {
    const found = byId(call, organizationRulesets(call.organization));
    return whole({ ...full(call, found), bypass_actors: found.ruleset.bypassActors ?? [] });
  }),
  'GET /repos/{owner}/{repo}/rulesets': repositoryRoute(anyReader, (call) =>
    listed(targeted(call, rulesetsAt(call)), (one) => summary(call, one)),
  ),
  'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': repositoryRoute(anyReader, (call) => {
    const found = byId(call, rulesetsAt(call));
    return whole({ ...full(call, found), ...bypass(call, found) });
  }),
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': repositoryRoute(anyReader, (call) =>
    listed(rulesOf(call.place, at(call, 'branch')), (rule) => rule),
  ),
};

/** Every rule that holds for a branch: active rulesets of the repository and its organization. */
export function rulesOf(place: Place, branch: string): readonly object[] {
  return allRulesets(place)
    .filter(
      ({ ruleset }) => (ruleset.enforcement ?? 'active') === 'active' && applies(ruleset, place.repository, branch),
    )
    .flatMap(({ ruleset, source, sourceType }) =>
      ruleset.rules.map((rule) => ({
        ...rule,
        ruleset_source_type: sourceType,
        ruleset_source: source,
        ruleset_id: ruleset.id,
      })),
    );
}

function organizationRulesets({ login, rulesets = [] }: Organization): readonly Sourced[] {
  return rulesets.map((ruleset) => ({ ruleset, sourceType: 'Organization', source: login }));
}

function allRulesets(place: Place): readonly Sourced[] {
  const own = (place.repository.rulesets ?? []).map(
    (ruleset): Sourced => ({ ruleset, sourceType: 'Repository', source: fullName(place) }),
  );
  const above = organizationRulesets(place.organization).filter(({ ruleset }) =>
    appliesToRepository(ruleset, place.repository),
  );
  return [...own, ...above];
}

function rulesetsAt({ place, query }: RepositoryCall): readonly Sourced[] {
  const withParents = query.get('includes_parents') !== 'false';
  return allRulesets(place).filter(({ sourceType }) => withParents || sourceType === 'Repository');
}

function targeted({ query }: { readonly query: URLSearchParams }, all: readonly Sourced[]): readonly Sourced[] {
  const targets = query.get('targets')?.split(',');
  return all.filter(({ ruleset }) => targets === undefined || targets.includes(ruleset.target ?? 'branch'));
}

function byId(call: OrganizationCall | RepositoryCall, all: readonly Sourced[]): Sourced {
  const found = all.find(({ ruleset }) => String(ruleset.id) === at(call, 'ruleset_id'));
  if (found === undefined) throw notFound();
  return found;
}

/** Shown to those who may write the ruleset, and left out for everyone else. */
function bypass(call: RepositoryCall, { ruleset, sourceType }: Sourced): object {
  const permission = sourceType === 'Repository' ? 'administration:write' : 'organization_administration:write';
  const isWriter =
    sourceType === 'Repository'
      ? may(call.viewer, call.place, permission, 'admin')
      : may(call.viewer, call.place, permission, 'owner');
  return isWriter ? { bypass_actors: ruleset.bypassActors ?? [], current_user_can_bypass: 'never' } : {};
}

function summary({ api }: { readonly api: string }, { ruleset, sourceType, source }: Sourced) {
  const path = sourceType === 'Organization' ? `orgs/${source}` : `repos/${source}`;
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target ?? 'branch',
    source_type: sourceType,
    source,
    enforcement: ruleset.enforcement ?? 'active',
    node_id: nodeId('RRS', ruleset.id),
    _links: { self: { href: `${api}/${path}/rulesets/${ruleset.id}` } },
    created_at: ruleset.createdAt ?? created,
    updated_at: ruleset.updatedAt ?? created,
  };
}

function full(call: { readonly api: string }, found: Sourced) {
  const { ruleset, sourceType } = found;
  const refs = { ref_name: { include: ruleset.include ?? ['~DEFAULT_BRANCH'], exclude: ruleset.exclude ?? [] } };
  const { include = ['~ALL'], exclude = [] } = ruleset.repositories ?? {};
  const conditions = sourceType === 'Organization' ? { ...refs, repository_name: { include, exclude } } : refs;
  return { ...summary(call, found), conditions, rules: ruleset.rules };
}
