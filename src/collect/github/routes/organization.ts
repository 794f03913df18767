import type { Route } from '../route.js';

/** The organization, its people, its repositories, and its settings for Actions. */
export const organizationRoutes: readonly Route[] = [];
