import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import type { Location } from '../../core/finding.js';
import type { EvidenceRef } from '../../core/read.js';
import { calledBy, type Home } from '../../facts/github/uses.js';
import { type Names, noNames, untrustedIn } from './expressions.js';
import { headIn } from './pull-head.js';

export type Workflow = FactKinds['github.workflow'];
export type Job = Workflow['jobs'][number];
export type Step = Job['steps'][number];

/** What stands, in the expressions of a step, for something that comes from outside. */
interface Standing {
  /** For text that people outside write. */
  readonly text: Names;
  /** For the head of a pull request: a commit, a branch or a repository. */
  readonly head: Names;
}

export interface WorkflowFacts {
  readonly workflows: readonly Fact<'github.workflow'>[];
  readonly called: FactView<'github.called-workflow'>;
  readonly actions: FactView<'github.action'>;
  readonly org: string;
}

/** A step as it runs, in the job itself or in an action that the job calls. */
export interface LaneStep {
  readonly step: Step;
  /** `.github/workflows/ci.yml:12`, of another repository with its name. */
  readonly at: string;
  /** In the audited repository: of the call, where the step itself is in another one. */
  readonly location: Location;
  readonly names: Standing;
  readonly evidence: readonly EvidenceRef[];
}

/** A job that runs, with everything that its steps call. */
export interface Lane {
  /** The workflow that is started. */
  readonly workflow: Fact<'github.workflow'>;
  /** The jobs that call each other, from the started workflow's down to the one with the steps. */
  readonly jobs: readonly Job[];
  /** What must hold for it to run: its own condition, its caller's, and those of the jobs that it needs. */
  readonly conditions: readonly string[];
  readonly location: Location;
  readonly steps: readonly LaneStep[];
  readonly evidence: readonly EvidenceRef[];
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#limitations-of-reusable-workflows
const deepest = 10;

const nothingStands: Standing = { text: noNames, head: noNames };

interface File {
  readonly facts: WorkflowFacts;
  readonly workflow: Fact<'github.workflow'>;
  readonly path: string;
  readonly home: Home | null;
  readonly depth: number;
  readonly names: Standing;
  readonly evidence: readonly EvidenceRef[];
  /** Of the call, where the file is in another repository. */
  readonly location: Location | null;
}

interface Calling {
  readonly jobs: readonly Job[];
  readonly conditions: readonly string[];
}

/** Every job of every workflow of the repository, reusable ones followed to their jobs and composite actions to their steps. */
export function lanesOf(facts: WorkflowFacts): readonly Lane[] {
  return facts.workflows.flatMap((workflow) => {
    const { id, evidence } = workflow;
    const file = { facts, workflow, path: id, home: null, depth: 0, names: nothingStands, evidence, location: null };
    return jobsOf(workflow.data.jobs, file, { jobs: [], conditions: [] });
  });
}

function jobsOf(all: readonly Job[], file: File, calling: Calling): readonly Lane[] {
  return all.flatMap((job): readonly Lane[] => {
    const conditions = [...calling.conditions, ...conditionsOf(job, all)];
    const jobs = [...calling.jobs, job];
    const location = file.location ?? { path: file.path, line: job.line };
    const names = withEnvironment(file.names, job.env);
    if (job.uses !== null)
      return calledJobs(job.uses, job, { ...file, names, location: file.location }, { jobs, conditions });
    const { workflow, evidence } = file;
    const steps = stepsOf(job.steps, { ...file, names });
    return [{ workflow, jobs, conditions, location, steps, evidence }];
  });
}

function calledJobs(uses: string, job: Job, file: File, calling: Calling): readonly Lane[] {
  const called = calledBy(uses, 'job', file.home, file.facts.org);
  if (called === null || called.kind === 'github.action' || file.depth >= deepest) return [];
  const fact = workflowOf(file.facts, called.kind, called.id);
  if (fact === null) return [];
  return jobsOf(
    fact.data.jobs,
    {
      ...file,
      path: called.home === null ? called.path : called.id,
      home: called.home,
      depth: file.depth + 1,
      names: passedOn(job.with, file.names, nothingStands),
      evidence: [...file.evidence, ...fact.evidence],
      location: file.location ?? (called.home === null ? null : { path: file.path, line: job.line }),
    },
    calling,
  );
}

function workflowOf(
  { workflows, called }: WorkflowFacts,
  kind: 'github.workflow' | 'github.called-workflow',
  id: string,
): Fact<'github.workflow' | 'github.called-workflow'> | null {
  if (kind === 'github.workflow') return workflows.find((each) => each.id === id) ?? null;
  const found = called.get(id);
  return found.state === 'found' ? found.value : null;
}

function stepsOf(steps: readonly Step[], file: File): readonly LaneStep[] {
  return steps.flatMap((step): readonly LaneStep[] => {
    const names = withEnvironment(file.names, step.env);
    const location = file.location ?? { path: file.path, line: step.line };
    const own = { step, at: `${file.path}:${step.line}`, location, names, evidence: file.evidence };
    const called = step.uses === null ? null : calledBy(step.uses, 'step', file.home, file.facts.org);
    if (called === null || file.depth >= deepest) return [own];
    const found = file.facts.actions.get(called.id);
    if (found.state !== 'found') return [own];
    const { data, evidence } = found.value;
    const inside = stepsOf(data.steps, {
      ...file,
      path: called.home === null ? data.path : `${called.id} ${data.path}`,
      home: called.home,
      depth: file.depth + 1,
      names: passedOn(step.with, names, names),
      evidence: [...file.evidence, ...evidence],
      location: file.location ?? (called.home === null ? null : location),
    });
    return [own, ...inside];
  });
}

type Values = Readonly<Record<string, string>>;

/** Inside of what is called: the inputs that something from outside is handed to, and the environment of `inside`. */
function passedOn(given: Values, names: Standing, inside: Standing): Standing {
  return {
    text: { inputs: taking(given, (value) => untrustedIn(value, names.text)), env: inside.text.env },
    head: { inputs: taking(given, (value) => headIn(value, names.head)), env: inside.head.env },
  };
}

function withEnvironment(names: Standing, env: Values): Standing {
  const given = Object.keys(env).map((name) => name.toLowerCase());
  const kept = (all: ReadonlySet<string>): string[] => [...all].filter((name) => !given.includes(name));
  const more = (find: (value: string) => string | null): string[] => [...taking(env, find)];
  return {
    text: {
      ...names.text,
      env: new Set([...kept(names.text.env), ...more((value) => untrustedIn(value, names.text))]),
    },
    head: { ...names.head, env: new Set([...kept(names.head.env), ...more((value) => headIn(value, names.head))]) },
  };
}

/** The names of the values in which something is found. Names of inputs are the same in any case. */
function taking(given: Values, find: (value: string) => string | null): ReadonlySet<string> {
  const found = Object.entries(given).filter(([, value]) => find(value) !== null);
  return new Set(found.map(([name]) => name.toLowerCase()));
}

/** A job is skipped with what it needs, unless its own condition says that it runs whatever became of that. */
function conditionsOf(job: Job, all: readonly Job[]): readonly string[] {
  const reached = new Set([job]);
  for (const each of reached) {
    if (runsAnyway(each)) continue;
    for (const needed of all) if (each.needs.includes(needed.id)) reached.add(needed);
  }
  return [...reached].flatMap((each) => each.if ?? []);
}

export function runsAnyway({ if: condition }: Job): boolean {
  return condition !== null && /\b(?:always|failure|cancelled)\s*\(/iu.test(condition);
}
