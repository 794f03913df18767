import type { OperationName } from './operations.js';
import type { Route, Routes } from './route.js';
import { actionRoutes } from './routes/actions.js';
import { activityRoutes } from './routes/activity.js';
import { appRoutes } from './routes/apps.js';
import { branchRoutes } from './routes/branches.js';
import { changeRoutes } from './routes/changes.js';
import { environmentRoutes } from './routes/environments.js';
import { gitRoutes } from './routes/git.js';
import { organizationRoutes } from './routes/organization.js';
import { repositoryRoutes } from './routes/repository.js';
import { rulesetRoutes } from './routes/rulesets.js';
import { runnerRoutes } from './routes/runners.js';
import { secretRoutes } from './routes/secrets.js';
import { securityRoutes } from './routes/security.js';

const parts: Routes = {
  ...actionRoutes,
  ...activityRoutes,
  ...appRoutes,
  ...branchRoutes,
  ...changeRoutes,
  ...environmentRoutes,
  ...gitRoutes,
  ...organizationRoutes,
  ...repositoryRoutes,
  ...rulesetRoutes,
  ...runnerRoutes,
  ...secretRoutes,
  ...securityRoutes,
};

export function routeOf(operation: OperationName): Route {
  const route = parts[operation];
  if (route === undefined) throw new Error(`the peer has no route for ${operation}`);
  return route;
}
