/**
 * The controls of `--preset ci`: the gates, and what a workflow's own token can read. It sees no two-factor requirement, no
 * bypass list, no secret and no setting of the organization.
 */
export const ciControls: ReadonlySet<string> = new Set([
  'actions-pinned',
  'composer-audit-clean',
  'container-scan-clean',
  'coverage-at-least-threshold',
  'default-branch-history-protected',
  'default-branch-requires-checks',
  'default-branch-requires-review',
  'lint-clean',
  'merges-reviewed-by-another',
  'no-card-data-in-evidence',
  'npm-audit-clean',
  'parameters-not-loosened',
  'quality-gate-passed',
  'required-gates-really-enforced',
  'sbom-present',
  'tests-passed',
  'workflows-not-exploitable',
]);
