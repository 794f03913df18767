import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import { byCodeUnit } from '../../core/json.js';
import type { EndLine } from '../../core/read.js';
import { scopeId } from '../../core/scope.js';
import { saidBy } from '../reading/probe-result.js';
import type { Transport } from '../transport/transport.js';
import { collectIdentity } from './collect-identity.js';
import { openOrganization } from './collect-organization.js';
import { listing } from './collect-repositories.js';
import type { ScopedOrganization } from './collect.js';
import { type GithubProbe, probeOrganization, type Sample } from './doctor-probe.js';
import { listRepositories } from './doctor-trials.js';
import { githubOperations } from './operations.js';
import { organizationScope, readOf } from './read-of.js';
import { isLiteral, matchesGlob } from './repository-globs.js';

export interface GithubExamination {
  /** Whose token it is and what it may write, as GitHub says; null where it did not say. */
  readonly identity: string | null;
  readonly identityProbes: readonly GithubProbe[];
  readonly organizations: readonly ExaminedOrganization[];
}

export interface ExaminedOrganization {
  readonly org: string;
  /** The repository that was tried in the place of all; null where there is none. */
  readonly repository: string | null;
  /** Why a run could not begin; null where it could. */
  readonly problem: string | null;
  /** What GitHub does not show to this token although it answers, in words. */
  readonly hidden: readonly string[];
  /** Sorted by operation. */
  readonly operations: readonly GithubProbe[];
}

/**
 * What can be read of GitHub: each operation of the registry once an organization, those of repositories on the first
 * one in scope. A refusal is a result, never an exception.
 */
export async function examineGithub(
  transport: Transport,
  organizations: readonly ScopedOrganization[],
): Promise<GithubExamination> {
  const ends: EndLine[] = [];
  const identity = await collectIdentity({ transport: noting(transport, ends), sink: silent(() => undefined) });
  const identityProbes = ends.map(probeOf);
  const isIdle = identityProbes.some(isHopeless);
  const examined: ExaminedOrganization[] = [];
  // One after another: each of them is some forty calls.
  for (const organization of organizations)
    examined.push(isIdle ? untried(organization) : await examineOrganization(transport, organization));
  return { identity, identityProbes, organizations: examined };
}

/** Whether no further call would come to anything: nobody answers there, or the token is not taken. */
function isHopeless({ error }: GithubProbe): boolean {
  return error !== null && ['connection', 'time-out', 'expired-token', 'no-credentials'].includes(error.class);
}

function untried({ org }: ScopedOrganization): ExaminedOrganization {
  const why = 'GET /user was not readable';
  const probe: GithubProbe = { ...named('GET /orgs/{org}', org), result: 'not-tried', why, error: null };
  return { org, repository: null, problem: null, hidden: [], operations: [probe] };
}

async function examineOrganization(
  transport: Transport,
  { org, repositories: globs }: ScopedOrganization,
): Promise<ExaminedOrganization> {
  const scope = organizationScope(org);
  const ends: EndLine[] = [];
  const hidden: string[] = [];
  const reading = { transport: noting(transport, ends), sink: silent((text) => hidden.push(text)) };
  let opened: Awaited<ReturnType<typeof openOrganization>>;
  try {
    opened = await openOrganization(reading, scope);
  } catch (error) {
    if (!(error instanceof PrepayError) || error.code !== 'PREPAY_UNKNOWN_ORGANIZATION') throw error;
    const operations = ends.map(probeOf);
    return { org, repository: null, problem: `${error.message}. ${error.next}`, hidden, operations };
  }
  const { members, repositoryCount } = opened;
  if (members.gap?.reason === 'hidden') hidden.push(members.gap.text);
  const found = await findSample(transport, org, globs);
  if (found.probe.result === 'readable') hidden.push(...unlisted(org, globs, repositoryCount, found));
  const tried = await probeOrganization(transport, scope, found.sample);
  hidden.push(...tried.flatMap((one) => one.hidden ?? []));
  const probes = [...ends.map(probeOf), found.probe, ...tried.map(({ probe }) => probe)];
  return {
    org,
    repository: found.sample === null ? null : `${org}/${found.sample.name}`,
    problem: found.problem,
    hidden: [...new Set(hidden)],
    operations: probes.sort((a, b) => byCodeUnit(a.operation, b.operation)),
  };
}

interface FoundSample {
  readonly sample: Sample | null;
  readonly problem: string | null;
  readonly probe: GithubProbe;
  /** The number of repositories where the first page has them all; null where there are more. */
  readonly listed: number | null;
}

const wire = z.object({ body: z.array(z.object({ name: z.string(), default_branch: z.string() })) });

/** The first listed repository that a glob names; else the first that is named in full, which lists may leave out. */
async function findSample(transport: Transport, org: string, globs: readonly string[]): Promise<FoundSample> {
  const request = readOf(organizationScope(org), listRepositories, listing);
  const names = named(listRepositories, org);
  const literal = globs.find(isLiteral);
  const byName = literal === undefined ? null : { name: literal, branch: 'HEAD' };
  let listed = 0;
  for await (const line of transport.read(request)) {
    if (line.type === 'end') {
      const said = saidBy(line);
      const isNone = said.result === 'readable' && byName === null && !globs.some((glob) => /^\*+$/u.test(glob));
      const problem = isNone ? `no repository of ${org} that this token may see matches ${globs.join(', ')}` : null;
      return { sample: byName, problem, probe: { ...names, ...said }, listed };
    }
    const { data } = wire.safeParse(line.response);
    if (data === undefined) {
      const why = 'the answer is not one of this operation';
      return { sample: byName, problem: null, probe: { ...names, result: 'failed', why, error: null }, listed: null };
    }
    listed += data.body.length;
    const first = data.body.find(({ name }) => globs.some((glob) => matchesGlob(glob, name)));
    if (first === undefined) continue;
    const sample = { name: first.name, branch: first.default_branch };
    const probe: GithubProbe = { ...names, result: 'readable', why: null, error: null };
    return { sample, problem: null, probe, listed: line.token.next === null ? listed : null };
  }
  const why = 'no answer';
  return { sample: byName, problem: null, probe: { ...names, result: 'failed', why, error: null }, listed: null };
}

/** GitHub leaves out of the list, without a word, what a token may not see: only its own count tells. */
function unlisted(
  org: string,
  globs: readonly string[],
  count: number | null,
  { listed }: FoundSample,
): readonly string[] {
  if (globs.every(isLiteral)) return [];
  if (count === null) {
    return [
      `whether the token sees every repository of ${org} is not known: GitHub tells their number to owners alone`,
    ];
  }
  return listed === null || listed >= count ? [] : [`the token sees ${listed} of the ${count} repositories of ${org}`];
}

function named(operation: string, place: string): Pick<GithubProbe, 'operation' | 'asked' | 'place' | 'needs'> {
  return { operation, asked: '', place, needs: githubOperations.get(operation)?.permissions ?? [] };
}

function probeOf(end: EndLine): GithubProbe {
  return { ...named(end.operation, end.scope.org === undefined ? '' : scopeId(end.scope)), ...saidBy(end) };
}

/** A sink for what a run would keep; `onHidden` is given what GitHub does not show to this token. */
function silent(onHidden: (text: string) => void) {
  return {
    fact: (): void => undefined,
    covered: (): void => undefined,
    gap: (_kind: string, _scope: unknown, _id: string, { reason, text }: { reason: string; text: string }): void => {
      if (reason === 'hidden') onHidden(text);
    },
  };
}

function noting(transport: Transport, ends: EndLine[]): Transport {
  return {
    async *read(request) {
      for await (const line of transport.read(request)) {
        if (line.type === 'end') ends.push(line);
        yield line;
      }
    },
  };
}
