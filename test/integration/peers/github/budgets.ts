import type { Scenario } from './scenario.js';
import type { Budget } from './route.js';
import type { Viewer } from './viewer.js';
import { Refusal } from './answer.js';

/** The calls that each owner of tokens has left this hour. A 304 costs nothing; a refused call is one too. */
export interface Budgets {
  of(viewer: Viewer, resource?: Resource): Budget;
  spend(viewer: Viewer, resource?: Resource, points?: number): void;
  /** Throws the refusal of a spent budget or of a secondary limit. */
  check(viewer: Viewer, resource?: Resource): void;
}

/** REST's calls, or GraphQL's points: each has a budget of its own. */
export type Resource = 'core' | 'graphql';

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
const limits: Readonly<Record<Viewer['kind'], number>> = {
  anonymous: 60,
  classic: 5000,
  'fine-grained': 5000,
  installation: 5000,
  workflow: 1000,
};

export function budgetsOf({ limits: seeded = {} }: Scenario, now: () => number): Budgets {
  const used = new Map<string, number>();
  const reset = Math.floor(now() / 1000) + (seeded.resetInSeconds ?? 3600);
  let calls = 0;
  const keyOf = (viewer: Viewer, resource: Resource): string => `${resource} of ${ownerOf(viewer)}`;
  const of = (viewer: Viewer, resource: Resource = 'core'): Budget => {
    const limit = limits[viewer.kind];
    const left = (resource === 'core' ? seeded.remaining : seeded.remainingPoints) ?? limit;
    const spent = (used.get(keyOf(viewer, resource)) ?? 0) + Math.max(0, limit - left);
    return { limit, remaining: Math.max(0, limit - spent), reset, used: Math.min(limit, spent) };
  };
  return {
    of,
    spend(viewer, resource = 'core', points = 1) {
      const key = keyOf(viewer, resource);
      used.set(key, (used.get(key) ?? 0) + points);
    },
    check(viewer, resource = 'core') {
      calls += 1;
      const { secondary } = seeded;
      if (secondary !== undefined && calls >= secondary.from && calls <= secondary.to) {
        const { status = 403, retryAfterSeconds = 60 } = secondary;
        throw new Refusal(
          status,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          { headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) } },
        );
      }
      if (of(viewer, resource).remaining === 0) throw new Refusal(403, 'API rate limit exceeded for this token.');
    },
  };
}

function ownerOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'classic':
    case 'fine-grained':
      return `user ${viewer.user}`;
    case 'installation':
      return `installation ${viewer.organization}`;
    case 'workflow':
      return `workflow ${viewer.organization}/${viewer.repository}`;
  }
}
