import type { PullRequest, WorkflowRun } from '../peers/github/scenario-changes.js';
import type { Rule, Ruleset } from '../peers/github/scenario-parts.js';
import type { Protection, Repository } from '../peers/github/scenario-repository.js';
import { headOfPull } from '../peers/github/history.js';
import { ciWorkflow } from './workflow-texts.js';

/** The run's declared time, and the peer's clock. */
export const now = '2026-11-25T12:00:00Z';
export const daysBefore = (days: number, seconds = 0): string =>
  new Date(Date.parse(now) - days * 86_400_000 - seconds * 1000).toISOString().replace('.000Z', 'Z');

/** GitHub Actions. */
export const actionsApp = 15368;

export const reviewRule = (more: object = {}): Rule => ({
  type: 'pull_request',
  parameters: {
    required_approving_review_count: 1,
    require_last_push_approval: true,
    dismiss_stale_reviews_on_push: true,
    required_review_thread_resolution: false,
    require_code_owner_review: false,
    ...more,
  },
});

export const checksRule = (
  more: object = {},
  required: readonly object[] = [{ context: 'test', integration_id: actionsApp }],
): Rule => ({
  type: 'required_status_checks',
  parameters: { required_status_checks: required, strict_required_status_checks_policy: true, ...more },
});

const deletion: Rule = { type: 'deletion' };
const forcePush: Rule = { type: 'non_fast_forward' };
const allRules: readonly Rule[] = [reviewRule(), checksRule(), deletion, forcePush];

/** All rules, those of a type that is given in place of the others of it, and without those named. */
export function rulesWith(given: readonly Rule[], without: readonly string[] = []): readonly Rule[] {
  const gone = [...given.map(({ type }) => type), ...without];
  return [...allRules.filter(({ type }) => !gone.includes(type)), ...given];
}

/** A ruleset of the default branch with all rules. It gets its number where it is planted. */
export function ruleset(more: Partial<Ruleset> = {}): Ruleset {
  return { id: 0, name: 'main', rules: allRules, ...more };
}

/** Classic protection that lacks nothing. */
export const fullProtection: Protection = {
  enforceAdmins: true,
  reviews: { count: 1, dismissStale: true, lastPushApproval: true },
  checks: { strict: true, checks: [{ context: 'test', app_id: actionsApp }] },
};

export function classic(more: Partial<Protection> = {}): Partial<Repository> {
  return { rulesets: [], branches: [{ name: 'main', protection: { ...fullProtection, ...more } }] };
}

/** A pull request of dana's that rick approved and olga merged. */
export function pull(number: number, more: Partial<PullRequest> = {}): PullRequest {
  return {
    number,
    author: 'dana',
    mergedBy: 'olga',
    mergedAt: `2026-11-1${number}T10:00:00Z`,
    commits: [{ author: 'dana', sha: String(number).repeat(40) }],
    reviews: [{ user: 'rick', state: 'APPROVED', submittedAt: `2026-11-1${number}T09:00:00Z` }],
    ...more,
  };
}

/** A run of the workflow on the head of each, with one job. */
export function runsOf(pulls: readonly PullRequest[], more: Partial<NonNullable<WorkflowRun['jobs']>[number]> = {}) {
  return pulls.map(
    (each): WorkflowRun => ({
      id: each.number,
      workflow: '.github/workflows/ci.yml',
      sha: headOfPull({ name: 'any' }, each),
      jobs: [{ name: 'test', ...more }],
    }),
  );
}

export function merged(...pulls: readonly PullRequest[]): Partial<Repository> {
  return { pulls, runs: runsOf(pulls) };
}

/** A repository on which every control passes or does not apply. */
export const baseRepository: Partial<Repository> = {
  commits: [],
  ...merged(pull(1), pull(2)),
  files: { '.github/workflows/ci.yml': ciWorkflow() },
  rulesets: [ruleset()],
  security: { codeScanning: [] },
};
