import { byCodeUnit } from '../../core/json.js';
import type { Operation } from '../transport/transport.js';

/** What a GitHub App, or a fine-grained token, has to be given, by the names of the App's manifest; each for reading. */
export interface GithubPermissions {
  readonly repository: Readonly<Record<string, 'read'>>;
  readonly organization: Readonly<Record<string, 'read'>>;
}

/** What is not granted, since it would let the audit write; and what stays unknown for it. */
export interface NotGranted {
  /** As GitHub's settings name it: `organization: administration (write)`. */
  readonly permission: string;
  readonly operations: readonly string[];
}

// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps and the properties of
// `app-permissions` in GitHub's OpenAPI description, which name the same otherwise.
const names = {
  repository: {
    actions: 'actions',
    administration: 'administration',
    checks: 'checks',
    'code scanning alerts': 'security_events',
    'commit statuses': 'statuses',
    contents: 'contents',
    'dependabot alerts': 'vulnerability_alerts',
    'dependabot secrets': 'dependabot_secrets',
    deployments: 'deployments',
    environments: 'environments',
    metadata: 'metadata',
    'pull requests': 'pull_requests',
    'secret scanning alerts': 'secret_scanning_alerts',
    secrets: 'secrets',
    webhooks: 'repository_hooks',
  },
  organization: {
    administration: 'organization_administration',
    'dependabot secrets': 'organization_dependabot_secrets',
    members: 'members',
    secrets: 'organization_secrets',
    'self-hosted runners': 'organization_self_hosted_runners',
    webhooks: 'organization_hooks',
  },
} as const;

/** The least permissions with which every one of the operations that only reads can be made. */
export function githubPermissions(operations: Iterable<Operation>): GithubPermissions {
  const all = [...operations].flatMap(({ permissions }) => permissions.map(parsed));
  const of = (level: 'repository' | 'organization') => {
    const found = all.filter((one) => one.level === level && one.access === 'read').map(({ key }) => key);
    const sorted = [...new Set(found)].sort(byCodeUnit);
    return Object.fromEntries(sorted.map((key): [string, 'read'] => [key, 'read']));
  };
  return { repository: of('repository'), organization: of('organization') };
}

/** The permissions to write that GitHub wants for a read, with the operations that want them. */
export function notGranted(operations: Iterable<Operation>): readonly NotGranted[] {
  const found = new Map<string, string[]>();
  for (const { name, permissions } of operations) {
    for (const permission of permissions.filter((text) => parsed(text).access === 'write')) {
      found.set(permission, [...(found.get(permission) ?? []), name]);
    }
  }
  return [...found]
    .map(([permission, wanting]) => ({ permission, operations: wanting }))
    .sort((a, b) => byCodeUnit(a.permission, b.permission));
}

interface Parsed {
  readonly level: 'repository' | 'organization';
  readonly key: string;
  readonly access: 'read' | 'write';
}

/** Throws a TypeError for a permission that GitHub does not have, which no route may declare. */
function parsed(text: string): Parsed {
  const [, level, name = '', access] = /^(repository|organization): ([\w -]+) \((read|write)\)$/u.exec(text) ?? [];
  if ((level !== 'repository' && level !== 'organization') || (access !== 'read' && access !== 'write')) {
    throw new TypeError(`no permission of GitHub: ${text}`);
  }
  const known: Readonly<Record<string, string>> = names[level];
  const key = known[name.toLowerCase()];
  if (key === undefined) throw new TypeError(`no permission of GitHub: ${text}`);
  return { level, key, access };
}
