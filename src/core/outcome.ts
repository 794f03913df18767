export const outcomes = ['pass', 'fail', 'unknown', 'not-applicable', 'manual'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a verdict is unknown. */
export const unknownReasons = [
  'denied',
  'failed',
  'throttled',
  'hidden',
  'stale',
  'missing',
  'unresolved',
  'unsupported',
  'incomplete',
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Below zero, zero or above, by weight: low first. */
export function bySeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

export function worst(a: Severity, b: Severity): Severity {
  return bySeverity(a, b) >= 0 ? a : b;
}

export const failOnLevels = [...severities, 'never'] as const;
export type FailOn = (typeof failOnLevels)[number];

/** Whether a finding of this severity counts against `--fail-on`. */
export function counts(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && bySeverity(severity, failOn) >= 0;
}
