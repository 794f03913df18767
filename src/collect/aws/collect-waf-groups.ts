import type { Coverage, FactKind, FactKinds } from '../../core/fact.js';
import { byCodeUnit, type JsonObject } from '../../core/json.js';
import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { managedRuleGroupId } from '../../facts/aws/waf.js';
import { type ManagedGroup, parseIpSet, parseManagedGroup, parseManagedVersions, parseRuleGroup } from './parse-waf.js';
import { type Answer, readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { type Reading } from '../reading/read-items.js';
import { addReferences, type WafReferences } from './waf-references.js';

/** Where the reads and facts belong, and how WAF's requests name that. */
export interface WafPlace extends Reading {
  readonly scope: Scope;
  readonly wafScope: FactKinds['aws.wafv2.web-acl']['wafScope'];
}

/** The kinds that are read because an ACL refers to them. */
export const referencedKinds = [
  'aws.wafv2.ip-set',
  'aws.wafv2.rule-group',
  'aws.wafv2.managed-rule-group',
  'aws.wafv2.managed-rule-group-versions',
] as const satisfies readonly FactKind[];

/**
 * Reads what the ACLs of a scope refer to, each thing once however many refer to it, and what the rule groups among it
 * refer to. What cannot be read is a gap on its id; `listed` says how complete the ACLs that refer came in.
 */
export async function collectReferenced(place: WafPlace, references: WafReferences, listed: Coverage): Promise<void> {
  const arns = [...references.ruleGroups].sort(byCodeUnit);
  const groups = await Promise.all(arns.map((arn) => readRuleGroup(place, arn)));
  for (const rules of groups) for (const { statement } of rules) addReferences(statement, references);
  const managed = [...references.managedGroups.values()];
  const pinned = managed.filter(({ version }) => version !== null).map((group) => ({ ...group, version: null }));
  const versioned = new Map(pinned.map((group) => [groupId(group), group]));
  await Promise.all([
    ...[...references.ipSets].sort(byCodeUnit).map((arn) => readIpSet(place, arn)),
    ...managed.map((group) => readManagedGroup(place, group)),
    ...[...versioned.values()].map((group) => readVersions(place, group)),
  ]);
  for (const kind of referencedKinds) place.sink.covered(kind, place.scope, listed);
}

/** Resolves to the rules of the group; to none where it could not be read. */
async function readRuleGroup(place: WafPlace, arn: string): Promise<FactKinds['aws.wafv2.rule-group']['rules']> {
  const request = readOf(place.scope, 'wafv2:GetRuleGroup', { ARN: arn });
  const answer = await readAnswer(place.transport, request, '/RuleGroup', parseRuleGroup);
  put(place, 'aws.wafv2.rule-group', arn, answer);
  return answer.pages.flatMap(({ value }) => value.rules);
}

// arn:<partition>:wafv2:<region>:<account>:<regional|global>/ipset/<name>/<id>
const ipSetArn = /^arn:[^:]+:wafv2:[^:]*:[^:]*:[^/]+\/ipset\/(?<name>[^/]+)\/(?<id>[^/]+)$/;

async function readIpSet(place: WafPlace, arn: string): Promise<void> {
  const { name, id } = ipSetArn.exec(arn)?.groups ?? {};
  if (name === undefined || id === undefined) {
    const gap: Gap = { reason: 'unsupported', reads: [], text: `${arn} is not the ARN of an IP set` };
    place.sink.gap('aws.wafv2.ip-set', place.scope, arn, gap);
    return;
  }
  const request = readOf(place.scope, 'wafv2:GetIPSet', { Name: name, Id: id, Scope: place.wafScope });
  put(place, 'aws.wafv2.ip-set', arn, await readAnswer(place.transport, request, '/IPSet', parseIpSet));
}

/**
 * A version that has expired is not described. WAF weighs requests by the default one then, which is described in its place.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-managed-rule-groups-versioning-lifecycle.html
 */
async function readManagedGroup(place: WafPlace, group: ManagedGroup): Promise<void> {
  const describe = (asked: JsonObject, isExpired: boolean) => {
    const request = readOf(place.scope, 'wafv2:DescribeManagedRuleGroup', { ...inputOf(place, group), ...asked });
    return readAnswer(place.transport, request, '', (page) => parseManagedGroup(page, group, isExpired));
  };
  const answer = await describe(group.version === null ? {} : { VersionName: group.version }, false);
  const hasExpired = answer.ending.end?.error?.code === 'WAFExpiredManagedRuleGroupVersionException';
  put(place, 'aws.wafv2.managed-rule-group', groupId(group), hasExpired ? await describe({}, true) : answer);
}

async function readVersions(place: WafPlace, group: ManagedGroup): Promise<void> {
  const kind = 'aws.wafv2.managed-rule-group-versions';
  const { vendor, name: groupName } = group;
  const id = groupId(group);
  const request = readOf(place.scope, 'wafv2:ListAvailableManagedRuleGroupVersions', inputOf(place, group));
  const { pages, ...answer } = await readAnswer(place.transport, request, '/Versions', parseManagedVersions);
  const [first] = pages;
  const value = {
    id,
    vendor,
    groupName,
    currentDefaultVersion: first?.value.currentDefaultVersion ?? null,
    versions: pages.flatMap((page) => page.value.versions),
  };
  put(place, kind, id, { ...answer, pages: pages.map(({ evidence }) => ({ value, evidence })) });
}

function groupId({ vendor, name, version }: ManagedGroup): string {
  return managedRuleGroupId(vendor, name, version);
}

function inputOf({ wafScope }: WafPlace, { vendor, name }: ManagedGroup): JsonObject {
  return { VendorName: vendor, Name: name, Scope: wafScope };
}

/** The fact that the answer is about, and a gap on its id where the answer is not whole. */
function put<K extends FactKind>(
  { sink, scope }: WafPlace,
  kind: K,
  id: string,
  { pages, coverage }: Pick<Answer<FactKinds[K]>, 'pages' | 'coverage'>,
): void {
  const [first] = pages;
  if (coverage.gap !== null) sink.gap(kind, scope, id, coverage.gap);
  if (first === undefined) return;
  sink.fact({ kind, id, name: null, scope, data: first.value, evidence: pages.map(({ evidence }) => evidence) });
}
