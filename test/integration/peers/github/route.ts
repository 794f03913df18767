import type { Access } from './access.js';
import type { Answer } from './answer.js';
import type { OperationName } from './operations.js';
import type { Organization, Scenario } from './scenario.js';
import type { AppRegistry } from './apps.js';
import type { Viewer } from './viewer.js';
import type { Place } from './world.js';

/** One call that got past the token and the description. */
export interface Call {
  readonly scenario: Scenario;
  readonly viewer: Viewer;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The media type that the caller asks for. */
  readonly accept: string;
  readonly body: unknown;
  /** The root of the API, without a slash at its end. */
  readonly api: string;
  readonly now: number;
  readonly apps: AppRegistry;
  /** Of `Authorization`, as it came. */
  readonly credential: string;
  readonly budget: Budget;
}

export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
  readonly used: number;
}

export interface OrganizationCall extends Call {
  readonly organization: Organization;
}

export interface RepositoryCall extends Call {
  readonly place: Place;
}

/** What an operation needs and answers. The kind says what its path names, and so what is looked up and checked first. */
export type Route =
  | { readonly kind: 'plain'; readonly answer: (call: Call) => Answer | Promise<Answer> }
  | { readonly kind: 'organization'; readonly access: Access; readonly answer: (call: OrganizationCall) => Answer }
  | { readonly kind: 'repository'; readonly access: Access; readonly answer: (call: RepositoryCall) => Answer };

export type Routes = Partial<Readonly<Record<OperationName, Route>>>;

export function organizationRoute(access: Access, answer: (call: OrganizationCall) => Answer): Route {
  return { kind: 'organization', access, answer };
}

export function repositoryRoute(access: Access, answer: (call: RepositoryCall) => Answer): Route {
  return { kind: 'repository', access, answer };
}

/** A member of the path that the router filled. */
export function at(call: Call, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`the path has no ${name}`);
  return value;
}
