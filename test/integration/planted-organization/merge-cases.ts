import type { PullRequest, Review } from '../peers/github/scenario-changes.js';
import type { Repository } from '../peers/github/scenario-repository.js';
import { daysBefore, merged, pull } from './base.js';
import type { RepositoryCase } from './plant.js';

const merges = 'merges-reviewed-by-another';
const gates = 'required-gates-really-enforced';
const unreviewed = { [merges]: 'fail' } as const;

const second = (more: Partial<PullRequest>): Partial<Repository> => merged(pull(1), pull(2, more));
const before = '2026-11-12T09:00:00Z';
const review = (more: Partial<Review> = {}): Review => ({
  user: 'rick',
  state: 'APPROVED',
  submittedAt: before,
  ...more,
});
const reviewed = (...reviews: readonly Review[]) => second({ reviews });
const first = { sha: 'f'.repeat(40), committedAt: daysBefore(400), message: 'First commit' };

export const mergeCases: readonly RepositoryCase[] = [
  { of: [merges], repo: 'approved', name: 'approved by another, on the commit that was merged' },
  { of: [merges], repo: 'unapproved', name: 'approved by nobody', seed: reviewed(), verdicts: unreviewed },
  {
    of: [merges],
    repo: 'self-approved',
    name: 'approved by its author',
    seed: reviewed(review({ user: 'dana' })),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'approved-and-self-approved',
    name: 'approved by its author and by another',
    seed: reviewed(review({ user: 'dana' }), review()),
  },
  {
    of: [merges],
    repo: 'merged-by-author',
    name: 'merged by its author, approved by another',
    seed: second({ mergedBy: 'dana' }),
  },
  {
    of: [merges],
    repo: 'stale-approval',
    name: 'approved before the last commit',
    seed: reviewed(review({ sha: 'e'.repeat(40) })),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'stale-and-fresh',
    name: 'approved before the last commit, and by a third person after it',
    seed: reviewed(review({ sha: 'e'.repeat(40) }), review({ user: 'olga' })),
  },
  {
    of: [merges],
    repo: 'dismissed',
    name: 'an approval that was dismissed',
    seed: reviewed(review({ state: 'DISMISSED' })),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'changes-requested',
    name: 'changes requested after the approval',
    seed: reviewed(
      review({ submittedAt: '2026-11-12T08:00:00Z' }),
      review({ state: 'CHANGES_REQUESTED', submittedAt: before }),
    ),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'commented-after',
    name: 'a comment after the approval',
    seed: reviewed(
      review({ submittedAt: '2026-11-12T08:00:00Z' }),
      review({ state: 'COMMENTED', submittedAt: before }),
    ),
  },
  {
    of: [merges],
    repo: 'approved-late',
    name: 'approved after the merge',
    seed: reviewed(review({ submittedAt: '2026-11-13T09:00:00Z' })),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'approved-by-bot',
    name: 'approved by a bot alone',
    seed: reviewed(review({ user: 'helper[bot]', isBot: true })),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'approved-by-bot-and-person',
    name: 'approved by a bot and a person',
    seed: reviewed(review({ user: 'helper[bot]', isBot: true }), review()),
  },
  {
    of: [merges],
    repo: 'of-a-bot',
    name: 'the change of a bot, approved by a person',
    seed: second({ author: 'dependabot[bot]' }),
  },
  {
    of: [merges],
    repo: 'of-a-bot-unapproved',
    name: 'the change of a bot, approved by nobody',
    seed: second({ author: 'dependabot[bot]', reviews: [] }),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'of-nobody',
    name: 'the change of an account that was deleted, approved by a person',
    seed: second({ author: null }),
  },
  {
    of: [merges],
    repo: 'from-a-fork',
    name: 'from a fork, approved',
    seed: second({ headRepository: 'eve/from-a-fork', author: 'eve' }),
  },
  {
    of: [merges],
    repo: 'from-a-fork-unapproved',
    name: 'from a fork, approved by its author alone',
    seed: second({
      headRepository: 'eve/from-a-fork-unapproved',
      author: 'eve',
      reviews: [review({ user: 'eve' })],
    }),
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'from-a-lost-fork',
    name: 'from a fork that was deleted, approved',
    seed: second({ headRepository: null, author: 'eve' }),
  },
  {
    of: [merges],
    repo: 'direct-push',
    name: 'a push without a pull request',
    seed: {
      commits: [{ sha: 'd'.repeat(40), parents: ['2'.repeat(40)], committedAt: daysBefore(3), author: 'rick' }],
    },
    verdicts: unreviewed,
  },
  {
    of: [merges],
    repo: 'first-commit',
    name: 'the first commit, which no pull request can bring',
    seed: { commits: [first] },
  },
  {
    of: [merges],
    repo: 'first-commit-alone',
    name: 'no change since the first commit',
    seed: { commits: [first], pulls: [], runs: [] },
    verdicts: { [merges]: 'not-applicable', [gates]: 'unknown' },
  },
  {
    of: [merges],
    repo: 'closed-unmerged',
    name: 'a pull request that was closed, not merged',
    seed: { pulls: [pull(1), pull(2), pull(3, { mergedAt: null, state: 'closed', reviews: [] })] },
  },
];
