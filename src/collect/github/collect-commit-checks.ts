import { z } from 'zod';
import type { Coverage, FactKinds } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { branchId } from '../../facts/github/branches.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import { pageSize } from './operations.js';
import { ownLine } from './own-line.js';
import { parseCommits, parseMergedPulls } from './parse-merges.js';
import { parseProtection } from './parse-protection.js';
import { parseRules } from './parse-rulesets.js';
import { readOf } from './read-of.js';

/** How many of the last merged pull requests are looked at, one call each, and one more where a check is no check run. */
const mostMerges = 5;

type Reports = FactKinds['github.commit-checks']['reports'];

/**
 * Reads what was reported on the last merged pull requests, where any check is required. What protects the branch and how
 * it changed is asked for in the same words as elsewhere, so that it costs no call of its own.
 */
export async function collectCommitChecks(
  reading: Reading,
  scope: Scope,
  repository: string,
  branch: string,
): Promise<void> {
  const required = await requiredContexts(reading, scope, branchId(repository, branch), branch);
  const merges = required.contexts.length === 0 ? null : await lastHeads(reading, scope, branch);
  const coverage = merges === null ? required.coverage : joinCoverage(required.coverage, [merges.coverage]);
  await Promise.all((merges?.heads ?? []).map((sha) => readChecks(reading, scope, sha, required.contexts)));
  reading.sink.covered('github.commit-checks', scope, coverage);
}

interface RequiredContexts {
  readonly contexts: readonly string[];
  readonly coverage: Coverage;
}

async function requiredContexts(
  { transport }: Reading,
  scope: Scope,
  id: string,
  branch: string,
): Promise<RequiredContexts> {
  const input = { branch };
  const about = readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}', input);
  const rules = readOf(scope, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', input);
  const protection = readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}/protection', input);
  const [ofRules, ofBranch] = await Promise.all([
    readAnswer(transport, rules, '/body', parseRules),
    readAnswer(transport, about, '/body', (page) => wireBranch.parse(page).body.protected),
  ]);
  const isProtected = ofBranch.pages.some(({ value }) => value);
  const ofClassic = isProtected
    ? await readAnswer(transport, protection, '/body', (page) => parseProtection(page, id))
    : null;
  const checks = [
    ...ofRules.pages.flatMap(({ value }) => value.map(({ rule }) => rule.statusChecks)),
    ...(ofClassic?.pages ?? []).map(({ value }) => value.statusChecks),
  ];
  const contexts = checks.flatMap((each) => (each?.required ?? []).map(({ context }) => context));
  // What could not be read of either is a gap of the protection's own kinds; here it only means fewer names.
  const asked = [ofBranch, ...(ofClassic === null ? [] : [ofClassic])].map(({ coverage }) => ({
    ...coverage,
    gap: null,
  }));
  return { contexts, coverage: joinCoverage({ ...ofRules.coverage, gap: null }, asked) };
}

const wireBranch = z.object({ body: z.object({ protected: z.boolean() }) });

/** The last commits of the pull requests that were merged last, in the order of the branch's own line. */
async function lastHeads(
  { transport }: Reading,
  scope: Scope,
  branch: string,
): Promise<{ readonly heads: readonly string[]; readonly coverage: Coverage }> {
  const of = { per_page: pageSize };
  const list = { ...of, state: 'closed', base: branch, sort: 'updated', direction: 'desc' };
  const [commits, pulls] = await Promise.all([
    readAnswer(
      transport,
      readOf(scope, 'GET /repos/{owner}/{repo}/commits', { ...of, sha: branch }),
      '/body',
      parseCommits,
    ),
    readAnswer(transport, readOf(scope, 'GET /repos/{owner}/{repo}/pulls', list), '/body', (page) =>
      parseMergedPulls(page, branch),
    ),
  ]);
  const merged = pulls.pages.flatMap(({ value }) => value);
  const heads = commits.pages
    .flatMap(({ value }) => ownLine(value))
    .flatMap(({ sha }) => merged.filter(({ mergeCommit }) => mergeCommit === sha))
    .map(({ headSha }) => headSha);
  return {
    heads: [...new Set(heads)].slice(0, mostMerges),
    coverage: joinCoverage(commits.coverage, [pulls.coverage]),
  };
}

const wireRuns = z.object({
  body: z.object({
    check_runs: z.array(
      z.object({
        name: z.string(),
        conclusion: z.string().nullable(),
        app: z.object({ id: z.int() }).nullable(),
      }),
    ),
  }),
});
const wireStatuses = z.object({
  body: z.object({ statuses: z.array(z.object({ context: z.string(), state: z.string() })) }),
});

async function readChecks(
  { transport, sink }: Reading,
  scope: Scope,
  sha: string,
  contexts: readonly string[],
): Promise<void> {
  const runs = await readAnswer(
    transport,
    readOf(scope, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ref: sha }),
    '/body/check_runs',
    parseRuns,
  );
  const found = runs.pages.flatMap(({ value }) => value);
  const isWhole = contexts.every((context) => found.some((report) => report.context === context));
  // A required check may be a commit status as well, which is a list of its own.
  const statuses = isWhole
    ? null
    : await readAnswer(
        transport,
        readOf(scope, 'GET /repos/{owner}/{repo}/commits/{ref}/status', { ref: sha }),
        '/body/statuses',
        parseStatuses,
      );
  const gap = joinCoverage(runs.coverage, statuses === null ? [] : [statuses.coverage]).gap;
  if (gap !== null) {
    sink.gap('github.commit-checks', scope, sha, gap);
    return;
  }
  const reports = [...found, ...(statuses?.pages ?? []).flatMap(({ value }) => value)];
  const evidence = [...runs.pages, ...(statuses?.pages ?? [])].map((page) => page.evidence);
  sink.fact({ kind: 'github.commit-checks', id: sha, name: null, scope, data: { id: sha, reports }, evidence });
}

function parseRuns(response: unknown): Reports {
  return wireRuns.parse(response).body.check_runs.map(({ name, conclusion, app }) => ({
    context: name,
    appId: app?.id ?? null,
    conclusion,
  }));
}

function parseStatuses(response: unknown): Reports {
  return wireStatuses.parse(response).body.statuses.map(({ context, state }) => ({
    context,
    appId: null,
    conclusion: state === 'pending' ? null : state,
  }));
}
