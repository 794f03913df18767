import { z } from 'zod';

const count = z.int().nonnegative();

const severity = z.enum(['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
export type TrivySeverity = z.infer<typeof severity>;

const vulnerability = z.object({
  VulnerabilityID: z.string(),
  PkgName: z.string(),
  InstalledVersion: z.string().optional(),
  FixedVersion: z.string().optional(),
  Severity: severity,
});
export type TrivyVulnerability = z.infer<typeof vulnerability>;

const misconfiguration = z.object({
  ID: z.string(),
  Title: z.string().optional(),
  Severity: severity,
  Status: z.enum(['PASS', 'FAIL', 'EXCEPTION']),
});
export type TrivyMisconfiguration = z.infer<typeof misconfiguration>;

/** Neither the match nor the lines around it are taken. */
const secret = z.object({ RuleID: z.string(), Severity: severity, StartLine: z.int() });
export type TrivySecret = z.infer<typeof secret>;

const modified = z.object({
  Type: z.enum(['vulnerability', 'misconfiguration', 'secret', 'license']),
  /** A check that passed is listed as ignored too where an ignore file names it. */
  Finding: z.object({ Status: z.string().optional() }),
});

/**
 * One target. Trivy leaves out what is empty, so that a name that it does not have may be a list that was spoilt.
 * https://github.com/aquasecurity/trivy/blob/v0.74.0/pkg/types/report.go
 */
export const trivyResult = z.strictObject({
  Target: z.string(),
  Class: z
    .enum(['os-pkgs', 'lang-pkgs', 'config', 'secret', 'license', 'license-file', 'custom', 'unknown'])
    .optional(),
  Type: z.string().optional(),
  Packages: z.array(z.unknown()).optional(),
  Vulnerabilities: z.array(vulnerability).optional(),
  // Exceptions were counted by versions before 0.58.
  MisconfSummary: z.object({ Successes: count, Failures: count, Exceptions: count.optional() }).optional(),
  Misconfigurations: z.array(misconfiguration).optional(),
  Secrets: z.array(secret).optional(),
  Licenses: z.array(z.unknown()).optional(),
  CustomResources: z.array(z.unknown()).optional(),
  ExperimentalModifiedFindings: z.array(modified).optional(),
});
export type TrivyResult = z.infer<typeof trivyResult>;

export const trivyMetadata = z.object({
  OS: z.object({ EOSL: z.boolean().optional() }).optional(),
  ImageID: z.string().optional(),
  RepoDigests: z.array(z.string()).optional(),
  Commit: z.string().optional(),
  ImageConfig: z
    .object({ config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).optional() })
    .optional(),
});
export type TrivyMetadata = z.infer<typeof trivyMetadata>;
