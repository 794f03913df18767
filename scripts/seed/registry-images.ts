/** An image that is pushed, and what the scans say of it. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  readonly pushedDays: number;
  /** As DescribeImages says it. */
  readonly status: 'ACTIVE' | 'SCAN_ELIGIBILITY_EXPIRED' | null;
  readonly counts: Readonly<Record<string, number>>;
  /** In how many pods Inspector sees it; null where it does not look. */
  readonly inUse: number | null;
  readonly found?: readonly Found[];
}

export interface Found {
  readonly id: string;
  readonly severity: 'CRITICAL' | 'HIGH';
  readonly name: string;
  readonly version: string;
  readonly fixedIn: string;
  readonly publishedDays: number;
}

// Made up, as their numbers are.
const outdated: readonly Found[] = [
  {
    id: 'CVE-2026-90001',
    severity: 'CRITICAL',
    name: 'openssl',
    version: '3.0.11-1',
    fixedIn: '3.0.11-2',
    publishedDays: 74,
  },
  { id: 'CVE-2026-90002', severity: 'HIGH', name: 'node', version: '20.9.0', fixedIn: '20.19.4', publishedDays: 120 },
];

export const imagesBefore: readonly Image[] = [
  {
    repository: 'wallet/api',
    tag: '2026.9.1',
    pushedDays: 20,
    status: 'ACTIVE',
    counts: { CRITICAL: 1, HIGH: 1, MEDIUM: 4 },
    inUse: 3,
    found: outdated,
  },
  {
    repository: 'wallet/web',
    tag: '2026.3.0',
    pushedDays: 240,
    status: 'SCAN_ELIGIBILITY_EXPIRED',
    counts: {},
    inUse: 2,
  },
  // The registry's rule leaves it out.
  { repository: 'ledger/worker', tag: 'latest', pushedDays: 90, status: null, counts: {}, inUse: null },
];

export const imagesAfter: readonly Image[] = [
  {
    repository: 'wallet/api',
    tag: '2026.11.2',
    pushedDays: 3,
    status: 'ACTIVE',
    counts: { HIGH: 1, MEDIUM: 2 },
    inUse: 3,
    found: [
      {
        id: 'CVE-2026-90017',
        severity: 'HIGH',
        name: 'libxml2',
        version: '2.9.14-1',
        fixedIn: '2.9.14-2',
        publishedDays: 6,
      },
    ],
  },
  { repository: 'wallet/web', tag: '2026.11.1', pushedDays: 9, status: 'ACTIVE', counts: { LOW: 3 }, inUse: 2 },
  { repository: 'ledger/worker', tag: '2026.11.0', pushedDays: 12, status: 'ACTIVE', counts: {}, inUse: 1 },
];
