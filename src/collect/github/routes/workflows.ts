import type { Route } from '../route.js';

/** Workflow files, their runs and jobs. */
export const workflowRoutes: readonly Route[] = [];
