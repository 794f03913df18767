import { need } from '../../../core/check.js';
import type { Fact, FactView } from '../../../core/fact.js';
import type { EvidenceRef } from '../../../core/read.js';
import { managedRuleGroupId, type WafAction, type WafRule, type WafStatement } from '../../../facts/aws/waf.js';
import { byCodeUnit } from '../../../core/json.js';
import { type ManagedGroup, managedGroups, type ManagedRule } from './managed-groups.js';

type WebAcl = Fact<'aws.wafv2.web-acl'>;
type DescribedGroup = Fact<'aws.wafv2.managed-rule-group'>;

/** One rule that a request meets on its way through an ACL, those of groups in the place of their group. */
export interface Step {
  /** `crs`, `crs / GenericLFI_BODY`, `own-group / xss`: unlike any other step's. */
  readonly name: string;
  /** What it does to a request that it matches, once all overrides are counted. */
  readonly action: WafAction;
  /** Full names of the labels that it adds. */
  readonly labels: readonly string[];
  /** What a short name of a label is meant in. */
  readonly namespace: string;
  readonly matches:
    | { readonly type: 'statement'; readonly statement: WafStatement }
    | {
        readonly type: 'managed';
        readonly group: string;
        /** What it looks for; null in a group that the table lacks, of which nobody here knows. */
        readonly rule: ManagedRule | null;
        /** Whether what WAF says of the group's version was read, and names the rule. */
        readonly isRead: boolean;
        readonly scopeDown: WafStatement | null;
      }
    /** The rules of a group that could not be read. */
    | { readonly type: 'unread'; readonly group: string };
}

/** A group whose rules could not be read, by the id of the fact that would hold them. */
export interface UnreadGroup {
  readonly kind: 'aws.wafv2.rule-group' | 'aws.wafv2.managed-rule-group';
  readonly id: string;
}

interface Steps {
  readonly steps: readonly Step[];
  readonly unread: readonly UnreadGroup[];
  /** Rules that WAF names in a group of AWS, of which the table does not say what they look for. */
  readonly unlisted: readonly string[];
  readonly evidence: readonly EvidenceRef[];
}

/** What a verdict on what becomes of a request rests on, beside the ACL itself. */
export const aclNeeds = {
  acl: need('aws.wafv2.web-acl', { as: 'subject' }),
  ruleGroups: need('aws.wafv2.rule-group'),
  managedGroups: need('aws.wafv2.managed-rule-group'),
  ipSets: need('aws.wafv2.ip-set'),
  // Without all of them nobody can say that a network is not approved.
  approvals: need('approval', { within: 'all', completeness: 'population' }),
};

/** Groups are looked at without asking for all of them: one that was not read is no more than that. */
interface Groups {
  readonly ruleGroups: Pick<FactView<'aws.wafv2.rule-group'>, 'glimpseWhere'>;
  readonly managedGroups: Pick<FactView<'aws.wafv2.managed-rule-group'>, 'glimpseWhere'>;
}

/** Every rule in the order in which WAF weighs them: Firewall Manager's first groups, the ACL's own rules, its last groups. */
export function stepsOf(acl: WebAcl, groups: Groups): Steps {
  const { preProcessGroups, rules, postProcessGroups } = acl.data;
  const of = (group: WebAcl['data']['preProcessGroups'][number]): WafRule => ({
    ...group,
    action: null,
    ruleLabels: [],
  });
  const ordered = [
    ...byPriority(preProcessGroups.map(of)),
    ...byPriority(rules),
    ...byPriority(postProcessGroups.map(of)),
  ];
  const namespace = acl.data.labelNamespace ?? `${acl.id}:`;
  return joined(ordered.map((rule) => stepsOfRule(rule, namespace, groups)));
}

/** Priorities are unique in an ACL; where they are not, names decide, so that the order of the answer never does. */
function byPriority(rules: readonly WafRule[]): WafRule[] {
  return [...rules].sort((a, b) => a.priority - b.priority || byCodeUnit(a.name, b.name));
}

function joined(parts: readonly Steps[]): Steps {
  return {
    steps: parts.flatMap(({ steps }) => steps),
    unread: parts.flatMap(({ unread }) => unread),
    unlisted: parts.flatMap(({ unlisted }) => unlisted),
    evidence: parts.flatMap(({ evidence }) => evidence),
  };
}

function stepsOfRule(rule: WafRule, namespace: string, groups: Groups): Steps {
  const { statement } = rule;
  if (statement.type === 'managed-rule-group') return managedSteps(rule, statement, namespace, groups);
  if (statement.type === 'rule-group-reference') return ownGroupSteps(rule, statement, namespace, groups);
  return only(ownStep(rule.name, rule, afterOverride(rule, rule.action ?? 'other'), namespace));
}

function only(...steps: readonly Step[]): Steps {
  return { steps, unread: [], unlisted: [], evidence: [] };
}

function ownStep(name: string, rule: WafRule, action: WafAction, namespace: string): Step {
  const labels = rule.ruleLabels.map((label) => `${namespace}${label}`);
  return { name, action, labels, namespace, matches: { type: 'statement', statement: rule.statement } };
}

type OwnReference = Extract<WafStatement, { type: 'rule-group-reference' }>;
type ManagedReference = Extract<WafStatement, { type: 'managed-rule-group' }>;

function ownGroupSteps(rule: WafRule, reference: OwnReference, namespace: string, groups: Groups): Steps {
  const group = groups.ruleGroups.glimpseWhere('id', reference.arn);
  if (group === null) {
    const matches = { type: 'unread', group: reference.arn } as const;
    return {
      ...only({ name: rule.name, action: afterOverride(rule, 'other'), labels: [], namespace, matches }),
      unread: [{ kind: 'aws.wafv2.rule-group', id: reference.arn }],
    };
  }
  const within = group.data.labelNamespace ?? `${group.id}:`;
  const steps = byPriority(group.data.rules).map((each) =>
    ownStep(`${rule.name} / ${each.name}`, each, actionIn(rule, reference, each.name, each.action ?? 'other'), within),
  );
  return { ...only(...steps), evidence: group.evidence };
}

function managedSteps(rule: WafRule, reference: ManagedReference, namespace: string, groups: Groups): Steps {
  const id = managedRuleGroupId(reference.vendor, reference.name, reference.version);
  const known = reference.vendor === 'AWS' ? managedGroups.find(({ name }) => name === reference.name) : undefined;
  const described = groups.managedGroups.glimpseWhere('id', id);
  const listed = described?.data.rules ?? known?.rules.map(({ name }) => ({ name, action: 'block' as const })) ?? [];
  const steps = listed.map(({ name, action }): Step => {
    const found = known?.rules.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase()) ?? null;
    return {
      name: `${rule.name} / ${name}`,
      action: actionIn(rule, reference, name, action),
      labels: found === null ? [] : [spelled(found.label, described)],
      namespace,
      matches: {
        type: 'managed',
        group: id,
        // A rule that the table lacks in a group that it has is counted as looking for nothing, and said.
        rule: found ?? (known === undefined ? null : { name, label: '', covers: [] }),
        isRead: described !== null,
        scopeDown: reference.scopeDown,
      },
    };
  });
  const nobodyKnows = described === null && known === undefined;
  const matches = { type: 'unread', group: id } as const;
  return {
    steps: nobodyKnows
      ? [{ name: rule.name, action: afterOverride(rule, 'block'), labels: [], namespace, matches }]
      : steps,
    unread: described === null ? [{ kind: 'aws.wafv2.managed-rule-group', id }] : [],
    unlisted: unlistedOf(known, described),
    evidence: described?.evidence ?? [],
  };
}

/** The label as WAF itself spells it, where it says: labels are told apart by case. */
function spelled(label: string, described: DescribedGroup | null): string {
  const same = (other: string): boolean => other.toLowerCase() === label.toLowerCase();
  return described?.data.availableLabels.find(same) ?? label;
}

function unlistedOf(known: ManagedGroup | undefined, described: DescribedGroup | null): string[] {
  if (known === undefined || described === null) return [];
  const names = new Set(known.rules.map(({ name }) => name.toLowerCase()));
  return described.data.rules
    .filter(({ name }) => !names.has(name.toLowerCase()))
    .map(({ name }) => `${known.name} / ${name}`);
}

/** The group's override first, then the ACL's: an override of one rule, its exclusion (which counts), the whole group's. */
function actionIn(rule: WafRule, reference: OwnReference | ManagedReference, name: string, own: WafAction): WafAction {
  const override = reference.ruleActionOverrides.find((candidate) => candidate.name === name)?.action;
  const action = reference.excludedRules.includes(name) ? 'count' : (override ?? own);
  return afterOverride(rule, action);
}

function afterOverride({ overrideAction }: WafRule, action: WafAction): WafAction {
  switch (overrideAction) {
    case 'count':
      return 'count';
    case 'other':
      return 'other';
    case 'none':
    case null:
      return action;
  }
}
