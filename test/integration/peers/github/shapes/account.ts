import type { Organization, Team } from '../scenario.js';
import { idOf, membersOf, nodeId, organizationId, same } from '../world.js';

const site = 'https://github.com';
export const created = '2026-01-05T09:00:00Z';

/** A user as lists show one. */
export function user(
  api: string,
  login: string,
  id = idOf('user', login),
  type: 'User' | 'Bot' | 'Organization' = 'User',
) {
  const name = encodeURIComponent(login);
  const url = `${api}/users/${name}`;
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${site}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** A person of the organization, under the id that the scenario gives, or anyone else. */
export function person(api: string, organization: Organization, login: string, isBot = false) {
  const known = [...membersOf(organization), ...(organization.outsideCollaborators ?? [])];
  const found = known.find((one) => same(one.login, login));
  return user(api, login, found?.id, isBot || login.endsWith('[bot]') ? 'Bot' : 'User');
}

export function organizationAsUser(api: string, organization: Organization) {
  return user(api, organization.login, organizationId(organization), 'Organization');
}

export function organizationLinks(api: string, organization: Organization) {
  const id = organizationId(organization);
  const url = `${api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: null,
  };
}

export function teamId(organization: Organization, { slug, id }: Team): number {
  return id ?? idOf('team', organization.login, slug);
}

export function team(api: string, organization: Organization, seed: Team, permission = 'pull') {
  const id = teamId(organization, seed);
  const url = `${api}/organizations/${organizationId(organization)}/team/${id}`;
  return {
    id,
    node_id: nodeId('T', id),
    name: seed.slug,
    slug: seed.slug,
    description: null,
    privacy: seed.privacy ?? 'closed',
    notification_setting: 'notifications_enabled',
    permission,
    url,
    html_url: `${site}/orgs/${organization.login}/teams/${seed.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: organizationId(organization),
    parent: null,
  };
}

/** An App as protections, check runs and installations show it. */
export function integration(api: string, id: number, slug: string) {
  return {
    id,
    slug,
    node_id: nodeId('A', id),
    client_id: `Iv1.${id}`,
    owner: user(api, slug === 'github-actions' ? 'github' : `${slug}-owner`, undefined, 'Organization'),
    name: slug,
    description: null,
    external_url: `https://${slug}.example.com`,
    html_url: `${site}/apps/${slug}`,
    created_at: created,
    updated_at: created,
    permissions: { metadata: 'read', checks: 'write' },
    events: [],
  };
}
