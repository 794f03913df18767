import { z } from 'zod';
import type { Coverage, Fact, FactKind, FactSink } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { type Reading } from '../reading/read-items.js';

const kind = 'aws.wafv2.association';

/**
 * Asks each resource that says nothing of its web ACL itself which one it has: user pools, load balancers that face the
 * internet, and those that a target group has behind it. The ACLs' own lists leave out what only Firewall Manager's
 * account sees. One call a resource; what they are is noted as `collectors` put them into the sink.
 */
export async function collectWebAclAssociations(
  reading: Reading,
  scope: Scope,
  collectors: readonly ((reading: Reading, scope: Scope) => Promise<void>)[],
): Promise<void> {
  const { sink, noted } = noting(reading.sink);
  await Promise.all(collectors.map((collect) => collect({ ...reading, sink }, scope)));
  const arns = [...new Set(noted.facts.flatMap(resourcesToAsk))];
  await Promise.all(arns.map((arn) => collectAssociation(reading, scope, arn)));
  // By kind, not as they came in: a replay has to come to the same.
  const [first, ...more] = listed.flatMap((each) => noted.coverage.get(each) ?? []);
  if (first !== undefined) reading.sink.covered(kind, scope, joinCoverage(first, more));
}

const listed: readonly FactKind[] = ['aws.elbv2.load-balancer', 'aws.elbv2.target-group', 'aws.cognito-idp.user-pool'];

/** A sink that hands everything on, and what it noted of it. */
function noting(to: FactSink): { sink: FactSink; noted: { facts: Fact[]; coverage: Map<FactKind, Coverage[]> } } {
  const noted = { facts: new Array<Fact>(), coverage: new Map<FactKind, Coverage[]>() };
  const sink: FactSink = {
    fact(fact) {
      noted.facts.push(fact);
      to.fact(fact);
    },
    covered(covered, scope, coverage) {
      noted.coverage.set(covered, [...(noted.coverage.get(covered) ?? []), coverage]);
      to.covered(covered, scope, coverage);
    },
    gap: (...gap) => to.gap(...gap),
  };
  return { sink, noted };
}

function resourcesToAsk(fact: Fact): readonly string[] {
  if (isOf(fact, 'aws.cognito-idp.user-pool')) return [fact.id];
  if (isOf(fact, 'aws.elbv2.load-balancer')) {
    return fact.data.type === 'application' && fact.data.isInternetFacing ? [fact.id] : [];
  }
  if (isOf(fact, 'aws.elbv2.target-group')) {
    return fact.data.targetType === 'alb' ? fact.data.targets.map(({ id }) => id) : [];
  }
  return [];
}

function isOf<K extends FactKind>(fact: Fact, wanted: K): fact is Fact<K> {
  return fact.kind === wanted;
}

// For a resource without one the answer is left empty.
const wireAnswer = z.object({ WebACL: z.object({ ARN: z.string() }).nullish() });

function webAclOf(response: Json): string | null {
  return wireAnswer.parse(response).WebACL?.ARN ?? null;
}

/** The fact of one resource; a gap on its id where the answer could not be had. */
async function collectAssociation({ transport, sink }: Reading, scope: Scope, arn: string): Promise<void> {
  const request = readOf(scope, 'wafv2:GetWebACLForResource', { ResourceArn: arn });
  const { pages, coverage } = await readAnswer(transport, request, '/WebACL', webAclOf);
  if (coverage.gap !== null) {
    sink.gap(kind, scope, arn, coverage.gap);
    return;
  }
  for (const { value: webAclId, evidence } of pages) {
    sink.fact({ kind, id: arn, name: null, scope, data: { id: arn, webAclId }, evidence: [evidence] });
  }
}
