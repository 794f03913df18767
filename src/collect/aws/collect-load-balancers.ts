import type { Coverage, Fact, FactSink } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from './gap.js';
import type { ParsedItem } from './item-parser.js';
import { listeners, loadBalancers, parseTarget, targetGroups } from './parse-elbv2.js';
import { eachOnce, type Reading, readFacts, readItems, readOf } from './read-items.js';

/** Reads the load balancers of a region and, for each, its listeners: a listener's population is complete only with all. */
export async function collectLoadBalancers(reading: Reading, scope: Scope): Promise<void> {
  const arns: string[] = [];
  const request = readOf(scope, 'elasticloadbalancing:DescribeLoadBalancers');
  const coverage = await readFacts(reading, request, loadBalancers, ({ id }) => arns.push(id));
  reading.sink.covered(loadBalancers.kind, scope, coverage);
  const each = await Promise.all(arns.map((arn) => readListeners(reading, scope, arn)));
  for (const { facts } of each) for (const fact of facts) reading.sink.fact(fact);
  const dependent = each.map((one) => one.coverage);
  reading.sink.covered(listeners.kind, scope, joinCoverage(coverage, dependent));
}

interface ReadListeners {
  readonly coverage: Coverage;
  readonly facts: readonly Fact[];
}

async function readListeners(
  { transport, sink: whole }: Reading,
  scope: Scope,
  loadBalancerArn: string,
): Promise<ReadListeners> {
  const facts: Fact[] = [];
  const request = readOf(scope, 'elasticloadbalancing:DescribeListeners', { LoadBalancerArn: loadBalancerArn });
  const sink: Pick<FactSink, 'fact' | 'gap'> = {
    fact: (fact) => facts.push(fact),
    gap: (...gap) => whole.gap(...gap),
  };
  const coverage = await readFacts({ transport, sink }, request, listeners);
  return { coverage, facts };
}

type TargetGroup = ParsedItem<'aws.elbv2.target-group'> & { readonly evidence: EvidenceRef };

/** Reads the target groups of a region and, for each, what is registered with it. */
export async function collectTargetGroups(reading: Reading, scope: Scope): Promise<void> {
  const groups: TargetGroup[] = [];
  const coverage = await readItems(reading.transport, readOf(scope, 'elasticloadbalancing:DescribeTargetGroups'), {
    member: targetGroups.member,
    parse: (item) => targetGroups.parse(item),
    onItem: eachOnce<Omit<TargetGroup, 'evidence'>>((group, evidence) => groups.push({ ...group, evidence })),
  });
  const read = await Promise.all(groups.map((group) => readTargets(reading, scope, group)));
  for (const { gap, fact } of read) {
    if (gap !== null) reading.sink.gap(targetGroups.kind, scope, fact.id, gap);
    reading.sink.fact(fact);
  }
  reading.sink.covered(targetGroups.kind, scope, coverage);
}

interface ReadTargets {
  readonly gap: Gap | null;
  readonly fact: Fact<'aws.elbv2.target-group'>;
}

/** The group is a fact even where its targets could not be read: what forwards to it is known. The gap says the rest. */
async function readTargets({ transport }: Reading, scope: Scope, group: TargetGroup): Promise<ReadTargets> {
  const targets: (ReturnType<typeof parseTarget> & { readonly index: number })[] = [];
  const pages = new Map<number, EvidenceRef>();
  const request = readOf(scope, 'elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: group.id });
  const { gap } = await readItems(transport, request, {
    member: 'TargetHealthDescriptions',
    parse: parseTarget,
    onItem: (target, evidence) => {
      targets.push({ ...target, index: Number(evidence.pointer.slice(evidence.pointer.lastIndexOf('/') + 1)) });
      pages.set(evidence.page, { ...evidence, pointer: '/TargetHealthDescriptions' });
    },
  });
  const { id, name } = group;
  const evidence = [group.evidence, ...pages.values()];
  const data = { ...group.data, targets };
  return { gap, fact: { kind: targetGroups.kind, id, name, scope, data, evidence } };
}
