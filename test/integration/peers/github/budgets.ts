import type { Scenario } from './scenario.js';
import type { Budget } from './route.js';
import type { Viewer } from './viewer.js';
import { Refusal } from './answer.js';

/** The calls that each owner of tokens has left this hour. A 304 costs nothing; a refused call is one too. */
export interface Budgets {
  of(viewer: Viewer): Budget;
  spend(viewer: Viewer): void;
  /** Throws the refusal of a spent budget or of a secondary limit. */
  check(viewer: Viewer): void;
}

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
  const of = (viewer: Viewer): Budget => {
    const limit = limits[viewer.kind];
    const spent = (used.get(ownerOf(viewer)) ?? 0) + Math.max(0, limit - (seeded.remaining ?? limit));
    return { limit, remaining: Math.max(0, limit - spent), reset, used: Math.min(limit, spent) };
  };
  return {
    of,
    spend: (viewer) => void used.set(ownerOf(viewer), (used.get(ownerOf(viewer)) ?? 0) + 1),
    check(viewer) {
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
      if (of(viewer).remaining === 0) throw new Refusal(403, 'API rate limit exceeded for this token.');
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
