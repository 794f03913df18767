import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import { type At, partOf, whole } from './parse-overview-part.js';

type Reports = FactKinds['github.commit-checks']['reports'];

/** What was reported on the last commit of a pull request. */
export interface CheckedHead {
  readonly sha: string;
  readonly runs: Reports;
  readonly statuses: Reports;
  readonly evidence: EvidenceRef;
}

const wireCommit = z.object({
  oid: z.string(),
  status: z.object({ contexts: z.array(z.object({ context: z.string(), state: z.string() })) }).nullable(),
  checkSuites: z.object({
    totalCount: z.int(),
    nodes: z.array(
      z.object({
        app: z.object({ databaseId: z.int() }).nullable(),
        checkRuns: z.object({
          totalCount: z.int(),
          nodes: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })),
        }),
      }),
    ),
  }),
});

const wireChecks = z.object({
  pullRequests: z.object({
    nodes: z.array(z.object({ commits: z.object({ nodes: z.array(z.object({ commit: wireCommit })) }) })),
  }),
});

/** Only the commits of which every report came. */
export function parseChecks(response: unknown, at: At): readonly CheckedHead[] | null {
  const wire = partOf(response, 'checks', wireChecks);
  if (wire === null) return null;
  return wire.pullRequests.nodes.flatMap(({ commits }, index) => {
    const [last] = commits.nodes;
    const runs = last === undefined ? null : runsOf(last.commit);
    if (last === undefined || runs === null) return [];
    const { oid: sha, status } = last.commit;
    const evidence = at(`/checks/pullRequests/nodes/${index}/commits/nodes/0/commit`);
    return [{ sha, runs, statuses: statusesOf(status?.contexts ?? []), evidence }];
  });
}

/** Null where a list is longer than its page. */
function runsOf({ checkSuites }: z.infer<typeof wireCommit>): Reports | null {
  const suites = whole(checkSuites)?.map(({ app, checkRuns }) =>
    whole(checkRuns)?.map(({ name, conclusion }) => ({
      context: name,
      appId: app?.databaseId ?? null,
      conclusion: conclusion?.toLowerCase() ?? null,
    })),
  );
  if (suites === undefined || suites.includes(undefined)) return null;
  return suites.flatMap((each) => each ?? []);
}

function statusesOf(contexts: readonly { readonly context: string; readonly state: string }[]): Reports {
  return contexts.map(({ context, state }) => {
    const isPending = state === 'PENDING' || state === 'EXPECTED';
    return { context, appId: null, conclusion: isPending ? null : state.toLowerCase() };
  });
}
