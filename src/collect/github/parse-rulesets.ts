import { z } from 'zod';
import { branchFacts } from '../../facts/github/branches.js';
import type { FactKinds } from '../../core/fact.js';
import { freeText } from '../reading/item-parser.js';
import { appIdOf } from './parse-protection.js';

export interface Rule {
  readonly rule: FactKinds['github.branch-rules']['rules'][number];
  /** An organization's ruleset is read from the organization, once for all of its repositories. */
  readonly isOfOrganization: boolean;
}

// https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
const ruleset = {
  ruleset_source_type: z.enum(['Repository', 'Organization', 'Enterprise']),
  ruleset_source: z.string(),
  ruleset_id: z.int(),
};

const pullRequest = z.object({
  parameters: z.object({
    required_approving_review_count: z.int(),
    dismiss_stale_reviews_on_push: z.boolean(),
    require_code_owner_review: z.boolean(),
    require_last_push_approval: z.boolean(),
    required_review_thread_resolution: z.boolean(),
  }),
});

const statusChecks = z.object({
  parameters: z.object({
    strict_required_status_checks_policy: z.boolean(),
    required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.int().nullish() })),
  }),
});

const wireRules = z.object({ body: z.array(z.looseObject({ type: z.string(), ...ruleset })) });

/** The rules on one page; throws a ZodError for a shape that GitHub does not document. */
export function parseRules(response: unknown): readonly Rule[] {
  return wireRules.parse(response).body.map((wire) => ({
    isOfOrganization: wire.ruleset_source_type === 'Organization',
    rule: {
      type: wire.type,
      rulesetId: wire.ruleset_id,
      rulesetSource: wire.ruleset_source,
      reviews: wire.type === 'pull_request' ? reviewsOf(wire) : null,
      statusChecks: wire.type === 'required_status_checks' ? statusChecksOf(wire) : null,
    },
  }));
}

function reviewsOf(wire: unknown): Rule['rule']['reviews'] {
  const { parameters } = pullRequest.parse(wire);
  return {
    approvals: parameters.required_approving_review_count,
    dismissesStale: parameters.dismiss_stale_reviews_on_push,
    needsCodeOwners: parameters.require_code_owner_review,
    needsLastPushApproval: parameters.require_last_push_approval,
    needsConversationResolution: parameters.required_review_thread_resolution,
  };
}

function statusChecksOf(wire: unknown): Rule['rule']['statusChecks'] {
  const { parameters } = statusChecks.parse(wire);
  return {
    isStrict: parameters.strict_required_status_checks_policy,
    required: parameters.required_status_checks.map(({ context, integration_id }) => ({
      context,
      appId: appIdOf(integration_id),
    })),
  };
}

const wireBypass = z.object({
  body: z.object({
    id: z.int(),
    name: freeText,
    // Left out for a token that may not change the ruleset; an empty list says that there is none.
    bypass_actors: z
      .array(
        z.object({
          actor_id: z.int().nullish(),
          actor_type: z.enum(['Integration', 'OrganizationAdmin', 'RepositoryRole', 'Team', 'DeployKey', 'User']),
          bypass_mode: z.enum(['always', 'pull_request', 'exempt']).default('always'),
        }),
      )
      .optional(),
  }),
});

type Bypass = FactKinds['github.ruleset-bypass'];
type WireActor = NonNullable<z.infer<typeof wireBypass>['body']['bypass_actors']>[number];

/** Who may bypass the ruleset; null where that is hidden from the reader. */
export function parseBypass(response: unknown): Bypass | null {
  const { body } = wireBypass.parse(response);
  if (body.bypass_actors === undefined) return null;
  return branchFacts['github.ruleset-bypass'].parse({
    id: String(body.id),
    rulesetName: body.name,
    actors: body.bypass_actors.map((actor) => ({ names: namesOf(actor), mode: actor.bypass_mode })),
  });
}

// https://registry.terraform.io/providers/integrations/github/latest/docs/resources/repository_ruleset#bypass_actors
const baseRoles: ReadonlyMap<number, string> = new Map([
  [2, 'maintain'],
  [4, 'write'],
  [5, 'admin'],
]);

function namesOf({ actor_type, actor_id }: WireActor): string[] {
  const number = actor_id ?? 'unknown';
  switch (actor_type) {
    case 'OrganizationAdmin':
    case 'DeployKey':
      return [actor_type];
    case 'Integration':
      return [`App:${number}`];
    case 'RepositoryRole': {
      const role = baseRoles.get(actor_id ?? 0);
      return [...(role === undefined ? [] : [`RepositoryRole:${role}`]), `RepositoryRole:${number}`];
    }
    case 'Team':
    case 'User':
      return [`${actor_type}:${number}`];
  }
}
