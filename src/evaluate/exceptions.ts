import type { Finding } from '../core/finding.js';
import type { Day } from '../core/period.js';
import type { Scope } from '../core/scope.js';

/** An accepted deviation, as far as it takes to find what it accepts. */
export interface AcceptedDeviation {
  readonly id: string;
  readonly control: string;
  readonly resource: {
    /** The finding's `resource.id`, to the letter. */
    readonly id: string;
    /** What tells two resources of one id apart; what is left out is not compared. */
    readonly scope: Readonly<Partial<Pick<Scope, 'account' | 'region' | 'org' | 'repo'>>>;
  };
  /** The last UTC day on which it holds. */
  readonly expiresOn: Day;
}

/** Whether it holds on the UTC day of an instant: its last day included. */
export function isInForce({ expiresOn }: Pick<AcceptedDeviation, 'expiresOn'>, instant: string): boolean {
  return instant.slice(0, 10) <= expiresOn;
}

/** The findings that a deviation names. With more than one it accepts none, since nobody approved the others. */
export function namedBy<F extends Pick<Finding, 'control' | 'resource'>>(
  { control, resource }: Pick<AcceptedDeviation, 'control' | 'resource'>,
  findings: readonly F[],
): readonly F[] {
  const { account, region, org, repo } = resource.scope;
  const isSame = (asked: string | undefined, got: string | undefined): boolean => asked === undefined || asked === got;
  return findings.filter(
    ({ control: of, resource: { id, scope } }) =>
      of === control &&
      id === resource.id &&
      isSame(account, scope.account) &&
      isSame(region, scope.region) &&
      isSame(org, scope.org) &&
      isSame(repo, scope.repo),
  );
}

/**
 * All findings of one control with the id of the deviation that accepts each: a fail alone, since what is unknown nobody
 * can accept. No outcome changes. `inForce` holds only what has not lapsed.
 */
export function withExceptions(
  findings: readonly Finding[],
  inForce: readonly AcceptedDeviation[],
): readonly Finding[] {
  const acceptedBy = new Map<Finding, string>();
  for (const deviation of inForce) {
    const [found, second] = namedBy(deviation, findings);
    if (found?.outcome === 'fail' && second === undefined) acceptedBy.set(found, deviation.id);
  }
  return findings.map((finding) => ({ ...finding, exception: acceptedBy.get(finding) ?? finding.exception }));
}
