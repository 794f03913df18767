import { z } from 'zod';
import { branchFacts } from '../../facts/github/branches.js';
import type { FactKinds } from '../../core/fact.js';

type Protection = FactKinds['github.branch-protection'];

const toggle = z.object({ enabled: z.boolean() });
/** Newer members, which older servers leave out: not set then, as GitHub's description has it. */
const newerToggle = toggle.default({ enabled: false });

const actors = z
  .object({
    users: z.array(z.object({ login: z.string(), id: z.int() })).default([]),
    teams: z.array(z.object({ slug: z.string(), id: z.int() })).default([]),
    apps: z.array(z.object({ slug: z.string(), id: z.int() })).default([]),
  })
  .default({ users: [], teams: [], apps: [] })
  .transform(({ users, teams, apps }) => [
    ...users.map(({ login, id }) => [`User:${login}`, `User:${id}`]),
    ...teams.map(({ slug, id }) => [`Team:${slug}`, `Team:${id}`]),
    ...apps.map(({ slug, id }) => [`App:${slug}`, `App:${id}`]),
  ]);

// https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection: a part that is missing is not required.
const wire = z.object({
  body: z.object({
    enforce_admins: toggle,
    required_pull_request_reviews: z
      .object({
        required_approving_review_count: z.int(),
        dismiss_stale_reviews: z.boolean(),
        require_code_owner_reviews: z.boolean(),
        require_last_push_approval: z.boolean().default(false),
        bypass_pull_request_allowances: actors,
      })
      .optional(),
    required_status_checks: z
      .object({
        strict: z.boolean().default(false),
        checks: z.array(z.object({ context: z.string(), app_id: z.int().nullable() })),
      })
      .optional(),
    required_conversation_resolution: newerToggle,
    required_signatures: newerToggle,
    allow_force_pushes: toggle,
    allow_deletions: toggle,
  }),
});

/** Classic protection of the branch with that id; throws a ZodError for a shape that GitHub does not document. */
export function parseProtection(response: unknown, id: string): Protection {
  const { body } = wire.parse(response);
  const reviews = body.required_pull_request_reviews;
  const checks = body.required_status_checks;
  return branchFacts['github.branch-protection'].parse({
    id,
    isForAdmins: body.enforce_admins.enabled,
    reviews:
      reviews === undefined
        ? null
        : {
            approvals: reviews.required_approving_review_count,
            dismissesStale: reviews.dismiss_stale_reviews,
            needsCodeOwners: reviews.require_code_owner_reviews,
            needsLastPushApproval: reviews.require_last_push_approval,
            needsConversationResolution: body.required_conversation_resolution.enabled,
          },
    reviewBypassers: reviews?.bypass_pull_request_allowances ?? [],
    statusChecks:
      checks === undefined
        ? null
        : {
            isStrict: checks.strict,
            required: checks.checks.map(({ context, app_id }) => ({ context, appId: appIdOf(app_id) })),
          },
    needsConversationResolution: body.required_conversation_resolution.enabled,
    needsSignatures: body.required_signatures.enabled,
    allowsForcePushes: body.allow_force_pushes.enabled,
    allowsDeletions: body.allow_deletions.enabled,
  });
}

/** The App; null where any may report the check, for which GitHub also takes -1. */
export function appIdOf(id: number | null | undefined): number | null {
  return id === null || id === undefined || id < 0 ? null : id;
}
