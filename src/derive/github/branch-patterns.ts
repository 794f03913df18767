import type { Workflow } from './lanes.js';

type Trigger = Workflow['triggers'][number];

/** Whether the trigger's filters let the branch through; of several patterns the last that matches decides. */
export function isForBranch({ branches, branchesIgnore }: Trigger, branch: string): boolean {
  if (branchesIgnore.some((pattern) => matches(pattern, branch))) return false;
  if (branches === null) return true;
  return branches.reduce((isIn, pattern) => {
    const isExcluding = pattern.startsWith('!');
    return matches(isExcluding ? pattern.slice(1) : pattern, branch) ? !isExcluding : isIn;
  }, false);
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
function matches(pattern: string, branch: string): boolean {
  const source = pattern.replaceAll(/\*\*|[*?+[\]]|[.^$(){}|\\]/gu, (token) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return '?+[]'.includes(token) ? token : `\\${token}`;
  });
  try {
    return new RegExp(`^${source}$`, 'u').test(branch);
  } catch {
    // A pattern that GitHub refuses, so that the workflow does not run.
    return false;
  }
}
