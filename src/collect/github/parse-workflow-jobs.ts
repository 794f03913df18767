import type { FactKinds } from '../../core/fact.js';
import {
  conditionAt,
  continueOnErrorAt,
  type Entries,
  entriesOf,
  environmentAt,
  itemsOf,
  member,
  shellAt,
  textAt,
  textsAt,
  valuesAt,
} from './parse-workflow-parts.js';
import { type Tree, WorkflowProblem } from './parse-workflow-yaml.js';

type Job = FactKinds['github.workflow']['jobs'][number];
type Step = Job['steps'][number];

/** What a workflow says for all of its jobs. */
export interface Defaults {
  readonly shell: string | null;
  readonly env: Record<string, string>;
}

export function parseJobs(tree: Tree, { shell, env }: Defaults): Job[] {
  return [...entriesOf(tree, 'jobs')].map(([id, { line, value }]) => {
    const job = entriesOf(value, `job ${id}`);
    const uses = member(job, 'uses');
    const steps = member(job, 'steps');
    if (uses === undefined && steps === undefined) throw new WorkflowProblem(line, `job ${id} has no steps`);
    return {
      id,
      jobName: textAt(job, 'name'),
      line: uses?.line ?? line,
      if: conditionAt(job),
      needs: [...(textsAt(job, 'needs') ?? [])],
      continueOnError: continueOnErrorAt(job),
      matrix: matrixOf(job),
      uses: textAt(job, 'uses'),
      with: valuesAt(job, 'with'),
      env: { ...env, ...environmentAt(job) },
      steps: steps === undefined ? [] : parseSteps(steps.value, shellAt(job) ?? shell),
    };
  });
}

export function parseSteps(tree: Tree, shell: string | null): Step[] {
  return itemsOf(tree, 'steps').map((item) => {
    const step = entriesOf(item, 'a step');
    const does = member(step, 'uses') ?? member(step, 'run');
    if (does === undefined) throw new WorkflowProblem(item.line, 'a step has neither uses nor run');
    return {
      line: does.line,
      id: textAt(step, 'id'),
      if: conditionAt(step),
      continueOnError: continueOnErrorAt(step),
      uses: textAt(step, 'uses'),
      run: textAt(step, 'run'),
      shell: textAt(step, 'shell') ?? shell,
      with: valuesAt(step, 'with'),
      env: environmentAt(step),
    };
  });
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
function matrixOf(job: Entries): Job['matrix'] {
  const strategy = member(job, 'strategy');
  if (strategy === undefined) return {};
  const matrix = member(entriesOf(strategy.value, 'strategy'), 'matrix');
  if (matrix === undefined) return {};
  // An expression makes the dimensions as well.
  if (matrix.value.kind === 'text') return { '*': null };
  const all = entriesOf(matrix.value, 'matrix');
  const dimensions = [...all].filter(([name]) => name !== 'include' && name !== 'exclude');
  const found = new Map(dimensions.map(([name, { value }]) => [name, valuesOf(value)]));
  const include = member(all, 'include');
  if (include === undefined) return Object.fromEntries(found);
  if (include.value.kind !== 'list') return { ...Object.fromEntries(found), '*': null };
  for (const item of include.value.items) {
    for (const [name, { value }] of entriesOf(item, 'include')) {
      const known = found.get(name);
      const more = value.kind === 'text' && value.text !== null ? [value.text] : null;
      found.set(name, known === null || more === null ? null : [...(known ?? []), ...more]);
    }
  }
  return Object.fromEntries(found);
}

/** Null for what is known only when it runs, and for values that are no texts. */
function valuesOf(tree: Tree): string[] | null {
  if (tree.kind !== 'list') return null;
  const texts = tree.items.map((item) => (item.kind === 'text' ? item.text : null));
  return texts.every((text) => text !== null && !text.includes('${{')) ? texts.filter((text) => text !== null) : null;
}
