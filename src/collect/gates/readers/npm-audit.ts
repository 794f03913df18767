import { z } from 'zod';
import type { NpmAuditContent } from '../../../facts/gates/audit.js';
import { type Fix, FindingCount } from '../findings.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { throwNpmError } from './npm-error.js';
import { isNpmAuditName, npmCounts, npmRank, npmSeverities, npmSeverity } from './npm-rank.js';

const count = z.int().nonnegative();

// What npm 7 and later prints: https://docs.npmjs.com/cli/v11/commands/npm-audit
const vulnerability = z.object({
  name: z.string(),
  severity: npmSeverity,
  range: z.string(),
  fixAvailable: z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })]),
});
const metadata = z.object({
  vulnerabilities: npmCounts.extend({ total: count }),
  dependencies: z.object({ prod: count, dev: count, total: count }),
});

/** `npm audit --json` of npm 7 and later, and what it prints where the audit itself fails. */
export const npmAuditV2: Reader<NpmAuditContent> = {
  gate: 'npm-audit',
  format: 'npm-audit-v2',
  extensions: ['.json'],
  isNamed: (path) => isNpmAuditName(baseName(path)),
  recognises({ path, head }) {
    const names = topNames(head);
    if (names.has('auditReportVersion')) return true;
    return isNpmAuditName(baseName(path)) && (names.has('error') || names.has('message'));
  },
  start,
};

function start(): Reading<NpmAuditContent> {
  const found = new FindingCount();
  let stated: z.infer<typeof metadata> | null = null;
  let version: unknown = null;
  const stream = jsonStream({
    root: 'object',
    paths: ['$.auditReportVersion', '$.vulnerabilities.*', '$.metadata', '$.error', '$.message'],
    onValue(value, [top, name], line) {
      const place = [top, name].filter((each) => each !== undefined).join('.');
      if (top === 'error' || top === 'message') throwNpmError(value, line());
      else if (top === 'auditReportVersion') version = shaped(z.literal(2), value, line, place);
      else if (top === 'metadata') stated = shaped(metadata, value, line, place);
      else addTo(found, shaped(vulnerability, value, line, place));
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      if (version === null || stated === null) {
        throw new ReaderProblem('wrong-format', 'expected auditReportVersion and metadata, got fewer');
      }
      const { total, dev } = stated.dependencies;
      checkCounts(found, stated.vulnerabilities);
      return {
        content: {
          found: found.tallies,
          examples: found.examples,
          dependencies: { total, development: dev },
          isComplete: true,
        },
        writtenAt: null,
        commit: null,
      };
    },
  };
}

function addTo(found: FindingCount, { name, severity, range, fixAvailable }: z.infer<typeof vulnerability>): void {
  const fix: Fix = fixAvailable === false ? 'unfixable' : 'fixable';
  found.add(npmRank(severity), fix, `${name} ${range} (${severity})`);
}

/** The report counts its own list, package by package. */
function checkCounts(found: FindingCount, counts: z.infer<typeof metadata>['vulnerabilities']): void {
  let sum = 0;
  for (const severity of npmSeverities) {
    const listed = found.total(npmRank(severity));
    sum += listed;
    if (listed === counts[severity]) continue;
    const text = `metadata counts ${counts[severity]} of severity ${severity}, and ${listed} are listed`;
    throw new ReaderProblem('wrong-format', text);
  }
  if (sum !== counts.total) {
    throw new ReaderProblem('wrong-format', `metadata counts ${counts.total} in total, and ${sum} are listed`);
  }
}
