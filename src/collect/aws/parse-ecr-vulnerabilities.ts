import { z } from 'zod';
import { ecrVulnerabilities } from '../../facts/aws/ecr.js';

export type Vulnerability = z.infer<typeof ecrVulnerabilities>['vulnerabilities'][number];

const vulnerability = ecrVulnerabilities.shape.vulnerabilities.element;

const basic = z.object({
  name: z.string(),
  severity: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]),
});

const enhanced = z.object({
  severity: z.string(),
  status: z.string(),
  title: z.string().optional(),
  firstObservedAt: z.string().optional(),
  fixAvailable: z.enum(['YES', 'PARTIAL', 'NO']).optional(),
  packageVulnerabilityDetails: z.object({
    vulnerabilityId: z.string(),
    vendorCreatedAt: z.string().optional(),
    vulnerablePackages: z
      .array(z.object({ name: z.string(), version: z.string().optional(), fixedInVersion: z.string().optional() }))
      .default([]),
  }),
});

const wireScan = z.object({
  imageScanFindings: z.object({
    findings: z.array(basic).default([]),
    enhancedFindings: z.array(enhanced).default([]),
  }),
});

/** The critical and high vulnerabilities of one page of a scan's findings, basic or enhanced; closed ones left out. */
export function parseScanFindings(response: unknown): Vulnerability[] {
  const { findings, enhancedFindings } = wireScan.parse(response).imageScanFindings;
  return [
    ...findings.map(fromBasic),
    ...enhancedFindings.filter(({ status }) => status !== 'CLOSED').map(fromEnhanced),
  ].filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH');
}

/** Basic scanning says neither whether there is a fix nor when anything was published. */
function fromBasic({ name, severity, attributes }: z.infer<typeof basic>): Vulnerability {
  const of = (wanted: string) => attributes.find(({ key }) => key === wanted)?.value;
  return vulnerability.parse({ name, severity, packages: packageName(of('package_name'), of('package_version')) });
}

function fromEnhanced(wire: z.infer<typeof enhanced>): Vulnerability {
  const { vulnerabilityId, vendorCreatedAt, vulnerablePackages } = wire.packageVulnerabilityDetails;
  return vulnerability.parse({
    name: vulnerabilityId,
    severity: wire.severity,
    packages: vulnerablePackages.flatMap(({ name, version }) => packageName(name, version)),
    // A version that fixes it says that there is a fix where nothing else does.
    fix: wire.fixAvailable ?? (vulnerablePackages.some(hasFix) ? 'YES' : undefined),
    publishedAt: vendorCreatedAt,
    observedAt: wire.firstObservedAt,
  });
}

function hasFix({ fixedInVersion = '' }: { readonly fixedInVersion?: string | undefined }): boolean {
  return fixedInVersion !== '' && fixedInVersion !== 'NotAvailable';
}

function packageName(name: string | undefined, version: string | undefined): string[] {
  if (name === undefined) return [];
  return [version === undefined ? name : `${name} ${version}`];
}
