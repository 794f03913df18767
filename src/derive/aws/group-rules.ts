import type { Fact, FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import { type Direction, portsOf, ruleEvidence, ruleText } from './ingress.js';

type Group = Fact<'aws.ec2.security-group'>;
type Rule = FactKinds['aws.ec2.security-group']['ingress'][number];

/** One rule as it is written, whatever its sources mean. */
export interface WrittenRule {
  readonly direction: Direction;
  /** CIDR blocks, prefix lists and groups, in the order of the API's answer; for egress these are its destinations. */
  readonly sources: readonly string[];
  /** Source → why it is there. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceRef[];
  /** `tcp/22 from 10.0.0.0/8, sg-2`, with these sources or all of its own. */
  text(sources?: readonly string[]): string;
}

/** All rules of a group, those that let in first. */
export function writtenRulesOf(group: Group): WrittenRule[] {
  return [...rulesIn(group, 'ingress'), ...rulesIn(group, 'egress')];
}

function rulesIn(group: Group, direction: Direction): WrittenRule[] {
  return group.data[direction].map((rule, index): WrittenRule => {
    const sources = sourcesOf(rule);
    return {
      direction,
      sources,
      descriptions: rule.descriptions,
      evidence: ruleEvidence(group, index, direction),
      text: (some = sources) => ruleText(portsOf(rule).toString(), direction, some),
    };
  });
}

function sourcesOf({ v4, v6, lists, groups }: Rule): string[] {
  return [...v4, ...v6, ...lists, ...groups.map(({ id }) => id)];
}
