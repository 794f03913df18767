import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Branch } from './audited.js';
import { parseProtection } from './parse-protection.js';
import { readOf } from './read-of.js';

export const wireBranch = z.object({ body: z.object({ name: z.string(), protected: z.boolean() }) });

export function branchRequest(scope: Scope, branch: string): ReadRequest {
  return readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}', { branch });
}

/**
 * Reads classic protection of each branch that anything protects: one that GitHub calls unprotected has none. Where that
 * was not asked, it is asked only if the protection is refused.
 */
export async function collectProtection(
  reading: Reading,
  scope: Scope,
  branches: readonly Branch[],
  listing: Coverage,
): Promise<void> {
  const reads = await Promise.all(
    branches.filter(({ isProtected }) => isProtected !== false).map((branch) => readProtection(reading, branch)),
  );
  // What could not be read of one branch is a gap on its id.
  const answered = reads.map((coverage) => ({ ...coverage, gap: null }));
  reading.sink.covered('github.branch-protection', scope, joinCoverage(listing, answered));
}

async function readProtection({ transport, sink }: Reading, branch: Branch): Promise<Coverage> {
  const { id, scope, name, isProtected } = branch;
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}/protection', { branch: name });
  const { pages, coverage, ending } = await readAnswer(transport, request, '/body', (page) =>
    parseProtection(page, id),
  );
  // "Branch not protected": rulesets alone protect it. A bare "Not Found" is a denial, and no absence.
  if (ending.outcome === 'absent') return coverage;
  if (coverage.gap !== null && isProtected === null) {
    const about = await readAnswer(
      transport,
      branchRequest(scope, name),
      '/body',
      (page) => wireBranch.parse(page).body,
    );
    if (about.pages.some(({ value }) => !value.protected)) return about.coverage;
  }
  if (coverage.gap !== null) sink.gap('github.branch-protection', scope, id, coverage.gap);
  for (const { value: data, evidence } of pages) {
    sink.fact({ kind: 'github.branch-protection', id, name, scope, data, evidence: [evidence] });
  }
  return coverage;
}
