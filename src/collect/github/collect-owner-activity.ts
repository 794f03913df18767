import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinGaps } from '../reading/gap.js';
import { type Reading, readItems } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { readOf } from './read-of.js';

/** More owners than any limit allows are a finding by their number, whatever they do. */
const mostOwners = 10;
/** Each costs a read an owner. */
const mostRepositories = 5;

interface People {
  readonly owners: readonly string[];
  /** How complete the owners are. */
  readonly coverage: Coverage;
  readonly repositories: readonly Repository[];
}

/** Reads what the owners last changed in the repositories that were pushed to last. That nothing is seen proves nothing. */
export async function collectOwnerActivity(
  reading: Reading,
  scope: Scope,
  { owners, coverage, repositories }: People,
): Promise<void> {
  const latest = [...repositories]
    .sort((a, b) => byCodeUnit(b.pushedAt ?? '', a.pushedAt ?? '') || byCodeUnit(a.data.id, b.data.id))
    .filter(({ data }) => data.defaultBranch !== null)
    .slice(0, mostRepositories);
  const asked = owners.length > mostOwners ? [] : owners;
  await Promise.all(asked.map((owner) => collectOne(reading, scope, owner, latest)));
  reading.sink.covered('github.org.owner-activity', scope, coverage);
}

interface Change {
  readonly at: string;
  readonly repository: string;
  readonly evidence: EvidenceRef;
}

async function collectOne(
  { transport, sink }: Reading,
  scope: Scope,
  owner: string,
  repositories: readonly Repository[],
): Promise<void> {
  const kind = 'github.org.owner-activity';
  const changes: Change[] = [];
  const read = await Promise.all(
    repositories.map((repository) =>
      readItems(transport, activityOf(repository, owner), {
        member: 'body',
        parse: (item) => activity.parse(item),
        onItem: ({ timestamp, actor }, evidence) => {
          const isOwn = actor?.login.toLowerCase() === owner.toLowerCase();
          if (isOwn) changes.push({ at: timestamp, repository: repository.data.id, evidence });
        },
      }),
    ),
  );
  const [last] = changes.sort((a, b) => byCodeUnit(b.at, a.at) || byCodeUnit(a.repository, b.repository));
  if (last !== undefined) {
    const { at, repository, evidence } = last;
    sink.fact({ kind, id: owner, name: null, scope, data: { id: owner, at, repository }, evidence: [evidence] });
    return;
  }
  // An owner who is seen to be active is so whatever else was not read.
  const gap = joinGaps(read.map((each) => each.gap));
  if (gap !== null) sink.gap(kind, scope, owner, gap);
}

// https://docs.github.com/en/rest/repos/repos#list-repository-activities
function activityOf({ scope }: Repository, actor: string) {
  return readOf(scope, 'GET /repos/{owner}/{repo}/activity', { actor, time_period: 'quarter' });
}

const activity = z.object({
  timestamp: z.iso.datetime(),
  actor: z.object({ login: z.string() }).nullable(),
});
