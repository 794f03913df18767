import { z } from 'zod';
import type { Rank } from '../../../facts/gates/findings.js';

/** https://docs.npmjs.com/cli/v11/commands/npm-audit#audit-level */
export const npmSeverities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
export const npmSeverity = z.enum(npmSeverities);
type NpmSeverity = (typeof npmSeverities)[number];

const count = z.int().nonnegative();

/** How many there are of each severity. */
export const npmCounts = z.object({ info: count, low: count, moderate: count, high: count, critical: count });

export function npmRank(severity: NpmSeverity): Rank {
  return severity === 'moderate' ? 'medium' : severity;
}

/** Whether the file is named as one of these audits is, and cannot be another gate's. */
export function isNpmAuditName(name: string): boolean {
  return /^(?:npm|pnpm|yarn)[-_.]?audit\b.*\.(?:json|jsonl|ndjson)$/.test(name);
}
