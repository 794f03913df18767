import type { WafField, WafStatement } from '../../../facts/aws/waf.js';
import { shortList } from '../short-list.js';

/** What a statement goes by, in words: `requests by their path and their country`. */
export function statementText(statement: WafStatement): string {
  const kinds = [...new Set(kindsOf(statement))];
  const [first] = kinds;
  return first === undefined ? 'every request' : `requests by ${shortList(kinds, ' and ')}`;
}

function kindsOf(statement: WafStatement): string[] {
  switch (statement.type) {
    case 'and':
    case 'or':
      return statement.statements.flatMap(kindsOf);
    case 'not':
      return kindsOf(statement.statement);
    case 'byte-match':
    case 'regex':
    case 'regex-pattern-set-reference':
    case 'size-constraint':
      return [`their ${fieldText(statement.field)}`];
    case 'sqli':
    case 'xss':
      return [`their ${fieldText(statement.field)}${statement.isDecoded ? '' : ' without decoding it'}`];
    case 'geo':
      return [`their country${forwarded(statement)}`];
    case 'asn-match':
      return [`their network's number${forwarded(statement)}`];
    case 'ip-set-reference':
      return [`their address (${nameIn(statement.arn)})${forwarded(statement)}`];
    case 'label-match':
      return [`the label ${statement.key}`];
    case 'rate-based':
      return ['their rate', ...(statement.scopeDown === null ? [] : kindsOf(statement.scopeDown))];
    case 'managed-rule-group':
      return [`the group ${statement.name}`];
    case 'rule-group-reference':
      return [`the group ${nameIn(statement.arn)}`];
    case 'other':
      return [statement.name];
  }
}

function forwarded({ isForwarded }: { readonly isForwarded: boolean }): string {
  return isForwarded ? ' as a header says it' : '';
}

function fieldText({ kind, name }: WafField): string {
  const text = kind === 'uri-path' ? 'path' : kind.replaceAll('-', ' ');
  return name === null ? text : `${text} ${name}`;
}

/** `arn:aws:wafv2:…:regional/ipset/office/1a2b` → `office`. */
function nameIn(arn: string): string {
  return arn.split('/').at(-2) ?? arn;
}
