import type { Fact, FactView } from '../../core/fact.js';
import { gapsOf } from '../../core/gap.js';
import { byCodeUnit } from '../../core/json.js';
import type { Gap } from '../../core/read.js';
import { calledBy } from '../../facts/github/uses.js';
import { makesCheck } from './check-names.js';
import { makerFaults, makersOf } from './gate-makers.js';
import { type Required, type Runs, runsOf } from './gate-runs.js';
import type { Job, Lane } from './lanes.js';

/** GitHub Actions, as an App: https://api.github.com/apps/github-actions */
const actionsApp = 15368;

/** What is known of a required check. */
export interface Gate {
  readonly context: string;
  /** The jobs that report it; none for one of another App, which its runs alone are known of. */
  readonly makers: readonly Lane[];
  readonly runs: Runs;
  readonly faults: readonly string[];
  /** Why it cannot be said that no job reports it. */
  readonly gaps: readonly Gap[];
}

interface Given {
  readonly branchName: string;
  readonly lanes: readonly Lane[];
  readonly merged: readonly Fact<'github.merged-pull'>[];
  readonly checks: FactView<'github.commit-checks'>;
  /** What of the workflows was not read: the job that reports the check may be in it. */
  readonly unread: (context: string) => readonly Gap[];
}

/** Each required check, with what is wrong with it. */
export function gatesOf(
  required: readonly Required[],
  { branchName, lanes, merged, checks, unread }: Given,
): readonly Gate[] {
  const names = required.map(({ context }) => context);
  return required.map((check): Gate => {
    const { context, appId } = check;
    const isOfActions = appId === null || appId === actionsApp;
    const makers = isOfActions ? makersOf(lanes, context, branchName) : [];
    const runs = runsOf(check, merged, checks);
    const isUnseen = makers.length === 0 && appId === actionsApp;
    const gaps = isUnseen ? unread(context) : [];
    const faults = [
      ...(isUnseen && gaps.length === 0 ? ['no job of a workflow that runs on changes for the branch reports it'] : []),
      ...makers.flatMap((lane) => makerFaults(lane, lanes, branchName, names)),
      ...runs.faults,
    ];
    return { context, makers, runs, faults, gaps };
  });
}

/**
 * What could not be read of the workflows of a repository, of those of the organization that they call, and of those of
 * others that may report a check of the name: these are not read at all.
 */
export function unreadWorkflows(
  workflows: FactView<'github.workflow'>,
  called: FactView<'github.called-workflow'>,
  org: string,
): (context: string) => readonly Gap[] {
  // No file has this id, so that the answer is that there is none, or what it rests on.
  const gaps = [workflows.where('id', ''), called.where('id', '')].flatMap(gapsOf);
  const calling = workflows.all().flatMap(({ data }) => data.jobs.filter((job) => isOfOthers(job, org)));
  return (context) => [...gaps, ...calling.filter((job) => mayMake(job, context)).map(notFollowed)];
}

function isOfOthers({ uses }: Job, org: string): boolean {
  return uses !== null && calledBy(uses, 'job', null, org) === null;
}

/** Whether the check's name starts with the job's: the rest is named by what it calls. */
function mayMake(job: Job, context: string): boolean {
  const parts = context.split(' / ');
  return parts.some((_, end) => makesCheck([job], parts.slice(0, end).join(' / ')));
}

function notFollowed({ id, uses }: Job): Gap {
  return { reason: 'unsupported', reads: [], text: `${uses}, which ${id} calls, is of others and is not read` };
}

/** Each required check once. One that is required with an App and without one must hold both ways. */
export function distinctChecks(required: readonly Required[]): readonly Required[] {
  const once = new Map(required.map((check) => [`${check.context}@${check.appId}`, check]));
  return [...once.values()].sort((a, b) => byCodeUnit(a.context, b.context));
}

/** The last pull requests that were merged, the newest first. */
export function lastMerged(
  commits: readonly Fact<'github.branch-commit'>[],
  pulls: FactView<'github.merged-pull'>,
  count: number,
): readonly Fact<'github.merged-pull'>[] {
  const ids = [...commits].sort((a, b) => a.data.position - b.data.position).flatMap(({ data }) => data.pulls);
  return [...new Set(ids)].slice(0, count).flatMap((id) => {
    const pull = pulls.get(id);
    return pull.state === 'found' ? [pull.value] : [];
  });
}
