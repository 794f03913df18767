import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from './gap.js';
import type { ParsedItem } from './item-parser.js';
import { listeners, loadBalancers, parseTarget, targetGroups } from './parse-elbv2.js';
import { type Reading, readFacts, readItems, readOf } from './read-items.js';

/** Reads the load balancers of a region and, for each, its listeners: a listener's population is complete only with all. */
export async function collectLoadBalancers(reading: Reading, scope: Scope): Promise<void> {
  const arns: string[] = [];
  const request = readOf(scope, 'elasticloadbalancing:DescribeLoadBalancers');
  const coverage = await readFacts(reading, request, loadBalancers, ({ id }) => arns.push(id));
  reading.sink.covered(loadBalancers.kind, scope, coverage);
  const each = await Promise.all(arns.map((arn) => readListeners(reading, scope, arn)));
  reading.sink.covered(listeners.kind, scope, joinCoverage(coverage, each));
}

function readListeners(reading: Reading, scope: Scope, loadBalancerArn: string): Promise<Coverage> {
  const request = readOf(scope, 'elasticloadbalancing:DescribeListeners', { LoadBalancerArn: loadBalancerArn });
  return readFacts(reading, request, listeners);
}

type TargetGroup = ParsedItem<'aws.elbv2.target-group'> & { readonly evidence: EvidenceRef };

/** Reads the target groups of a region and, for each, what is registered with it. */
export async function collectTargetGroups(reading: Reading, scope: Scope): Promise<void> {
  const groups: TargetGroup[] = [];
  const coverage = await readItems(reading.transport, readOf(scope, 'elasticloadbalancing:DescribeTargetGroups'), {
    member: targetGroups.member,
    parse: (item) => targetGroups.parse(item),
    onItem: (group, evidence) => groups.push({ ...group, evidence }),
  });
  await Promise.all(groups.map((group) => collectTargets(reading, scope, group)));
  reading.sink.covered(targetGroups.kind, scope, coverage);
}

/** The group is a fact even where its targets could not be read: what forwards to it is known. The gap says the rest. */
async function collectTargets({ transport, sink }: Reading, scope: Scope, group: TargetGroup): Promise<void> {
  const targets: ReturnType<typeof parseTarget>[] = [];
  const pages = new Map<number, EvidenceRef>();
  const request = readOf(scope, 'elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: group.id });
  const health = await readItems(transport, request, {
    member: 'TargetHealthDescriptions',
    parse: parseTarget,
    onItem: (target, evidence) => {
      targets.push(target);
      pages.set(evidence.page, { ...evidence, pointer: '/TargetHealthDescriptions' });
    },
  });
  if (health.gap !== null) sink.gap(targetGroups.kind, scope, group.id, health.gap);
  const { id, name } = group;
  const evidence = [group.evidence, ...pages.values()];
  sink.fact({ kind: targetGroups.kind, id, name, scope, data: { ...group.data, targets }, evidence });
}
