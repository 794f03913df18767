import { z } from 'zod';

/** An organization. What a token may be kept from seeing of it are facts of their own. */
const organization = z.strictObject({
  /** Its login. */
  id: z.string(),
});

/** Whether the organization requires two-factor authentication, which only its owners are told. */
const twoFactor = z.strictObject({
  /** The organization's login. */
  id: z.string(),
  isRequired: z.boolean(),
});

/** Someone who belongs to the organization. */
const member = z.strictObject({
  /** The login. */
  id: z.string(),
  role: z.enum(['owner', 'member']),
});

/** A person whose account is without two-factor authentication, or has it by a text message alone. */
const weakTwoFactor = z.strictObject({
  /** `member/<login>/disabled`. */
  id: z.string(),
  login: z.string(),
  relation: z.enum(['member', 'outside-collaborator']),
  /** GitHub's filters of the same names. */
  state: z.enum(['disabled', 'insecure']),
});

/** The latest change that an owner was seen to make in the repositories that were looked at; none proves nothing. */
const ownerActivity = z.strictObject({
  /** The owner's login. */
  id: z.string(),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  /** `org/repo`. */
  repository: z.string(),
});

/** Which actions the organization lets its repositories run. */
const actionsPolicy = z.strictObject({
  /** The organization's login. */
  id: z.string(),
  enabledRepositories: z.enum(['all', 'none', 'selected']).default('all'),
  /** Null where no repository may run any, so that GitHub says nothing of it. */
  allowed: z.enum(['all', 'local_only', 'selected']).nullable(),
  /** Whether actions have to be pinned by commit. Null where the server does not say, as older ones. */
  isPinningRequired: z.boolean().nullable().default(false),
});

/** The actions that are allowed where they are selected. */
const selectedActions = z.strictObject({
  /** The organization's login. */
  id: z.string(),
  isGithubOwnedAllowed: z.boolean().default(false),
  /** Those of creators that the Marketplace calls verified. */
  isVerifiedAllowed: z.boolean().default(false),
  patterns: z.array(z.string()).default([]),
});

/** What the token of a workflow's job may do where the workflow asks for nothing. */
const workflowToken = z.strictObject({
  /** `org/repo`. */
  id: z.string(),
  permissions: z.enum(['read', 'write']).default('read'),
  canApprovePullRequests: z.boolean().default(false),
});

/** Self-hosted runners that repositories share. */
const runnerGroup = z.strictObject({
  /** `group <number>`: an enterprise's group may have the name of one of the organization's. */
  id: z.string(),
  groupName: z.string(),
  visibility: z.enum(['all', 'selected', 'private']).default('all'),
  allowsPublicRepositories: z.boolean().default(false),
  /** `org/repo` of those that it serves; null where they are not chosen one by one. */
  repositories: z.array(z.string()).nullable().default(null),
  /** Names of its runners; null where it serves no public repository, so that they were not asked for. */
  runners: z.array(z.string()).nullable().default(null),
});

/** A self-hosted runner of a repository's own. Asked for of public repositories alone. */
const runner = z.strictObject({
  /** Its name. */
  id: z.string(),
});

/** A repository as its organization lists it. What it is made of are facts of its own, in the scope of the repository. */
const repository = z.strictObject({
  /** `org/repo`. */
  id: z.string(),
  visibility: z.enum(['public', 'private', 'internal']).default('private'),
  /** Null where it is empty: it has no branch then. */
  defaultBranch: z.string().nullable().default('main'),
  isArchived: z.boolean().default(false),
  isFork: z.boolean().default(false),
});

/** Where a repository deploys to, and what a job waits for before it may. */
const environment = z.strictObject({
  /** `org/repo: name`. */
  id: z.string(),
  environmentName: z.string(),
  /** The logins of people and slugs of teams whose approval is asked for; null where no rule asks for one. */
  reviewers: z.array(z.string()).nullable().default(null),
  /** Whether the one who started a job may not approve it. Null where GitHub does not say. */
  preventsSelfReview: z.boolean().nullable().default(false),
  /** Null where GitHub does not say. */
  canAdminsBypass: z.boolean().nullable().default(null),
  /** Which branches may deploy: any, the protected ones, or those of its own patterns. */
  branches: z.enum(['any', 'protected', 'selected']).default('any'),
});

export const organizationFacts = {
  'github.org': organization,
  'github.org.two-factor': twoFactor,
  'github.org.member': member,
  'github.org.weak-two-factor': weakTwoFactor,
  'github.org.owner-activity': ownerActivity,
  'github.org.actions-policy': actionsPolicy,
  'github.org.selected-actions': selectedActions,
  'github.org.runner-group': runnerGroup,
  'github.workflow-token': workflowToken,
  'github.runner': runner,
  'github.repository': repository,
  'github.environment': environment,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'github.org': z.infer<typeof organization>;
    'github.org.two-factor': z.infer<typeof twoFactor>;
    'github.org.member': z.infer<typeof member>;
    'github.org.weak-two-factor': z.infer<typeof weakTwoFactor>;
    'github.org.owner-activity': z.infer<typeof ownerActivity>;
    'github.org.actions-policy': z.infer<typeof actionsPolicy>;
    'github.org.selected-actions': z.infer<typeof selectedActions>;
    'github.org.runner-group': z.infer<typeof runnerGroup>;
    'github.workflow-token': z.infer<typeof workflowToken>;
    'github.runner': z.infer<typeof runner>;
    'github.repository': z.infer<typeof repository>;
    'github.environment': z.infer<typeof environment>;
  }
}
