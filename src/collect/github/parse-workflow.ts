import type { FactKinds } from '../../core/fact.js';
import { parseJobs, parseSteps } from './parse-workflow-jobs.js';
import {
  type Entries,
  entriesOf,
  environmentAt,
  isNothing,
  member,
  shellAt,
  textAt,
  textsAt,
  textsOf,
} from './parse-workflow-parts.js';
import { parseTree, type Tree, WorkflowProblem } from './parse-workflow-yaml.js';

type Workflow = Omit<FactKinds['github.workflow'], 'id'>;
type Trigger = Workflow['triggers'][number];

/**
 * What a workflow's text says.
 *
 * @throws WorkflowProblem where it is no workflow that GitHub would run
 */
export function parseWorkflow(source: string): Workflow {
  const file = entriesOf(parseTree(source), 'the file');
  const on = member(file, 'on');
  if (on === undefined) throw new WorkflowProblem(1, 'nothing says on what it runs (on)');
  const jobs = member(file, 'jobs');
  if (jobs === undefined) throw new WorkflowProblem(1, 'it has no jobs');
  return {
    workflowName: textAt(file, 'name'),
    triggers: triggersOf(on.value),
    jobs: parseJobs(jobs.value, { shell: shellAt(file), env: environmentAt(file) }),
  };
}

/** What an action's file says of the steps and the image that it runs. */
export function parseAction(source: string): Pick<FactKinds['github.action'], 'image' | 'steps'> {
  const file = entriesOf(parseTree(source), 'the file');
  const runs = member(file, 'runs');
  if (runs === undefined) throw new WorkflowProblem(1, 'nothing says how it runs (runs)');
  const how = entriesOf(runs.value, 'runs');
  const image = textAt(how, 'image');
  const steps = member(how, 'steps');
  return {
    image: image?.startsWith('docker://') === true ? image : null,
    steps: steps === undefined ? [] : parseSteps(steps.value, null),
  };
}

function triggersOf(tree: Tree): Trigger[] {
  if (tree.kind !== 'map') {
    const events = textsOf(tree, 'on');
    return events.map((event) => ({ ...everything, event, line: tree.line }));
  }
  return [...tree.entries].map(([event, { line, value }]) => {
    // `schedule` lists its times.
    if (isNothing(value) || value.kind === 'list') return { ...everything, event, line };
    return { event, line, ...filtersOf(entriesOf(value, event)) };
  });
}

const everything = {
  types: null,
  branches: null,
  branchesIgnore: [],
  hasPathFilter: false,
  workflows: [],
};

function filtersOf(entries: Entries): Omit<Trigger, 'event' | 'line'> {
  const branches = textsAt(entries, 'branches');
  const branchesIgnore = textsAt(entries, 'branches-ignore');
  const isOfTags = member(entries, 'tags') !== undefined || member(entries, 'tags-ignore') !== undefined;
  const isOfTagsAlone = isOfTags && branches === null && branchesIgnore === null;
  const types = textsAt(entries, 'types');
  return {
    types: types === null ? null : [...types],
    branches: isOfTagsAlone ? [] : branches === null ? null : [...branches],
    branchesIgnore: [...(branchesIgnore ?? [])],
    hasPathFilter: member(entries, 'paths') !== undefined || member(entries, 'paths-ignore') !== undefined,
    workflows: [...(textsAt(entries, 'workflows') ?? [])],
  };
}
