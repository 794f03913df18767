import type { Coverage, FactKind, FactKinds } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectReferenced, referencedKinds, type WafPlace } from './collect-waf-groups.js';
import { joinCoverage, joinGaps } from '../reading/gap.js';
import { parseResources, parseWebAcl, parseWebAclSummary, type WebAclSummary } from './parse-waf.js';
import { loggingConfigurations } from './parse-waf-logging.js';
import { readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readFacts, readItems } from '../reading/read-items.js';
import { addReferences, noReferences, statementsOf } from './waf-references.js';

export const wafKinds = [
  'aws.wafv2.web-acl',
  'aws.wafv2.logging-configuration',
  ...referencedKinds,
] as const satisfies readonly FactKind[];

/** Reads the web ACLs of a region, what they refer to, where they log to and what they are in front of. */
export async function collectRegionalWaf(reading: Reading, scope: Scope): Promise<void> {
  await collectWaf({ ...reading, scope, wafScope: 'REGIONAL' });
}

/** Reads the web ACLs of CloudFront, which an account has once. CloudFront, not WAF, says what they are in front of. */
export async function collectCloudFrontWaf(reading: Reading, scope: Scope): Promise<void> {
  await collectWaf({ ...reading, scope, wafScope: 'CLOUDFRONT' });
}

async function collectWaf(place: WafPlace): Promise<void> {
  await Promise.all([collectWebAcls(place), collectLogging(place)]);
}

async function collectWebAcls(place: WafPlace): Promise<void> {
  const summaries: { readonly summary: WebAclSummary; readonly evidence: EvidenceRef }[] = [];
  const listed = await readItems(place.transport, readOf(place.scope, 'wafv2:ListWebACLs', { Scope: place.wafScope }), {
    member: 'WebACLs',
    parse: parseWebAclSummary,
    onItem: eachOnce<WebAclSummary>((summary, evidence) => summaries.push({ summary, evidence })),
  });
  const acls = await Promise.all(summaries.map(({ summary, evidence }) => readWebAcl(place, summary, evidence)));
  const references = noReferences();
  for (const acl of acls.flat()) for (const statement of statementsOf(acl)) addReferences(statement, references);
  place.sink.covered('aws.wafv2.web-acl', place.scope, listed);
  await collectReferenced(place, references, listed);
}

type WebAcl = FactKinds['aws.wafv2.web-acl'];

/** Resolves to the ACL; to none where it could not be read, which is a gap on its id. */
async function readWebAcl(place: WafPlace, summary: WebAclSummary, listed: EvidenceRef): Promise<readonly WebAcl[]> {
  const { transport, sink, scope, wafScope } = place;
  const { id, name, wafId } = summary;
  const request = readOf(scope, 'wafv2:GetWebACL', { Name: name, Id: wafId, Scope: wafScope });
  const [acl, resources] = await Promise.all([
    readAnswer(transport, request, '/WebACL', (page) => parseWebAcl(page, wafScope)),
    wafScope === 'REGIONAL' ? readResources(place, id) : { arns: null, evidence: [], gap: null },
  ]);
  const gap = joinGaps([acl.coverage.gap, resources.gap]);
  if (gap !== null) sink.gap('aws.wafv2.web-acl', scope, id, gap);
  return acl.pages.map(({ value, evidence: own }) => {
    const data: WebAcl = { ...value, resourceArns: resources.arns };
    const evidence = [listed, own, ...resources.evidence];
    sink.fact({ kind: 'aws.wafv2.web-acl', id, name: data.webAclName, scope, data, evidence });
    return data;
  });
}

// https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html. Amplify's ACLs are CloudFront's.
const resourceTypes = [
  'APPLICATION_LOAD_BALANCER',
  'API_GATEWAY',
  'APPSYNC',
  'COGNITO_USER_POOL',
  'APP_RUNNER_SERVICE',
  'VERIFIED_ACCESS_INSTANCE',
  'AGENTCORE_GATEWAY',
] as const;

interface Resources {
  readonly arns: string[];
  readonly evidence: readonly EvidenceRef[];
  readonly gap: Gap | null;
}

/** What an ACL is in front of: one read a type of resource, since none asks for all of them. */
async function readResources({ transport, scope }: WafPlace, arn: string): Promise<Resources> {
  const each = await Promise.all(
    resourceTypes.map(async (type): Promise<Resources> => {
      const request = readOf(scope, 'wafv2:ListResourcesForWebACL', { WebACLArn: arn, ResourceType: type });
      const { pages, coverage, ending } = await readAnswer(transport, request, '/ResourceArns', parseResources);
      // A region without such resources has none. That the ACL is gone is another absence, and leaves open what it had.
      const isUnknownType = ending.outcome === 'absent' && ending.end?.error?.code === invalidParameter;
      const shown = pages.filter(({ value }) => value.length > 0);
      return {
        arns: shown.flatMap(({ value }) => value),
        evidence: shown.map(({ evidence }) => evidence),
        gap: isUnknownType ? null : coverage.gap,
      };
    }),
  );
  return {
    arns: [...new Set(each.flatMap(({ arns }) => arns))],
    evidence: each.flatMap(({ evidence }) => evidence),
    gap: joinGaps(each.map(({ gap }) => gap)),
  };
}

const invalidParameter = 'WAFInvalidParameterException';

// https://docs.aws.amazon.com/waf/latest/APIReference/API_ListLoggingConfigurations.html
const logScopes = ['CUSTOMER', 'SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED'] as const;

/** Where the ACLs of the scope log to, whoever set that up: one list each, rather than one read an ACL. */
async function collectLogging({ transport, sink, scope, wafScope }: WafPlace): Promise<void> {
  const shown = new Set<string>();
  const once: Pick<Reading['sink'], 'fact' | 'gap'> = {
    gap: (...gap) => sink.gap(...gap),
    fact(fact) {
      if (!shown.has(fact.id)) sink.fact(fact);
      shown.add(fact.id);
    },
  };
  const [first, ...more]: readonly Coverage[] = await Promise.all(
    logScopes.map((LogScope) => {
      const request = readOf(scope, 'wafv2:ListLoggingConfigurations', { Scope: wafScope, LogScope });
      return readFacts({ transport, sink: once }, request, loggingConfigurations);
    }),
  );
  if (first !== undefined) sink.covered(loggingConfigurations.kind, scope, joinCoverage(first, more));
}
