import type { FactKinds } from '../../core/fact.js';
import { managedRuleGroupId, type WafStatement } from '../../facts/aws/waf.js';
import type { ManagedGroup } from './parse-waf.js';

/** What rules refer to, each thing once. */
export interface WafReferences {
  /** ARNs. */
  readonly ipSets: Set<string>;
  /** ARNs. */
  readonly ruleGroups: Set<string>;
  /** By the ids of their facts. */
  readonly managedGroups: Map<string, ManagedGroup>;
}

export function noReferences(): WafReferences {
  return { ipSets: new Set(), ruleGroups: new Set(), managedGroups: new Map() };
}

/** Every statement of an ACL, Firewall Manager's groups included. */
export function statementsOf(acl: FactKinds['aws.wafv2.web-acl']): readonly WafStatement[] {
  return [...acl.preProcessGroups, ...acl.rules, ...acl.postProcessGroups].map(({ statement }) => statement);
}

/** Adds what a statement refers to, at any depth. */
export function addReferences(statement: WafStatement, to: WafReferences): void {
  switch (statement.type) {
    case 'ip-set-reference':
      to.ipSets.add(statement.arn);
      return;
    case 'rule-group-reference':
      to.ruleGroups.add(statement.arn);
      return;
    case 'managed-rule-group': {
      const { vendor, name, version, scopeDown } = statement;
      to.managedGroups.set(managedRuleGroupId(vendor, name, version), { vendor, name, version });
      if (scopeDown !== null) addReferences(scopeDown, to);
      return;
    }
    case 'rate-based':
      if (statement.scopeDown !== null) addReferences(statement.scopeDown, to);
      return;
    case 'and':
    case 'or':
      for (const inner of statement.statements) addReferences(inner, to);
      return;
    case 'not':
      addReferences(statement.statement, to);
      return;
    case 'byte-match':
    case 'sqli':
    case 'xss':
    case 'size-constraint':
    case 'geo':
    case 'regex':
    case 'regex-pattern-set-reference':
    case 'asn-match':
    case 'label-match':
    case 'other':
      return;
  }
}
