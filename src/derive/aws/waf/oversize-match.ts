import type { WafField, WafStatement } from '../../../facts/aws/waf.js';

/** Which requests a statement matches whose body is larger than what is inspected of it. */
export type Extent = 'all' | 'some' | 'none';

/** What is known of such requests at a rule. */
export interface Oversize {
  /** How many bytes of the body are inspected. */
  readonly inspected: number;
  /** Whether every one of them bears the label, or one in the namespace. */
  readonly isOnAll: (key: string, scope: 'label' | 'namespace') => boolean;
}

export function oversizeMatch(statement: WafStatement, oversize: Oversize): Extent {
  switch (statement.type) {
    case 'size-constraint':
      return byHandling(statement.field) ?? sizeMatch(statement, oversize.inspected);
    case 'byte-match':
    case 'regex':
    case 'regex-pattern-set-reference':
    case 'sqli':
    case 'xss':
      return byHandling(statement.field) ?? 'some';
    case 'label-match':
      return oversize.isOnAll(statement.key, statement.scope) ? 'all' : 'some';
    case 'and':
      return both(statement.statements.map((each) => oversizeMatch(each, oversize)));
    case 'or':
      return inverse(both(statement.statements.map((each) => inverse(oversizeMatch(each, oversize)))));
    case 'not':
      return inverse(oversizeMatch(statement.statement, oversize));
    case 'geo':
    case 'asn-match':
    case 'ip-set-reference':
    case 'rate-based':
    case 'managed-rule-group':
    case 'rule-group-reference':
    case 'other':
      return 'some';
  }
}

/** Null where the handling leaves it to what was inspected. A body that is no JSON is nothing for a statement about JSON. */
function byHandling({ kind, oversizeHandling }: WafField): Extent | null {
  if (kind !== 'body' && kind !== 'json-body') return null;
  switch (oversizeHandling) {
    case 'match':
      return kind === 'body' ? 'all' : 'some';
    case 'no-match':
      return 'none';
    case 'continue':
    case null:
      return null;
  }
}

type SizeConstraint = Extract<WafStatement, { type: 'size-constraint' }>;

/** The size of what is inspected, not of the body, is compared, and that after it was transformed. */
function sizeMatch({ field, comparison, size, isAsSent }: SizeConstraint, inspected: number): Extent {
  if (field.kind !== 'body' || !isAsSent) return 'some';
  const holds = {
    EQ: inspected === size,
    NE: inspected !== size,
    LE: inspected <= size,
    LT: inspected < size,
    GE: inspected >= size,
    GT: inspected > size,
  };
  return holds[comparison] ? 'all' : 'none';
}

/** What meets all of them. */
export function both(extents: readonly Extent[]): Extent {
  if (extents.includes('none')) return 'none';
  return extents.includes('some') ? 'some' : 'all';
}

function inverse(extent: Extent): Extent {
  switch (extent) {
    case 'all':
      return 'none';
    case 'none':
      return 'all';
    case 'some':
      return 'some';
  }
}
