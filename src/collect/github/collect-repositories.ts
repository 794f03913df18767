import pLimit from 'p-limit';
import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import type { Coverage, FactKind } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type Scope, scopeId } from '../../core/scope.js';
import { githubFacts } from '../../facts/github.js';
import { readAnswer } from '../reading/read-answer.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';
import type { Organization, Repository } from './audited.js';
import { type ListedRepository, parseRepository } from './parse-repository.js';
import { readOf, repositoryScope } from './read-of.js';
import { isLiteral, matchesGlob } from './repository-globs.js';

/** The kinds that a repository has, which nothing is known of where it is not known which repositories there are. */
const repositoryKinds: readonly FactKind[] = githubKinds().filter((kind) => !/^github\.org(\.|$)/u.test(kind));

/** Repositories that are asked at once whether they are empty. */
const atOnce = 8;

interface Found extends ListedRepository {
  readonly evidence: EvidenceRef;
  readonly operation: string;
}

/**
 * The repositories that the globs name, each a fact in its own scope. What the organization may have beside them is a
 * gap in its scope. Throws PREPAY_UNKNOWN_REPOSITORY for a glob that matches none.
 */
export async function collectRepositories(
  reading: Reading,
  organization: Organization,
  globs: readonly string[],
): Promise<readonly Repository[]> {
  const { scope } = organization;
  const listed: Found[] = [];
  const request = readOf(scope, 'GET /orgs/{org}/repos', listing);
  const coverage = await readItems(reading.transport, request, {
    member: 'body',
    parse: parseRepository,
    onItem: eachOnce<ListedRepository>((repository, evidence) =>
      listed.push({ ...repository, evidence, operation: request.operation }),
    ),
  });
  const chosen = new Map(
    listed.filter(({ id }) => globs.some((glob) => matchesGlob(glob, id))).map((found) => [found.id, found]),
  );
  for (const glob of globs.filter((each) => !listed.some(({ id }) => matchesGlob(each, id)))) {
    const found = isLiteral(glob) ? await readNamed(reading, scope, glob) : noMatch(scope, glob, coverage);
    if (found !== null) chosen.set(found.id, found);
  }
  const gap = coverage.gap ?? hiddenOf(organization, globs, listed.length, coverage);
  if (gap !== null || chosen.size === 0) coverAll(reading, scope, { ...coverage, gap });
  const limit = pLimit(atOnce);
  return Promise.all([...chosen.values()].map((found) => limit(async () => kept(reading, scope, found))));
}

// A fixed order, so that what is created while the pages are read does not push others over their ends.
export const listing = { type: 'all', sort: 'full_name' };

async function kept(reading: Reading, { org = '' }: Scope, found: Found): Promise<Repository> {
  const scope = repositoryScope(org, found.id);
  const isEmpty = found.mayBeEmpty && (await hasNoBranch(reading, scope));
  const data = { ...found.data, id: `${org}/${found.id}`, ...(isEmpty ? { defaultBranch: null } : {}) };
  const { evidence, operation, pushedAt } = found;
  reading.sink.fact({ kind: 'github.repository', id: data.id, name: null, scope, data, evidence: [evidence] });
  const reads = [{ key: evidence.read, operation }];
  reading.sink.covered('github.repository', scope, { gap: null, reads, delivered: true });
  return { scope, data, pushedAt };
}

/** Whether the repository is seen to have no branch; false where that could not be read. */
async function hasNoBranch({ transport }: Reading, scope: Scope): Promise<boolean> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/branches');
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => branches.parse(page).body.length);
  return coverage.gap === null && pages.every(({ value }) => value === 0);
}

const branches = z.object({ body: z.array(z.unknown()) });

/** A repository by its name: it may have been renamed, or be one that lists leave out. Null where it could not be read. */
async function readNamed(reading: Reading, scope: Scope, name: string): Promise<Found | null> {
  const { org = '' } = scope;
  const place = repositoryScope(org, name);
  const request = readOf(place, 'GET /repos/{owner}/{repo}');
  const { pages, coverage, ending } = await readAnswer(reading.transport, request, '/body', (page) =>
    parseRepository(answered.parse(page).body),
  );
  const [first] = pages;
  if (first !== undefined) {
    const { value, evidence } = first;
    if (value.owner.toLowerCase() === org.toLowerCase()) return { ...value, evidence, operation: request.operation };
    throw unknownRepository(`${org}/${name} has moved to ${value.data.id}`);
  }
  if (ending.outcome === 'absent' || ending.end?.error?.code === '404') {
    throw unknownRepository(`${org} has no repository ${name}, or none that this token may see`);
  }
  coverAll(reading, place, coverage);
  return null;
}

const answered = z.object({ body: z.unknown() });

/** Null: an organization without any repository is no mistake, nor is a list that could not be read to its end. */
function noMatch(scope: Scope, glob: string, { gap }: Coverage): null {
  if (gap !== null || /^\*+$/u.test(glob)) return null;
  throw unknownRepository(`no repository of ${scopeId(scope)} that this token may see matches ${glob}`);
}

function unknownRepository(text: string): PrepayError {
  return new PrepayError(
    'PREPAY_UNKNOWN_REPOSITORY',
    text,
    'Correct scope.github[].repositories, or give the token access to the repository.',
  );
}

/** GitHub leaves out of the list, without a word, what a token may not see: only its own count tells. */
function hiddenOf(
  { scope, repositoryCount }: Organization,
  globs: readonly string[],
  listed: number,
  { reads }: Coverage,
): Gap | null {
  if (globs.every(isLiteral) || (repositoryCount !== null && listed >= repositoryCount)) return null;
  const text =
    repositoryCount === null
      ? `whether the token sees every repository of ${scopeId(scope)} is not known: GitHub tells their number to owners alone`
      : `the token sees ${listed} of the ${repositoryCount} repositories of ${scopeId(scope)}`;
  return { reason: 'hidden', reads: reads.map(({ key }) => key), text };
}

function coverAll({ sink }: Reading, scope: Scope, coverage: Coverage): void {
  for (const kind of repositoryKinds) sink.covered(kind, scope, coverage);
}

function githubKinds(): FactKind[] {
  const isKind = (kind: string): kind is keyof typeof githubFacts => Object.hasOwn(githubFacts, kind);
  return Object.keys(githubFacts).filter(isKind);
}
