import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import type { Overview } from './overview.js';
import type { Settings } from './parse-overview.js';
import { readOf } from './read-of.js';

export function workflowTokenRequest(scope: Scope): ReadRequest {
  return readOf(scope, 'GET /repos/{owner}/{repo}/actions/permissions/workflow');
}

export interface Told {
  readonly settings: Settings;
  /** Of the query, and of the call that shows what the token may see. */
  readonly coverage: Coverage;
}

/**
 * The settings of the overview, where the token is seen to administer the repository, so that GraphQL leaves none of them
 * out; null where it is not. It is seen by an answer of REST that takes the same permission, and is read in any case.
 */
export async function administered(
  transport: Transport,
  scope: Scope,
  overview: Overview | null,
): Promise<Told | null> {
  return (await seen(transport, scope, overview))?.told ?? null;
}

/** How complete it is that there is no environment, and so no secret of one; null where there is one, or may be. */
export async function noEnvironments(
  transport: Transport,
  scope: Scope,
  overview: Overview | null,
): Promise<Coverage | null> {
  const found = await seen(transport, scope, overview);
  // Of a classic token GitHub names the scopes: it may read all that its user may. Of others environments are a permission
  // of their own (https://docs.github.com/en/rest/deployments/environments), of which nothing is known.
  return found === null || !found.isClassic || found.told.settings.hasEnvironments ? null : found.told.coverage;
}

async function seen(
  transport: Transport,
  scope: Scope,
  overview: Overview | null,
): Promise<{ readonly told: Told; readonly isClassic: boolean } | null> {
  if (overview === null || overview.settings === null) return null;
  let isClassic = false;
  const { gap, key, operation } = await forEachPage(transport, workflowTokenRequest(scope), ({ response }) => {
    isClassic = classic.safeParse(response).success;
  });
  if (gap !== null) return null;
  const { reads } = overview.coverage;
  const coverage = { gap: null, reads: [...reads, { key, operation }], delivered: true };
  return { told: { settings: overview.settings, coverage }, isClassic };
}

const classic = z.object({ headers: z.object({ 'x-oauth-scopes': z.string().regex(/(^|, )repo(,|$)/u) }) });
