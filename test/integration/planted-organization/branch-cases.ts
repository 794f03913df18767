import type { BypassActor, Rule, Ruleset } from '../peers/github/scenario-parts.js';
import { checksRule, classic, fullProtection, reviewRule, ruleset, rulesWith } from './base.js';
import type { RepositoryCase } from './plant.js';

const review = 'default-branch-requires-review';
const checks = 'default-branch-requires-checks';
const bypass = 'default-branch-not-bypassable';
const history = 'default-branch-history-protected';
const gates = 'required-gates-really-enforced';
const protection = [review, checks, bypass, history] as const;

/** Of a branch that nothing protects. */
const unprotected = {
  [review]: 'fail',
  [checks]: 'fail',
  [bypass]: 'fail',
  [history]: 'fail',
  [gates]: 'not-applicable',
} as const;
const noReview = { [review]: 'fail' } as const;
const noChecks = { [checks]: 'fail', [gates]: 'not-applicable' } as const;
const noHistory = { [history]: 'fail' } as const;
const bypassed = { [bypass]: 'fail' } as const;

const byRuleset = (more: Partial<Ruleset>) => ({ rulesets: [ruleset(more)] });
const byRules = (given: readonly Rule[], without: readonly string[] = []) =>
  byRuleset({ rules: rulesWith(given, without) });
const byActor = (
  actor_type: BypassActor['actor_type'],
  bypass_mode: BypassActor['bypass_mode'],
  actor_id: number | null = 5,
) => byRuleset({ bypassActors: [{ actor_id, actor_type, bypass_mode }] });
const classicReviews = fullProtection.reviews ?? {};

const sources: readonly RepositoryCase[] = [
  { of: protection, repo: 'by-ruleset', name: 'an active ruleset' },
  { of: protection, repo: 'by-classic', name: 'classic protection', seed: classic() },
  {
    of: protection,
    repo: 'by-both',
    name: 'classic protection and a ruleset',
    seed: { ...classic(), rulesets: [ruleset()] },
  },
  {
    of: protection,
    repo: 'by-halves',
    name: 'a half by classic protection, the other by a ruleset',
    seed: { ...classic({ checks: null }), ...byRuleset({ rules: [checksRule()] }) },
  },
  { of: protection, repo: 'by-organization', name: 'a ruleset of the organization', seed: { rulesets: [] } },
  {
    of: protection,
    repo: 'by-pattern',
    name: 'a ruleset whose pattern matches',
    seed: byRuleset({ include: ['refs/heads/m*'] }),
  },
  {
    of: protection,
    repo: 'by-default-branch',
    name: 'a default branch of another name, and ~DEFAULT_BRANCH',
    seed: { defaultBranch: 'trunk' },
  },
  { of: protection, repo: 'bare', name: 'no protection at all', seed: { rulesets: [] }, verdicts: unprotected },
  {
    of: protection,
    repo: 'evaluated',
    name: 'a ruleset that is evaluated only',
    seed: byRuleset({ enforcement: 'evaluate' }),
    verdicts: unprotected,
  },
  {
    of: protection,
    repo: 'disabled',
    name: 'a ruleset that is disabled',
    seed: byRuleset({ enforcement: 'disabled' }),
    verdicts: unprotected,
  },
  {
    of: protection,
    repo: 'elsewhere',
    name: 'a ruleset for other branches',
    seed: byRuleset({ include: ['refs/heads/release/*'] }),
    verdicts: unprotected,
  },
  {
    of: protection,
    repo: 'excluded',
    name: 'a ruleset for ~ALL that excludes the branch',
    seed: byRuleset({ include: ['~ALL'], exclude: ['refs/heads/main'] }),
    verdicts: unprotected,
  },
  {
    of: protection,
    repo: 'of-tags',
    name: 'a ruleset for tags',
    seed: byRuleset({ target: 'tag', include: ['~ALL'] }),
    verdicts: unprotected,
  },
];

const publicOnes: readonly RepositoryCase[] = [
  { of: protection, repo: 'public-protected', name: 'public, an active ruleset', seed: { visibility: 'public' } },
  {
    of: protection,
    repo: 'public-bare',
    name: 'public, no protection at all',
    seed: { visibility: 'public', rulesets: [] },
    verdicts: unprotected,
  },
  {
    of: protection,
    repo: 'public-evaluated',
    name: 'public, a ruleset that is evaluated only',
    seed: { visibility: 'public', ...byRuleset({ enforcement: 'evaluate' }) },
    verdicts: unprotected,
  },
  {
    of: [bypass],
    repo: 'public-bypass',
    name: 'public, a role that may bypass it',
    seed: { visibility: 'public', ...byActor('RepositoryRole', 'always') },
    verdicts: bypassed,
  },
];

const reviews: readonly RepositoryCase[] = [
  { of: [review], repo: 'no-pull', name: 'no pull request', seed: byRules([], ['pull_request']), verdicts: noReview },
  {
    of: [review],
    repo: 'no-approval',
    name: 'a pull request, and no approval',
    seed: byRules([reviewRule({ required_approving_review_count: 0 })]),
    verdicts: noReview,
  },
  {
    of: [review],
    repo: 'two-approvals',
    name: 'two approvals',
    seed: byRules([reviewRule({ required_approving_review_count: 2 })]),
  },
  {
    of: [review],
    repo: 'stale-kept',
    name: 'stale approvals are kept',
    seed: byRules([reviewRule({ dismiss_stale_reviews_on_push: false })]),
    verdicts: noReview,
  },
  {
    of: [review],
    repo: 'last-push-open',
    name: 'the last push needs no approval by another',
    seed: byRules([reviewRule({ require_last_push_approval: false })]),
    verdicts: noReview,
  },
  {
    of: [review],
    repo: 'classic-no-reviews',
    name: 'classic, no reviews',
    seed: classic({ reviews: null }),
    verdicts: noReview,
  },
  {
    of: [review],
    repo: 'classic-no-approval',
    name: 'classic, reviews by nobody',
    seed: classic({ reviews: { ...classicReviews, count: 0 } }),
    verdicts: noReview,
  },
  {
    of: [review],
    repo: 'review-by-the-stricter',
    name: 'classic keeps stale approvals, a ruleset dismisses them',
    seed: { ...classic({ reviews: { ...classicReviews, dismissStale: false } }), rulesets: [ruleset()] },
  },
];

const statusChecks: readonly RepositoryCase[] = [
  {
    of: [checks],
    repo: 'no-checks',
    name: 'no check is required',
    seed: byRules([], ['required_status_checks']),
    verdicts: noChecks,
  },
  {
    of: [checks],
    repo: 'check-of-anybody',
    name: 'a check by name, from whichever App',
    seed: byRules([checksRule({}, [{ context: 'test' }])]),
    verdicts: { [checks]: 'fail' },
  },
  {
    of: [checks],
    repo: 'not-up-to-date',
    name: 'checks of a branch that is behind',
    seed: byRules([checksRule({ strict_required_status_checks_policy: false })]),
    verdicts: { [checks]: 'fail' },
  },
  {
    of: [checks],
    repo: 'classic-check-of-anybody',
    name: 'classic, a check from whichever App',
    seed: classic({ checks: { strict: true, checks: [{ context: 'test', app_id: null }] } }),
    verdicts: { [checks]: 'fail' },
  },
  {
    of: [checks],
    repo: 'check-of-both',
    name: 'a check required by name in one place, by name and App in the other',
    seed: {
      ...classic({ checks: { strict: true, checks: [{ context: 'test', app_id: null }] } }),
      rulesets: [ruleset()],
    },
  },
];

const bypasses: readonly RepositoryCase[] = [
  {
    of: [bypass],
    repo: 'bypass-team',
    name: 'a team that may bypass it',
    seed: byActor('Team', 'always', 7),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-exempt',
    name: 'a role that is exempt',
    seed: byActor('RepositoryRole', 'exempt'),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-role',
    name: 'a role that may bypass it',
    seed: byActor('RepositoryRole', 'always'),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-pulls',
    name: 'a role that may bypass it in pull requests',
    seed: byActor('RepositoryRole', 'pull_request'),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-owners',
    name: 'owners that may bypass it',
    seed: byActor('OrganizationAdmin', 'always', null),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-key',
    name: 'deploy keys that may bypass it',
    seed: byActor('DeployKey', 'always', null),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-app',
    name: 'an App that may bypass it',
    seed: byActor('Integration', 'always', 77),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-organization',
    name: 'a ruleset of the organization with a bypass',
    seed: { rulesets: [] },
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'bypass-of-none',
    name: 'a bypass of a ruleset that is evaluated only, beside an active one',
    seed: {
      rulesets: [
        ruleset(),
        ruleset({
          name: 'tried',
          enforcement: 'evaluate',
          bypassActors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
        }),
      ],
    },
  },
  {
    of: [bypass],
    repo: 'classic-admins',
    name: 'classic, not for administrators',
    seed: classic({ enforceAdmins: false }),
    verdicts: bypassed,
  },
  {
    of: [bypass],
    repo: 'classic-bypass',
    name: 'classic, somebody who needs no pull request',
    seed: classic({ reviews: { ...classicReviews, bypassUsers: ['rick'] } }),
    verdicts: bypassed,
  },
];

const histories: readonly RepositoryCase[] = [
  {
    of: [history],
    repo: 'force-push',
    name: 'force pushes',
    seed: byRules([], ['non_fast_forward']),
    verdicts: noHistory,
  },
  { of: [history], repo: 'deletion', name: 'deletion', seed: byRules([], ['deletion']), verdicts: noHistory },
  {
    of: [history],
    repo: 'classic-force-push',
    name: 'classic, force pushes',
    seed: classic({ allowForcePushes: true }),
    verdicts: noHistory,
  },
  {
    of: [history],
    repo: 'classic-deletion',
    name: 'classic, deletion',
    seed: classic({ allowDeletions: true }),
    verdicts: noHistory,
  },
  {
    of: [history],
    repo: 'history-by-the-stricter',
    name: 'classic lets force pushes by, a ruleset blocks them',
    seed: { ...classic({ allowForcePushes: true, allowDeletions: true }), rulesets: [ruleset()] },
  },
];

export const branchCases: readonly RepositoryCase[] = [
  ...sources,
  ...publicOnes,
  ...reviews,
  ...statusChecks,
  ...bypasses,
  ...histories,
];
