import { checkRunsOf, type KnownCheck } from '../checks.js';
import { baseOfPull, commitsOfPull, headOfPull, mergeShaOf, stateOf } from '../history.js';
import type { PullRequest, Review } from '../scenario-changes.js';
import { created } from '../shapes/account.js';
import type { Viewer } from '../viewer.js';
import { nodeId, type Place } from '../world.js';
import { actor } from './actors.js';
import { connection } from './connection.js';
import { check } from './refused.js';

type Page = Parameters<typeof connection>[1];

interface Wanted extends Page {
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

export function pullRequests(viewer: Viewer, place: Place, wanted: Wanted): object {
  check(viewer, place, { permission: 'pull_requests:read', publicToo: true });
  const { states, baseRefName, orderBy } = wanted;
  if (orderBy?.field !== 'UPDATED_AT' || orderBy.direction !== 'DESC') throw new Error('teach the peer this order');
  const { repository } = place;
  const dated = ({ mergedAt }: PullRequest): number => Date.parse(mergedAt ?? created) || 0;
  const all = (repository.pulls ?? [])
    .filter((pull) => states?.includes(stateWord(pull)) ?? true)
    .filter((pull) => (baseRefName ?? baseOfPull(repository, pull)) === baseOfPull(repository, pull))
    .sort((a, b) => dated(b) - dated(a));
  return connection(all, wanted, (pull) => pullRequest(viewer, place, pull));
}

function stateWord(pull: PullRequest): string {
  if (stateOf(pull) === 'open') return 'OPEN';
  return (pull.mergedAt ?? null) === null ? 'CLOSED' : 'MERGED';
}

function pullRequest(viewer: Viewer, place: Place, pull: PullRequest): object {
  const { organization, repository } = place;
  const merge = mergeShaOf(repository, pull);
  return {
    number: pull.number,
    author: actor(organization, pull.author),
    mergedAt: pull.mergedAt ?? null,
    headRefOid: headOfPull(repository, pull),
    baseRefName: baseOfPull(repository, pull),
    mergeCommit: merge === null ? null : { __typename: 'Commit', oid: merge },
    reviews: (page: Page) => connection(pull.reviews ?? [], page, (one) => review(place, pull, one)),
    commits: (page: Page) =>
      connection(commitsOfPull(repository, pull), page, ({ sha }) => ({ commit: checkedCommit(viewer, place, sha) })),
  };
}

function review({ organization, repository }: Place, pull: PullRequest, seed: Review): object {
  const { user, state, submittedAt, sha = headOfPull(repository, pull), isBot = false } = seed;
  return {
    author: actor(organization, user, isBot),
    state,
    submittedAt: state === 'PENDING' ? null : (submittedAt ?? pull.mergedAt ?? created),
    commit: sha === null ? null : { __typename: 'Commit', oid: sha },
  };
}

function checkedCommit(viewer: Viewer, place: Place, oid: string): object {
  return {
    __typename: 'Commit',
    oid,
    checkSuites(page: Page) {
      check(viewer, place, { permission: 'checks:read', publicToo: true });
      const all = checkRunsOf(place.repository, oid);
      const byApp = [...new Set(all.map(({ app }) => app.id))].map(
        (id) => [id, all.filter(({ app }) => app.id === id)] as const,
      );
      return connection(byApp, page, ([id, runs]) => ({
        id: nodeId('CS', `${oid} ${id}`),
        app: { id: nodeId('A', id), databaseId: id },
        checkRuns: (of: Page) => connection(runs, of, checkRun),
      }));
    },
    status() {
      check(viewer, place, { permission: 'statuses:read', publicToo: true });
      const own = (place.repository.statuses ?? []).filter(({ sha }) => sha === oid);
      const contexts = own.map(({ context, state }) => ({ context, state: state.toUpperCase() }));
      return contexts.length === 0 ? null : { id: nodeId('S', oid), contexts };
    },
  };
}

function checkRun({ id, name, status, conclusion }: KnownCheck): object {
  return {
    id: nodeId('CR', id),
    databaseId: id,
    name,
    status: status.toUpperCase(),
    conclusion: conclusion === null ? null : conclusion.toUpperCase(),
  };
}
