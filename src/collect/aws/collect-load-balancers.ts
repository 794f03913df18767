import type { Coverage, Fact, FactSink } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { collectComposed } from './collect-composed.js';
import { joinCoverage } from './gap.js';
import { listeners, loadBalancers, parseTarget, targetGroups } from './parse-elbv2.js';
import { type Reading, readFacts, readOf } from './read-items.js';

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

/** Reads the target groups of a region and, for each, what is registered with it. */
export async function collectTargetGroups(reading: Reading, scope: Scope): Promise<void> {
  await collectComposed(reading, scope, 'elasticloadbalancing:DescribeTargetGroups', targetGroups, {
    request: ({ id }) => readOf(scope, 'elasticloadbalancing:DescribeTargetHealth', { TargetGroupArn: id }),
    member: 'TargetHealthDescriptions',
    parse: parseTarget,
    compose: (data, targets) => ({ ...data, targets: targets.map(({ part, index }) => ({ ...part, index })) }),
  });
}
