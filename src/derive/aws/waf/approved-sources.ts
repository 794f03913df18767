import type { AddressSet } from '../../../core/net/address-set.js';
import type { WafStatement } from '../../../facts/aws/waf.js';

/**
 * Whether whatever the statement matches comes from approved networks: it asks for an IP set all of whose addresses are
 * approved. An address that a header states is the client's own word, and approves nothing.
 */
export function isFromApproved(
  statement: WafStatement,
  addressesOf: (arn: string) => AddressSet | null,
  approved: () => AddressSet,
): 'yes' | 'no' | 'unsaid' {
  switch (statement.type) {
    case 'and': {
      const parts = statement.statements.map((each) => isFromApproved(each, addressesOf, approved));
      if (parts.includes('yes')) return 'yes';
      return parts.includes('unsaid') ? 'unsaid' : 'no';
    }
    case 'or': {
      const parts = statement.statements.map((each) => isFromApproved(each, addressesOf, approved));
      if (parts.includes('no')) return 'no';
      return parts.includes('unsaid') ? 'unsaid' : 'yes';
    }
    case 'ip-set-reference': {
      if (statement.isForwarded) return 'no';
      const addresses = addressesOf(statement.arn);
      if (addresses === null) return 'unsaid';
      return approved().covers(addresses) ? 'yes' : 'no';
    }
    case 'not':
    case 'byte-match':
    case 'sqli':
    case 'xss':
    case 'size-constraint':
    case 'geo':
    case 'regex':
    case 'regex-pattern-set-reference':
    case 'asn-match':
    case 'label-match':
    case 'rate-based':
    case 'managed-rule-group':
    case 'rule-group-reference':
    case 'other':
      return 'no';
  }
}
