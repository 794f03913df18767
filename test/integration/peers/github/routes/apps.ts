import { counted, Refusal, whole } from '../answer.js';
import { at, type Call, type Routes } from '../route.js';
import type { Permissions } from '../scenario-tokens.js';
import { created, integration, user } from '../shapes/account.js';
import { listedRepository } from '../shapes/repository.js';
import { notAccessible, reaches } from '../viewer.js';
import { membersOf, organizationOf } from '../world.js';

export const appRoutes: Routes = {
  'GET /rate_limit': {
    kind: 'plain',
    answer: ({ budget: { limit, used, remaining, reset } }) => {
      const core = { limit, used, remaining, reset };
      const search = { limit: 30, used: 0, remaining: 30, reset };
      return whole({ resources: { core, search, graphql: core }, rate: core });
    },
  },
  'GET /app': {
    kind: 'plain',
    answer: ({ api, apps, credential }) => {
      const app = apps.appOf(credential);
      return whole({ ...integration(api, app.id, app.slug), installations_count: app.installations.length });
    },
  },
  'POST /app/installations/{installation_id}/access_tokens': { kind: 'plain', answer: accessToken },
  'GET /user': { kind: 'plain', answer: self },
  'GET /installation/repositories': { kind: 'plain', answer: installationRepositories },
};

function accessToken(call: Call) {
  const { api, apps, credential, scenario } = call;
  const app = apps.appOf(credential);
  const given = apps.give(app, Number(at(call, 'installation_id')), wishes(call.body));
  const { organization: login, permissions, repositories = 'all' } = given.token;
  const organization = organizationOf(scenario, login);
  const isChosen = repositories !== 'all';
  const source = organization?.repositories ?? [];
  const chosen =
    isChosen && organization !== undefined
      ? source
          .slice(0, source.length)
          .filter(({ name }) => repositories.includes(name))
          .map((repository) => listedRepository(api, { organization, repository }))
      : [];
  return whole(
    {
      token: given.text,
      expires_at: given.expiresAt,
      permissions,
      repository_selection: isChosen ? 'selected' : 'all',
      ...(isChosen ? { repositories: chosen } : {}),
    },
    201,
  );
}

/** The body is held to the description already: only its two members that narrow the token are read. */
function wishes(body: unknown): { readonly permissions?: Permissions; readonly repositories?: readonly string[] } {
  const { permissions, repositories } = (body ?? {}) as {
    permissions?: Permissions;
    repositories?: readonly string[];
  };
  return { ...(permissions && { permissions }), ...(repositories && { repositories }) };
}

/** Only a person's token has a user. */
function self({ api, scenario, viewer }: Call) {
  if (viewer.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (viewer.kind === 'installation' || viewer.kind === 'workflow') throw notAccessible(viewer);
  const { user: login } = viewer;
  const known = scenario.organizations.flatMap(membersOf).find((member) => member.login === login);
  return whole({
    ...user(api, login, known?.id),
    ...{ name: login, company: null, blog: null, location: null, email: null, hireable: null, bio: null },
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: created,
    updated_at: created,
  });
}

function installationRepositories({ api, scenario, viewer }: Call) {
  if (viewer.kind !== 'installation' && viewer.kind !== 'workflow') {
    throw new Refusal(
      403,
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  const organization = organizationOf(scenario, viewer.organization);
  if (organization === undefined) throw new Refusal(404, 'Not Found');
  const source = organization.repositories ?? [];
  const isAll = viewer.kind === 'installation' && (viewer.repositories ?? 'all') === 'all';
  const reached = isAll
    ? source
    : source.slice(0, source.length).filter((repository) => reaches(viewer, { organization, repository }));
  return counted('repositories', reached, (repository) => listedRepository(api, { organization, repository }));
}
