import { z } from 'zod';

/** A branch that is audited. An empty repository has none. */
const branch = z.strictObject({
  /** {@link branchId}: `org/repo@branch`. */
  id: z.string(),
  /** `org/repo`. */
  repository: z.string().default('prepay/wallet'),
  branchName: z.string().default('main'),
  isDefault: z.boolean().default(true),
});

/** What a pull request must have before it may be merged. */
const reviews = z.strictObject({
  /** How many people must have approved; 0 where a pull request is needed, but nobody's approval. */
  approvals: z.int(),
  dismissesStale: z.boolean().default(false),
  needsCodeOwners: z.boolean().default(false),
  /** Whether somebody other than who pushed last must have approved that push. */
  needsLastPushApproval: z.boolean().default(false),
  needsConversationResolution: z.boolean().default(false),
});

const statusChecks = z.strictObject({
  /** Whether the branch of the change must be up to date with the one that it goes into. */
  isStrict: z.boolean().default(false),
  required: z.array(
    z.strictObject({
      context: z.string(),
      /** The App that alone may report it; null where whoever can write may. */
      appId: z.int().nullable().default(null),
    }),
  ),
});

/** Someone who is let off the rules, by each name that GitHub gives: `Team:platform-admins` and `Team:12`. */
const actorNames = z.array(z.string()).min(1);

/** Classic protection, of which a branch has one at most. One without such a fact has none. */
const protection = z.strictObject({
  /** The branch's id. */
  id: z.string(),
  /** Whether admins are held to it as well. */
  isForAdmins: z.boolean().default(true),
  reviews: reviews.nullable().default(null),
  /** Who may merge or push without the pull request that the others need. */
  reviewBypassers: z.array(actorNames).default([]),
  statusChecks: statusChecks.nullable().default(null),
  needsConversationResolution: z.boolean().default(false),
  needsSignatures: z.boolean().default(false),
  allowsForcePushes: z.boolean().default(false),
  allowsDeletions: z.boolean().default(false),
});

const rule = z.strictObject({
  /** As GitHub calls it: `pull_request`, `non_fast_forward`, `deletion`, `merge_queue`, … */
  type: z.string(),
  rulesetId: z.int(),
  /** The organization or the repository (`org/repo`) that the ruleset belongs to. */
  rulesetSource: z.string().default('prepay/wallet'),
  /** Of `pull_request` alone. */
  reviews: reviews.nullable().default(null),
  /** Of `required_status_checks` alone. */
  statusChecks: statusChecks.nullable().default(null),
});

/** The rules of every active ruleset that applies to a branch, its organization's included. */
const rules = z.strictObject({
  /** The branch's id. */
  id: z.string(),
  rules: z.array(rule).default([]),
});

/** Who may bypass a ruleset that applies. Only those who may change the ruleset are shown it. */
const rulesetBypass = z.strictObject({
  /** The ruleset's number. */
  id: z.string(),
  rulesetName: z.string().default(''),
  actors: z
    .array(z.strictObject({ names: actorNames, mode: z.enum(['always', 'pull_request', 'exempt']).default('always') }))
    .default([]),
});

/** One of the last commits on a branch's own line: a merge, a squashed or rebased pull request, or what was pushed. */
const commit = z.strictObject({
  /** The SHA. */
  id: z.string(),
  /** The branch's id. */
  branch: z.string().default('prepay/wallet@main'),
  /** 0 is the newest. */
  position: z.int().default(0),
  /** Whether it has no parent: no pull request could have brought it. */
  isFirst: z.boolean().default(false),
  /** The author's login; null where GitHub knows no account for the commit's address. */
  author: z.string().nullable().default('dana'),
  /** Ids of the pull requests that were merged into the branch and brought it. */
  pulls: z.array(z.string()).default([]),
});

const review = z.strictObject({
  /** A login; null where the account was deleted. */
  reviewer: z.string().nullable(),
  isBot: z.boolean().default(false),
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
  /** The commit that was looked at; null where GitHub does not say. */
  commitSha: z.string().nullable(),
  /** UTC, ISO 8601; null for one that was never submitted. */
  submittedAt: z.iso.datetime().nullable(),
});

/** A pull request that brought one of the last commits of a branch. */
const mergedPull = z.strictObject({
  /** `org/repo#number`. */
  id: z.string(),
  /** A login; null where the account was deleted. */
  author: z.string().nullable().default('dana'),
  /** The last commit of the change, as it was merged. */
  headSha: z.string(),
  /** UTC, ISO 8601. */
  mergedAt: z.iso.datetime().default('2026-01-10T12:00:00Z'),
  /** In the order in which they were made. */
  reviews: z.array(review).default([]),
});

export function branchId(repository: string, branchName: string): string {
  return `${repository}@${branchName}`;
}

export const branchFacts = {
  'github.branch': branch,
  'github.branch-protection': protection,
  'github.branch-rules': rules,
  'github.ruleset-bypass': rulesetBypass,
  'github.branch-commit': commit,
  'github.merged-pull': mergedPull,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'github.branch': z.infer<typeof branch>;
    'github.branch-protection': z.infer<typeof protection>;
    'github.branch-rules': z.infer<typeof rules>;
    'github.ruleset-bypass': z.infer<typeof rulesetBypass>;
    'github.branch-commit': z.infer<typeof commit>;
    'github.merged-pull': z.infer<typeof mergedPull>;
  }
}
