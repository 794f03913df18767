import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { collectSecretScanning } from './collect-secret-scanning.js';
import { collectOrganizationSecrets } from './collect-secrets.js';
import { collectWebhooks } from './collect-security.js';

/** Reads the organization's secrets and webhooks, and of its repositories what lists of the organization tell of all at once. */
export async function collectOrganizationSecurity(
  reading: Reading,
  scope: Scope,
  repositories: readonly Repository[],
): Promise<void> {
  await Promise.all([
    collectOrganizationSecrets(reading, scope),
    collectWebhooks(reading, scope, 'GET /orgs/{org}/hooks'),
    collectSecretScanning(reading, scope, repositories),
  ]);
}
