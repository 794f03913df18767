import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';

/** The read of a route in the scope of an organization or a repository, which fill its {org}, {owner} and {repo}. */
export function readOf(scope: Scope, route: string, input: ReadRequest['input'] = {}): ReadRequest {
  return { source: 'github', scope, operation: route, input };
}

export function organizationScope(org: string): Scope {
  return { source: 'github', org };
}

export function repositoryScope(org: string, repo: string): Scope {
  return { source: 'github', org, repo };
}
