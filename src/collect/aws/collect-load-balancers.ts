import type { Coverage, Fact, FactKind, FactKinds, FactSink } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectComposed } from './collect-composed.js';
import { joinCoverage } from '../reading/gap.js';
import { listeners, loadBalancers, parseRule, parseTarget, targetGroups } from './parse-elbv2.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readFacts, readItems } from '../reading/read-items.js';

/** Reads the load balancers of a region and, for each, its listeners: a listener's population is complete only with all. */
export async function collectLoadBalancers(reading: Reading, scope: Scope): Promise<void> {
  const arns: string[] = [];
  const request = readOf(scope, 'elasticloadbalancing:DescribeLoadBalancers');
  const coverage = await readFacts(reading, request, loadBalancers, ({ id }) => arns.push(id));
  reading.sink.covered(loadBalancers.kind, scope, coverage);
  const each = await Promise.all(arns.map((arn) => readListeners(reading, scope, arn)));
  for (const { facts } of each) for (const fact of facts) reading.sink.fact(fact);
  const dependent = each.map((one) => one.coverage);
  const listed = joinCoverage(coverage, dependent);
  reading.sink.covered(listeners.kind, scope, listed);
  await Promise.all(each.flatMap(({ plainIds }) => plainIds.map((id) => readRules(reading, scope, id))));
  reading.sink.covered(rulesKind, scope, listed);
}

interface ReadListeners {
  readonly coverage: Coverage;
  readonly facts: readonly Fact[];
  /** Those that speak plain HTTP. */
  readonly plainIds: readonly string[];
}

async function readListeners(
  { transport, sink: whole }: Reading,
  scope: Scope,
  loadBalancerArn: string,
): Promise<ReadListeners> {
  const facts: Fact[] = [];
  const plainIds: string[] = [];
  const request = readOf(scope, 'elasticloadbalancing:DescribeListeners', { LoadBalancerArn: loadBalancerArn });
  const sink: Pick<FactSink, 'fact' | 'gap'> = {
    fact: (fact) => facts.push(fact),
    gap: (...gap) => whole.gap(...gap),
  };
  const coverage = await readFacts({ transport, sink }, request, listeners, ({ id, data }) => {
    if (data.protocol === 'HTTP') plainIds.push(id);
  });
  return { coverage, facts, plainIds };
}

const rulesKind = 'aws.elbv2.listener-rules' satisfies FactKind;
type Rules = FactKinds[typeof rulesKind]['rules'];

/** Facts of their own, not members of the listener: what is unread of its rules taints nothing that does without them. */
async function readRules({ transport, sink }: Reading, scope: Scope, id: string): Promise<void> {
  const rules: Rules[number][] = [];
  const pages = new Map<number, EvidenceRef>();
  const keep = eachOnce<Rules[number]>((rule) => rules.push(rule));
  const request = readOf(scope, 'elasticloadbalancing:DescribeRules', { ListenerArn: id });
  const { gap, delivered } = await readItems(transport, request, {
    member: 'Rules',
    parse: parseRule,
    onItem: (rule, evidence) => {
      pages.set(evidence.page, { ...evidence, pointer: '/Rules' });
      if (rule !== null) keep(rule, evidence);
    },
  });
  if (gap !== null) sink.gap(rulesKind, scope, id, gap);
  if (delivered)
    sink.fact({ kind: rulesKind, id, name: null, scope, data: { id, rules }, evidence: [...pages.values()] });
}

/** Reads the target groups of a region and, for each, what is registered with it. */
export async function collectTargetGroups(reading: Reading, scope: Scope): Promise<void> {
  await collectComposed(reading, scope, 'elasticloadbalancing:DescribeTargetGroups', targetGroups, {
    request: ({ id }) => readOf(scope, 'elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: id }),
    member: 'TargetHealthDescriptions',
    parse: parseTarget,
    compose: (data, targets) => ({ ...data, targets: targets.map(({ part, index }) => ({ ...part, index })) }),
  });
}
