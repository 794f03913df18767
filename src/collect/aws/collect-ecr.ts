import type { Coverage, Fact } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectEcrImages, type ListedRepository, type Uses } from './collect-ecr-images.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { parseRegistry, parseRepositoryPolicy, repositories } from './parse-ecr.js';
import { parseUse } from './parse-inspector.js';
import { readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';

/** Reads the private registry of a region: how it scans, its repositories with their policies, and the images that count. */
export async function collectEcr(reading: Reading, scope: Scope): Promise<void> {
  const [uses, { listed, coverage }] = await Promise.all([
    collectRegistry(reading, scope).then((registry) => listUses(reading, scope, registry)),
    listRepositories(reading, scope),
  ]);
  reading.sink.covered('aws.ecr.repository', scope, coverage);
  await Promise.all([
    ...listed.map((repository) => collectPolicy(reading, scope, repository)),
    collectEcrImages(reading, scope, { repositories: listed, coverage, uses }),
  ]);
}

interface Registry {
  readonly fact: Fact<'aws.ecr.registry'> | null;
  readonly coverage: Coverage;
}

async function collectRegistry({ transport, sink }: Reading, scope: Scope): Promise<Registry> {
  const request = readOf(scope, 'ecr:GetRegistryScanningConfiguration');
  const { pages, coverage } = await readAnswer(transport, request, '/scanningConfiguration', parseRegistry);
  const [page] = pages;
  const fact: Registry['fact'] =
    page === undefined ? null : { kind: 'aws.ecr.registry', scope, ...page.value, evidence: [page.evidence] };
  if (fact !== null) sink.fact(fact);
  sink.covered('aws.ecr.registry', scope, coverage);
  return { fact, coverage };
}

/** Inspector covers images where the registry's scanning is enhanced; else there is nothing to ask it. */
async function listUses({ transport }: Reading, scope: Scope, registry: Registry): Promise<Uses> {
  const counts = new Map<string, { count: number; evidence: EvidenceRef }>();
  if (registry.fact === null) return { counts, coverage: registry.coverage };
  if (registry.fact.data.scanType === 'BASIC') return { counts, coverage: { gap: null, reads: [], delivered: true } };
  const coverage = await readItems(transport, readOf(scope, 'inspector2:ListCoverage'), {
    member: 'coveredResources',
    parse: parseUse,
    onItem: (use, evidence) => counts.set(use.id, { count: use.inUseCount, evidence }),
  });
  return { counts, coverage };
}

async function listRepositories(
  { transport }: Reading,
  scope: Scope,
): Promise<{ readonly listed: readonly ListedRepository[]; readonly coverage: Coverage }> {
  const listed: ListedRepository[] = [];
  const coverage = await readItems(transport, readOf(scope, 'ecr:DescribeRepositories'), {
    member: repositories.member,
    parse: (item) => repositories.parse(item),
    onItem: eachOnce<ParsedItem<'aws.ecr.repository'>>((item, evidence) => listed.push({ ...item, evidence })),
  });
  return { listed, coverage };
}

/** A repository is a fact even where its policy could not be read; a gap on its id says the rest. */
async function collectPolicy({ transport, sink }: Reading, scope: Scope, repository: ListedRepository): Promise<void> {
  const { id, name, data, evidence: listed } = repository;
  const request = readOf(scope, 'ecr:GetRepositoryPolicy', { repositoryName: data.repositoryName });
  const { pages, coverage, ending } = await readAnswer(transport, request, '/policyText', parseRepositoryPolicy);
  const [page] = pages;
  const hasNone = ending.end?.error?.code === 'RepositoryPolicyNotFoundException';
  if (coverage.gap !== null && !hasNone) sink.gap('aws.ecr.repository', scope, id, coverage.gap);
  const policy = page?.value ?? null;
  const evidence = page === undefined ? [listed] : [listed, page.evidence];
  sink.fact({ kind: 'aws.ecr.repository', id, name, scope, data: { ...data, policy }, evidence });
}
