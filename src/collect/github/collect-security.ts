import type { Scope } from '../../core/scope.js';
import { type Reading, readFacts } from '../reading/read-items.js';
import { administered } from './administered.js';
import type { Repository } from './audited.js';
import { collectCodeScanning } from './collect-code-scanning.js';
import { collectRepositorySecrets } from './collect-secrets.js';
import type { Overview } from './overview.js';
import { deployKeys } from './parse-deploy-key.js';
import { webhooks } from './parse-webhook.js';
import { permissionNamed } from './permission-named.js';
import { readOf } from './read-of.js';

/**
 * Reads a repository's secrets, deploy keys, webhooks and alerts of code scanning. What lists of the organization tell
 * of all repositories at once is read by collectOrganizationSecurity.
 */
export async function collectSecurity(
  reading: Reading,
  repository: Repository,
  overview: Overview | null = null,
): Promise<void> {
  const { scope } = repository;
  await Promise.all([
    collectCodeScanning(reading, repository),
    collectRepositorySecrets(reading, repository, overview),
    collectDeployKeys(reading, scope, overview),
    collectWebhooks(reading, scope, 'GET /repos/{owner}/{repo}/hooks'),
  ]);
}

async function collectDeployKeys(reading: Reading, scope: Scope, overview: Overview | null): Promise<void> {
  const told = await administered(reading.transport, scope, overview);
  const coverage =
    told?.settings.hasDeployKeys === false
      ? told.coverage
      : await readFacts(reading, readOf(scope, 'GET /repos/{owner}/{repo}/keys'), deployKeys);
  reading.sink.covered('github.deploy-key', scope, permissionNamed(coverage));
}

/** Reads the webhooks of a repository or of an organization. */
export async function collectWebhooks(reading: Reading, scope: Scope, route: string): Promise<void> {
  const coverage = await readFacts(reading, readOf(scope, route), webhooks);
  reading.sink.covered('github.webhook', scope, permissionNamed(coverage));
}
