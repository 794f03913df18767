import type { Population, WafMatrixRow } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import type { WafMatrix } from './model-types.js';

/** The matrix as the report has it, and what is missing from it. */
export function wafMatrixOf({
  wafMatrix,
  populations,
}: {
  readonly wafMatrix: readonly WafMatrixRow[] | null;
  readonly populations: readonly Population[];
}): WafMatrix {
  if (wafMatrix === null) {
    return { rows: [], empty: 'The pack is of a version of the tool that did not read web ACLs.', missing: [] };
  }
  const acls = populations.filter(({ kind }) => kind === 'aws.wafv2.web-acl');
  const missing = acls.flatMap(({ scope, gap }) => (gap === null ? [] : [`${scopeId(scope)}: ${gap.text}`]));
  if (wafMatrix.length > 0) return { rows: wafMatrix, empty: null, missing };
  if (acls.length === 0) return { rows: [], empty: 'No web ACLs were listed in this run.', missing };
  const whole = missing.length === 0 ? 'There is no web ACL in any scope that was read.' : 'No web ACL could be read.';
  return { rows: [], empty: whole, missing };
}
