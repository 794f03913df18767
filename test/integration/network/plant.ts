import type { Outcome } from '../../../src/core/outcome.js';
import type { Region } from '../../../scripts/seed/aws.js';

/** The controls whose cases are planted here; those before them have an account of their own (../planted). */
export const network = [
  'cde-egress-restricted',
  'default-security-group-closed',
  'network-acls-not-world-open',
  'no-blackhole-routes',
  'no-broad-sources',
  'no-redundant-ports',
  'no-redundant-rules',
  'no-sources-open-to-the-world',
  'no-unused-security-groups',
  'routes-not-too-broad',
  'rules-justified',
  'source-dest-check-on',
  'vpc-flow-logs-on',
  'world-open-ports-approved',
] as const;
export type NetworkControl = (typeof network)[number];

/** One verdict that the audit has to come to. Whatever is not planted has to pass, or not to apply. */
export interface Planted {
  readonly control: NetworkControl;
  /** The edge case, in the words of the generated table. */
  readonly name: string;
  /** How it was built. */
  readonly built: string;
  readonly expected: Exclude<Outcome, 'manual'>;
  readonly region: string;
  readonly id: string;
}

/** A place to plant in. In a clean one only what passes, or does not apply, is made. */
export interface Ground {
  readonly region: Region;
  readonly choice: 'everything' | 'clean';
}

export type Verdicts = Readonly<Partial<Record<NetworkControl, Planted['expected']>>>;

export function isWanted({ choice }: Ground, verdicts: Verdicts): boolean {
  return choice === 'everything' || Object.values(verdicts).every((one) => one === 'pass' || one === 'not-applicable');
}

/** The plants of one resource: the verdict of the control whose case it is, and those others that are no pass. */
export function planted(
  ground: Ground,
  one: { readonly of: NetworkControl; readonly name: string; readonly verdicts: Verdicts },
  built: string,
  id: string,
): Planted[] {
  const verdicts = new Map<NetworkControl, Planted['expected']>([[one.of, 'pass']]);
  for (const control of network) {
    const verdict = one.verdicts[control];
    if (verdict !== undefined) verdicts.set(control, verdict);
  }
  return [...verdicts].map(([control, expected]) => ({
    control,
    name: one.name,
    built,
    expected,
    region: ground.region.name,
    id,
  }));
}
