import type { OperationName } from './operations.js';
import type { Budget } from './route.js';
import { routeOf } from './routes.js';
import type { Viewer } from './viewer.js';

/** The headers that tell a caller about its token and its budget, as GitHub sets them on every answer. Null: of GraphQL. */
export function headersOf(
  operation: OperationName | null,
  viewer: Viewer,
  { limit, remaining, reset, used }: Budget,
  now: number,
): Record<string, string> {
  return {
    date: new Date(now).toUTCString(),
    'x-github-request-id': 'A1:B2',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': operation === null ? 'graphql' : 'core',
    ...ofToken(operation, viewer),
  };
}

function ofToken(operation: OperationName | null, viewer: Viewer): Record<string, string> {
  const route = operation === null ? null : routeOf(operation);
  const access = route === null || route.kind === 'plain' ? null : route.access;
  const expiry: Record<string, string> =
    viewer.kind !== 'anonymous' && viewer.expiresAt !== undefined
      ? { 'github-authentication-token-expiration': expiryText(viewer.expiresAt) }
      : {};
  switch (viewer.kind) {
    case 'anonymous':
      return {};
    case 'classic':
      return {
        ...expiry,
        'x-oauth-scopes': viewer.scopes.join(', '),
        'x-accepted-oauth-scopes': (access?.scope ?? '').replaceAll('|', ', '),
      };
    case 'fine-grained':
    case 'installation':
    case 'workflow':
      return { ...expiry, 'x-accepted-github-permissions': acceptedPermissions(access?.permission ?? null) };
  }
}

/** Alternatives stand apart by a semicolon, e.g. `metadata=read; contents=read`. */
function acceptedPermissions(permission: string | null): string {
  return (permission ?? 'metadata:read').replaceAll(':', '=').replaceAll('|', '; ');
}

/** E.g. `2026-12-01 00:00:00 UTC`. */
function expiryText(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
