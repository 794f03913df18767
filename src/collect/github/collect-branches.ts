import type { Coverage, FactKind } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { branchId } from '../../facts/github/branches.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Branch, Repository } from './audited.js';
import { collectMerges } from './collect-merges.js';
import { branchRequest, collectProtection, wireBranch } from './collect-protection.js';
import { collectRules } from './collect-rulesets.js';
import type { Overview } from './overview.js';
import { readOf } from './read-of.js';

export const branchKinds = [
  'github.branch',
  'github.branch-protection',
  'github.branch-rules',
  'github.ruleset-bypass',
  'github.branch-commit',
  'github.merged-pull',
] as const satisfies readonly FactKind[];

/**
 * Reads what protects branches of a repository, and how the last changes of its default branch got there. Without names:
 * the default branch alone. An empty repository has no branch, which its list of branches shows.
 */
export async function collectBranches(
  reading: Reading,
  repository: Repository,
  names: readonly string[] = defaultOf(repository),
  overview: Overview | null = null,
): Promise<void> {
  const { sink } = reading;
  const { scope } = repository;
  const found = await Promise.all(
    names.map(async (name) => toldOf(repository, name, overview) ?? readBranch(reading, repository, name)),
  );
  const [first, ...more] = found.map(({ coverage }) => coverage);
  if (first === undefined) return coverNone(reading, scope);
  const listing = joinCoverage(first, more);
  const branches = found.flatMap(({ branch }) => branch ?? []);
  for (const { id, name, isDefault, evidence } of branches) {
    const data = { id, repository: repository.data.id, branchName: name, isDefault };
    sink.fact({ kind: 'github.branch', id, name, scope, data, evidence: [evidence] });
  }
  sink.covered('github.branch', scope, listing);
  await Promise.all([
    collectProtection(reading, scope, branches, listing),
    collectRules(reading, scope, branches, listing),
    collectMerges(reading, scope, branches, { listing, overview }),
  ]);
}

interface Found {
  readonly branch: Branch | null;
  readonly coverage: Coverage;
}

/** The branch as the overview shows it; null where it shows no such branch. */
function toldOf({ scope, data }: Repository, name: string, overview: Overview | null): Found | null {
  const [first] = overview?.branch === name ? (overview.line ?? []) : [];
  if (overview === null || first === undefined) return null;
  const evidence = { ...first.evidence, pointer: '/body/data/line/ref' };
  const isDefault = name === data.defaultBranch;
  const branch = { id: branchId(data.id, name), scope, name, isDefault, isProtected: null, evidence };
  return { branch, coverage: overview.coverage };
}

function defaultOf({ data }: Repository): readonly string[] {
  return data.defaultBranch === null ? [] : [data.defaultBranch];
}

async function coverNone({ transport, sink }: Reading, scope: Scope): Promise<void> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/branches');
  const { coverage } = await readAnswer(transport, request, '/body', (page) => page);
  for (const kind of branchKinds) sink.covered(kind, scope, coverage);
}

/** The branch; null where GitHub says that there is none of the name, or where it could not be read. */
async function readBranch({ transport }: Reading, { scope, data }: Repository, name: string): Promise<Found> {
  const { pages, coverage, ending } = await readAnswer(transport, branchRequest(scope, name), '/body', (page) =>
    wireBranch.parse(page),
  );
  const isDefault = name === data.defaultBranch;
  // That a branch is not there is an answer; of the default one it contradicts the repository, which is not empty.
  if (ending.outcome === 'absent' && !isDefault) return { branch: null, coverage: { ...coverage, gap: null } };
  const [page] = pages;
  if (page === undefined) return { branch: null, coverage };
  const id = branchId(data.id, name);
  const { protected: isProtected } = page.value.body;
  return { branch: { id, scope, name, isDefault, isProtected, evidence: page.evidence }, coverage };
}
