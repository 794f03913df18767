import type { Route } from '../route.js';

/** Secrets, keys, webhooks and alerts. */
export const securityRoutes: readonly Route[] = [];
