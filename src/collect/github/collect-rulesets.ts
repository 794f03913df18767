import type { Coverage } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Branch } from './audited.js';
import { parseBypass, parseRules, type Rule } from './parse-rulesets.js';
import { organizationScope, readOf } from './read-of.js';

/**
 * Reads the rules that apply to each branch, as GitHub resolves them: those of active rulesets alone, of the repository
 * and above it, whose patterns match. Then who may bypass each of those rulesets.
 */
export async function collectRules(
  reading: Reading,
  scope: Scope,
  branches: readonly Branch[],
  listing: Coverage,
): Promise<void> {
  const { sink } = reading;
  const read = await Promise.all(branches.map((branch) => readRules(reading, branch)));
  const answered = read.map(({ coverage }) => ({ ...coverage, gap: null }));
  const rulesCoverage = joinCoverage(listing, answered);
  sink.covered('github.branch-rules', scope, rulesCoverage);
  const rulesets = new Map(
    read.flatMap(({ rules }) => rules.map(({ rule, isOfOrganization }) => [rule.rulesetId, isOfOrganization] as const)),
  );
  const bypasses = await Promise.all([...rulesets].map(([id, isAbove]) => readBypass(reading, scope, id, isAbove)));
  // Where the rules of a branch could not be read, it is not known which rulesets there are.
  const unread = read.map(({ coverage }) => coverage);
  sink.covered('github.ruleset-bypass', scope, joinCoverage(listing, [...unread, ...bypasses]));
}

async function readRules(
  { transport, sink }: Reading,
  { id, scope, name }: Branch,
): Promise<{ readonly rules: readonly Rule[]; readonly coverage: Coverage }> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', { branch: name });
  const { pages, coverage } = await readAnswer(transport, request, '/body', parseRules);
  const rules = pages.flatMap(({ value }) => value);
  if (coverage.gap === null) {
    const data = { id, rules: rules.map(({ rule }) => rule) };
    const evidence = pages.map((page) => page.evidence);
    sink.fact({ kind: 'github.branch-rules', id, name, scope, data, evidence });
  } else {
    // Half of the rules would read as if the others were missing.
    sink.gap('github.branch-rules', scope, id, coverage.gap);
  }
  return { rules, coverage };
}

async function readBypass(
  { transport, sink }: Reading,
  scope: Scope,
  rulesetId: number,
  isOfOrganization: boolean,
): Promise<Coverage> {
  const id = String(rulesetId);
  const request = bypassRequest(scope, rulesetId, isOfOrganization);
  const { pages, coverage } = await readAnswer(transport, request, '/body/bypass_actors', parseBypass);
  if (coverage.gap !== null) sink.gap('github.ruleset-bypass', scope, id, coverage.gap);
  for (const { value: data, evidence } of pages) {
    if (data === null) {
      const text = `who may bypass ruleset ${id} is shown only to those who may change it`;
      sink.gap('github.ruleset-bypass', scope, id, { reason: 'hidden', reads: [evidence.read], text });
    } else {
      sink.fact({ kind: 'github.ruleset-bypass', id, name: data.rulesetName, scope, data, evidence: [evidence] });
    }
  }
  return { ...coverage, gap: null };
}

/** One read of an organization's ruleset does for all of its repositories. */
function bypassRequest(scope: Scope, rulesetId: number, isOfOrganization: boolean): ReadRequest {
  const input = { ruleset_id: rulesetId };
  if (!isOfOrganization || scope.org === undefined) {
    return readOf(scope, 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', input);
  }
  return readOf(organizationScope(scope.org), 'GET /orgs/{org}/rulesets/{ruleset_id}', input);
}
