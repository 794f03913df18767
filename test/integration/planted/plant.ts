import type { Outcome } from '../../../src/core/outcome.js';
import type { Region } from '../../../scripts/seed/aws.js';

export type Expected = Exclude<Outcome, 'manual'>;

export const admin = 'no-world-open-admin-ports';
export const data = 'no-world-open-data-ports';
export const all = 'no-world-open-all-ports';
export const routed = 'private-subnets-not-internet-routed';
export const exposed = 'no-internet-exposed-admin-or-data-ports';
export const cards = 'no-card-data-in-evidence';
export const loosened = 'parameters-not-loosened';
export const unused = 'approvals-in-use';

/** The controls whose cases are planted here; the others of the network have an account of their own (../network). */
export const own: readonly string[] = [admin, data, all, routed, exposed, cards, loosened, unused];

/** One verdict that the audit has to come to: of a planted edge case, or of what merely stands around it. */
export interface Planted {
  readonly control: string;
  /** The edge case, in the words of the generated table; null for what no row tells of. */
  readonly name: string | null;
  /** How it was built. */
  readonly built: string;
  readonly expected: Expected;
  /** Null where the resource has no region: the run's own parameters. */
  readonly region: string | null;
  readonly kind: string;
  /** A read's is its operation, which is known before its key is. */
  readonly id: string;
  /**
   * Operations, beside the one that lists the resource itself, without which this verdict cannot be had. Told by hand:
   * what the audit says it rests on is what is being tested.
   */
  readonly restsOn: readonly string[];
  /** Operations that the verdict may be had without, though an audit that weighs them first may give it up. */
  readonly mayRestOn?: readonly string[];
}

export const op = {
  groups: 'ec2:DescribeSecurityGroups',
  entries: 'ec2:GetManagedPrefixListEntries',
  subnets: 'ec2:DescribeSubnets',
  tables: 'ec2:DescribeRouteTables',
  gateways: 'ec2:DescribeInternetGateways',
  interfaces: 'ec2:DescribeNetworkInterfaces',
  acls: 'ec2:DescribeNetworkAcls',
  balancers: 'elasticloadbalancing:DescribeLoadBalancers',
  listeners: 'elasticloadbalancing:DescribeListeners',
  targetGroups: 'elasticloadbalancing:DescribeTargetGroups',
  targets: 'elasticloadbalancing:DescribeTargetHealth',
} as const;

/** Everything that can stand between the internet and an interface, as far as this version weighs it. */
export const weighed = [
  op.subnets,
  op.tables,
  op.gateways,
  op.groups,
  op.acls,
  op.balancers,
  op.listeners,
  op.targetGroups,
  op.targets,
];

/** Whether a region gets everything, or only what must come out clean. */
export type Choice = 'everything' | 'clean';

/** A place to plant in: a region of the server, and what to leave out. */
export interface Ground {
  readonly region: Region;
  readonly choice: Choice;
}

/** Whether a plant with these verdicts belongs into the ground. */
export function isWanted({ choice }: Ground, verdicts: readonly Expected[]): boolean {
  return choice === 'everything' || verdicts.every((verdict) => verdict === 'pass' || verdict === 'not-applicable');
}
