import { listed, notFound, whole } from '../answer.js';
import { filesOf } from '../files.js';
import { branchesOf, headOf } from '../history.js';
import { at, type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import { commit } from '../shapes/commit.js';
import { protection, protectionOf } from '../shapes/protection.js';
import { repositoryUrl, siteUrl } from '../shapes/repository.js';
import { rulesOf } from './rulesets.js';

const contents = { permission: 'contents:read', publicToo: true } as const;

export const branchRoutes: Routes = {
  'GET /repos/{owner}/{repo}/branches': repositoryRoute(contents, branches),
  'GET /repos/{owner}/{repo}/branches/{branch}': repositoryRoute(contents, branch),
  'GET /repos/{owner}/{repo}/branches/{branch}/protection': repositoryRoute(
    { permission: 'administration:read', user: 'admin', denial: 404 },
    (call) => {
      const name = existing(call);
      const seed = protectionOf(call.place.repository, name);
      if (seed === undefined) throw notFound('Branch not protected');
      return whole(protection(call.api, call.place, name, seed));
    },
  ),
};

function branches(call: RepositoryCall) {
  const { api, place, query } = call;
  const wanted = query.get('protected');
  const names = branchesOf(place.repository).filter(
    (name) => wanted === null || (wanted === 'true') === isProtected(call, name),
  );
  return listed(names, (name) => {
    const sha = headOf(place.repository, name)?.sha ?? '';
    const url = repositoryUrl(api, place);
    return { name, commit: { sha, url: `${url}/commits/${sha}` }, protected: isProtected(call, name) };
  });
}

function branch(call: RepositoryCall) {
  const { api, place } = call;
  const { repository } = place;
  const name = existing(call);
  const head = headOf(repository, name);
  if (head === undefined) throw notFound('Branch not found');
  const self = `${repositoryUrl(api, place)}/branches/${encodeURIComponent(name)}`;
  const checks = protectionOf(repository, name)?.checks ?? null;
  return whole({
    name,
    commit: commit(api, place, head, filesOf(repository, name)),
    _links: { self, html: `${siteUrl(place)}/tree/${name}` },
    protected: isProtected(call, name),
    protection: {
      enabled: protectionOf(repository, name) !== undefined,
      required_status_checks: {
        enforcement_level: checks === null ? 'off' : 'non_admins',
        contexts: (checks?.checks ?? []).map(({ context }) => context),
        checks: (checks?.checks ?? []).map(({ context, app_id = null }) => ({ context, app_id })),
      },
    },
    protection_url: `${self}/protection`,
  });
}

/** By classic protection or by a ruleset. */
function isProtected({ place }: RepositoryCall, name: string): boolean {
  return protectionOf(place.repository, name) !== undefined || rulesOf(place, name).length > 0;
}

function existing(call: RepositoryCall): string {
  const name = at(call, 'branch');
  if (!branchesOf(call.place.repository).includes(name)) throw notFound('Branch not found');
  return name;
}
