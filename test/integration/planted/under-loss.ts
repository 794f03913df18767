import { definitions } from '../../../src/app/rules.js';
import type { Population } from '../../../src/core/run.js';
import { isGlobal } from './card-data.js';
import { keyOf } from './compare.js';
import { admin, all, cards, data, exposed, op, type Planted, routed } from './plant.js';

/** The operation that lists what a control judges. */
const listedBy: Readonly<Record<string, string>> = {
  [admin]: op.groups,
  [data]: op.groups,
  [all]: op.groups,
  [routed]: op.subnets,
  [exposed]: op.interfaces,
};

/** Reads that are made only once another has listed what they are about. */
const dependsOn: Readonly<Record<string, readonly string[]>> = {
  [op.entries]: ['ec2:DescribeManagedPrefixLists', op.groups, op.tables],
  [op.listeners]: [op.balancers],
  [op.targets]: [op.targetGroups],
  'elasticloadbalancing:DescribeRules': [op.balancers, op.listeners],
  'ec2:SearchTransitGatewayRoutes': ['ec2:DescribeTransitGatewayRouteTables'],
  'ec2:DescribeLaunchTemplateVersions': ['ec2:DescribeLaunchTemplates'],
};

/** What may be found of a plant when an operation gives nothing in a region (null: in every region). */
export function allowedUnderLoss(one: Planted, operation: string, region: string | null): readonly string[] {
  const isHit = region === null || one.region === region || (one.region === null && isGlobal(operation));
  if (!isHit) return [one.expected];
  if (one.control === cards) {
    if (one.id === operation) return ['unknown'];
    return dependsOn[one.id]?.includes(operation) === true ? [one.expected, 'nothing'] : [one.expected];
  }
  // Another read may still name it, and then it is unknown by name.
  if (listedBy[one.control] === operation) return ['nothing', 'unknown'];
  switch (one.expected) {
    case 'pass':
    case 'not-applicable':
      if (one.restsOn.includes(operation)) return ['unknown'];
      return one.mayRestOn?.includes(operation) === true ? [one.expected, 'unknown'] : [one.expected];
    case 'fail':
      // A fail needs only its evidence: it stands, or what it rested on is gone.
      return ['fail', 'unknown'];
    case 'unknown':
      return ['unknown'];
  }
}

/** The controls of networks whose population the operation lists: each owes one unknown for each region that lost it. */
export function controlsListedBy(operation: string, populations: readonly Population[]): readonly string[] {
  const kinds = new Set(
    populations.filter(({ reads }) => reads.some((read) => read.operation === operation)).map(({ kind }) => kind),
  );
  return definitions
    .filter(({ area, subject }) => area !== 'web' && area !== 'supply-chain' && kinds.has(subject))
    .map(({ id }) => id);
}

/** One line a verdict that is not among those allowed; empty where all are. */
export function surprises(
  planted: readonly Planted[],
  outcomeOf: (one: Planted) => string,
  allowedOf: (one: Planted) => readonly string[],
): string[] {
  return planted.flatMap((one) => {
    const found = outcomeOf(one);
    const allowed = allowedOf(one);
    return allowed.includes(found)
      ? []
      : [`${keyOf(one)} (${one.name ?? 'around'}): expected ${allowed.join(' or ')}, found ${found}`];
  });
}
