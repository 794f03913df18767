import { byCodeUnit } from './json.js';

/** A system that is audited; `store` holds earlier packs, `run` is the run itself (its parameters and its reads). */
export const sources = ['aws', 'github', 'kubernetes', 'gates', 'wallet', 'store', 'run'] as const;
export type SourceId = (typeof sources)[number];

/** Where a thing lives. Members that do not apply to the source are left out. */
export interface Scope {
  readonly source: SourceId;
  readonly account?: string;
  readonly region?: string;
  readonly org?: string;
  readonly repo?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly tenant?: string;
}

const places = ['account', 'region', 'org', 'repo', 'cluster', 'namespace', 'tenant'] as const;

/** `111122223333/eu-west-1`, `prepay/wallet`, …: the scope as people write it; the source's own name if it has no place. */
export function scopeId(scope: Scope): string {
  const parts = places.flatMap((place) => scope[place] ?? []);
  return parts.length === 0 ? scope.source : parts.join('/');
}

/** One string a scope, for maps and sorting; never shown. */
export function scopeKey(scope: Scope): string {
  const known = keys.get(scope);
  if (known !== undefined) return known;
  const key = [scope.source, ...places.map((place) => scope[place] ?? '')].join('\u0000');
  keys.set(scope, key);
  return key;
}

/** Asked for several times in every verdict, and the resources of a scope share the one object. */
const keys = new WeakMap<Scope, string>();

export function byScope(a: Scope, b: Scope): number {
  return byCodeUnit(scopeKey(a), scopeKey(b));
}

/** How far a need looks from its subject: the subject's own scope, all of its account (org, cluster), or everything in scope. */
export type Within = 'scope' | 'account' | 'all';

export function isWithin(within: Within, subject: Scope, other: Scope): boolean {
  switch (within) {
    case 'scope':
      return scopeKey(subject) === scopeKey(other);
    case 'account':
      return (
        subject.source === other.source &&
        subject.account === other.account &&
        subject.org === other.org &&
        subject.cluster === other.cluster
      );
    case 'all':
      return true;
  }
}
