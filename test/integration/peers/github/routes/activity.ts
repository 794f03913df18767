import { listed } from '../answer.js';
import { commitsOf } from '../history.js';
import { repositoryRoute, type Routes } from '../route.js';
import { person } from '../shapes/account.js';
import { defaultBranchOf, idOf, nodeId } from '../world.js';

export const activityRoutes: Routes = {
  'GET /repos/{owner}/{repo}/activity': repositoryRoute(
    { permission: 'contents:read', publicToo: true },
    ({ api, place, query }) => {
      const { repository, organization } = place;
      const ref = `refs/heads/${defaultBranchOf(repository)}`;
      const actor = query.get('actor');
      const kind = query.get('activity_type');
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
        .filter(({ activity_type }) => kind === null || activity_type === kind);
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
