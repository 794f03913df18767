/**
 * The controls of `--preset ci`: the gates, and what a workflow's own token can read. It sees no two-factor requirement, no
 * bypass list, no secret and no setting of the organization; nor classic branch protection, so that which checks are
 * required is not among them. With reads that are denied by their nature, neither is no-card-data-in-evidence.
 */
export const ciControls: ReadonlySet<string> = new Set([
  'actions-pinned',
  'composer-audit-clean',
  'container-scan-clean',
  'coverage-at-least-threshold',
  'default-branch-history-protected',
  'default-branch-requires-review',
  'lint-clean',
  'merges-reviewed-by-another',
  'npm-audit-clean',
  'parameters-not-loosened',
  'quality-gate-passed',
  'sbom-present',
  'tests-passed',
  'workflows-not-exploitable',
]);
