import { listed, type Listed, notFound, Refusal, whole } from '../answer.js';
import { organizationRoute, type OrganizationCall, repositoryRoute, type Routes } from '../route.js';
import type { CodeScanningAlert, DependabotAlert, SecretAlert } from '../scenario-alerts.js';
import type { Repository } from '../scenario-repository.js';
import { codeScanningAlert, dependabotAlert, secretAlert } from '../shapes/alerts.js';
import { simpleRepository } from '../shapes/repository.js';
import { defaultBranchOf, type Place } from '../world.js';
import { codeScanningFilter, dependabotFilter, secretFilter } from '../alert-filters.js';

const secrets = { permission: 'secret_scanning_alerts:read', user: 'admin', denial: 404 } as const;
const dependabot = { permission: 'vulnerability_alerts:read', user: 'write' } as const;
const scanning = { permission: 'security_events:read', user: 'write' } as const;
const manager = { scope: 'security_events', user: 'owner' } as const;
const administration = { permission: 'administration:read', user: 'admin', denial: 404 } as const;

export const securityRoutes: Routes = {
  'GET /repos/{owner}/{repo}/secret-scanning/alerts': repositoryRoute(secrets, ({ api, place, query }) => {
    const select = secretFilter(query);
    const hides = query.get('hide_secret') === 'true';
    const found = secretAlertsOf(place.repository);
    if (found === null) throw notFound('Secret scanning is disabled on this repository.');
    return listed(select(found), (one) => secretAlert(api, place, one, hides), paging(query));
  }),
  'GET /repos/{owner}/{repo}/dependabot/alerts': repositoryRoute(dependabot, ({ api, place, query }) => {
    const select = dependabotFilter(query);
    const { archived = false } = place.repository;
    if (archived) throw new Refusal(403, 'Dependabot alerts are not available for archived repositories.');
    const found = dependabotAlertsOf(place.repository);
    if (found === null) throw new Refusal(403, 'Dependabot alerts are disabled for this repository.');
    return listed(select(found), (one) => dependabotAlert(api, place, one), { paging: 'cursor' });
  }),
  'GET /repos/{owner}/{repo}/code-scanning/alerts': repositoryRoute(scanning, ({ api, place, query }) => {
    const select = codeScanningFilter(query);
    const found = codeScanningAlertsOf(place.repository);
    const branch = defaultBranchOf(place.repository);
    return listed(select(found, branch), (one) => codeScanningAlert(api, place, one), paging(query));
  }),
  'GET /repos/{owner}/{repo}/code-scanning/default-setup': repositoryRoute(administration, ({ place }) => {
    const { codeScanning, codeScanningDefaultSetup: state = 'not-configured' } = place.repository.security ?? {};
    if (codeScanning === 'off') throw notAdvanced();
    return whole({ state, languages: [], query_suite: 'default', updated_at: null });
  }),
  'GET /repos/{owner}/{repo}/vulnerability-alerts': repositoryRoute(administration, ({ place }) => {
    if (!(place.repository.security?.dependabotAlertsOn ?? true)) throw notFound('Vulnerability alerts are disabled.');
    return whole(undefined, 204);
  }),
  'GET /repos/{owner}/{repo}/automated-security-fixes': repositoryRoute(administration, ({ place }) =>
    whole({ enabled: place.repository.security?.dependabotFixesOn ?? false, paused: false }),
  ),
  'GET /orgs/{org}/secret-scanning/alerts': organizationRoute(
    { permission: 'secret_scanning_alerts:read', ...manager, denial: 404 },
    (call) => {
      const select = secretFilter(call.query);
      const hides = call.query.get('hide_secret') === 'true';
      const alertsOf = (repository: Repository) => select(secretAlertsOf(repository) ?? []);
      return across(call, paging(call.query), alertsOf, (place, one) => secretAlert(call.api, place, one, hides));
    },
  ),
  'GET /orgs/{org}/dependabot/alerts': organizationRoute(
    { permission: 'vulnerability_alerts:read', ...manager },
    (call) => {
      const select = dependabotFilter(call.query);
      const alertsOf = (repository: Repository) =>
        repository.archived === true ? [] : select(dependabotAlertsOf(repository) ?? []);
      return across(call, { paging: 'cursor' }, alertsOf, (place, one) => dependabotAlert(call.api, place, one));
    },
  ),
  'GET /orgs/{org}/code-scanning/alerts': organizationRoute(
    { permission: 'security_events:read', ...manager, denial: 404 },
    (call) => {
      const select = codeScanningFilter(call.query);
      const alertsOf = (repository: Repository) => {
        const { codeScanning } = repository.security ?? {};
        return typeof codeScanning === 'object' ? select(codeScanning, defaultBranchOf(repository)) : [];
      };
      return across(call, paging(call.query), alertsOf, (place, one) => codeScanningAlert(call.api, place, one));
    },
  ),
};

function secretAlertsOf({ security = {} }: Repository): readonly SecretAlert[] | null {
  return security.settings?.['secret_scanning'] === 'disabled' ? null : (security.secretAlerts ?? []);
}

function dependabotAlertsOf({ security = {} }: Repository): readonly DependabotAlert[] | null {
  return security.dependabotAlertsOn === false ? null : (security.dependabotAlerts ?? []);
}

function codeScanningAlertsOf({ security = {} }: Repository): readonly CodeScanningAlert[] {
  const { codeScanning = 'no-analysis' } = security;
  if (codeScanning === 'off') throw notAdvanced();
  if (codeScanning === 'no-analysis') throw notFound('no analysis found');
  return codeScanning;
}

function notAdvanced(): Refusal {
  return new Refusal(403, 'Advanced Security must be enabled for this repository to use code scanning.');
}

/** Alerts of every repository of the organization, each with its repository. */
function across<T>(
  { api, organization }: OrganizationCall,
  how: Pick<Listed, 'paging'>,
  alertsOf: (repository: Repository) => readonly T[],
  render: (place: Place, alert: T) => object,
): Listed {
  const source = organization.repositories ?? [];
  const all: { readonly place: Place; readonly alert: T }[] = [];
  for (let from = 0; from < source.length; from += 100) {
    for (const repository of source.slice(from, from + 100)) {
      const place = { organization, repository };
      for (const alert of alertsOf(repository)) all.push({ place, alert });
    }
  }
  return listed(
    all,
    ({ place, alert }) => ({ ...render(place, alert), repository: simpleRepository(api, place) }),
    how,
  );
}

/** Where both kinds are described, a cursor that is given is used. */
function paging(query: URLSearchParams): Pick<Listed, 'paging'> {
  return { paging: query.has('after') || query.has('before') ? 'cursor' : 'page' };
}
