import type { FactKind } from '../../core/fact.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { type Caller, collectCalled } from './collect-called.js';
import { collectCommitChecks } from './collect-commit-checks.js';
import type { Overview } from './overview.js';
import { parseWorkflow } from './parse-workflow.js';
import { readOf } from './read-of.js';
import { type TreeEntry, treeOf } from './read-tree.js';
import { readWorkflowFile } from './read-workflow-file.js';

const fileKinds = ['github.workflow', 'github.called-workflow', 'github.action'] as const satisfies readonly FactKind[];
export const workflowKinds = [...fileKinds, 'github.commit-checks'] as const satisfies readonly FactKind[];

/**
 * Reads the workflows of the default branch, what of the organization they call, and what was reported on the last merges.
 * Without the overview a repository without a folder .github takes one call; one with it a second, and one for each file.
 */
export async function collectWorkflows(
  reading: Reading,
  repository: Repository,
  overview: Overview | null = null,
): Promise<void> {
  const { scope, data } = repository;
  const { id, defaultBranch } = data;
  if (defaultBranch === null) {
    // Nothing is in it, as its list of branches shows.
    const request = readOf(scope, 'GET /repos/{owner}/{repo}/branches');
    const { coverage } = await readAnswer(reading.transport, request, '/body', (page) => page);
    for (const kind of workflowKinds) reading.sink.covered(kind, scope, coverage);
    return;
  }
  await Promise.all([
    collectFiles(reading, repository, defaultBranch, overview),
    collectCommitChecks(reading, scope, { id, branch: defaultBranch, overview }),
  ]);
}

const folder = '.github/workflows';

async function collectFiles(
  reading: Reading,
  { scope }: Repository,
  branch: string,
  overview: Overview | null,
): Promise<void> {
  const { sink, transport } = reading;
  const { workflows = null } = overview ?? {};
  const told =
    overview === null || workflows === null ? null : { path: folder, entries: workflows, coverage: overview.coverage };
  const tree = treeOf(transport, scope, branch, told);
  const { entries, coverage } = await tree.under(folder);
  const files = await Promise.all(
    entries.filter(isWorkflow).map(async (entry): Promise<Caller | null> => {
      const id = entry.path;
      const file = await readWorkflowFile(transport, scope, entry, parseWorkflow);
      if (file.value === null) {
        sink.gap('github.workflow', scope, id, file.gap);
        return null;
      }
      const { value, evidence } = file;
      const name = value.workflowName;
      sink.fact({ kind: 'github.workflow', id, name, scope, data: { id, ...value }, evidence: [...evidence] });
      return { jobs: value.jobs, steps: [], home: null };
    }),
  );
  await collectCalled(
    reading,
    scope,
    tree,
    files.filter((file) => file !== null),
  );
  for (const kind of fileKinds) sink.covered(kind, scope, coverage);
}

/** GitHub looks into this folder alone, not below it. */
function isWorkflow({ path, type }: TreeEntry): boolean {
  return type === 'blob' && /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path);
}
