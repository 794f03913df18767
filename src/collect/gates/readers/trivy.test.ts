import { describe, expect, it } from 'vitest';
import { content, fixture, problem, read } from '../../../../test/unit/gates/read-report.js';
import { readers } from '../readers.js';

describe('a real report of Trivy', () => {
  it('of configurations counts what failed and what passed', () => {
    expect(content('x.json', fixture('scans/misconfigurations.json'))).toMatchObject({
      artifact: '.',
      artifactType: 'filesystem',
      targets: { configurations: 2, secrets: 0, packages: 1 },
      hasVulnerabilityScan: false,
      vulnerabilities: [],
      misconfigurations: [
        { rank: 'high', unsaid: 2 },
        { rank: 'medium', unsaid: 1 },
        { rank: 'low', unsaid: 1 },
      ],
      suppressed: 0,
    });
    expect(content('x.json', fixture('scans/misconfigurations-clean.json'))).toMatchObject({
      targets: { configurations: 1 },
      misconfigurations: [],
      passed: 27,
    });
  });

  it('has its own time', () => {
    const { result } = read('x.json', fixture('scans/secrets.json'));
    expect(result).toMatchObject({
      writtenAt: expect.stringMatching(/^2026-\d\d-\d\dT.*\.\d{3}Z$/) as string,
      commit: null,
    });
  });

  it('of secrets names the rule and the line, and neither the secret nor the text around it', () => {
    const found = content('x.json', fixture('scans/secrets.json'));
    expect(found).toMatchObject({
      targets: { secrets: 1 },
      secrets: [{ rank: 'critical', unsaid: 2 }],
      examples: [
        'a secret (aws-access-key-id, CRITICAL) in deploy.env:1',
        'a secret (aws-secret-access-key, CRITICAL) in deploy.env:2',
      ],
    });
    expect(JSON.stringify(found)).not.toMatch(/\*\*|AWS_/);
  });

  it('of secrets lists packages although nobody looked for vulnerabilities in them', () => {
    expect(content('x.json', fixture('scans/secrets.json'))).toMatchObject({
      targets: { packages: 1 },
      hasVulnerabilityScan: false,
    });
    expect(content('x.json', fixture('scans/no-packages.json'))).toMatchObject({
      targets: { packages: 0 },
      hasVulnerabilityScan: false,
    });
  });

  it('that found nothing to look at has no targets', () => {
    expect(content('x.json', fixture('scans/nothing.json'))).toMatchObject({
      targets: { packages: 0, configurations: 0, secrets: 0 },
    });
  });

  it('shows what an ignore file takes out, without the checks that passed anyway', () => {
    expect(content('x.json', fixture('scans/suppressed.json'))).toMatchObject({
      suppressed: 1,
      misconfigurations: [{ rank: 'high', unsaid: 1 }, {}, {}],
    });
  });
});

// Written by hand, since no database of vulnerabilities is to be had: https://trivy.dev/latest/docs/configuration/reporting/#json
describe('a report of Trivy on an image', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const commit = 'b'.repeat(40);
  const image = (results: unknown, metadata: object = {}): string =>
    JSON.stringify({
      SchemaVersion: 2,
      CreatedAt: '2026-11-26T12:00:00.123456789+01:00',
      ArtifactName: 'registry.example/wallet:1',
      ArtifactType: 'container_image',
      Metadata: { OS: { Family: 'debian', Name: '12' }, ...metadata },
      Results: results,
    });
  const target = (beside: object = {}): object => ({
    Target: 'wallet (debian 12)',
    Class: 'os-pkgs',
    Type: 'debian',
    ...beside,
  });
  const vulnerability = (Severity: string, FixedVersion?: string): object => ({
    VulnerabilityID: 'CVE-2026-0001',
    PkgName: 'openssl',
    InstalledVersion: '3.0.1',
    Severity,
    ...(FixedVersion === undefined ? {} : { FixedVersion }),
  });

  it('tells vulnerabilities with a fix from those without, and takes UNKNOWN for unranked', () => {
    const all = [
      vulnerability('CRITICAL', '3.0.2'),
      vulnerability('CRITICAL'),
      vulnerability('UNKNOWN'),
      vulnerability('LOW', ''),
      vulnerability('MEDIUM'),
      vulnerability('HIGH'),
    ];
    expect(content('x.json', image([target({ Packages: [{}], Vulnerabilities: all })]))).toMatchObject({
      hasVulnerabilityScan: true,
      vulnerabilities: [
        { rank: 'critical', fixable: 1, unfixable: 1 },
        { rank: 'high', unfixable: 1 },
        { rank: 'medium', unfixable: 1 },
        { rank: 'low', unfixable: 1 },
        { rank: 'unranked', unfixable: 1 },
      ],
      examples: [
        'CVE-2026-0001 in openssl 3.0.1 of wallet (debian 12) (CRITICAL, fixed in 3.0.2)',
        'CVE-2026-0001 in openssl 3.0.1 of wallet (debian 12) (CRITICAL, no fix)',
        ...Array.from({ length: 4 }, () => expect.any(String) as string),
      ],
    });
  });

  it('without the list of packages shows that vulnerabilities were looked for, and so does one that is suppressed', () => {
    expect(content('x.json', image([target()]))).toMatchObject({ hasVulnerabilityScan: true, vulnerabilities: [] });
    expect(content('x.json', image([target({ Packages: [] })]))).toMatchObject({ hasVulnerabilityScan: false });
    const hidden = [{ Type: 'vulnerability', Status: 'not_affected', Finding: {} }];
    expect(content('x.json', image([target({ Packages: [], ExperimentalModifiedFindings: hidden })]))).toMatchObject({
      hasVulnerabilityScan: true,
      suppressed: 1,
    });
  });

  it('is bound to the commit of its label or of the repository, and to its digests', () => {
    const labels = { 'org.opencontainers.image.revision': commit };
    const metadata = {
      ImageID: digest,
      RepoDigests: [`registry.example/wallet@${digest}`, 'odd'],
      ImageConfig: { config: { Labels: labels } },
    };
    expect(read('x.json', image([], metadata)).result).toMatchObject({
      commit,
      writtenAt: '2026-11-26T11:00:00.123Z',
      content: { digests: [digest, digest] },
    });
    expect(read('x.json', image([], { Commit: commit })).result).toMatchObject({ commit });
    expect(read('x.json', image([], { Commit: 'v1.2' })).result).toMatchObject({ commit: null });
    expect(read('x.json', image([], { ImageConfig: { config: { Labels: null } } })).result).toMatchObject({
      commit: null,
      content: { isEndOfLife: false },
    });
    expect(read('x.json', image([], { OS: { EOSL: true } })).result).toMatchObject({ content: { isEndOfLife: true } });
  });

  it('counts checks that passed and that are excused where no summary does', () => {
    const checks = ['PASS', 'PASS', 'EXCEPTION', 'FAIL'].map((Status) => ({ ID: 'DS-1', Severity: 'LOW', Status }));
    const config = { Target: 'Dockerfile', Class: 'config', Misconfigurations: checks };
    expect(content('x.json', image([config, { Target: 'x', Class: 'license' }, { Target: 'y' }]))).toMatchObject({
      passed: 2,
      excepted: 1,
      misconfigurations: [{ rank: 'low', unsaid: 1 }],
    });
  });

  it.each([
    ['a member of a target that Trivy does not write', image([target({ Vulnerabilitias: [] })]), /^Results\.0: /],
    [
      'a severity that Trivy does not have',
      image([target({ Vulnerabilities: [vulnerability('SEVERE')] })]),
      /^Results\.0\.Vulnerabilities\.0\.Severity: /,
    ],
    [
      'another count of failures than are listed',
      image([target({ Class: 'config', MisconfSummary: { Successes: 1, Failures: 1 } })]),
      /counts 1 failures, and 0 are listed/,
    ],
    ['another version of the schema', '{"SchemaVersion": 1, "ArtifactName": "x"}', /^SchemaVersion: /],
  ])('with %s is none', (_, text, message) => {
    expect(problem('trivy.json', text)).toMatchObject({
      gate: 'trivy',
      kind: 'wrong-format',
      message: expect.stringMatching(message) as string,
    });
  });

  it('that lacks what every report has is none', () => {
    const { result } = read('x.json', '{"SchemaVersion": 2, "ArtifactName": "x"}');
    expect(result).toMatchObject({ writtenAt: null, content: { artifactType: null } });
    const reader = readers.find(({ format }) => format === 'trivy-json')?.start();
    reader?.push('{"SchemaVersion": 2}');
    expect(() => reader?.end()).toThrow('expected SchemaVersion and ArtifactName, got fewer');
  });

  it('of more than 128 Mi characters is refused', () => {
    const reader = readers.find(({ format }) => format === 'trivy-json')?.start();
    const blank = ' '.repeat(64 * 1024 * 1024);
    reader?.push(blank);
    reader?.push(blank);
    expect(() => reader?.push(' ')).toThrow('expected at most 134217728 characters, got more');
  });
});
