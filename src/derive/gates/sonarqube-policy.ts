import type { GateCondition } from '../../facts/gates/sonarqube.js';

/** What a quality gate must ask of new code at least. */
export interface GatePolicy {
  readonly newCoveragePercent: number;
  readonly newDuplicationPercent: number;
  readonly hotspotsReviewedPercent: number;
  /** 1 is A, 5 is E. */
  readonly worstRating: number;
}

/** How a gate falls short of the policy, in words. */
interface Shortcomings {
  /** Conditions that it has and that ask for less. */
  readonly weak: readonly string[];
  /** Conditions that are not among those given. */
  readonly absent: readonly string[];
}

interface Wanted {
  readonly name: string;
  /** Any of them will do. */
  readonly metrics: readonly string[];
  /** LT: the gate fails below the threshold, which may not be lower; GT: above it, which may not be higher. */
  readonly op: 'LT' | 'GT';
  readonly limit: number;
}

/** Compares the conditions with the policy. https://docs.sonarsource.com/sonarqube-server/user-guide/code-metrics/metrics-definition/ */
export function shortcomings(conditions: readonly GateCondition[], policy: GatePolicy): Shortcomings {
  const all = wanted(policy).map((each) => ({
    ...each,
    of: conditions.filter(({ metric }) => each.metrics.includes(metric)),
  }));
  return {
    weak: all
      .filter((each) => each.of.length > 0 && !each.of.some((condition) => holds(condition, each)))
      .map(({ of, op, limit }) => `${of.map(shown).join(' and ')} where ${op} ${limit} is the policy`),
    absent: all.filter(({ of }) => of.length === 0).map(({ name }) => name),
  };
}

function wanted(policy: GatePolicy): readonly Wanted[] {
  const { newCoveragePercent, newDuplicationPercent, hotspotsReviewedPercent, worstRating } = policy;
  return [
    { name: 'the coverage of new code', metrics: ['new_coverage'], op: 'LT', limit: newCoveragePercent },
    { name: 'duplicated new lines', metrics: ['new_duplicated_lines_density'], op: 'GT', limit: newDuplicationPercent },
    {
      name: 'reviewed new hotspots',
      metrics: ['new_security_hotspots_reviewed'],
      op: 'LT',
      limit: hotspotsReviewedPercent,
    },
    ...(['security', 'reliability', 'maintainability'] as const).map(
      (quality): Wanted => ({
        name: `the ${quality} rating of new code`,
        metrics: [`new_${quality}_rating`, `new_software_quality_${quality}_rating`, 'new_violations'],
        op: 'GT',
        limit: worstRating,
      }),
    ),
  ];
}

function holds({ metric, op, threshold }: GateCondition, each: Wanted): boolean {
  const value = Number(threshold ?? Number.NaN);
  if (op !== each.op) return false;
  // That there is no new issue at all is stricter than any rating.
  if (metric === 'new_violations') return value === 0;
  return each.op === 'LT' ? value >= each.limit : value <= each.limit;
}

function shown({ metric, op, threshold }: GateCondition): string {
  return `${metric} ${op} ${threshold ?? '(no threshold)'}`;
}
