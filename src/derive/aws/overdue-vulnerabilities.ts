import { type CheckResult, fail, pass, unknown } from '../../core/check.js';
import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { imageName, indexVerdict, isOlderThan } from './image-scan.js';
import { shortList } from './short-list.js';

type Vulnerability = FactKinds['aws.ecr.vulnerabilities']['vulnerabilities'][number];

export interface Limit {
  /** As the scanner writes it. */
  readonly severity: 'CRITICAL' | 'HIGH';
  readonly maxAgeDays: number;
  /** The run's declared time, in milliseconds since 1970. */
  readonly at: number;
}

/** The verdict on an image that is to have no vulnerability of a severity with a fix open past the limit. */
export function overdueVerdict(
  image: Fact<'aws.ecr.image'>,
  vulnerabilities: FactView<'aws.ecr.vulnerabilities'>,
  limit: Limit,
): CheckResult {
  if (image.data.isIndex) return indexVerdict(image);
  const name = imageName(image);
  const what = `${limit.severity.toLowerCase()} vulnerability`;
  const { scanStatus: status, counts, scannedAt } = image.data;
  if (status === null) return unknown(`${name} was never scanned`, []);
  if (status !== 'COMPLETE' && status !== 'ACTIVE') return unknown(`the scan of ${name} is ${status}`, []);
  // An answer without the count is not one of none.
  if (counts === null || scannedAt === null) return unknown(`the scan of ${name} is ${status} without a result`, []);
  // A list that shows one is believed more than a count that does not.
  const listed = vulnerabilities.glimpseWhere('id', image.id)?.data.vulnerabilities ?? [];
  const isListed = listed.some(({ severity }) => severity === limit.severity);
  if ((counts[limit.severity] ?? 0) === 0 && !isListed) {
    return pass(`the scan of ${name} at ${scannedAt} shows no ${what}`);
  }
  const found = vulnerabilities.get(image.id);
  if (found.state === 'unknown') return unknown(`the vulnerabilities of ${name} cannot be said`, found.gaps);
  if (found.state === 'absent') return unknown(`the vulnerabilities of ${name} are counted and not listed`, []);
  const { evidence } = found.value;
  const { overdue, open, count } = overdueVulnerabilities(found.value, limit);
  if (overdue.length > 0) {
    const text = `${name} has open for over ${limit.maxAgeDays} days, with a fix: ${shortList(overdue, '; ')}`;
    return fail(text, evidence);
  }
  if (open.length > 0) return unknown(`of ${name} it cannot be said: ${shortList(open, '; ')}`, [], evidence);
  if (count === 0) return unknown(`the scan of ${name} counts a ${what} and lists none`, [], evidence);
  return pass(`no ${what} of ${name} with a fix is open for over ${limit.maxAgeDays} days`, evidence);
}

/** What of an image's vulnerabilities of one severity has been open for too long although there is a fix, in words. */
interface Overdue {
  readonly overdue: readonly string[];
  /** Those of which it cannot be said, with why. */
  readonly open: readonly string[];
  /** How many of the severity there are, with or without a fix. */
  readonly count: number;
}

/**
 * The clock starts when the fix was released. No scanner of AWS says when that was, so that it starts when the vendor
 * published the vulnerability, else when it was first seen in the image.
 */
function overdueVulnerabilities(
  { data }: Fact<'aws.ecr.vulnerabilities'>,
  { severity, maxAgeDays, at }: Limit,
): Overdue {
  const all = data.vulnerabilities.filter((each) => each.severity === severity);
  const overdue: string[] = [];
  const open: string[] = [];
  for (const each of all) {
    if (each.fix === 'NO') continue;
    const start = each.publishedAt ?? each.observedAt;
    if (start !== null && !isOlderThan(start, maxAgeDays, at)) continue;
    if (each.fix === null) open.push(`${named(each)}: whether there is a fix is not said`);
    else if (start === null) open.push(`${named(each)}: it is not said since when`);
    else overdue.push(`${named(each)} of ${start}`);
  }
  return { overdue, open, count: all.length };
}

function named({ name, packages }: Vulnerability): string {
  return packages.length === 0 ? name : `${name} in ${shortList(packages)}`;
}
