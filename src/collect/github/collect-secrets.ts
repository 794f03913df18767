import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import type { ItemParser } from '../reading/item-parser.js';
import { type Reading, readFacts, readItems } from '../reading/read-items.js';
import { noEnvironments } from './administered.js';
import type { Repository } from './audited.js';
import { instant } from './instant.js';
import type { Overview } from './overview.js';
import { permissionNamed } from './permission-named.js';
import { readOf } from './read-of.js';

type Secret = 'github.secret';

// https://docs.github.com/en/rest/actions/secrets and …/dependabot/secrets: names and dates, never a value.
const ofRepository = z.object({ name: z.string(), updated_at: instant });
const ofOrganization = ofRepository.extend({ visibility: z.enum(['all', 'private', 'selected']) });

/** Reads the secrets of the organization that Actions and Dependabot use. */
export async function collectOrganizationSecrets(reading: Reading, scope: Scope): Promise<void> {
  const list = async (store: 'actions' | 'dependabot'): Promise<Coverage> => {
    const parser = secretsOf(store, (item) => ofOrganization.parse(item));
    return permissionNamed(await readFacts(reading, readOf(scope, `GET /orgs/{org}/${store}/secrets`), parser));
  };
  const [actions, dependabot] = await Promise.all([list('actions'), list('dependabot')]);
  reading.sink.covered('github.secret', scope, joinCoverage(actions, [dependabot]));
}

/** Reads the secrets of the repository that Actions and Dependabot use, and those of its environments. */
export async function collectRepositorySecrets(
  reading: Reading,
  { scope }: Repository,
  overview: Overview | null = null,
): Promise<void> {
  const list = async (route: string, place: string, input: Record<string, string> = {}): Promise<Coverage> => {
    const parser = secretsOf(place, (item) => ({ ...ofRepository.parse(item), visibility: null }));
    return permissionNamed(await readFacts(reading, readOf(scope, route, input), parser));
  };
  const names: string[] = [];
  const listEnvironments = async (): Promise<Coverage> =>
    (await noEnvironments(reading.transport, scope, overview)) ??
    readItems(reading.transport, readOf(scope, 'GET /repos/{owner}/{repo}/environments'), {
      member: 'body.environments',
      parse: (item) => environment.parse(item).name,
      onItem: (name) => names.push(name),
    });
  const [environments, ...own] = await Promise.all([
    listEnvironments(),
    list('GET /repos/{owner}/{repo}/actions/secrets', 'actions'),
    list('GET /repos/{owner}/{repo}/dependabot/secrets', 'dependabot'),
  ]);
  const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets';
  const ofEnvironments = await Promise.all(
    [...new Set(names)].map((name) => list(route, `environments/${name}`, { environment_name: name })),
  );
  reading.sink.covered(
    'github.secret',
    scope,
    joinCoverage(permissionNamed(environments), [...own, ...ofEnvironments]),
  );
}

const environment = z.object({ name: z.string() });

interface WireSecret {
  readonly name: string;
  readonly updated_at: string;
  readonly visibility: 'all' | 'private' | 'selected' | null;
}

function secretsOf(place: string, wireOf: (item: unknown) => WireSecret): ItemParser<Secret> {
  return {
    kind: 'github.secret',
    member: 'body.secrets',
    parse(item) {
      const { name, updated_at: updatedAt, visibility } = wireOf(item);
      const id = `${place}/${name}`;
      return { id, name: null, data: { id, updatedAt, visibility } };
    },
  };
}
