import type { Organization } from '../scenario.js';
import type { Hook } from '../scenario-parts.js';
import type { Place } from '../world.js';
import { created } from './account.js';
import { repositoryUrl } from './repository.js';

export function hook(api: string, place: Place, seed: Hook) {
  const url = `${repositoryUrl(api, place)}/hooks/${seed.id}`;
  return {
    ...common(url, seed),
    type: 'Repository',
    test_url: `${url}/test`,
    last_response: { code: null, status: 'unused', message: null },
  };
}

export function organizationHook(api: string, { login }: Organization, seed: Hook) {
  return { ...common(`${api}/orgs/${login}/hooks/${seed.id}`, seed), type: 'Organization' };
}

function common(url: string, seed: Hook) {
  const { id, active = true, events = ['push'], contentType = 'json', insecureSsl = '0', hasSecret = true } = seed;
  return {
    id,
    name: 'web',
    active,
    events,
    config: {
      url: seed.url,
      content_type: contentType,
      insecure_ssl: insecureSsl,
      // GitHub masks the secret, and leaves the member out where there is none.
      ...(hasSecret ? { secret: '********' } : {}),
    },
    updated_at: created,
    created_at: created,
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
  };
}
