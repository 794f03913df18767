import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import { managedRuleGroupId, type WafAction, wafFacts, type WafRule } from '../../facts/aws/waf.js';
import { freeText } from '../reading/item-parser.js';
import { block } from './item-parser.js';
import { wireAction, wireStatement } from './parse-waf-statements.js';
import { tagged } from './parse-waf-tagged.js';

type Override = 'none' | 'count' | 'other';

const wireOverride = tagged<Override>(
  {
    None: z.unknown().transform((): Override => 'none'),
    Count: z.unknown().transform((): Override => 'count'),
  },
  () => 'other',
);

const wireRule = z
  .object({
    Name: freeText,
    Priority: z.int(),
    Action: wireAction.optional(),
    OverrideAction: wireOverride.optional(),
    RuleLabels: z.array(z.object({ Name: z.string() })).default([]),
    Statement: wireStatement,
  })
  .transform(
    (rule): WafRule => ({
      name: rule.Name,
      priority: rule.Priority,
      action: rule.Action ?? null,
      overrideAction: rule.OverrideAction ?? null,
      ruleLabels: rule.RuleLabels.map(({ Name }) => Name),
      statement: rule.Statement,
    }),
  );

const wireManagerGroup = z
  .object({
    Name: freeText,
    Priority: z.int(),
    OverrideAction: wireOverride,
    FirewallManagerStatement: wireStatement,
  })
  .transform((group) => ({
    name: group.Name,
    priority: group.Priority,
    overrideAction: group.OverrideAction,
    statement: group.FirewallManagerStatement,
  }));

const limitsKb = { KB_8: 8, KB_16: 16, KB_32: 32, KB_48: 48, KB_64: 64 } as const;
const wireLimit = z
  .object({ DefaultSizeInspectionLimit: z.enum(['KB_8', 'KB_16', 'KB_32', 'KB_48', 'KB_64']) })
  .transform(({ DefaultSizeInspectionLimit }) => limitsKb[DefaultSizeInspectionLimit]);

const wireWebAcl = z.object({
  ARN: z.string(),
  Name: freeText,
  DefaultAction: wireAction.pipe(z.enum(['allow', 'block'])),
  // An ACL without rules has an empty list.
  Rules: z.array(wireRule),
  PreProcessFirewallManagerRuleGroups: z.array(wireManagerGroup).default([]),
  PostProcessFirewallManagerRuleGroups: z.array(wireManagerGroup).default([]),
  ManagedByFirewallManager: z.boolean().default(false),
  LabelNamespace: z.string().optional(),
  AssociationConfig: z
    .object({ RequestBody: z.record(z.string(), wireLimit).default({}) })
    .default({ RequestBody: {} }),
});

type WebAcl = FactKinds['aws.wafv2.web-acl'];

/** An ACL but for what it is in front of. */
export function parseWebAcl(page: unknown, wafScope: WebAcl['wafScope']): WebAcl {
  const { WebACL: wire } = z.object({ WebACL: wireWebAcl }).parse(page);
  return wafFacts['aws.wafv2.web-acl'].parse({
    id: wire.ARN,
    webAclName: wire.Name,
    wafScope,
    defaultAction: wire.DefaultAction,
    rules: wire.Rules,
    preProcessGroups: wire.PreProcessFirewallManagerRuleGroups,
    postProcessGroups: wire.PostProcessFirewallManagerRuleGroups,
    managedByFirewallManager: wire.ManagedByFirewallManager,
    labelNamespace: wire.LabelNamespace,
    bodyInspectionKb: wire.AssociationConfig.RequestBody,
  });
}

const wireSummary = z.object({ ARN: z.string(), Id: z.string(), Name: z.string() });

export interface WebAclSummary {
  /** The ARN. */
  readonly id: string;
  readonly name: string;
  /** WAF's own id, which a request for the rest needs beside the name. */
  readonly wafId: string;
}

export function parseWebAclSummary(item: unknown): WebAclSummary {
  const { ARN, Id, Name } = wireSummary.parse(item);
  return { id: ARN, name: Name, wafId: Id };
}

const wireRuleGroup = z.object({
  ARN: z.string(),
  Name: freeText,
  LabelNamespace: z.string().optional(),
  Rules: z.array(wireRule),
});

export function parseRuleGroup(page: unknown): FactKinds['aws.wafv2.rule-group'] {
  const { RuleGroup: wire } = z.object({ RuleGroup: wireRuleGroup }).parse(page);
  return wafFacts['aws.wafv2.rule-group'].parse({
    id: wire.ARN,
    ruleGroupName: wire.Name,
    labelNamespace: wire.LabelNamespace,
    rules: wire.Rules,
  });
}

const wireIpSet = z.object({
  ARN: z.string(),
  Name: freeText,
  IPAddressVersion: z.enum(['IPV4', 'IPV6']),
  Addresses: z.array(block),
});

export function parseIpSet(page: unknown): FactKinds['aws.wafv2.ip-set'] {
  const { IPSet: wire } = z.object({ IPSet: wireIpSet }).parse(page);
  return { id: wire.ARN, ipSetName: wire.Name, version: wire.IPAddressVersion, addresses: wire.Addresses };
}

const wireManagedGroup = z.object({
  VersionName: z.string().optional(),
  Capacity: z.int().optional(),
  LabelNamespace: z.string().optional(),
  Rules: z.array(z.object({ Name: z.string(), Action: wireAction })),
  AvailableLabels: z.array(z.object({ Name: z.string() })).default([]),
});

export interface ManagedGroup {
  readonly vendor: string;
  readonly name: string;
  readonly version: string | null;
}

/** A managed group in the version that is asked for; `isExpired` where the default one was described in its place. */
export function parseManagedGroup(
  page: unknown,
  { vendor, name, version }: ManagedGroup,
  isExpired: boolean,
): FactKinds['aws.wafv2.managed-rule-group'] {
  const wire = wireManagedGroup.parse(page);
  return wafFacts['aws.wafv2.managed-rule-group'].parse({
    id: managedRuleGroupId(vendor, name, version),
    vendor,
    groupName: name,
    version,
    isExpired,
    describedVersion: wire.VersionName,
    labelNamespace: wire.LabelNamespace,
    capacity: wire.Capacity,
    rules: wire.Rules.map((rule): { name: string; action: WafAction } => ({ name: rule.Name, action: rule.Action })),
    availableLabels: wire.AvailableLabels.map((label) => label.Name),
  });
}

const wireVersions = z.object({
  CurrentDefaultVersion: z.string().optional(),
  Versions: z.array(z.object({ Name: z.string(), LastUpdateTimestamp: z.string().optional() })),
});

type Versions = Pick<FactKinds['aws.wafv2.managed-rule-group-versions'], 'currentDefaultVersion' | 'versions'>;

/** The versions that one page lists. */
export function parseManagedVersions(page: unknown): Versions {
  const { CurrentDefaultVersion = null, Versions } = wireVersions.parse(page);
  return {
    currentDefaultVersion: CurrentDefaultVersion,
    versions: Versions.map(({ Name, LastUpdateTimestamp = null }) => ({ name: Name, lastUpdate: LastUpdateTimestamp })),
  };
}

/** What a web ACL is in front of, of the type of resource that was asked for. */
export function parseResources(page: unknown): readonly string[] {
  return z.object({ ResourceArns: z.array(z.string()) }).parse(page).ResourceArns;
}
