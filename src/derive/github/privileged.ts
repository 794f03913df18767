import { waysOf } from './conditions.js';
import type { Lane, Workflow } from './lanes.js';

/** Runs with the repository's secrets and a token that may write, on what somebody outside did. */
// https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
const always: readonly string[] = ['pull_request_target', 'issue_comment'];

const fromOutside: readonly string[] = [
  ...always,
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
];

/** The events by which a workflow acts, with power, on a pull request from outside. */
export function privilegedEvents({ triggers }: Workflow, workflows: readonly { readonly data: Workflow }[]): string[] {
  return triggers.flatMap(({ event, workflows: after }) => {
    if (always.includes(event)) return [event];
    if (event !== 'workflow_run') return [];
    const named = workflows.filter(({ data }) => after.includes(data.workflowName ?? data.id));
    const isOutside = named.some(({ data }) => data.triggers.some((each) => fromOutside.includes(each.event)));
    return isOutside ? [event] : [];
  });
}

/** Whether a condition of the job, or of the step, lets it run only for what comes from the repository itself. */
export function isForOwnOnly(conditions: readonly string[], events: readonly string[], repository: string): boolean {
  return conditions.some((condition) =>
    waysOf(condition).every((way) => way.some((part) => isOwn(part, events, repository.toLowerCase()))),
  );
}

const pull = 'github.event.pull_request';
const run = 'github.event.workflow_run';

/** One part of a condition that holds for no pull request from outside. */
function isOwn(part: string, events: readonly string[], repository: string): boolean {
  if (part === `!${pull}.head.repo.fork` || part === `${pull}.merged`) return true;
  const [, left = '', right = ''] = /^(.+)==(.+)$/u.exec(part) ?? [];
  return isSame(left, right) || isSame(right, left);

  function isSame(of: string, value: string): boolean {
    switch (of) {
      case `${pull}.head.repo.full_name`:
        return ['github.repository', `${pull}.base.repo.full_name`, `'${repository}'`].includes(value);
      case `${pull}.head.repo.id`:
        return ['github.repository_id', `${pull}.base.repo.id`, 'github.event.repository.id'].includes(value);
      case `${pull}.head.repo.owner.login`:
        return ['github.repository_owner', `'${repository.split('/')[0]}'`].includes(value);
      case `${pull}.head.repo.fork`:
        return value === 'false';
      case `${pull}.merged`:
        return value === 'true';
      case `${run}.head_repository.full_name`:
        return ['github.repository', `${run}.repository.full_name`, `'${repository}'`].includes(value);
      case `${run}.event`:
        return ["'push'", "'schedule'", "'workflow_dispatch'"].includes(value);
      case 'github.event_name':
        return /^'\w+'$/u.test(value) && !events.includes(value.slice(1, -1));
      default:
        return false;
    }
  }
}

/** What a condition asks for that looks like a guard and is none; '' for nothing of the kind. */
export function weakGuard({ conditions }: Pick<Lane, 'conditions'>): string {
  const text = conditions.join(' ').toLowerCase();
  if (text.includes('label')) return ', after a label, which stays while the code changes';
  if (text.includes('author_association')) return ', after a look at who asks, which says nothing of the code by then';
  if (text.includes('head_branch')) return ', after a look at the name of the branch, which anybody may choose';
  if (text.includes('github.actor')) return ', after a look at github.actor, who need not have written the code';
  return '';
}
