import { counted, notFound, whole } from '../answer.js';
import { at, type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import type { Environment } from '../scenario-changes.js';
import { created, person, team } from '../shapes/account.js';
import { repositoryUrl, siteUrl } from '../shapes/repository.js';
import { fullName, idOf, nodeId, type Place } from '../world.js';

const environments = { permission: 'actions:read', publicToo: true } as const;

export const environmentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/environments': repositoryRoute(environments, ({ api, place }) =>
    counted('environments', place.repository.environments ?? [], (seed) => environment(api, place, seed)),
  ),
  'GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': repositoryRoute(
    environments,
    (call) => {
      const { branches = null, name } = environmentOf(call);
      const patterns = branches === null || branches === 'protected' ? [] : branches;
      return counted('branch_policies', patterns, (pattern) => {
        const id = idOf('policy', name, pattern);
        return { id, node_id: nodeId('GA', id), name: pattern, type: 'branch' };
      });
    },
  ),
  // GitHub pages no custom rules: six are the most that an environment has.
  'GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules': repositoryRoute(
    environments,
    (call) => {
      const { customRules = [], name } = environmentOf(call);
      const rules = customRules.map((slug) => {
        const id = idOf('custom', name, slug);
        const app = { id, slug, integration_url: `${call.api}/apps/${slug}`, node_id: nodeId('A', id) };
        return { id, node_id: nodeId('GA', id), enabled: true, app };
      });
      return whole({ total_count: rules.length, custom_deployment_protection_rules: rules });
    },
  ),
};

export function environmentOf(call: RepositoryCall): Environment {
  const found = call.place.repository.environments?.find(({ name }) => name === at(call, 'environment_name'));
  if (found === undefined) throw notFound();
  return found;
}

function environment(api: string, place: Place, seed: Environment) {
  const id = seed.id ?? idOf('environment', fullName(place), seed.name);
  const { branches = null } = seed;
  const name = encodeURIComponent(seed.name);
  return {
    id,
    node_id: nodeId('EN', id),
    name: seed.name,
    url: `${repositoryUrl(api, place)}/environments/${name}`,
    html_url: `${siteUrl(place)}/deployments/activity_log?environments_filter=${name}`,
    created_at: created,
    updated_at: created,
    can_admins_bypass: seed.canAdminsBypass ?? true,
    protection_rules: rules(api, place, seed, id),
    deployment_branch_policy:
      branches === null
        ? null
        : { protected_branches: branches === 'protected', custom_branch_policies: branches !== 'protected' },
  };
}

function rules(api: string, { organization }: Place, seed: Environment, id: number): readonly object[] {
  const { reviewers, preventSelfReview = false, waitMinutes = 0, branches = null } = seed;
  const rule = (type: string, offset: number): { id: number; node_id: string; type: string } => {
    return { id: id + offset, node_id: nodeId('GA', id + offset), type };
  };
  return [
    ...(waitMinutes === 0 ? [] : [{ ...rule('wait_timer', 1), wait_timer: waitMinutes }]),
    ...(reviewers === undefined
      ? []
      : [
          {
            ...rule('required_reviewers', 2),
            prevent_self_review: preventSelfReview,
            reviewers: reviewers.map((text) => {
              const [kind = '', name = ''] = text.split(':');
              const seededTeam = organization.teams?.find(({ slug }) => slug === name) ?? { slug: name };
              return kind === 'Team'
                ? { type: 'Team', reviewer: team(api, organization, seededTeam) }
                : { type: 'User', reviewer: person(api, organization, name) };
            }),
          },
        ]),
    ...(branches === null ? [] : [rule('branch_policy', 3)]),
  ];
}
