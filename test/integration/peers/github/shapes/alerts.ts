import type { CodeScanningAlert, DependabotAlert, SecretAlert } from '../scenario-alerts.js';
import { commitsOf } from '../history.js';
import { defaultBranchOf, type Place } from '../world.js';
import { person } from './account.js';
import { repositoryUrl, siteUrl } from './repository.js';

export const found = '2026-11-01T09:00:00Z';

/** GitHub gives the secret itself unless `hide_secret` is asked for: this text stands for it. */
export const leakedSecret = 'the-leaked-secret-itself';

export function secretAlert(api: string, place: Place, seed: SecretAlert, hideSecret: boolean) {
  const { number, state = 'open', resolution = null, createdAt = found } = seed;
  const url = `${repositoryUrl(api, place)}/secret-scanning/alerts/${number}`;
  const isResolved = state === 'resolved';
  return {
    number,
    created_at: createdAt,
    updated_at: createdAt,
    url,
    html_url: `${siteUrl(place)}/security/secret-scanning/${number}`,
    locations_url: `${url}/locations`,
    state,
    secret_type: seed.secretType ?? 'amazon_aws_access_key_id',
    secret_type_display_name: seed.secretType ?? 'Amazon AWS Access Key ID',
    ...(hideSecret ? {} : { secret: leakedSecret }),
    validity: seed.validity ?? 'unknown',
    resolution,
    resolved_at: isResolved ? (seed.resolvedAt ?? createdAt) : null,
    resolved_by: isResolved ? person(api, place.organization, 'olga') : null,
    resolution_comment: null,
    push_protection_bypassed: seed.pushProtectionBypassed ?? false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    publicly_leaked: seed.publiclyLeaked ?? false,
    multi_repo: false,
  };
}

export function dependabotAlert(api: string, place: Place, seed: DependabotAlert) {
  const { number, state = 'open', severity = 'high', ecosystem = 'npm', createdAt = found, scope = 'runtime' } = seed;
  const of = { ecosystem, name: seed.package ?? 'left-pad' };
  const {
    ghsaId = `GHSA-0000-0000-${String(number).padStart(4, '0')}`,
    cveId = null,
    firstPatchedVersion = '1.2.3',
  } = seed;
  const patched = firstPatchedVersion === null ? null : { identifier: firstPatchedVersion };
  const vulnerability = {
    package: of,
    severity,
    vulnerable_version_range: '< 1.2.3',
    first_patched_version: patched,
  };
  const published = seed.publishedAt ?? createdAt;
  const dismissedAt = state === 'dismissed' ? (seed.dismissedAt ?? createdAt) : null;
  return {
    number,
    state,
    dependency: { package: of, manifest_path: 'package-lock.json', scope, relationship: 'unknown' },
    security_advisory: {
      ghsa_id: ghsaId,
      cve_id: cveId,
      summary: `A weakness in ${of.name}`,
      description: `A weakness in ${of.name}.`,
      vulnerabilities: [vulnerability],
      severity,
      cvss: { score: 7.5, vector_string: null },
      cwes: [],
      identifiers: [{ type: 'GHSA', value: ghsaId }],
      references: [{ url: `https://github.com/advisories/${ghsaId}` }],
      published_at: published,
      updated_at: published,
      withdrawn_at: seed.withdrawnAt ?? null,
    },
    security_vulnerability: vulnerability,
    url: `${repositoryUrl(api, place)}/dependabot/alerts/${number}`,
    html_url: `${siteUrl(place)}/security/dependabot/${number}`,
    created_at: createdAt,
    updated_at: createdAt,
    dismissed_at: dismissedAt,
    dismissed_by: dismissedAt === null ? null : person(api, place.organization, 'olga'),
    dismissed_reason: dismissedAt === null ? null : (seed.dismissedReason ?? 'tolerable_risk'),
    dismissed_comment: null,
    fixed_at: state === 'fixed' ? (seed.fixedAt ?? createdAt) : null,
    auto_dismissed_at: state === 'auto_dismissed' ? createdAt : null,
  };
}

export function codeScanningAlert(api: string, place: Place, seed: CodeScanningAlert) {
  const { number, state = 'open', createdAt = found, securitySeverity = 'high', tool = 'CodeQL' } = seed;
  const url = `${repositoryUrl(api, place)}/code-scanning/alerts/${number}`;
  const branch = defaultBranchOf(place.repository);
  const dismissedAt = state === 'dismissed' ? (seed.dismissedAt ?? createdAt) : null;
  return {
    number,
    created_at: createdAt,
    updated_at: createdAt,
    url,
    html_url: `${siteUrl(place)}/security/code-scanning/${number}`,
    instances_url: `${url}/instances`,
    state,
    fixed_at: state === 'fixed' ? (seed.fixedAt ?? createdAt) : null,
    dismissed_by: dismissedAt === null ? null : person(api, place.organization, 'olga'),
    dismissed_at: dismissedAt,
    dismissed_reason: dismissedAt === null ? null : (seed.dismissedReason ?? "won't fix"),
    dismissed_comment: null,
    rule: {
      id: seed.ruleId ?? 'js/sql-injection',
      name: seed.ruleId ?? 'js/sql-injection',
      severity: seed.severity ?? 'error',
      security_severity_level: securitySeverity,
      description: 'Database query built from user-controlled sources',
      tags: securitySeverity === null ? [] : ['security'],
    },
    tool: { name: tool, version: '2.23.0', guid: null },
    most_recent_instance: {
      ref: seed.ref ?? `refs/heads/${branch}`,
      analysis_key: '.github/workflows/codeql.yml:analyze',
      environment: '{}',
      category: '',
      state,
      commit_sha: commitsOf(place.repository, branch)[0]?.sha ?? '',
      message: { text: 'This query depends on a user-provided value.' },
      location: { path: 'src/index.ts', start_line: 1, end_line: 1, start_column: 1, end_column: 10 },
      classifications: [],
    },
  };
}
