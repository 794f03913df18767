import { listed } from '../answer.js';
import { commitsOf } from '../history.js';
import { repositoryRoute, type Routes } from '../route.js';
import { person } from '../shapes/account.js';
import { defaultBranchOf, idOf, nodeId } from '../world.js';

/** In days. */
const periods: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 90, year: 365 };

export const activityRoutes: Routes = {
  'GET /repos/{owner}/{repo}/activity': repositoryRoute(
    { permission: 'contents:read', publicToo: true },
    ({ api, place, query, now }) => {
      const { repository, organization } = place;
      const ref = `refs/heads/${defaultBranchOf(repository)}`;
      const actor = query.get('actor');
      const kind = query.get('activity_type');
      const days = periods[query.get('time_period') ?? ''] ?? Number.POSITIVE_INFINITY;
      const commits = repository.empty === true ? [] : commitsOf(repository, defaultBranchOf(repository));
      const pushes = commits
        .map((commit, index) => ({
          id: idOf('activity', commit.sha),
          before: commits[index + 1]?.sha ?? '0'.repeat(40),
          after: commit.sha,
          timestamp: commit.committedAt,
          activity_type: commit.committer === 'web-flow' ? 'pr_merge' : 'push',
          login: commit.author,
        }))
        .filter(({ login }) => actor === null || login === actor)
        .filter(({ activity_type }) => kind === null || activity_type === kind)
        .filter(({ timestamp }) => Date.parse(timestamp) >= now - days * 86_400_000);
      return listed(
        pushes,
        ({ login, ...push }) => ({
          ...push,
          node_id: nodeId('PSH', push.id),
          ref,
          actor: login === null ? null : person(api, organization, login),
        }),
        { paging: 'cursor' },
      );
    },
  ),
};
