import type { GateFile } from './gate-files.js';

const inUnit = 20;
const each = <T>(make: (at: number) => T): T[] => Array.from({ length: inUnit }, (_, at) => make(at));
const keyed = <T>(make: (at: number) => T): Record<string, T> => Object.fromEntries(each(make).entries());
const pathOf = (index: number): string => `/builds/wallet/src/area-${index % 50}/service-${index}/module-${index}.ts`;
const text = 'The value that comes from outside reaches a place where it is taken for part of a command. '.repeat(3);
const at = (line: number) => ({ start: { line, column: 2 }, end: { line, column: 60 } });

function listed(head: string, unit: (index: number) => unknown, foot: (units: number) => string): GateFile {
  return { head: () => head, unit: (index) => JSON.stringify(unit(index)), between: ',', foot };
}

function membersOf(
  head: string,
  unit: (index: number) => readonly [string, unknown],
  foot: (units: number) => string,
): GateFile {
  const member = (index: number): string =>
    unit(index)
      .map((part) => JSON.stringify(part))
      .join(':');
  return { head: () => head, unit: member, between: ',', foot };
}

const istanbul = membersOf(
  '{',
  (index) => [
    pathOf(index),
    {
      path: pathOf(index),
      statementMap: keyed((line) => at(line + 1)),
      fnMap: keyed((line) => ({ name: `step${line}`, decl: at(line + 1), loc: at(line + 1), line: line + 1 })),
      branchMap: keyed((line) => ({ loc: at(line + 1), type: 'if', locations: [at(line + 1), at(line + 1)] })),
      s: keyed((line) => line),
      f: keyed((line) => line % 2),
      b: keyed((line) => [line, 0]),
    },
  ],
  () => '}',
);

const eslint = listed(
  '[',
  (index) => ({
    filePath: pathOf(index),
    messages: each((line) => ({
      ruleId: 'no-unused-vars',
      severity: 1,
      message: `'value${line}' is defined but never used.`,
      line: line + 1,
      column: 7,
      nodeType: null,
      messageId: 'unusedVar',
      endLine: line + 1,
      endColumn: 13,
    })),
    suppressedMessages: [],
    errorCount: 0,
    fatalErrorCount: 0,
    warningCount: inUnit,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    source: each((line) => `const value${line} = read('a name of a thing', ${line});\n`).join(''),
    usedDeprecatedRules: [],
  }),
  () => ']',
);

const sarif = listed(
  '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":{"name":"ESLint","rules":[{"id":"no-eval"}]}},"results":[',
  (index) => ({
    level: 'warning',
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `file://${pathOf(index)}`, index },
          region: { startLine: (index % 500) + 1, startColumn: 3, endLine: (index % 500) + 1, endColumn: 40 },
        },
      },
    ],
    ruleId: 'no-eval',
    ruleIndex: 0,
  }),
  () => ']}]}',
);

const trivy = listed(
  '{"SchemaVersion":2,"CreatedAt":"2026-01-01T00:00:00Z","ArtifactName":"wallet:1","ArtifactType":"container_image","Results":[',
  (index) => ({
    Target: `app/service-${index}/package-lock.json`,
    Class: 'lang-pkgs',
    Type: 'npm',
    Vulnerabilities: each((number) => ({
      VulnerabilityID: `CVE-2025-${10_000 + number}`,
      PkgID: `package-${number}@1.${number}.0`,
      PkgName: `package-${number}`,
      InstalledVersion: `1.${number}.0`,
      FixedVersion: `1.${number}.1`,
      Status: 'fixed',
      Severity: 'MEDIUM',
      Title: text.slice(0, 80),
      Description: text,
      References: each((reference) => `https://advisories.example/${number}/${reference}`),
    })),
  }),
  () => ']}',
);

const npmAudit = membersOf(
  '{"auditReportVersion":2,"vulnerabilities":{',
  (index) => [
    `package-${index}`,
    {
      name: `package-${index}`,
      severity: 'moderate',
      isDirect: false,
      via: [
        {
          source: index,
          name: `package-${index}`,
          dependency: `package-${index}`,
          title: text.slice(0, 80),
          url: `https://advisories.example/${index}`,
          severity: 'moderate',
          cwe: ['CWE-400'],
          cvss: { score: 5.3, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' },
          range: '<1.2.3',
        },
      ],
      effects: [`package-${index + 1}`],
      range: '<1.2.3',
      nodes: [`node_modules/package-${index}`],
      fixAvailable: true,
    },
  ],
  (units) => {
    const vulnerabilities = { info: 0, low: 0, moderate: units, high: 0, critical: 0, total: units };
    const dependencies = { prod: units, dev: 0, optional: 0, peer: 0, peerOptional: 0, total: units };
    return `},"metadata":${JSON.stringify({ vulnerabilities, dependencies })}}`;
  },
);

const cyclonedx = listed(
  '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"timestamp":"2026-01-01T00:00:00Z","component":{"type":"application","name":"wallet","version":"1.0.0"}},"components":[',
  (index) => ({
    'bom-ref': `package-${index}@1.2.3`,
    type: 'library',
    name: `package-${index}`,
    version: '1.2.3',
    scope: 'required',
    purl: `pkg:npm/package-${index}@1.2.3`,
    properties: [{ name: 'cdx:npm:package:path', value: `node_modules/package-${index}` }],
    externalReferences: [{ type: 'distribution', url: `https://registry.example/package-${index}/-/package.tgz` }],
    licenses: [{ license: { id: 'MIT' } }],
    hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
  }),
  () => ']}',
);

/** By the format of the reader. */
export const jsonFiles = {
  'istanbul-json': istanbul,
  'eslint-json': eslint,
  sarif,
  'trivy-json': trivy,
  'npm-audit-v2': npmAudit,
  'cyclonedx-json': cyclonedx,
} as const satisfies Readonly<Record<string, GateFile>>;
