import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DemoState } from './demo.js';
import { walletCommit } from './organization.js';

/** Writes what the demo's CI left behind: the artefacts of its gates, and build.json, which binds them to the commit. */
export function writeArtefacts(folder: string, state: DemoState, now: Date): void {
  const files = artefactsOf(state === 'before', now.toISOString());
  const digests: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    digests[path] = createHash('sha256').update(text).digest('hex');
  }
  writeFileSync(join(folder, 'build.json'), json({ commit: walletCommit(state), files: digests }));
}

function artefactsOf(isBefore: boolean, now: string): Readonly<Record<string, string>> {
  return {
    'coverage/coverage-summary.json': json({
      total: measures(isBefore ? 861 : 968),
      '/build/src/ledger.ts': measures(isBefore ? 861 : 968),
    }),
    'eslint.json': json([lintOf('/build/src/ledger.ts', isBefore)]),
    'junit.xml': testsOf(isBefore),
    'trivy.json': json(scanOf(isBefore, now)),
    'npm-audit.json': json(auditOf(isBefore)),
    'sbom.cdx.json': json(bomOf(now)),
  };
}

function measures(covered: number): object {
  const measure = { total: 1000, covered, skipped: 0, pct: covered / 10 };
  return { lines: measure, statements: measure, functions: measure, branches: measure };
}

function lintOf(filePath: string, isBefore: boolean): object {
  const message = { ruleId: 'no-eval', severity: 2, message: 'eval can be harmful.', line: 12, column: 3 };
  return {
    filePath,
    messages: isBefore ? [message] : [],
    suppressedMessages: [],
    errorCount: isBefore ? 1 : 0,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
}

function testsOf(isBefore: boolean): string {
  const failure = isBefore ? '<failure message="expected 0 to be 100" type="AssertionError"/>' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="wallet" tests="2" failures="${isBefore ? 1 : 0}" errors="0">
  <testsuite name="ledger" tests="2" failures="${isBefore ? 1 : 0}" errors="0" skipped="0">
    <testcase classname="ledger" name="debits equal credits" time="0.01">${failure}</testcase>
    <testcase classname="ledger" name="a transfer is made once" time="0.01"></testcase>
  </testsuite>
</testsuites>
`;
}

function scanOf(isBefore: boolean, now: string): object {
  const found = {
    VulnerabilityID: 'CVE-2021-44906',
    PkgName: 'minimist',
    InstalledVersion: '1.2.0',
    FixedVersion: '1.2.6',
    Severity: 'CRITICAL',
    Title: 'Prototype pollution in minimist',
  };
  // As trivy fs --list-all-pkgs=false writes it: else nothing shows that vulnerabilities were looked for.
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.74.0' },
    CreatedAt: now,
    ArtifactName: '.',
    ArtifactType: 'filesystem',
    Metadata: {},
    Results: [
      {
        Target: 'package-lock.json',
        Class: 'lang-pkgs',
        Type: 'npm',
        ...(isBefore ? { Vulnerabilities: [found] } : {}),
      },
    ],
  };
}

function auditOf(isBefore: boolean): object {
  const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 };
  const advisory = {
    name: 'minimist',
    severity: 'critical',
    isDirect: true,
    via: [
      {
        source: 1,
        name: 'minimist',
        dependency: 'minimist',
        title: 'Prototype pollution in minimist',
        url: 'https://github.com/advisories/GHSA-xvch-5gv4-984h',
        severity: 'critical',
        range: '<1.2.6',
      },
    ],
    effects: [],
    range: '<1.2.6',
    nodes: ['node_modules/minimist'],
    fixAvailable: { name: 'minimist', version: '1.2.8', isSemVerMajor: false },
  };
  return {
    auditReportVersion: 2,
    vulnerabilities: isBefore ? { minimist: advisory } : {},
    metadata: {
      vulnerabilities: isBefore ? { ...none, critical: 1, total: 1 } : none,
      dependencies: { prod: 12, dev: 30, optional: 0, peer: 0, peerOptional: 0, total: 41 },
    },
  };
}

function bomOf(now: string): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    version: 1,
    metadata: { timestamp: now, component: { type: 'application', name: 'wallet', version: '1.0.0' } },
    components: [
      { type: 'library', name: 'fastify', version: '5.6.0', purl: 'pkg:npm/fastify@5.6.0' },
      { type: 'library', name: 'pg', version: '8.16.3', purl: 'pkg:npm/pg@8.16.3' },
    ],
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
