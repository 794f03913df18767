import { daysBefore } from './base.js';
import type { Control, RepositoryCase } from './plant.js';

const branch: readonly Control<'branch'>[] = ['default-branch-requires-review', 'merges-reviewed-by-another'];
const vulnerable = 'no-overdue-dependabot-alerts';
const code = 'no-overdue-code-scanning-alerts';

/** The name that `renamed` had. */
export const formerName = 'purse';

/** Repositories that are not as others are. */
export const shapeCases: readonly RepositoryCase[] = [
  {
    of: [...branch, 'workflows-not-exploitable', code],
    repo: 'empty',
    name: 'an empty repository, which has no branch',
    seed: { empty: true, pulls: [], runs: [], files: {}, rulesets: [] },
    verdicts: { [code]: 'not-applicable' },
  },
  {
    of: [...branch, vulnerable],
    repo: 'archived',
    name: 'an archived repository, of which GitHub tells no vulnerable dependency',
    seed: { archived: true },
    verdicts: { [vulnerable]: 'unknown' },
  },
  {
    of: [...branch],
    repo: 'archived-bare',
    name: 'an archived repository without protection',
    seed: { archived: true, rulesets: [], security: { codeScanning: [{ number: 1, createdAt: daysBefore(400) }] } },
    verdicts: {
      'default-branch-requires-review': 'fail',
      'default-branch-requires-checks': 'fail',
      'default-branch-not-bypassable': 'fail',
      'default-branch-history-protected': 'fail',
      'required-gates-really-enforced': 'not-applicable',
      [vulnerable]: 'unknown',
      [code]: 'fail',
    },
  },
  {
    of: [...branch],
    repo: 'renamed',
    name: 'a repository asked for by the name that it had',
    seed: { visibility: 'public', formerNames: [formerName] },
  },
  { of: [...branch], repo: 'a-fork', name: 'a fork', seed: { visibility: 'public', fork: true } },
  { of: [...branch], repo: 'internal', name: 'an internal repository', seed: { visibility: 'internal' } },
];
