import type { Coverage, Fact } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { ecrVulnerabilities } from '../../facts/aws/ecr.js';
import { parseScanFindings } from './parse-ecr-vulnerabilities.js';
import { readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { type Reading } from '../reading/read-items.js';

const kind = 'aws.ecr.vulnerabilities';

/** Reads the vulnerabilities of the images whose scan counts critical or high ones. Where it counts none, none are asked for. */
export async function collectVulnerabilities(
  reading: Reading,
  scope: Scope,
  images: readonly Fact<'aws.ecr.image'>[],
  coverage: Coverage,
): Promise<void> {
  await Promise.all(images.filter(hasSome).map((image) => collectOne(reading, scope, image)));
  reading.sink.covered(kind, scope, coverage);
}

function hasSome({ data: { counts } }: Fact<'aws.ecr.image'>): boolean {
  return (counts?.['CRITICAL'] ?? 0) + (counts?.['HIGH'] ?? 0) > 0;
}

async function collectOne({ transport, sink }: Reading, scope: Scope, image: Fact<'aws.ecr.image'>): Promise<void> {
  const { id, name } = image;
  const { repositoryName, digest } = image.data;
  const input = { repositoryName, imageId: { imageDigest: digest } };
  const request = readOf(scope, 'ecr:DescribeImageScanFindings', input);
  const { pages, coverage } = await readAnswer(transport, request, '/imageScanFindings', parseScanFindings);
  if (coverage.gap !== null) sink.gap(kind, scope, id, coverage.gap);
  if (pages.length === 0) return;
  const data = ecrVulnerabilities.parse({ id, vulnerabilities: pages.flatMap(({ value }) => value) });
  sink.fact({ kind, id, name, scope, data, evidence: pages.map(({ evidence }) => evidence) });
}
