import pLimit from 'p-limit';
import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { secretAlerts } from './parse-alerts.js';
import { type Alerts, isRefused, keepAlerts, readOrganizationAlerts, readRepositoryAlerts } from './read-alerts.js';
import { readOf } from './read-of.js';
import { readScanningSettings, type ScanningSettings } from './read-scanning-settings.js';

/**
 * Generic and AI-detected types, whose alerts GitHub lists only where they are asked for by name.
 * https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns
 */
const genericTypes = [
  'ec_private_key',
  'generic_private_key',
  'http_basic_authentication_header',
  'http_bearer_authentication_header',
  'mongodb_connection_string',
  'mysql_connection_url',
  'openssh_private_key',
  'password',
  'pgp_private_key',
  'postgres_connection_string',
  'rsa_private_key',
];

const open = { state: 'open', hide_secret: true };

/** Repositories that are asked one by one at once, where the organization's lists do not answer for them. */
const atOnce = 8;

/** Reads whether secret scanning is on in each repository, and which leaked secrets nobody has resolved. */
export async function collectSecretScanning(
  reading: Reading,
  scope: Scope,
  repositories: readonly Repository[],
): Promise<void> {
  if (repositories.length === 0) return;
  const [settings, across] = await Promise.all([
    readScanningSettings(reading, scope, repositories),
    readOrganizationAlerts(reading, lists(scope, 'GET /orgs/{org}/secret-scanning/alerts'), secretAlerts),
  ]);
  const limit = pLimit(atOnce);
  await Promise.all(
    repositories.map((repository) => limit(async () => collectAlerts(reading, repository, settings, across))),
  );
}

async function collectAlerts(
  reading: Reading,
  { scope, data: { id } }: Repository,
  settings: ReadonlyMap<string, ScanningSettings>,
  across: Alerts<'github.secret-alert'>,
): Promise<void> {
  const own = settings.get(id);
  // What the organization's list shows is there, whatever else is not known.
  const keep = (coverage: Coverage, ...more: readonly Alerts<'github.secret-alert'>[]): void =>
    keepAlerts(reading, scope, secretAlerts, [...more, across], coverage);
  if (own?.isOn === false) {
    keep(scanningOff(id, own.coverage));
    return;
  }
  // Who is shown that it is on administers the repository, so that the organization's list leaves none of its alerts out.
  if (own?.isOn === true && !isRefused(across.coverage)) {
    keep(across.coverage);
    return;
  }
  const requests = lists(scope, 'GET /repos/{owner}/{repo}/secret-scanning/alerts');
  const found = await readRepositoryAlerts(reading, requests, secretAlerts);
  const isOff = found.coverage.gap?.reason === 'missing';
  keep(isOff ? scanningOff(id, found.coverage) : found.coverage, found);
}

function lists(scope: Scope, route: string): readonly [ReadRequest, ReadRequest] {
  return [readOf(scope, route, open), readOf(scope, route, { ...open, secret_type: genericTypes.join(',') })];
}

function scanningOff(id: string, { reads }: Coverage): Coverage {
  const text = `secret scanning is off in ${id}, so that nothing looks for leaked secrets`;
  return { gap: { reason: 'missing', reads: reads.map(({ key }) => key), text }, reads, delivered: false };
}
