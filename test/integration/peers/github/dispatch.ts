import { checkOrganization, checkRepository } from './access.js';
import { type Answer, notFound, Refusal } from './answer.js';
import type { OperationName } from './operations.js';
import { at, type Call } from './route.js';
import { routeOf } from './routes.js';
import { sees } from './viewer.js';
import { organizationOf, repositoryId, repositoryOf } from './world.js';

/** Looks up what the path names, refuses what the token may not read, and lets the route answer. */
export async function dispatch(operation: OperationName, call: Call): Promise<Answer> {
  const route = routeOf(operation);
  switch (route.kind) {
    case 'plain':
      return route.answer(call);
    case 'organization': {
      const organization = organizationOf(call.scenario, at(call, 'org'));
      if (organization === undefined) throw notFound();
      checkOrganization(call.viewer, organization, route.access);
      return route.answer({ ...call, organization });
    }
    case 'repository': {
      const organization = organizationOf(call.scenario, at(call, 'owner'));
      const found = organization === undefined ? undefined : repositoryOf(organization, at(call, 'repo'));
      if (organization === undefined || found === undefined) throw notFound();
      const place = { organization, repository: found.repository };
      if (found.moved) {
        if (!sees(call.viewer, place)) throw notFound();
        throw moved(operation, call, repositoryId(organization, found.repository));
      }
      checkRepository(call.viewer, place, route.access);
      return route.answer({ ...call, place });
    }
  }
}

/** GitHub redirects the names that a repository had to its id. */
function moved(operation: OperationName, { api, path, query }: Call, id: number): Refusal {
  const rest = operation
    .replace(/^GET \/repos\/\{owner\}\/\{repo\}/, '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  const url = `${api}/repositories/${id}${rest}${search}`;
  return new Refusal(301, 'Moved Permanently', { headers: { location: url }, body: { url } });
}
