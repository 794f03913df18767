import type { Coverage } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { type CheckedHead, parseChecks } from './parse-overview-checks.js';
import { parseLine, parseMerges, parseSettings, parseWorkflows, type Settings } from './parse-overview.js';
import type { LineCommit, MergedPull } from './parse-merges.js';
import { readOf } from './read-of.js';
import type { TreeEntry } from './read-tree.js';
import { repositoryQuery } from './routes/graphql.js';

/**
 * What one query told of a repository. Each part is null where GitHub refused it, or told it in part or otherwise than
 * documented: REST is asked then, as it is where a part shows nothing of what is looked for, since GraphQL may leave out
 * without a word what a token may not see.
 */
export interface Overview {
  readonly branch: string;
  readonly coverage: Coverage;
  readonly settings: Settings | null;
  /** The files directly in .github/workflows of the default branch. */
  readonly workflows: readonly TreeEntry[] | null;
  /** The last commits of the default branch, newest first. */
  readonly line: readonly LineCommit[] | null;
  /** The pull requests that were merged into it last. */
  readonly merges: readonly MergedPull[] | null;
  /** What was reported on the heads of a few of them. */
  readonly checks: readonly CheckedHead[] | null;
}

/** Null where the repository has no branch, or the query told nothing. */
export async function readOverview(
  { transport }: Reading,
  { scope, data: { defaultBranch } }: Repository,
): Promise<Overview | null> {
  if (defaultBranch === null) return null;
  const request = readOf(scope, repositoryQuery, { branch: defaultBranch });
  const { pages, coverage } = await readAnswer(transport, request, '/body/data', (page) => page);
  const [first] = pages;
  if (first === undefined || coverage.gap !== null) return null;
  return parseOverview(first.value, { branch: defaultBranch, read: first.evidence.read, scope, coverage });
}

interface Place {
  readonly branch: string;
  readonly read: string;
  readonly scope: Scope;
  readonly coverage: Coverage;
}

function parseOverview(response: Json, { branch, read, coverage }: Place): Overview {
  const at = (pointer: string) => ({ read, page: 0, pointer: `/body/data${pointer}` });
  const line = parseLine(response, branch, at);
  return {
    branch,
    coverage,
    settings: parseSettings(response, at),
    // That there is no such folder is believed of a token that was shown commits, since the same permission gives both.
    workflows: line === null ? null : parseWorkflows(response, at),
    line,
    merges: parseMerges(response, branch, at),
    checks: parseChecks(response, at),
  };
}
