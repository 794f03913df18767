import type { FactKinds } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { type Called, calledBy, type Home } from '../../facts/github/uses.js';
import type { Reading } from '../reading/read-items.js';
import { parseAction, parseWorkflow } from './parse-workflow.js';
import { repositoryScope } from './read-of.js';
import { type Tree, type TreeEntry, treeOf } from './read-tree.js';
import { readWorkflowFile } from './read-workflow-file.js';

type Jobs = FactKinds['github.workflow']['jobs'];
type Steps = FactKinds['github.action']['steps'];

/** Levels of calls that are followed, which is as far as GitHub goes. */
const deepest = 10;
/** Files that the workflows of one repository call, each counted once. */
const mostCalled = 200;

/** What calls: jobs or steps, and where their file lives. */
export interface Caller {
  readonly jobs: Jobs;
  readonly steps: Steps;
  readonly home: Home | null;
}

interface Waiting {
  readonly called: Called;
  readonly depth: number;
}

/** Reads every action and reusable workflow of the organization that is called, and what those call. */
export async function collectCalled(
  reading: Reading,
  scope: Scope,
  own: Tree,
  callers: readonly Caller[],
): Promise<void> {
  const org = String(scope.org);
  const trees = new Map<string, Tree>();
  const placeOf = ({ home }: Called): { readonly tree: Tree; readonly scope: Scope } => {
    if (home === null) return { tree: own, scope };
    const there = repositoryScope(org, home.repo);
    const key = `${home.repo.toLowerCase()}@${home.ref}`;
    const tree = trees.get(key) ?? treeOf(reading.transport, there, home.ref);
    trees.set(key, tree);
    return { tree, scope: there };
  };
  const waiting: Waiting[] = callers.flatMap((caller) => callsOf(caller, org, 1));
  const seen = new Set<string>();
  for (const { called, depth } of waiting) {
    const key = `${called.kind} ${called.id}`;
    if (called.kind === 'github.workflow' || seen.has(key)) continue;
    seen.add(key);
    const tooMany = seen.size > mostCalled ? `more than ${mostCalled} files are called` : null;
    const tooDeep = depth > deepest ? `${called.id} is called more than ${deepest} levels down` : null;
    const refused = tooMany ?? tooDeep;
    if (refused !== null) {
      reading.sink.gap(called.kind, scope, called.id, { reason: 'unsupported', reads: [], text: refused });
      continue;
    }
    const caller = await readCalled(reading, scope, { called, kind: called.kind, ...placeOf(called) });
    if (caller !== null) waiting.push(...callsOf(caller, org, depth + 1));
  }
}

function callsOf({ jobs, steps, home }: Caller, org: string, depth: number): readonly Waiting[] {
  const inJobs = jobs.flatMap(({ uses }) => (uses === null ? [] : (calledBy(uses, 'job', home, org) ?? [])));
  const inSteps = [...steps, ...jobs.flatMap((job) => job.steps)].flatMap(({ uses }) =>
    uses === null ? [] : (calledBy(uses, 'step', home, org) ?? []),
  );
  return [...inJobs, ...inSteps].map((called) => ({ called, depth }));
}

interface Place {
  readonly called: Called;
  readonly kind: 'github.called-workflow' | 'github.action';
  readonly tree: Tree;
  readonly scope: Scope;
}

async function readCalled(reading: Reading, scope: Scope, place: Place): Promise<Caller | null> {
  const { called, kind, tree } = place;
  const { id, path, home } = called;
  const { entries, coverage } = await tree.under(path);
  const gap = (problem: Gap): null => {
    reading.sink.gap(kind, scope, id, problem);
    return null;
  };
  const entry = fileOf(entries, kind, path);
  if (entry === undefined) {
    const reads = coverage.reads.map(({ key }) => key);
    return gap(coverage.gap ?? { reason: 'missing', reads, text: `${id} is called, and there is no such file` });
  }
  if (kind === 'github.called-workflow') {
    const file = await readWorkflowFile(reading.transport, place.scope, entry, parseWorkflow);
    if (file.value === null) return gap(file.gap);
    const { value, evidence } = file;
    reading.sink.fact({ kind, id, name: value.workflowName, scope, data: { id, ...value }, evidence: [...evidence] });
    return { jobs: value.jobs, steps: [], home };
  }
  const file = await readAction(reading, place, entry);
  if (file.value === null) return gap(file.gap);
  const { value, evidence } = file;
  reading.sink.fact({ kind, id, name: null, scope, data: { id, path: entry.path, ...value }, evidence: [...evidence] });
  return { jobs: [], steps: value.steps, home };
}

type Action = ReturnType<typeof parseAction>;
type Read =
  | { readonly value: Action; readonly evidence: readonly EvidenceRef[] }
  | { readonly value: null; readonly gap: Gap };

/** A folder with a Dockerfile alone is an action too: the image is built of it. */
async function readAction({ transport }: Reading, { scope }: Place, entry: TreeEntry): Promise<Read> {
  if (entry.path.endsWith('Dockerfile')) return { value: { image: null, steps: [] }, evidence: [entry.evidence] };
  return readWorkflowFile(transport, scope, entry, parseAction);
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
function fileOf(entries: readonly TreeEntry[], kind: Place['kind'], path: string): TreeEntry | undefined {
  const start = path === '' ? '' : `${path}/`;
  const names =
    kind === 'github.action' ? ['action.yml', 'action.yaml', 'Dockerfile'].map((name) => `${start}${name}`) : [path];
  const found = names.map((name) => entries.find((entry) => entry.type === 'blob' && entry.path === name));
  return found.find((entry) => entry !== undefined);
}
