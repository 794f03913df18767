import { githubOperations } from '../collect/github/operations.js';
import {
  type GithubPermissions,
  githubPermissions,
  type NotGranted,
  notGranted,
} from '../collect/github/permissions.js';
import { wrap } from '../report/wrap.js';

/** What the audit of GitHub needs, and what it does not see in spite of it. */
export interface GithubPermissionsDocument extends GithubPermissions {
  /** Of a classic token of an owner, which cannot be kept to reading. */
  readonly classicScopes: readonly string[];
  readonly notSeen: readonly NotSeen[];
}

interface NotSeen {
  readonly what: string;
  readonly needs: string;
}

// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
const classicScopes = ['admin:org', 'admin:org_hook', 'repo'];

/** What no permission to read shows, by GitHub's documentation of each. */
const notSeen: readonly NotSeen[] = [
  {
    what: 'who has no second factor, or a text message alone (no-members-without-2fa)',
    needs: 'a token of an owner of the organization: GitHub refuses the filters to every App',
  },
  {
    what: 'whether two-factor authentication is required (org-requires-2fa)',
    needs: 'an owner, or an App with administration of the organization',
  },
  {
    what: 'when an owner was last active, beside pushes and merges (admins-few-and-active)',
    needs: 'the audit log, which is not read: not every plan has it',
  },
  {
    what: 'repositories that an App or a fine-grained token was not given',
    needs: 'access to all repositories; GitHub leaves the others out of its lists without a word',
  },
];

/** The permissions, generated from the collector's own list of routes. */
export function githubPermissionsDocument(): GithubPermissionsDocument {
  const operations = [...githubOperations.values()];
  return {
    ...githubPermissions(operations),
    classicScopes,
    notSeen: [...notGranted(operations).map(told), ...notSeen],
  };
}

/** Rulesets, and whatever else GitHub shows in full to those alone who may change it. */
function told({ permission, operations }: NotGranted): NotSeen {
  return {
    what: `what ${operations.join(', ')} shows to those alone who may change it, such as who may bypass it`,
    needs: permission,
  };
}

/** The same for people, in lines of at most so many columns. */
export function githubPermissionsText(document: GithubPermissionsDocument, columns: number): string {
  const list = (granted: Readonly<Record<string, 'read'>>): string[] =>
    Object.entries(granted).map(([name, access]) => `  ${name}: ${access}`);
  const paragraph = (text: string, indent = ''): string[] =>
    wrap(text, columns - indent.length).map((line) => `${indent}${line}`);
  return [
    ...paragraph('A GitHub App, or a fine-grained token of an owner, with access to every repository in scope:'),
    '',
    'Repository permissions',
    ...list(document.repository),
    '',
    'Organization permissions',
    ...list(document.organization),
    '',
    ...paragraph(
      `A classic token needs the scopes ${document.classicScopes.join(', ')}. They let it write as well: prefer the others.`,
    ),
    '',
    ...paragraph('Not seen even so, and unknown in the results:'),
    ...document.notSeen.flatMap(({ what, needs }) => paragraph(`${what}. It takes: ${needs}.`, '  ')),
  ].join('\n');
}
