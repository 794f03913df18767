import type { FactView } from '../../../core/fact.js';
import type { Gap } from '../../../core/read.js';

interface Views {
  readonly ruleGroups: FactView<'aws.wafv2.rule-group'>;
  readonly managedGroups: FactView<'aws.wafv2.managed-rule-group'>;
  readonly ipSets: FactView<'aws.wafv2.ip-set'>;
}

interface Unread {
  readonly kind: 'aws.wafv2.rule-group' | 'aws.wafv2.managed-rule-group' | 'aws.wafv2.ip-set';
  readonly id: string;
}

/** Why each could not be read; of one that nobody tried to read, that it is not among what was. */
export function unreadGaps(unread: readonly Unread[], { ruleGroups, managedGroups, ipSets }: Views): Gap[] {
  return unread.flatMap(({ kind, id }): readonly Gap[] => {
    const found = {
      'aws.wafv2.rule-group': ruleGroups,
      'aws.wafv2.managed-rule-group': managedGroups,
      'aws.wafv2.ip-set': ipSets,
    }[kind].get(id);
    if (found.state === 'unknown') return found.gaps;
    return [{ reason: 'unresolved', reads: [], text: `${id} is not among what was read` }];
  });
}
