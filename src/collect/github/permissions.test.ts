import { describe, expect, it } from 'vitest';
import type { Operation } from '../transport/transport.js';
import { githubPermissions, notGranted } from './permissions.js';

const operation = (name: string, ...permissions: readonly string[]): Operation => ({
  source: 'github',
  name,
  permissions,
  neverKept: [],
  command: () => '',
});

describe('the permissions of operations', () => {
  const operations = [
    operation('GET /a', 'repository: metadata (read)'),
    operation('GET /b', 'repository: Dependabot alerts (read)', 'organization: self-hosted runners (read)'),
    operation('GET /c', 'repository: administration (write)', 'organization: administration (write)'),
    operation('GET /d', 'repository: administration (write)'),
    operation('GET /e'),
  ];

  it('are named as in the manifest of an App, sorted, and for reading alone', () => {
    const found = githubPermissions(operations);
    expect(found).toEqual({
      repository: { metadata: 'read', vulnerability_alerts: 'read' },
      organization: { organization_self_hosted_runners: 'read' },
    });
    expect(Object.keys(found.repository)).toEqual(['metadata', 'vulnerability_alerts']);
  });

  it('are not granted where they would let the audit write', () => {
    expect(notGranted(operations)).toEqual([
      { permission: 'organization: administration (write)', operations: ['GET /c'] },
      { permission: 'repository: administration (write)', operations: ['GET /c', 'GET /d'] },
    ]);
  });

  it.each(['metadata', 'repository: magic (read)', 'repository: metadata (admin)', 'enterprise: x (read)'])(
    'are none of GitHub: %s',
    (text) => {
      expect(() => githubPermissions([operation('GET /x', text)])).toThrow(`no permission of GitHub: ${text}`);
    },
  );
});
