import { z } from 'zod';
import type { Coverage, FactKinds } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import { readOf } from './read-of.js';

// https://docs.github.com/en/rest/actions/permissions#get-github-actions-permissions-for-an-organization
const policy = z.object({
  body: z.object({
    enabled_repositories: z.enum(['all', 'none', 'selected']),
    /** Left out where no repository may run actions. */
    allowed_actions: z.enum(['all', 'local_only', 'selected']).optional(),
    /** Not in the answers of every server version. */
    sha_pinning_required: z.boolean().optional(),
  }),
});

const selected = z.object({
  body: z.object({
    github_owned_allowed: z.boolean(),
    verified_allowed: z.boolean(),
    patterns_allowed: z.array(z.string()),
  }),
});

/** Reads which actions the organization allows, and where they are selected, the selection. */
export async function collectActionsPolicy({ transport, sink }: Reading, scope: Scope): Promise<void> {
  const { org: id = '' } = scope;
  const request = readOf(scope, 'GET /orgs/{org}/actions/permissions');
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => policy.parse(page).body);
  sink.covered('github.org.actions-policy', scope, coverage);
  const [first] = pages;
  if (first === undefined) {
    sink.covered('github.org.selected-actions', scope, coverage);
    return;
  }
  const { enabled_repositories: enabledRepositories, allowed_actions: allowed, sha_pinning_required } = first.value;
  const data: FactKinds['github.org.actions-policy'] = {
    id,
    enabledRepositories,
    allowed: allowed ?? null,
    isPinningRequired: sha_pinning_required ?? null,
  };
  sink.fact({ kind: 'github.org.actions-policy', id, name: null, scope, data, evidence: [first.evidence] });
  sink.covered(
    'github.org.selected-actions',
    scope,
    allowed === 'selected' ? await collectSelected({ transport, sink }, scope) : coverage,
  );
}

async function collectSelected({ transport, sink }: Reading, scope: Scope): Promise<Coverage> {
  const { org: id = '' } = scope;
  const request = readOf(scope, 'GET /orgs/{org}/actions/permissions/selected-actions');
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => selected.parse(page).body);
  for (const { value, evidence } of pages) {
    const data: FactKinds['github.org.selected-actions'] = {
      id,
      isGithubOwnedAllowed: value.github_owned_allowed,
      isVerifiedAllowed: value.verified_allowed,
      patterns: value.patterns_allowed,
    };
    sink.fact({ kind: 'github.org.selected-actions', id, name: null, scope, data, evidence: [evidence] });
  }
  return coverage;
}
