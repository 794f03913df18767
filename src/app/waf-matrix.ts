import type { WafMatrixRow } from '../core/run.js';
import { byScope } from '../core/scope.js';
import { wafCategories } from '../derive/aws/waf/categories.js';
import type { FactSource } from '../facts/fact-base.js';

/** What each web ACL does with each category of attacks, by scope and id: the rows of results/waf-matrix.json. */
export function wafMatrix(facts: FactSource): WafMatrixRow[] {
  return [...facts.scopes('aws.wafv2.web-acl')].sort(byScope).flatMap((scope) => {
    const protections = facts.partition('aws.wafv2.effective-protection', scope);
    return facts
      .partition('aws.wafv2.web-acl', scope)
      .facts()
      .map(({ id, name, data }): WafMatrixRow => {
        const gap = protections.gaps.get(id);
        const known = protections.find(id)?.data.cells ?? [];
        return {
          webAcl: id,
          name: name ?? (data.webAclName || null),
          scope,
          cells: wafCategories.map(({ id: category, files, title }) => {
            const cell = known.find((each) => each.category === category);
            const head = { category, files, title };
            // What is not blocked is so on its own evidence; that something is blocked rests on all that was read.
            if (cell !== undefined && (gap === undefined || cell.isShort)) {
              return { ...head, action: cell.action, by: cell.by, why: cell.why };
            }
            return { ...head, action: 'unknown', by: [], why: [gap?.text ?? 'it was not worked out'] };
          }),
        };
      });
  });
}
