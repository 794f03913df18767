import { isForBranch } from './branch-patterns.js';
import { makesCheck } from './check-names.js';
import { waysOf } from './conditions.js';
import { isEmptyGate, looksAtNeeds, swallowedIn } from './gate-commands.js';
import { type Lane, runsAnyway, type Workflow } from './lanes.js';

type Trigger = Workflow['triggers'][number];

/** Events whose jobs are checks of the pull request's last commit, or of a merge queue's. */
const onChanges: readonly string[] = ['pull_request', 'pull_request_target', 'merge_group', 'push'];

/** The jobs that report the check on changes for the branch. */
export function makersOf(lanes: readonly Lane[], context: string, branch: string): readonly Lane[] {
  return lanes.filter(
    ({ jobs, workflow }) => makesCheck(jobs, context) && triggersOf(workflow.data, branch).length > 0,
  );
}

function triggersOf({ triggers }: Workflow, branch: string): readonly Trigger[] {
  return triggers.filter((trigger) => {
    if (!onChanges.includes(trigger.event)) return false;
    // A push to the branch itself comes after the merge; one to the branch of the change is to any but this one.
    return trigger.event === 'push' ? trigger.branches === null : isForBranch(trigger, branch);
  });
}

/** Why a job that reports a required check can report success though the tool failed or did not run; empty where it cannot. */
export function makerFaults(
  lane: Lane,
  lanes: readonly Lane[],
  branch: string,
  required: readonly string[],
): readonly string[] {
  const { workflow, jobs, steps } = lane;
  const where = placeOf(lane);
  const all = triggersOf(workflow.data, branch);
  const before = all.filter(({ event }) => event !== 'merge_group');
  const triggers = before.length === 0 ? all : before;
  const isFiltered = triggers.every(({ hasPathFilter }) => hasPathFilter);
  const isPartial = triggers.every((trigger) => !isForEveryPush(trigger));
  const goingOn = jobs.filter(({ continueOnError }) => continueOnError !== null);
  return [
    ...(isFiltered ? [`${where} does not run where its path filter leaves a change out`] : []),
    ...(isPartial ? [`${where} does not run on every push to a pull request`] : []),
    ...goingOn.map(({ id }) => `${where} may fail (continue-on-error of ${id})`),
    ...jobs.flatMap(({ if: condition }) =>
      canSkip(condition) ? [`${where} may be skipped, which counts as passed (if: ${condition})`] : [],
    ),
    ...needFaults(lane, lanes, required),
    ...(isEmptyGate(steps) ? [`${where} does nothing that could fail`] : []),
    ...swallowedIn(steps).map((fault) => `a failure is swallowed at ${fault}`),
  ];
}

function placeOf({ location: { path, line } }: Lane): string {
  return `${path}:${line}`;
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request
function isForEveryPush({ event, types }: Trigger): boolean {
  if (event !== 'pull_request' && event !== 'pull_request_target') return true;
  return types === null || ['opened', 'synchronize'].every((type) => types.includes(type));
}

/** Parts of a condition that hold for every pull request. */
const holding: ReadonlySet<string> = new Set([
  'always()',
  '!cancelled()',
  'success()',
  'true',
  "github.event_name=='pull_request'",
]);

function canSkip(condition: string | null): condition is string {
  return condition !== null && !waysOf(condition).some((way) => way.every((part) => holding.has(part)));
}

/** Jobs that it needs and that are not required themselves: where one fails, this one is skipped, and that counts as passed. */
function needFaults(lane: Lane, lanes: readonly Lane[], required: readonly string[]): readonly string[] {
  const where = placeOf(lane);
  return lane.jobs.flatMap((job, depth) => {
    if (job.needs.length === 0) return [];
    if (runsAnyway(job)) {
      return looksAtNeeds(lane.steps, job) ? [] : [`${where} does not look at what became of ${job.needs.join(', ')}`];
    }
    const open = job.needs.filter((id) => {
      const beside = besides(lane, lanes, depth, id);
      return beside.length === 0 || !beside.every(({ jobs }) => required.some((context) => makesCheck(jobs, context)));
    });
    return open.length === 0 ? [] : [`${where} is skipped, which counts as passed, where ${open.join(', ')} fails`];
  });
}

/** What the job of that id beside the one at that depth runs as: itself, or the jobs of the workflow that it calls. */
function besides({ workflow, jobs }: Lane, lanes: readonly Lane[], depth: number, id: string): readonly Lane[] {
  return lanes.filter(
    (other) =>
      other.workflow === workflow &&
      other.jobs[depth]?.id === id &&
      jobs.slice(0, depth).every((job, index) => other.jobs[index] === job),
  );
}
