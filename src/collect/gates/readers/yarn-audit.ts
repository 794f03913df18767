import { z } from 'zod';
import type { NpmAuditContent } from '../../../facts/gates/audit.js';
import { FindingCount } from '../findings.js';
import { jsonLines } from '../json-lines.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { advisory, AdvisoryList, auditSummary } from './npm-advisories.js';
import { throwNpmError } from './npm-error.js';
import { isNpmAuditName, npmRank, npmSeverity } from './npm-rank.js';

const extensions = ['.json', '.jsonl', '.ndjson'];
const isNamed = (path: string): boolean => isNpmAuditName(baseName(path));

const line = z.object({ type: z.string(), data: z.unknown() });
const listed = z.object({ resolution: z.object({ id: z.union([z.number(), z.string()]) }), advisory });

/** `yarn audit --json` of Yarn 1: a line each for advisories, then one that sums them up. */
export const yarnAudit: Reader<NpmAuditContent> = {
  gate: 'npm-audit',
  format: 'yarn-audit',
  extensions,
  isNamed,
  recognises({ path, head }) {
    if (/^\s*\{"type":"audit(?:Advisory|Summary)"/m.test(head)) return true;
    return isNamed(path) && /^\s*\{"type":"/.test(head);
  },
  start(): Reading<NpmAuditContent> {
    const list = new AdvisoryList();
    const lines = jsonLines((value, number) => {
      const { type, data } = shaped(line, value, () => number);
      if (type === 'error') throwNpmError(data, number);
      if (type === 'auditAdvisory') {
        const { resolution, advisory: found } = shaped(listed, data, () => number, 'data');
        list.add(String(resolution.id), found);
      } else if (type === 'auditSummary') {
        list.summary = shaped(auditSummary, data, () => number, 'data');
      }
    });
    return {
      push: (text) => lines.push(text),
      end() {
        lines.end();
        if (list.summary === null) throw new ReaderProblem('truncated', 'expected a line auditSummary, got none');
        return { content: list.content(), writtenAt: null, commit: null };
      },
    };
  },
};

const entry = z.object({
  value: z.string(),
  children: z.object({ Issue: z.string(), Severity: npmSeverity, 'Vulnerable Versions': z.string() }),
});

/**
 * `yarn npm audit --json` of Yarn 4: a line an advisory and nothing else. One that found nothing prints nothing, as one
 * that failed does, and a file that was cut after a line is like one that was not.
 */
export const yarnBerryAudit: Reader<NpmAuditContent> = {
  gate: 'npm-audit',
  format: 'yarn-berry-audit',
  extensions,
  isNamed,
  recognises: ({ head }) => /^\s*\{"value":"[^"]*","children":\{/.test(head),
  start(): Reading<NpmAuditContent> {
    const found = new FindingCount();
    const lines = jsonLines((value, number) => {
      const { value: name, children } = shaped(entry, value, () => number);
      found.add(npmRank(children.Severity), 'unsaid', `${name} (${children.Severity}): ${children.Issue}`);
    });
    return {
      push: (text) => lines.push(text),
      end() {
        lines.end();
        const content = { found: found.tallies, examples: found.examples, dependencies: null, isComplete: false };
        return { content, writtenAt: null, commit: null };
      },
    };
  },
};
