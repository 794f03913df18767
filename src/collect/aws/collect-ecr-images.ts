import type { Coverage, Fact, FactKinds } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectVulnerabilities } from './collect-ecr-vulnerabilities.js';
import { joinCoverage } from '../reading/gap.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { imagesOf, isRunnable, parseIndex } from './parse-ecr-images.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';

/** A repository as its listing gave it, and where. */
export type ListedRepository = ParsedItem<'aws.ecr.repository'> & { readonly evidence: EvidenceRef };

/** By the image's id: in how many tasks and pods Inspector sees it, and where it says so. */
export interface Uses {
  readonly counts: ReadonlyMap<string, { readonly count: number; readonly evidence: EvidenceRef }>;
  readonly coverage: Coverage;
}

type Image = FactKinds['aws.ecr.image'];
type Found = ParsedItem<'aws.ecr.image'> & { readonly isRunnable: boolean };
type Listed = Found & { readonly evidence: readonly EvidenceRef[] };

interface Repositories {
  readonly repositories: readonly ListedRepository[];
  readonly coverage: Coverage;
  readonly uses: Uses;
}

/**
 * Reads the images of every repository, and keeps those that verdicts are about: the newest tagged one, those that
 * Inspector sees in use, and the images of the indexes among them. A repository may hold thousands that neither is true
 * of, and a finding on each would hide the few that count.
 */
export async function collectEcrImages(reading: Reading, scope: Scope, given: Repositories): Promise<void> {
  const each = await Promise.all(
    given.repositories.map((repository) => collectRepository(reading, scope, repository, given.uses)),
  );
  const images = each.flatMap(({ facts }) => facts);
  for (const fact of images) reading.sink.fact(fact);
  const coverage = joinCoverage(given.coverage, [given.uses.coverage, ...each.map((one) => one.coverage)]);
  reading.sink.covered('aws.ecr.image', scope, coverage);
  // Cut short, the whole population is in doubt already.
  if (coverage.gap === null) {
    const listed = new Set(each.flatMap(({ ids }) => ids));
    for (const [id, { evidence }] of given.uses.counts) {
      if (!listed.has(id)) reading.sink.gap('aws.ecr.image', scope, id, notShown(id, evidence));
    }
  }
  await collectVulnerabilities(reading, scope, images, coverage);
}

interface Collected {
  /** Of every image in the repository, whether it counts or not. */
  readonly ids: readonly string[];
  readonly facts: readonly Fact<'aws.ecr.image'>[];
  readonly coverage: Coverage;
}

async function collectRepository(
  reading: Reading,
  scope: Scope,
  { id: repositoryId, data: { repositoryName } }: ListedRepository,
  uses: Uses,
): Promise<Collected> {
  const { listed, coverage } = await listImages(reading, scope, repositoryId, repositoryName);
  const chosen = choose([...listed.values()], uses);
  const indexes = await readIndexes(reading, scope, repositoryName, chosen);
  for (const { id, gap } of indexes.gaps) reading.sink.gap('aws.ecr.image', scope, id, gap);
  // Of a list that was cut short, a newer one may be missing.
  const cut = coverage.gap;
  if (cut !== null) for (const { id } of chosen) reading.sink.gap('aws.ecr.image', scope, id, cut);
  const shown = new Map(chosen.map((image) => [image.id, image]));
  for (const index of chosen) {
    const platforms = indexes.platforms.get(index.data.digest);
    if (platforms === undefined) continue;
    shown.set(index.id, withData(index, { platforms: [...platforms] }));
    for (const digest of platforms) {
      const id = `${repositoryId}@${digest}`;
      const image = shown.get(id) ?? listed.get(id);
      if (image === undefined) reading.sink.gap('aws.ecr.image', scope, id, notListed(index, digest));
      else shown.set(id, asPlatform(image, index));
    }
  }
  const facts = [...shown.values()].map(
    ({ id, name, data, evidence }): Fact<'aws.ecr.image'> => ({
      kind: 'aws.ecr.image',
      id,
      name,
      scope,
      data,
      evidence,
    }),
  );
  return { ids: [...listed.keys()], facts, coverage };
}

async function listImages(
  { transport }: Reading,
  scope: Scope,
  repositoryId: string,
  repositoryName: string,
): Promise<{ readonly listed: ReadonlyMap<string, Listed>; readonly coverage: Coverage }> {
  const listed = new Map<string, Listed>();
  const parser = imagesOf(repositoryId);
  const coverage = await readItems(transport, readOf(scope, 'ecr:DescribeImages', { repositoryName }), {
    member: parser.member,
    parse: (item) => ({ ...parser.parse(item), isRunnable: isRunnable(item) }),
    onItem: eachOnce<Found>((image, evidence) => listed.set(image.id, { ...image, evidence: [evidence] })),
  });
  return { listed, coverage };
}

/** The newest of those with a tag, all of them where several were pushed at once, and whatever is in use. */
function choose(listed: readonly Listed[], { counts }: Uses): Listed[] {
  const tagged = listed.filter((image) => image.isRunnable && image.data.imageTags.length > 0);
  const newest = tagged.reduce((last, { data }) => (data.pushedAt > last ? data.pushedAt : last), '');
  return listed.flatMap((image) => {
    const isNewest = tagged.includes(image) && image.data.pushedAt === newest;
    const use = counts.get(image.id);
    if (!isNewest && use === undefined) return [];
    const said = { ...image, evidence: [...image.evidence, ...(use === undefined ? [] : [use.evidence])] };
    return [withData(said, { isNewest, inUseCount: use?.count ?? 0 })];
  });
}

function withData(image: Listed, data: Partial<Image>): Listed {
  return { ...image, data: { ...image.data, ...data } };
}

function asPlatform(image: Listed, { data: index, evidence }: Listed): Listed {
  const indexes = [...image.data.indexes, index.digest];
  const said = { ...image, evidence: [...image.evidence, ...evidence] };
  const inUseCount = Math.max(image.data.inUseCount, index.inUseCount);
  return withData(said, { indexes, inUseCount, isNewest: image.data.isNewest || index.isNewest });
}

function notShown(id: string, { read }: EvidenceRef): Gap {
  return { reason: 'missing', reads: [read], text: `Inspector sees ${id} in use, and no repository lists it` };
}

function notListed(index: Listed, digest: string): Gap {
  const reads = index.evidence.map(({ read }) => read);
  const text = `${digest} is a platform of ${index.data.digest}, and is not among the images of ${index.data.repositoryName}`;
  return { reason: 'missing', reads, text };
}

interface Indexes {
  /** By the digest of the index. */
  readonly platforms: ReadonlyMap<string, readonly string[]>;
  readonly gaps: readonly { readonly id: string; readonly gap: Gap }[];
}

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
const mostImages = 100;

/** What the indexes among the images list: a hundred by a call. */
async function readIndexes(
  { transport }: Reading,
  scope: Scope,
  repositoryName: string,
  chosen: readonly Listed[],
): Promise<Indexes> {
  const indexes = chosen.filter(({ data }) => data.isIndex);
  const platforms = new Map<string, readonly string[]>();
  const gaps: { id: string; gap: Gap }[] = [];
  for (let from = 0; from < indexes.length; from += mostImages) {
    const asked = indexes.slice(from, from + mostImages);
    const imageIds = asked.map(({ data }) => ({ imageDigest: data.digest }));
    const { gap, reads } = await readItems(
      transport,
      readOf(scope, 'ecr:BatchGetImage', { repositoryName, imageIds }),
      { member: 'images', parse: parseIndex, onItem: (index) => platforms.set(index.digest, index.platforms) },
    );
    for (const { id, data } of asked.filter(({ data: { digest } }) => !platforms.has(digest))) {
      const text = `${data.digest} of ${repositoryName} is an index whose manifest was not given`;
      gaps.push({ id, gap: gap ?? { reason: 'missing', reads: reads.map(({ key }) => key), text } });
    }
  }
  return { platforms, gaps };
}
