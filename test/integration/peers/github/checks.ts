import type { Job, WorkflowRun } from './scenario-changes.js';
import type { Repository } from './scenario-repository.js';
import { idOf } from './world.js';

/** A job as a check run on its commit. */
export interface KnownCheck {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: NonNullable<Job['status']>;
  readonly conclusion: NonNullable<Job['conclusion']> | null;
  readonly app: { readonly id: number; readonly slug: string };
  readonly completedAt: string;
}

/** https://api.github.com/apps/github-actions */
export const actionsApp = { id: 15368, slug: 'github-actions' };

export const someTime = '2026-11-20T10:00:00Z';

export function jobId(run: WorkflowRun, name: string): number {
  return idOf('job', String(run.id), name);
}

export function conclusionOf({ status = 'completed', conclusion }: Pick<Job, 'status' | 'conclusion'>) {
  if (conclusion !== undefined) return conclusion;
  return status === 'completed' ? 'success' : null;
}

/** The check runs of a commit: those of Actions' jobs and those that other Apps made. */
export function checkRunsOf({ runs = [], checkRuns = [] }: Repository, sha: string): readonly KnownCheck[] {
  const ofJobs = runs
    .filter((run) => run.sha === sha)
    .flatMap((run) =>
      (run.jobs ?? []).map(
        (job): KnownCheck => ({
          id: jobId(run, job.name),
          sha,
          name: job.name,
          status: job.status ?? 'completed',
          conclusion: conclusionOf(job),
          app: actionsApp,
          completedAt: run.createdAt ?? someTime,
        }),
      ),
    );
  const others = checkRuns
    .filter((check) => check.sha === sha)
    .map(
      (check): KnownCheck => ({
        id: idOf('check', sha, check.name, String(check.app?.id ?? 0)),
        sha,
        name: check.name,
        status: check.status ?? 'completed',
        conclusion: conclusionOf(check),
        app: check.app ?? { id: 4711, slug: 'gate' },
        completedAt: check.completedAt ?? someTime,
      }),
    );
  return [...ofJobs, ...others];
}
