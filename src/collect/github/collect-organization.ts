import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import type { Coverage, FactKind } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type Scope, scopeId } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Organization, Repository } from './audited.js';
import { collectActionsPolicy } from './collect-actions-policy.js';
import { collectOwnerActivity } from './collect-owner-activity.js';
import { collectMembers, collectWeakTwoFactor } from './collect-people.js';
import { collectRunnerGroups } from './collect-runner-groups.js';
import { readOf } from './read-of.js';

// https://docs.github.com/en/rest/orgs/orgs#get-an-organization
const answered = z.object({
  headers: z.object({ 'x-oauth-scopes': z.string().optional() }),
  body: z.object({
    login: z.string(),
    public_repos: z.int(),
    /** Of owners' answers. */
    total_private_repos: z.int().optional(),
    /** Missing to those who are no members, null to those who are no owners. */
    two_factor_requirement_enabled: z.boolean().nullish(),
  }),
});
type Answered = z.infer<typeof answered>;

/**
 * The organization by what it answered: itself and its requirement of two factors are facts then. Throws
 * PREPAY_UNKNOWN_ORGANIZATION where there is none of that name.
 */
export async function openOrganization({ transport, sink }: Reading, scope: Scope): Promise<Organization> {
  const { org = '' } = scope;
  const request = readOf(scope, 'GET /orgs/{org}');
  const { pages, coverage, ending } = await readAnswer(transport, request, '/body', (page) => answered.parse(page));
  if (ending.outcome === 'absent') {
    throw new PrepayError(
      'PREPAY_UNKNOWN_ORGANIZATION',
      `GitHub has no organization ${org}`,
      'Correct scope.github[].org or --org.',
    );
  }
  sink.covered('github.org', scope, coverage);
  sink.covered('github.org.two-factor', scope, coverage);
  const [first] = pages;
  if (first === undefined) return { scope, repositoryCount: null, members: coverage };
  const { value, evidence } = first;
  sink.fact({ kind: 'github.org', id: org, name: null, scope, data: { id: org }, evidence: [evidence] });
  requirement(sink, scope, value, evidence);
  const { public_repos: open, total_private_repos: closed } = value.body;
  return {
    scope,
    repositoryCount: closed === undefined ? null : open + closed,
    members: { ...coverage, gap: coverage.gap ?? hiddenMembers(scope, value, evidence) },
  };
}

function requirement(sink: Reading['sink'], scope: Scope, { body }: Answered, evidence: EvidenceRef): void {
  const kind: FactKind = 'github.org.two-factor';
  const { org: id = '' } = scope;
  const isRequired = body.two_factor_requirement_enabled;
  if (typeof isRequired === 'boolean') {
    const at = { ...evidence, pointer: '/body/two_factor_requirement_enabled' };
    sink.fact({ kind, id, name: null, scope, data: { id, isRequired }, evidence: [at] });
    return;
  }
  const text = `GitHub tells whether ${id} requires two-factor authentication to its owners alone`;
  sink.gap(kind, scope, id, { reason: 'hidden', reads: [evidence.read], text });
}

/**
 * Why a list of members may be one of the public ones alone: GitHub says nothing of it in the list itself.
 * https://docs.github.com/en/rest/orgs/members#list-organization-members
 */
function hiddenMembers(scope: Scope, { headers, body }: Answered, { read }: EvidenceRef): Gap | null {
  const scopes = headers['x-oauth-scopes']?.split(',').map((one) => one.trim());
  const maySee = scopes === undefined || scopes.some((one) => /^(read|write|admin):org$/u.test(one));
  if (maySee && body.two_factor_requirement_enabled !== undefined) return null;
  const why = maySee
    ? `does not show that it belongs to a member of ${scopeId(scope)}`
    : `has none of the scopes read:org, write:org and admin:org`;
  return {
    reason: 'hidden',
    reads: [read],
    text: `GitHub may have listed public members alone, since the token ${why}`,
  };
}

/** Reads the people of the organization and its settings for Actions. */
export async function collectOrganization(
  reading: Reading,
  { scope, members }: { readonly scope: Scope; readonly members: Coverage },
  repositories: readonly Repository[],
): Promise<void> {
  await Promise.all([
    collectPeople(reading, scope, members, repositories),
    collectWeakTwoFactor(reading, scope),
    collectActionsPolicy(reading, scope),
    collectRunnerGroups(reading, scope),
  ]);
}

async function collectPeople(
  reading: Reading,
  scope: Scope,
  visible: Coverage,
  repositories: readonly Repository[],
): Promise<void> {
  const { owners, coverage } = await collectMembers(reading, scope, visible);
  await collectOwnerActivity(reading, scope, { owners, coverage, repositories });
}
