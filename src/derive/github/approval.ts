import type { FactKinds } from '../../core/fact.js';

type Pull = FactKinds['github.merged-pull'];
type Review = Pull['reviews'][number];

/** Whether somebody else approved what was merged, before it was; `unclear` where GitHub does not say what was approved. */
type Approval =
  | { readonly state: 'approved'; readonly by: string }
  | { readonly state: 'unclear' | 'not-approved'; readonly why: string };

/**
 * The approval of a pull request by a person other than its author, on the commit that was merged. Of the verdicts of one
 * reviewer the last before the merge counts; a comment is none. A dismissed approval reads DISMISSED.
 */
export function approvalOf(pull: Pull): Approval {
  const standing = standingReviews(pull).filter(({ state }) => state === 'APPROVED');
  const [first] = standing;
  if (first === undefined) return { state: 'not-approved', why: 'nobody approved it' };
  const others = standing.filter(({ reviewer }) => reviewer !== null && reviewer !== pull.author);
  if (others.length === 0) return { state: 'not-approved', why: 'nobody but its author is seen to have approved it' };
  const people = others.filter(({ isBot }) => !isBot);
  if (people.length === 0) return { state: 'not-approved', why: 'no person approved it, only a bot' };
  const onHead = people.find(({ commitSha }) => commitSha === pull.headSha);
  if (onHead !== undefined) return { state: 'approved', by: String(onHead.reviewer) };
  return people.some(({ commitSha }) => commitSha === null)
    ? { state: 'unclear', why: 'GitHub does not say which commit was approved' }
    : { state: 'not-approved', why: `${people[0]?.reviewer} approved an earlier commit than was merged` };
}

/** The last verdict of each reviewer before the merge. */
function standingReviews({ reviews, mergedAt }: Pull): readonly Review[] {
  const last = new Map<string | null, Review>();
  const verdicts = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);
  for (const review of reviews) {
    const { state, submittedAt, reviewer } = review;
    const isBefore = submittedAt !== null && Date.parse(submittedAt) <= Date.parse(mergedAt);
    if (isBefore && verdicts.has(state)) last.set(reviewer, review);
  }
  return [...last.values()];
}
