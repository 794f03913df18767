import { type CheckResult, fail, notApplicable, pass, unknown } from '../../core/check.js';
import type { Fact, FactView } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { dayMs } from '../declared-time.js';
import { scanFrequency } from './ecr-scan-rules.js';

type Image = Fact<'aws.ecr.image'>;

/** Whether the moment is more than that many days before `at`, in milliseconds since 1970; exactly as many is not more. */
export function isOlderThan(moment: string, days: number, at: number): boolean {
  return at - Date.parse(moment) > days * dayMs;
}

/** `repo:tag`, or the repository and the digest where it has no tag. */
export function imageName({ data: { repositoryName, imageTags, digest } }: Image): string {
  const [tag] = imageTags;
  return tag === undefined ? `${repositoryName}@${digest}` : `${repositoryName}:${tag}`;
}

/** Whether an image has a complete and recent scan, in words. */
export interface ScanState {
  readonly state: 'good' | 'bad' | 'unknown';
  readonly text: string;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

interface Asked {
  readonly image: Image;
  readonly registry: FactView<'aws.ecr.registry'>;
  /** The run's declared time, in milliseconds since 1970. */
  readonly at: number;
  readonly maxAgeDays: number;
}

/**
 * A finished scan counts while it is no older than the limit, and so does the data that it used. Inspector's continuous
 * scan goes on whenever there is something new to look for, so that its last pass may be older: there the registry's rule counts.
 */
export function scanState(asked: Asked): ScanState {
  const { image } = asked;
  const name = imageName(image);
  const { scanStatus: status, scanDescription } = image.data;
  const said = scanDescription === null ? '' : ` (${scanDescription})`;
  switch (status) {
    case null:
      return plain('bad', `${name} was never scanned`);
    case 'COMPLETE':
    case 'ACTIVE':
      return finished(asked, status);
    case 'UNSUPPORTED_IMAGE':
      return plain('bad', `${name} cannot be scanned: UNSUPPORTED_IMAGE${said}`);
    case 'SCAN_ELIGIBILITY_EXPIRED':
      return plain('bad', `${name} is scanned no more: SCAN_ELIGIBILITY_EXPIRED${said}`);
    default:
      return plain('unknown', `the scan of ${name} is ${status}${said}`);
  }
}

function plain(state: ScanState['state'], text: string): ScanState {
  return { state, text, evidence: [], gaps: [] };
}

function finished({ image, registry, at, maxAgeDays }: Asked, status: 'COMPLETE' | 'ACTIVE'): ScanState {
  const name = imageName(image);
  const { scannedAt, sourceUpdatedAt } = image.data;
  if (scannedAt === null) return plain('unknown', `the scan of ${name} is ${status} without a date`);
  const good = plain('good', `${name} was scanned at ${scannedAt}`);
  if (status === 'COMPLETE' && sourceUpdatedAt !== null) {
    const data = `${name} was scanned at ${scannedAt} with data of ${sourceUpdatedAt}`;
    if (sourceUpdatedAt > scannedAt) return plain('bad', `${data}, which is newer than the scan`);
    if (isOlderThan(sourceUpdatedAt, maxAgeDays, at)) return plain('bad', `${data}, over ${maxAgeDays} days ago`);
  }
  if (!isOlderThan(scannedAt, maxAgeDays, at)) return good;
  const old = plain('bad', `${name} was scanned at ${scannedAt}, over ${maxAgeDays} days ago`);
  if (status === 'COMPLETE') return old;
  const found = registry.get(image.data.registryId);
  if (found.state === 'unknown')
    return { ...plain('unknown', `whether ${name} is scanned continuously cannot be said`), gaps: found.gaps };
  if (found.state === 'absent') return old;
  const { data, evidence } = found.value;
  const frequency = scanFrequency(data, image.data.repositoryName);
  if (frequency === 'unsaid') {
    return { ...plain('unknown', `whether ${name} is scanned continuously is not said by any rule`), evidence };
  }
  if (frequency !== 'CONTINUOUS_SCAN') return { ...old, evidence };
  return { ...plain('good', `${name} is scanned continuously, last at ${scannedAt}`), evidence };
}

/** The verdict on an image that is to have a complete and recent scan; with the evidence that it is one of those. */
export function scanVerdict(
  { state, text, evidence, gaps }: ScanState,
  because: readonly EvidenceRef[] = [],
): CheckResult {
  const all = [...because, ...evidence];
  switch (state) {
    case 'good':
      return pass(text, all);
    case 'bad':
      return fail(text, all);
    case 'unknown':
      return unknown(text, gaps, all);
  }
}

/** An index runs nothing by itself, so that the images that it lists are judged in its place, each by a finding of its own. */
export function indexVerdict(image: Image): CheckResult {
  const { platforms } = image.data;
  if (platforms === null) return unknown(`which images ${imageName(image)} is made of was not given`, []);
  return platforms.length === 0
    ? unknown(`${imageName(image)} is an index that lists no image`, [])
    : notApplicable('index', `${imageName(image)} is an index; judged are its images (${platforms.join(', ')})`);
}
