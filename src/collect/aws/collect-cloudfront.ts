import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { forEachPage } from '../transport/drain.js';
import { joinGaps } from '../reading/gap.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { distributionsOf, parseDistribution } from './parse-cloudfront.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, understood, unsupported } from '../reading/read-items.js';

const kind = 'aws.cloudfront.distribution';
const list = '/DistributionList/Items';

/** Reads the distributions of the account, which are in no region. */
export async function collectDistributions({ transport, sink }: Reading, scope: Scope): Promise<void> {
  const request = readOf(scope, 'cloudfront:ListDistributions');
  const problems: Gap[] = [];
  const keep = eachOnce<ParsedItem<typeof kind>>(
    (item, evidence) => sink.fact({ kind, ...item, scope, evidence: [evidence] }),
    ({ id }, { read }) => {
      const text = `${id} was listed twice with different content: it changed while it was read`;
      sink.gap(kind, scope, id, { reason: 'unresolved', reads: [read], text });
    },
  );
  const ending = await forEachPage(transport, request, (page) => {
    let items: readonly unknown[] = [];
    const note = (problem: string | null): void => {
      if (problem !== null) problems.push(unsupported(request, page, problem));
    };
    note(understood(() => (items = distributionsOf(page.response))));
    for (const [index, item] of items.entries()) {
      const pointer = `${list}/${index}`;
      const problem = understood(() => keep(parseDistribution(item), { read: page.key, page: page.page, pointer }));
      note(problem === null ? null : `${pointer}${problem}`);
    }
  });
  sink.covered(kind, scope, {
    gap: joinGaps([ending.gap, ...problems]),
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  });
}
