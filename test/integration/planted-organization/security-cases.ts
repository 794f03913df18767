import type { CodeScanningAlert, DependabotAlert, SecretAlert } from '../peers/github/scenario-alerts.js';
import type { Security } from '../peers/github/scenario-repository.js';
import { daysBefore } from './base.js';
import type { RepositoryCase } from './plant.js';

const scanning = 'secret-scanning-on';
const leaks = 'no-open-secret-alerts';
const dependabot = 'dependabot-alerts-on';
const vulnerable = 'no-overdue-dependabot-alerts';
const code = 'no-overdue-code-scanning-alerts';
const keys = 'no-writable-deploy-keys';
const token = 'workflow-token-read-only';

const secured = (security: Security) => ({ security: { codeScanning: [], ...security } });
const leaked = (more: Partial<SecretAlert> = {}) => secured({ secretAlerts: [{ number: 1, ...more }] });
const weak = (more: Partial<DependabotAlert>) => secured({ dependabotAlerts: [{ number: 1, ...more }] });
const scanned = (more: Partial<CodeScanningAlert>) => secured({ codeScanning: [{ number: 1, ...more }] });
const overdue = { severity: 'critical', createdAt: daysBefore(31) } as const;
const overdueCode = { securitySeverity: 'critical', createdAt: daysBefore(31) } as const;
const open = { [leaks]: 'fail' } as const;
const late = { [vulnerable]: 'fail' } as const;
const lateCode = { [code]: 'fail' } as const;

const secretScanning: readonly RepositoryCase[] = [
  { of: [scanning, leaks], repo: 'scanned', name: 'on, and nothing found' },
  {
    of: [scanning, leaks],
    repo: 'scanning-off',
    name: 'secret scanning off',
    seed: secured({ settings: { secret_scanning: 'disabled' } }),
    verdicts: { [scanning]: 'fail', [leaks]: 'unknown' },
  },
  {
    of: [scanning],
    repo: 'push-protection-off',
    name: 'push protection off',
    seed: secured({ settings: { secret_scanning_push_protection: 'disabled' } }),
    verdicts: { [scanning]: 'fail' },
  },
  { of: [leaks], repo: 'leaked', name: 'a leaked secret', seed: leaked(), verdicts: open },
  {
    of: [leaks],
    repo: 'leaked-inactive',
    name: 'a leaked secret that works no longer, not resolved',
    seed: leaked({ validity: 'inactive' }),
    verdicts: open,
  },
  {
    of: [leaks],
    repo: 'leaked-key',
    name: 'a leaked key of the generic kind',
    seed: leaked({ secretType: 'rsa_private_key' }),
    verdicts: open,
  },
  {
    of: [leaks],
    repo: 'leaked-revoked',
    name: 'a leaked secret that was revoked',
    seed: leaked({ state: 'resolved', resolution: 'revoked' }),
  },
  {
    of: [leaks],
    repo: 'leaked-in-public',
    name: 'a leaked secret of a public repository',
    seed: { visibility: 'public', ...leaked() },
    verdicts: open,
  },
];

const dependencies: readonly RepositoryCase[] = [
  { of: [dependabot, vulnerable], repo: 'watched', name: 'on, and nothing found' },
  {
    of: [dependabot, vulnerable],
    repo: 'unwatched',
    name: 'alerts off',
    seed: secured({ dependabotAlertsOn: false }),
    verdicts: { [dependabot]: 'fail', [vulnerable]: 'unknown' },
  },
  {
    of: [vulnerable],
    repo: 'critical-at-limit',
    name: 'critical, 30 days open',
    seed: weak({ severity: 'critical', createdAt: daysBefore(30) }),
  },
  {
    of: [vulnerable],
    repo: 'critical-over-limit',
    name: 'critical, a second more than 30 days open',
    seed: weak({ severity: 'critical', createdAt: daysBefore(30, 1) }),
    verdicts: late,
  },
  {
    of: [vulnerable],
    repo: 'high-at-limit',
    name: 'high, 90 days open',
    seed: weak({ severity: 'high', createdAt: daysBefore(90) }),
  },
  {
    of: [vulnerable],
    repo: 'high-over-limit',
    name: 'high, a second more than 90 days open',
    seed: weak({ severity: 'high', createdAt: daysBefore(90, 1) }),
    verdicts: late,
  },
  {
    of: [vulnerable],
    repo: 'medium-for-years',
    name: 'medium, open for years',
    seed: weak({ severity: 'medium', createdAt: daysBefore(1000) }),
  },
  {
    of: [vulnerable],
    repo: 'no-fix',
    name: 'overdue, without a fix',
    seed: weak({ ...overdue, firstPatchedVersion: null }),
    verdicts: late,
  },
  {
    of: [vulnerable],
    repo: 'of-development',
    name: 'overdue, of a dependency for development',
    seed: weak({ ...overdue, scope: 'development' }),
    verdicts: late,
  },
  {
    of: [vulnerable],
    repo: 'dismissed-alert',
    name: 'overdue, dismissed',
    seed: weak({ ...overdue, state: 'dismissed', dismissedReason: 'not_used' }),
  },
  {
    of: [vulnerable],
    repo: 'dismissed-by-rule',
    name: 'overdue, dismissed by a rule',
    seed: weak({ ...overdue, state: 'auto_dismissed' }),
  },
  { of: [vulnerable], repo: 'fixed-alert', name: 'overdue, fixed', seed: weak({ ...overdue, state: 'fixed' }) },
];

const codeScanning: readonly RepositoryCase[] = [
  { of: [code], repo: 'analysed', name: 'analysed, and nothing found' },
  {
    of: [code],
    repo: 'never-analysed',
    name: 'never analysed',
    seed: { security: {} },
    verdicts: { [code]: 'unknown' },
  },
  {
    of: [code],
    repo: 'analysis-off',
    name: 'not of the plan',
    seed: secured({ codeScanning: 'off' }),
    verdicts: { [code]: 'unknown' },
  },
  {
    of: [code],
    repo: 'code-critical-at-limit',
    name: 'critical, 30 days open',
    seed: scanned({ securitySeverity: 'critical', createdAt: daysBefore(30) }),
  },
  {
    of: [code],
    repo: 'code-critical-over-limit',
    name: 'critical, a second more than 30 days open',
    seed: scanned({ securitySeverity: 'critical', createdAt: daysBefore(30, 1) }),
    verdicts: lateCode,
  },
  {
    of: [code],
    repo: 'code-high-at-limit',
    name: 'high, 90 days open',
    seed: scanned({ securitySeverity: 'high', createdAt: daysBefore(90) }),
  },
  {
    of: [code],
    repo: 'code-high-over-limit',
    name: 'high, a second more than 90 days open',
    seed: scanned({ securitySeverity: 'high', createdAt: daysBefore(90, 1) }),
    verdicts: lateCode,
  },
  {
    of: [code],
    repo: 'code-error',
    name: 'an error without a severity, 91 days open',
    seed: scanned({ securitySeverity: null, severity: 'error', createdAt: daysBefore(91) }),
    verdicts: lateCode,
  },
  {
    of: [code],
    repo: 'code-warning',
    name: 'a warning without a severity, open for years',
    seed: scanned({ securitySeverity: null, severity: 'warning', createdAt: daysBefore(1000) }),
  },
  {
    of: [code],
    repo: 'code-dismissed',
    name: 'overdue, dismissed',
    seed: scanned({ ...overdueCode, state: 'dismissed' }),
  },
  { of: [code], repo: 'code-fixed', name: 'overdue, fixed', seed: scanned({ ...overdueCode, state: 'fixed' }) },
];

const rights: readonly RepositoryCase[] = [
  { of: [keys], repo: 'no-key', name: 'no deploy key' },
  {
    of: [keys],
    repo: 'reading-key',
    name: 'a deploy key that reads',
    seed: { deployKeys: [{ id: 1, title: 'argo' }] },
  },
  {
    of: [keys],
    repo: 'writing-key',
    name: 'a deploy key that writes, beside one that reads',
    seed: {
      deployKeys: [
        { id: 2, title: 'argo' },
        { id: 3, title: 'release', readOnly: false },
      ],
    },
    verdicts: { [keys]: 'fail' },
  },
  { of: [token], repo: 'token-reads', name: 'a token that reads' },
  {
    of: [token],
    repo: 'token-writes',
    name: 'a token that writes',
    seed: { actions: { workflowToken: { permissions: 'write' } } },
    verdicts: { [token]: 'fail' },
  },
  {
    of: [token],
    repo: 'token-approves',
    name: 'a token that may approve pull requests',
    seed: { actions: { workflowToken: { canApprovePullRequests: true } } },
    verdicts: { [token]: 'fail' },
  },
];

export const securityCases: readonly RepositoryCase[] = [
  ...secretScanning,
  ...dependencies,
  ...codeScanning,
  ...rights,
];
