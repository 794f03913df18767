import { z } from 'zod';
import type { Coverage, FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { branchId } from '../../facts/github/branches.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Overview } from './overview.js';
import { ownLine } from './own-line.js';
import { parseProtection } from './parse-protection.js';
import { parseRules } from './parse-rulesets.js';
import { readLine, readMerged } from './read-merges.js';
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
  { id, branch, overview }: { readonly id: string; readonly branch: string; readonly overview: Overview | null },
): Promise<void> {
  // Of a branch that the overview shows it is not known whether anything protects it: its protection tells.
  const isShown = overview?.line !== null && overview?.line !== undefined;
  const required = await requiredContexts(reading, scope, { id: branchId(id, branch), branch, isShown });
  const merges = required.contexts.length === 0 ? null : await lastHeads(reading, scope, branch, overview);
  const coverage = merges === null ? required.coverage : joinCoverage(required.coverage, [merges.coverage]);
  await Promise.all(
    (merges?.heads ?? []).map((sha) => readChecks(reading, scope, sha, { contexts: required.contexts, overview })),
  );
  reading.sink.covered('github.commit-checks', scope, coverage);
}

interface RequiredContexts {
  readonly contexts: readonly string[];
  readonly coverage: Coverage;
}

async function requiredContexts(
  { transport }: Reading,
  scope: Scope,
  { id, branch, isShown }: { readonly id: string; readonly branch: string; readonly isShown: boolean },
): Promise<RequiredContexts> {
  const input = { branch };
  const about = readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}', input);
  const rules = readOf(scope, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', input);
  const protection = readOf(scope, 'GET /repos/{owner}/{repo}/branches/{branch}/protection', input);
  const [ofRules, ofBranch] = await Promise.all([
    readAnswer(transport, rules, '/body', parseRules),
    isShown ? null : readAnswer(transport, about, '/body', (page) => wireBranch.parse(page).body.protected),
  ]);
  const isProtected = ofBranch === null || ofBranch.pages.some(({ value }) => value);
  const ofClassic = isProtected
    ? await readAnswer(transport, protection, '/body', (page) => parseProtection(page, id))
    : null;
  const checks = [
    ...ofRules.pages.flatMap(({ value }) => value.map(({ rule }) => rule.statusChecks)),
    ...(ofClassic?.pages ?? []).map(({ value }) => value.statusChecks),
  ];
  const contexts = checks.flatMap((each) => (each?.required ?? []).map(({ context }) => context));
  // What could not be read of either is a gap of the protection's own kinds; here it only means fewer names.
  const asked = [ofBranch, ofClassic]
    .flatMap((each) => each ?? [])
    .map(({ coverage }) => ({
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
  overview: Overview | null,
): Promise<{ readonly heads: readonly string[]; readonly coverage: Coverage }> {
  const place = { transport, scope, branch, overview };
  const [line, merged] = await Promise.all([readLine(place), readMerged(place)]);
  const heads = ownLine(line.commits)
    .flatMap(({ sha }) => merged.pulls.filter(({ mergeCommit }) => mergeCommit === sha))
    .map(({ headSha }) => headSha);
  return {
    heads: [...new Set(heads)].slice(0, mostMerges),
    coverage: joinCoverage(line.coverage, [merged.coverage]),
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

const kind = 'github.commit-checks';

/** What the overview tells of a commit; null where it does not show every required check, since it may leave some out. */
function toldOf(
  overview: Overview | null,
  sha: string,
  contexts: readonly string[],
): { readonly reports: Reports; readonly evidence: EvidenceRef } | null {
  const head = overview?.checks?.find((each) => each.sha === sha);
  if (head === undefined) return null;
  const { runs, statuses, evidence } = head;
  if (names(runs, contexts)) return { reports: runs, evidence };
  const reports = [...runs, ...statuses];
  return names(reports, contexts) ? { reports, evidence } : null;
}

function names(reports: Reports, contexts: readonly string[]): boolean {
  return contexts.every((context) => reports.some((report) => report.context === context));
}

async function readChecks(
  { transport, sink }: Reading,
  scope: Scope,
  sha: string,
  { contexts, overview }: { readonly contexts: readonly string[]; readonly overview: Overview | null },
): Promise<void> {
  const told = toldOf(overview, sha, contexts);
  if (told !== null) {
    const { reports, evidence } = told;
    sink.fact({ kind, id: sha, name: null, scope, data: { id: sha, reports }, evidence: [evidence] });
    return;
  }
  const runs = await readAnswer(
    transport,
    readOf(scope, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ref: sha }),
    '/body/check_runs',
    parseRuns,
  );
  const found = runs.pages.flatMap(({ value }) => value);
  const isWhole = names(found, contexts);
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
    sink.gap(kind, scope, sha, gap);
    return;
  }
  const reports = [...found, ...(statuses?.pages ?? []).flatMap(({ value }) => value)];
  const evidence = [...runs.pages, ...(statuses?.pages ?? [])].map((page) => page.evidence);
  sink.fact({ kind, id: sha, name: null, scope, data: { id: sha, reports }, evidence });
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
