import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import type { ItemParser } from '../reading/item-parser.js';

const user = z.object({ type: z.literal('User'), reviewer: z.object({ login: z.string() }) });
const team = z.object({ type: z.literal('Team'), reviewer: z.object({ slug: z.string() }) });

const requiredReviewers = z.object({
  type: z.literal('required_reviewers'),
  /** Not in the answers of every server version. */
  prevent_self_review: z.boolean().optional(),
  reviewers: z.array(z.discriminatedUnion('type', [user, team])),
});

// https://docs.github.com/en/rest/deployments/environments#list-environments
const wireEnvironment = z.object({
  name: z.string(),
  can_admins_bypass: z.boolean().optional(),
  protection_rules: z.array(z.looseObject({ type: z.string() })),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});
type Wire = z.infer<typeof wireEnvironment>;

/** The environments of a repository, `org/repo`. */
export const environmentsOf = (repository: string): ItemParser<'github.environment'> => ({
  kind: 'github.environment',
  member: 'body.environments',
  parse(item) {
    const wire = wireEnvironment.parse(item);
    const reviews = wire.protection_rules
      .filter(({ type }) => type === 'required_reviewers')
      .map((rule) => requiredReviewers.parse(rule));
    const id = `${repository}: ${wire.name}`;
    return {
      id,
      name: null,
      data: {
        id,
        environmentName: wire.name,
        reviewers: reviews.length === 0 ? null : reviews.flatMap(({ reviewers }) => reviewers.map(nameOf)),
        preventsSelfReview: preventsSelfReview(reviews),
        canAdminsBypass: wire.can_admins_bypass ?? null,
        branches: branchesOf(wire),
      },
    };
  },
});

/** Of an environment with one such rule, as GitHub allows it; null where that does not say. */
function preventsSelfReview(reviews: readonly z.infer<typeof requiredReviewers>[]): boolean | null {
  if (reviews.some((rule) => rule.prevent_self_review === undefined)) return null;
  return reviews.length > 0 && reviews.every((rule) => rule.prevent_self_review);
}

function nameOf(one: z.infer<typeof user> | z.infer<typeof team>): string {
  return one.type === 'User' ? one.reviewer.login : `team ${one.reviewer.slug}`;
}

/** None set means any branch: https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments */
function branchesOf({ deployment_branch_policy: policy }: Wire): FactKinds['github.environment']['branches'] {
  if (policy === null || policy === undefined) return 'any';
  return policy.protected_branches ? 'protected' : 'selected';
}
