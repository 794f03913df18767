import type { FactView } from '../../../core/fact.js';
import { AddressSet } from '../../../core/net/address-set.js';
import type { EvidenceRef } from '../../../core/read.js';
import { approvedNetworks } from '../approvals.js';
import { isFromApproved } from './approved-sources.js';
import { statementText } from './statement-text.js';
import type { Step, UnreadGroup } from './steps.js';

type Unread = UnreadGroup | { readonly kind: 'aws.wafv2.ip-set'; readonly id: string };

/** Whether a rule lets requests by whatever stands behind it, but for those that come from approved networks. */
export interface LetBy {
  /** `unsaid`: nobody knows what the rule does, or whom it lets by. */
  readonly says: 'yes' | 'no' | 'unsaid';
  /** `office allows requests by their address (office)` */
  readonly text: string;
  /** What was read of the IP sets that the answer rests on. */
  readonly evidence: readonly EvidenceRef[];
  readonly unread: readonly Unread[];
}

/** The answer for one rule. `isMet`: whether any request in question meets it. */
export function letBy(step: Step, ipSets: FactView<'aws.wafv2.ip-set'>, approvals: FactView<'approval'>): LetBy {
  const { matches, action, name } = step;
  const nothing = { text: '', evidence: [], unread: [] };
  if (matches.type === 'unread') {
    // What only counts lets nothing by, whatever its rules are.
    return { ...nothing, says: action === 'count' ? 'no' : 'unsaid', text: `what ${matches.group} does was not read` };
  }
  if (action === 'other') return { ...nothing, says: 'unsaid', text: `what ${name} does is not known` };
  if (action !== 'allow') return { ...nothing, says: 'no' };
  if (matches.type === 'managed') return { ...nothing, says: 'yes', text: `${name} allows what it matches` };
  const evidence: EvidenceRef[] = [];
  const unread: Unread[] = [];
  const approved = isFromApproved(
    matches.statement,
    (arn) => {
      const set = ipSets.glimpseWhere('id', arn);
      if (set === null) unread.push({ kind: 'aws.wafv2.ip-set', id: arn });
      else evidence.push(...set.evidence);
      return set === null ? null : AddressSet.ofCidrs(set.data.addresses);
    },
    () => approvedNetworks(approvals).addresses,
  );
  const text = `${name} allows ${statementText(matches.statement)}`;
  return { says: ({ yes: 'no', no: 'yes', unsaid: 'unsaid' } as const)[approved], text, evidence, unread };
}
