import type { Fact, FactView } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import { makerFaults, makersOf } from './gate-makers.js';
import { type Required, type Runs, runsOf } from './gate-runs.js';
import type { Lane } from './lanes.js';

/** GitHub Actions, as an App: https://api.github.com/apps/github-actions */
const actionsApp = 15368;

/** What is known of a required check. */
export interface Gate {
  readonly context: string;
  /** The jobs that report it; none for one of another App, which its runs alone are known of. */
  readonly makers: readonly Lane[];
  readonly runs: Runs;
  readonly faults: readonly string[];
}

interface Given {
  readonly branchName: string;
  readonly lanes: readonly Lane[];
  readonly merged: readonly Fact<'github.merged-pull'>[];
  readonly checks: FactView<'github.commit-checks'>;
}

/** Each required check, with what is wrong with it. */
export function gatesOf(required: readonly Required[], { branchName, lanes, merged, checks }: Given): readonly Gate[] {
  const names = required.map(({ context }) => context);
  return required.map((check): Gate => {
    const { context, appId } = check;
    const isOfActions = appId === null || appId === actionsApp;
    const makers = isOfActions ? makersOf(lanes, context, branchName) : [];
    const runs = runsOf(check, merged, checks);
    const isMissing = makers.length === 0 && appId === actionsApp;
    const faults = [
      ...(isMissing ? ['no job of a workflow that runs on changes for the branch reports it'] : []),
      ...makers.flatMap((lane) => makerFaults(lane, lanes, branchName, names)),
      ...runs.faults,
    ];
    return { context, makers, runs, faults };
  });
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
