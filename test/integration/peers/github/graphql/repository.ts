import { Refusal } from '../answer.js';
import { administers } from '../seen-repository.js';
import type { Scenario } from '../scenario.js';
import { repositoryUrl } from '../shapes/repository.js';
import { refuseWithoutSso, sees, type Viewer } from '../viewer.js';
import { fullName, nodeId, organizationOf, type Place, repositoryId, repositoryOf, visibilityOf } from '../world.js';
import { pullRequests } from './changes.js';
import { connection } from './connection.js';
import { object, ref } from './git.js';
import { mayRead, refused } from './refused.js';

interface Named {
  readonly owner: string;
  readonly name: string;
}

type Page = Parameters<typeof connection>[1];

/** The repository; refused in the same words whether there is none or the viewer may not see it. */
export function repository(scenario: Scenario, viewer: Viewer, { owner, name }: Named): object {
  const organization = organizationOf(scenario, owner);
  const found = organization === undefined ? undefined : repositoryOf(organization, name);
  const place =
    organization === undefined || found === undefined ? null : { organization, repository: found.repository };
  if (place !== null && visibilityOf(place.repository) !== 'public') signedOn(viewer, place);
  if (place === null || !sees(viewer, place)) {
    throw refused('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  }
  return seen(viewer, place);
}

function signedOn(viewer: Viewer, { organization }: Place): void {
  try {
    refuseWithoutSso(viewer, organization);
  } catch (error) {
    throw error instanceof Refusal ? refused('FORBIDDEN', error.message) : error;
  }
}

/**
 * What only administrators are told is not refused to others, but looks as if there were nothing: GitHub does not say which
 * of the two it does, and this is the worse for whoever reads.
 */
function seen(viewer: Viewer, place: Place): object {
  const { organization, repository: seed } = place;
  const isTold = administers(viewer, place);
  const environments = mayRead(viewer, place, { permission: 'actions:read', publicToo: true })
    ? (seed.environments ?? [])
    : [];
  return {
    id: nodeId('R', repositoryId(organization, seed)),
    name: seed.name,
    nameWithOwner: fullName(place),
    url: repositoryUrl('https://github.com', place),
    isEmpty: seed.empty ?? false,
    hasVulnerabilityAlertsEnabled: isTold && (seed.security?.dependabotAlertsOn ?? true),
    viewerCanAdminister: isTold,
    deployKeys: (page: Page) => connection(isTold ? (seed.deployKeys ?? []) : [], page, ({ title }) => ({ title })),
    environments: (page: Page) => connection(environments, page, ({ name }) => ({ name })),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => ref(viewer, place, qualifiedName),
    object: ({ expression }: { readonly expression: string }) => object(viewer, place, expression),
    pullRequests: (wanted: Parameters<typeof pullRequests>[2]) => pullRequests(viewer, place, wanted),
  };
}
