import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatesFacts } from '../../../facts/gates.js';
import { ReaderProblem, type Summary } from '../reader.js';
import { readers } from '../readers.js';

/**
 * Real outputs, made by scripts/fixtures/gates/audits.ts and scans.ts. The advisories behind the audits are made up, since
 * no registry here answers an audit; the reports are what the clients make of them. Composer 2.6 and later, and Trivy with
 * vulnerabilities, could not be run: their reports are written by hand, in the documented shape.
 */
const folder = new URL('../../../../test/fixtures/gates/', import.meta.url);

function fixture(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

interface Read {
  readonly format: string;
  readonly gate: string;
  readonly result: Summary | ReaderProblem;
}

/** What the file says, in parts of that many characters, by the reader that recognises it, or that is meant by its name. */
function read(path: string, text: string, part = Math.max(1, text.length)): Read {
  const head = text.slice(0, 65_536);
  const known = readers.filter((each) => each.extensions.some((end) => path.endsWith(end)));
  const reader = known.find((each) => each.recognises({ path, head }));
  if (reader === undefined) {
    const named = known.find((each) => each.isNamed(path));
    return {
      format: 'none',
      gate: named?.gate ?? 'none',
      result: new ReaderProblem('wrong-format', 'nothing knows it'),
    };
  }
  const { format, gate } = reader;
  try {
    const reading = reader.start();
    for (let at = 0; at < text.length; at += part) reading.push(text.slice(at, at + part));
    return { format, gate, result: reading.end() };
  } catch (error) {
    if (error instanceof ReaderProblem) return { format, gate, result: error };
    throw error;
  }
}

function problem(path: string, text: string): Partial<ReaderProblem> & { readonly gate: string } {
  const { gate, result } = read(path, text);
  if (!(result instanceof ReaderProblem)) throw new Error(`${path} was understood: ${JSON.stringify(result)}`);
  const { kind, message, line } = result;
  return { gate, kind, message, line };
}

function content(path: string, text: string): object {
  const { gate, result } = read(path, text);
  if (result instanceof ReaderProblem) throw result;
  const kind = `gates.${gate}` as 'gates.trivy';
  const artefact = { path, format: 'x', sizeBytes: 1, writtenAt: '2026-11-26T12:00:00.000Z', content: result.content };
  gatesFacts[kind].parse({ id: gate, isExpected: true, why: 'x', artefacts: [artefact] });
  return result.content as object;
}

const dependencies = { total: 4, development: 3 };
const critical = { rank: 'critical', fixable: 1, unfixable: 0, unsaid: 0 };
const medium = { ...critical, rank: 'medium' };
const unsaid = { fixable: 0, unfixable: 0, unsaid: 1 };

describe('real audits of npm, pnpm and yarn', () => {
  it.each([
    ['npm', 'npm-audit-v2', [critical, medium], dependencies],
    ['npm-production', 'npm-audit-v2', [critical], dependencies],
    ['npm6', 'npm-audit-v1', [critical, medium], dependencies],
    ['pnpm', 'npm-audit-v1', [critical, medium], dependencies],
    ['pnpm12', 'npm-audit-v1', [critical, medium], dependencies],
    ['yarn', 'yarn-audit', [critical, medium], dependencies],
    [
      'berry',
      'yarn-berry-audit',
      [
        { rank: 'critical', ...unsaid },
        { rank: 'medium', ...unsaid },
      ],
      null,
    ],
  ])('of %s with advisories', (name, format, found, known) => {
    const text = fixture(`audits/${name}-advisories.json`);
    for (const part of [1, 7, text.length]) {
      expect(read('audit.json', text, part)).toMatchObject({
        format,
        gate: 'npm-audit',
        result: {
          content: { found, dependencies: known, isComplete: name !== 'berry' },
          writtenAt: null,
          commit: null,
        },
      });
    }
    expect(content('audit.json', text)).toMatchObject({
      examples: [
        expect.stringMatching(/^minimist .*critical/),
        ...found.slice(1).map(() => expect.stringMatching(/^semver/) as string),
      ],
    });
  });

  it.each(['npm', 'npm6', 'pnpm', 'pnpm12', 'yarn'])('of %s without advisories', (name) => {
    const text = fixture(`audits/${name}-clean.json`);
    expect(content('audit.json', text)).toEqual({ found: [], examples: [], dependencies, isComplete: true });
  });

  it('of production alone say so with pnpm 12, and not with npm', () => {
    expect(content('audit.json', fixture('audits/pnpm12-production-clean.json'))).toMatchObject({
      dependencies: { total: 1, development: 0 },
    });
    expect(content('audit.json', fixture('audits/npm-production-advisories.json'))).toMatchObject({ dependencies });
  });

  it.each([
    ['npm', 'tool-error', /^the audit was not made: 405 Method Not Allowed - POST/],
    ['npm6', 'tool-error', /^the audit was not made: ENOAUDIT: Your configured registry/],
    ['pnpm', 'tool-error', /^the audit was not made: ERR_PNPM_AUDIT_BAD_RESPONSE: The audit endpoint/],
    ['yarn-both', 'tool-error', /^the audit was not made: Error: http:\/\/registry\.example.*returned a 405$/],
    ['yarn', 'truncated', /^expected a line auditSummary, got none$/],
    ['berry', 'wrong-format', /nothing knows it/],
    ['pnpm12', 'wrong-format', /nothing knows it/],
  ])('that %s could not make', (name, kind, message) => {
    const named = `${name.replace(/\d|-.*/g, '')}-audit.json`.replace('berry', 'yarn');
    expect(problem(named, fixture(`audits/${name}-refusing.json`))).toMatchObject({
      gate: 'npm-audit',
      kind,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('an audit of npm', () => {
  const v2 = (counts: object, vulnerabilities: object, total = 0): string =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities,
      metadata: {
        vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total, ...counts },
        dependencies: { prod: 1, dev: 0, total: 1 },
      },
    });
  const one = (beside: object = {}): object => ({
    ws: { name: 'ws', severity: 'high', range: '<1', fixAvailable: false, ...beside },
  });

  it.each([
    ['counts what it does not list', v2({ high: 1 }, {}, 1), /counts 1 of severity high, and 0 are listed/],
    ['lists what it does not count', v2({}, one()), /counts 0 of severity high, and 1 are listed/],
    ['counts another total', v2({ high: 1 }, one(), 2), /counts 2 in total, and 1 are listed/],
    ['has another severity', v2({ high: 1 }, one({ severity: 'grave' }), 1), /^vulnerabilities\.ws\.severity: /],
    ['has no metadata', '{"auditReportVersion": 2, "vulnerabilities": {}}', /expected auditReportVersion and metadata/],
    ['is of another version', '{"auditReportVersion": 3, "metadata": {}}', /^auditReportVersion: /],
  ])('that %s is no audit', (_, text, message) => {
    expect(problem('npm-audit.json', text)).toMatchObject({
      kind: 'wrong-format',
      message: expect.stringMatching(message) as string,
    });
  });

  it('tells what has a fix from what has none', () => {
    expect(content('x.json', v2({ high: 1 }, one(), 1))).toMatchObject({
      found: [{ rank: 'high', fixable: 0, unfixable: 1, unsaid: 0 }],
      examples: ['ws <1 (high)'],
    });
    expect(content('x.json', v2({ high: 1 }, one({ fixAvailable: true }), 1))).toMatchObject({
      found: [{ rank: 'high', fixable: 1 }],
    });
  });

  it('names the first ten of the gravest', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `low${i}`,
        { name: `low${i}`, severity: i === 11 ? 'critical' : 'low', range: '*', fixAvailable: false },
      ]),
    );
    const { examples } = content('x.json', v2({ low: 11, critical: 1 }, many, 12)) as { examples: string[] };
    expect(examples).toHaveLength(10);
    expect(examples[0]).toBe('low11 * (critical)');
  });

  it.each([
    ['{"error": {"code": "ENOLOCK", "summary": "no lock file", "detail": ""}}', 'ENOLOCK: no lock file'],
    ['{"error": {}}', 'the client does not say why'],
    ['{"error": 7}', 'the client does not say why'],
    ['{"message": "request to https://registry.example failed\\nat x"}', 'request to https://registry.example failed'],
  ])('is not made where it prints %s', (text, words) => {
    expect(problem('npm-audit.json', text)).toMatchObject({
      kind: 'tool-error',
      line: 1,
      message: `the audit was not made: ${words}`,
    });
    expect(read('other.json', text).format).toBe('none');
  });

  it('of version 1 that prints an error beside', () => {
    expect(problem('npm-audit.json', '{"actions": [], "advisories": {}, "error": {"code": "E500"}}')).toMatchObject({
      kind: 'tool-error',
    });
  });

  const v1 = (advisories: object, counts: object = {}): string =>
    JSON.stringify({
      advisories,
      metadata: {
        vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...counts },
        dependencies: 1,
        devDependencies: 0,
        totalDependencies: 1,
      },
    });
  const advisory = (beside: object = {}): object => ({
    '1': { module_name: 'ws', severity: 'high', title: 'T', patched_versions: '<0.0.0', ...beside },
  });

  it('of version 1 tells what has a fix from what has none and from what does not say', () => {
    const found = (patched: unknown): object =>
      content('x.json', v1(advisory({ patched_versions: patched }), { high: 3 }));
    expect(found('<0.0.0')).toMatchObject({ found: [{ rank: 'high', unfixable: 1 }] });
    expect(found('>=2.0.0')).toMatchObject({ found: [{ rank: 'high', fixable: 1 }] });
    expect(found(null)).toMatchObject({ found: [{ rank: 'high', unsaid: 1 }] });
  });

  it('of version 1 that counts what a limit keeps out of the list has it all the same', () => {
    expect(content('x.json', v1({}, { critical: 4 }))).toMatchObject({
      found: [{ rank: 'critical', unsaid: 1 }],
      examples: ['4 of severity critical, not listed'],
    });
  });

  it('of version 1 that lists what it does not count is no audit', () => {
    expect(problem('x.json', v1(advisory()))).toMatchObject({
      kind: 'wrong-format',
      message: 'the report counts 0 of severity high, and lists 1',
    });
  });

  it('of version 1 without numbers is no audit', () => {
    expect(problem('x.json', '{"actions": [], "advisories": {}}')).toMatchObject({ kind: 'wrong-format' });
  });

  it('of yarn lists an advisory once for each path to it', () => {
    const lines = fixture('audits/yarn-advisories.json').split('\n');
    expect(content('x.json', [lines[0], ...lines].join('\n'))).toMatchObject({ found: [critical, medium] });
  });

  it.each([
    ['breaks off in a line', '{"type":"auditSummary","data":{"vuln', 'truncated', 1],
    ['has a line of something else', '{"type":"info","data":""}\nsegmentation fault\n', 'wrong-format', 2],
    ['is one endless line', `{"type":"info","data":"${'x'.repeat(1024 * 1024)}"}`, 'too-large', 1],
  ])('of yarn that %s', (_, text, kind, line) => {
    expect(problem('yarn-audit.json', text)).toMatchObject({ gate: 'npm-audit', kind, line });
  });
});

describe('a report of Composer', () => {
  it('of version 2.5, which gives no severity and no abandoned packages', () => {
    expect(content('x.json', fixture('audits/composer-advisories.json'))).toEqual({
      found: [{ rank: 'unranked', ...unsaid }],
      examples: ['prepay/ledger PKSA-0000-0000-0001 (unranked): Rounding of amounts'],
      ignored: 0,
      abandoned: null,
      filtered: [],
      unreachable: [],
    });
    expect(content('x.json', fixture('audits/composer-clean.json'))).toMatchObject({ found: [], abandoned: null });
  });

  it('that could not be made is an empty file', () => {
    expect(problem('composer-audit.json', fixture('audits/composer-refusing.json'))).toMatchObject({
      gate: 'composer-audit',
    });
  });

  // Written by hand: https://github.com/composer/composer/blob/main/src/Composer/Advisory/Auditor.php
  const advisory = (severity: string | null): object => ({
    advisoryId: 'PKSA-1',
    packageName: 'prepay/ledger',
    affectedVersions: '<1.2',
    title: 'Rounding',
    cve: null,
    link: null,
    reportedAt: '2026-10-01T00:00:00+00:00',
    sources: [{ name: 'GitHub', remoteId: 'GHSA-1' }],
    severity,
  });

  it('of later versions has severities, what is ignored, abandoned, unwanted and out of reach', () => {
    const report = {
      advisories: {
        'prepay/ledger': ['critical', 'high', 'medium', 'low', null, 'odd'].map(advisory),
        // PHP numbers what is left of a list by its old places.
        'prepay/other': { '1': advisory('high') },
      },
      'ignored-advisories': { 'prepay/ledger': [{ ...advisory('critical'), ignoreReason: 'not reached' }] },
      'unreachable-repositories': ['https://packages.example'],
      abandoned: { 'prepay/old-mailer': 'prepay/mailer', 'prepay/left': null },
      filter: { 'prepay/bad': [{ reason: 'malware' }] },
    };
    expect(content('x.json', JSON.stringify(report))).toMatchObject({
      found: [
        { rank: 'critical', unsaid: 1 },
        { rank: 'high', unsaid: 2 },
        { rank: 'medium', unsaid: 1 },
        { rank: 'low', unsaid: 1 },
        { rank: 'unranked', unsaid: 2 },
      ],
      ignored: 1,
      abandoned: ['prepay/old-mailer (use prepay/mailer)', 'prepay/left'],
      filtered: ['prepay/bad'],
      unreachable: ['https://packages.example'],
    });
  });

  it('with partial advisories and empty lists', () => {
    const partial = {
      advisories: { 'a/b': [{ advisoryId: 'PKSA-1', packageName: 'a/b', affectedVersions: '*' }] },
      abandoned: [],
      filter: [],
    };
    expect(content('x.json', JSON.stringify(partial))).toMatchObject({
      examples: ['a/b PKSA-1 (unranked)'],
      abandoned: [],
    });
  });

  it.each([
    ['a member that Composer does not write', '{"advisories": [], "advisorie": {}}'],
    ['advisories that are no list', '{"advisories": {"a/b": 7}}'],
    ['advisories that are a text', '{"advisories": "none"}'],
    ['an advisory of another shape', '{"advisories": {"a/b": [{"id": 1}]}}'],
  ])('with %s is none', (_, text) => {
    expect(problem('composer-audit.json', text)).toMatchObject({ gate: 'composer-audit', kind: 'wrong-format' });
  });

  it('is not taken for one of npm, nor one of npm for it', () => {
    expect(read('x.json', fixture('audits/composer-clean.json')).gate).toBe('composer-audit');
    expect(read('x.json', '{"advisories": {"1": {"module_name": "a"').gate).toBe('npm-audit');
  });
});

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

describe('a real inventory', () => {
  it.each([
    [
      'npm-cyclonedx',
      'cyclonedx-json',
      { specification: 'CycloneDX 1.5', subject: 'app 1.0.0', components: 4, packages: 4 },
    ],
    ['npm-spdx', 'spdx-json', { specification: 'SPDX-2.3', subject: 'wallet@1.0.0', components: 4, packages: 4 }],
    ['trivy-cyclonedx', 'cyclonedx-json', { specification: 'CycloneDX 1.7', subject: '.', components: 2, packages: 1 }],
    ['trivy-spdx', 'spdx-json', { specification: 'SPDX-2.3', subject: '.', components: 2, packages: 1 }],
  ])('%s', (name, format, expected) => {
    const text = fixture(`sboms/${name}.json`);
    for (const part of [1, 100, text.length]) {
      expect(read('x.json', text, part)).toMatchObject({
        format,
        gate: 'sbom',
        result: {
          content: { ...expected, unversioned: 0, unidentified: 0, examples: [] },
          writtenAt: expect.stringMatching(/^2026-/) as string,
        },
      });
    }
    content('x.json', text);
  });
});

describe('an inventory', () => {
  const cdx = (components: readonly object[], beside: object = {}): string =>
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components, ...beside });
  it('of CycloneDX counts components inside others, and tells packages from files', () => {
    const parts = [
      { type: 'library', name: 'a', components: [{ type: 'library', name: 'b', version: '1', cpe: 'cpe:2.3:a' }] },
      { type: 'file', name: 'c.txt' },
      { type: 'application', name: 'package-lock.json' },
      { type: 'application', name: 'nginx', version: '1' },
      { type: 'operating-system', name: 'debian', purl: 'pkg:generic/debian' },
      { type: 'library', name: ' ' },
    ];
    expect(content('x.json', cdx(parts))).toEqual({
      specification: 'CycloneDX 1.6',
      subject: null,
      components: 7,
      packages: 4,
      unversioned: 2,
      unidentified: 2,
      examples: ['a', 'debian'],
    });
  });

  it('names the first ten packages without a version', () => {
    const { examples } = content(
      'x.json',
      cdx(Array.from({ length: 12 }, (_, i) => ({ type: 'library', name: `p${i}` }))),
    ) as { examples: string[] };
    expect(examples).toHaveLength(10);
  });

  it('of CycloneDX names its subject, with or without a version', () => {
    expect(content('x.json', cdx([], { metadata: { component: { type: 'library', name: 'wallet' } } }))).toMatchObject({
      subject: 'wallet',
      components: 0,
    });
  });

  const spdx = (packages: readonly object[], beside: object = {}): string =>
    JSON.stringify({ spdxVersion: 'SPDX-2.2', packages, ...beside });
  it('of SPDX leaves out what the document is about, wherever that is said, and knows no version by NOASSERTION', () => {
    const purl = [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'x' }];
    const packages = [
      { SPDXID: 'A', name: 'wallet', versionInfo: '1' },
      { SPDXID: 'B', name: 'b', versionInfo: 'NOASSERTION' },
      { SPDXID: 'C', name: 'c', versionInfo: '1', externalRefs: purl },
      { SPDXID: 'D', name: 'lock', primaryPackagePurpose: 'APPLICATION' },
      {
        SPDXID: 'E',
        name: 'nginx',
        primaryPackagePurpose: 'APPLICATION',
        externalRefs: [{ referenceType: 'other' }],
        versionInfo: '2',
      },
    ];
    const relationships = [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'A' },
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'CONTAINS', relatedSpdxElement: 'C' },
      { spdxElementId: 'A', relationshipType: 'DESCRIBES', relatedSpdxElement: 'C' },
    ];
    expect(content('x.json', spdx(packages, { relationships }))).toEqual({
      specification: 'SPDX-2.2',
      subject: null,
      components: 4,
      packages: 3,
      unversioned: 1,
      unidentified: 2,
      examples: ['b'],
    });
  });

  it('states a time with a zone, or none', () => {
    const at = (created: string) => read('x.json', spdx([], { creationInfo: { created } })).result;
    expect(at('2026-11-26T12:00:00Z')).toMatchObject({ writtenAt: '2026-11-26T12:00:00.000Z' });
    expect(at('2026-11-26T12:00:00')).toMatchObject({ writtenAt: null });
    expect(at('2026-13-26T12:00:00Z')).toMatchObject({ writtenAt: null });
  });

  it.each([
    ['CycloneDX of another version', '{"bomFormat": "CycloneDX", "specVersion": "2.0"}'],
    ['CycloneDX without a version', '{"bomFormat": "CycloneDX", "components": []}'],
    ['CycloneDX by another name', '{"bomFormat": "Cyclone", "specVersion": "1.6"}'],
    ['a component without a name', cdx([{ type: 'library' }])],
    ['a component inside another without a name', cdx([{ type: 'library', name: 'a', components: [{}] }])],
    ['SPDX of another version', '{"spdxVersion": "SPDX-3.0"}'],
  ])('of %s is none', (_, text) => {
    expect(problem('sbom.json', text)).toMatchObject({ gate: 'sbom', kind: 'wrong-format' });
  });

  it('of SPDX that lost its version is none', () => {
    const reading = readers.find(({ format }) => format === 'spdx-json')?.start();
    reading?.push('{"packages": []}');
    expect(() => reading?.end()).toThrow('expected spdxVersion, got none');
  });
});

describe('a file by its name', () => {
  it.each([
    ['npm-audit.json', 'npm-audit'],
    ['deep/NPM-Audit-production.json', 'npm-audit'],
    ['yarn-audit.jsonl', 'npm-audit'],
    ['composer-audit.json', 'composer-audit'],
    ['trivy.json', 'trivy'],
    ['trivy-image.json', 'trivy'],
    ['trivy-sbom.json', 'sbom'],
    ['trivy.cdx.json', 'sbom'],
    ['bom.json', 'sbom'],
    ['wallet.spdx.json', 'sbom'],
    ['bombs.json', 'none'],
  ])('%s that holds nothing is %s', (path, gate) => {
    for (const text of ['', '{}', '<html></html>', '[]', 'null', '{"a":']) {
      expect(read(path.toLowerCase(), text)).toMatchObject({ gate, format: 'none' });
    }
  });
});

describe('a spoilt file', () => {
  const files = ['audits', 'scans', 'sboms'].flatMap((name) =>
    readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`),
  );

  it.each(files)('%s never says more than the whole one when it is cut', (file) => {
    const text = fixture(file).trimEnd();
    for (let at = 1; at < text.length; at += Math.ceil(text.length / 60)) {
      const { format, result } = read('x.json', text.slice(0, at));
      // What yarn prints of advisories has no end, and says so.
      if (format !== 'none' && format !== 'yarn-berry-audit') expect(result).toBeInstanceOf(ReaderProblem);
    }
  });

  it.each(files)('%s with a flipped bit is understood or refused, and never thrown at', (file) => {
    const bytes = Buffer.from(fixture(file));
    const whole = read('x.json', fixture(file)).result;
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 400)) {
      for (const bit of [0, 1, 4]) {
        const spoilt = Buffer.from(bytes);
        spoilt[at] = (spoilt[at] ?? 0) ^ (1 << bit);
        const { result } = read('x.json', spoilt.toString('utf8'));
        if (!(result instanceof ReaderProblem)) expectNoLess(whole, result, `${file}:${at}`);
      }
    }
  });
});

/** What was found in the whole file is found in the spoilt one as well. */
function expectNoLess(whole: Summary | ReaderProblem, spoilt: Summary, place: string): void {
  if (whole instanceof ReaderProblem) throw new Error(`${place}: a problem became a result`);
  // A report of Trivy without targets is no clean one: container-scan-clean takes it for unknown.
  if (targetsOf(spoilt) === 0) return;
  for (const list of ['found', 'vulnerabilities', 'misconfigurations', 'secrets']) {
    expect(total(spoilt, list), `${place} ${list}`).toBeGreaterThanOrEqual(total(whole, list));
  }
}

function total({ content }: Summary, list: string): number {
  const tallies: unknown = Reflect.get(content as object, list) ?? [];
  return (tallies as { fixable: number; unfixable: number; unsaid: number }[]).reduce(
    (sum, each) => sum + each.fixable + each.unfixable + each.unsaid,
    0,
  );
}

function targetsOf({ content }: Summary): number | null {
  const targets: unknown = Reflect.get(content as object, 'targets');
  return targets === undefined ? null : Object.values(targets as Record<string, number>).reduce((a, b) => a + b, 0);
}
