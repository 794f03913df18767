import { sha256Hex } from '../../../src/core/json.js';
import type { Case } from './plant.js';

interface Vulnerable {
  readonly severity: 'CRITICAL' | 'HIGH';
  readonly fix: 'YES' | 'NO' | 'PARTIAL';
  /** Absent where the vendor did not say. */
  readonly publishedDays?: number;
  readonly observedDays: number;
  readonly status?: 'CLOSED';
}

export interface ImageCase extends Case<'image'> {
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedDays: number;
  /** Null where it was never scanned. */
  readonly scannedDays: number | null;
  readonly isInUse?: boolean;
  readonly vulnerabilities?: readonly Vulnerable[];
}

const newest = 'newest-images-scanned';
const running = 'running-images-scanned';
const critical = 'no-overdue-critical-vulnerabilities';
const high = 'no-overdue-high-vulnerabilities';
// No cluster was read, and Inspector sees no use of it: nobody can say whether it runs.
const unsaid = { [running]: 'unknown' } as const;
const notScanned = { [critical]: 'unknown', [high]: 'unknown' } as const;

const vulnerable = (
  of: typeof critical | typeof high,
  name: string,
  built: string,
  vulnerability: Vulnerable,
  isOverdue: boolean,
): Omit<ImageCase, 'digest' | 'repository'> => ({
  of,
  name,
  built,
  tags: ['v1'],
  pushedDays: 100,
  scannedDays: 1,
  vulnerabilities: [vulnerability],
  verdicts: { ...unsaid, ...(isOverdue ? { [of]: 'fail' } : {}) },
});

const cases: readonly (Omit<ImageCase, 'digest' | 'repository'> & { readonly repository?: string })[] = [
  vulnerable(
    critical,
    'with a fix, published 32 days ago',
    'CRITICAL, fix, 32 days',
    { severity: 'CRITICAL', fix: 'YES', publishedDays: 32, observedDays: 5 },
    true,
  ),
  vulnerable(
    critical,
    'with a fix, published 31 days ago',
    'CRITICAL, fix, 31 days',
    { severity: 'CRITICAL', fix: 'YES', publishedDays: 31, observedDays: 60 },
    false,
  ),
  vulnerable(
    critical,
    'without a fix, published 90 days ago',
    'CRITICAL, no fix, 90 days',
    { severity: 'CRITICAL', fix: 'NO', publishedDays: 90, observedDays: 90 },
    false,
  ),
  vulnerable(
    critical,
    'with a fix of a part, published 40 days ago',
    'CRITICAL, a fix of a part, 40 days',
    { severity: 'CRITICAL', fix: 'PARTIAL', publishedDays: 40, observedDays: 5 },
    true,
  ),
  vulnerable(
    critical,
    'with a fix, first seen 40 days ago, and no date of publication',
    'CRITICAL, fix, seen 40 days',
    { severity: 'CRITICAL', fix: 'YES', observedDays: 40 },
    true,
  ),
  vulnerable(
    critical,
    'with a fix, first seen 20 days ago, and no date of publication',
    'CRITICAL, fix, seen 20 days',
    { severity: 'CRITICAL', fix: 'YES', observedDays: 20 },
    false,
  ),
  vulnerable(
    high,
    'with a fix, published 92 days ago',
    'HIGH, fix, 92 days',
    { severity: 'HIGH', fix: 'YES', publishedDays: 92, observedDays: 5 },
    true,
  ),
  vulnerable(
    high,
    'with a fix, published 90 days ago',
    'HIGH, fix, 90 days',
    { severity: 'HIGH', fix: 'YES', publishedDays: 90, observedDays: 5 },
    false,
  ),
  {
    of: running,
    name: 'in use, and scanned continuously',
    built: 'in use, ACTIVE, last 60 days ago',
    tags: ['v1'],
    pushedDays: 100,
    scannedDays: 60,
    isInUse: true,
  },
  {
    of: running,
    name: 'in use, and never scanned',
    built: 'in use, no scan',
    tags: ['v1'],
    pushedDays: 100,
    scannedDays: null,
    isInUse: true,
    verdicts: { [running]: 'fail', [newest]: 'fail', ...notScanned },
  },
  {
    of: newest,
    name: 'the newest of a repository of which an older image runs',
    built: 'not in use, ACTIVE of yesterday',
    repository: 'two-images',
    tags: ['v2'],
    pushedDays: 10,
    scannedDays: 1,
    verdicts: unsaid,
  },
  {
    of: running,
    name: 'an older image without a tag, in use, and never scanned',
    built: 'in use, no tag, no scan',
    repository: 'two-images',
    tags: [],
    pushedDays: 90,
    scannedDays: null,
    isInUse: true,
    verdicts: { [running]: 'fail', [newest]: 'not-applicable', ...notScanned },
  },
];

export const images: readonly ImageCase[] = cases.map((one, index) => ({
  ...one,
  repository: one.repository ?? `image-${index}`,
  digest: `sha256:${sha256Hex(`image ${index}`)}`,
}));
