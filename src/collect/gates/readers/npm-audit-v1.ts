import type { NpmAuditContent } from '../../../facts/gates/audit.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { baseName, type Reader, type Reading, shaped } from '../reader.js';
import { throwNpmError } from './npm-error.js';
import { advisory, AdvisoryList, auditSummary } from './npm-advisories.js';
import { isNpmAuditName } from './npm-rank.js';

/** `npm audit --json` of npm 6, `pnpm audit --json`, and `yarn npm audit --json` of Yarn 2 and 3. */
export const npmAuditV1: Reader<NpmAuditContent> = {
  gate: 'npm-audit',
  format: 'npm-audit-v1',
  extensions: ['.json'],
  isNamed: (path) => isNpmAuditName(baseName(path)),
  recognises({ head }) {
    const names = topNames(head);
    if (!names.has('advisories')) return false;
    // Composer's report has the member too, of lists by the name of the package.
    return (
      ['actions', 'metadata', 'muted'].some((name) => names.has(name)) || /"advisories"\s*:\s*\{\s*"\d+"/.test(head)
    );
  },
  start,
};

function start(): Reading<NpmAuditContent> {
  const list = new AdvisoryList();
  const stream = jsonStream({
    root: 'object',
    paths: ['$.advisories.*', '$.metadata', '$.error', '$.message'],
    onValue(value, [top, id], line) {
      if (top === 'error' || top === 'message') throwNpmError(value, line());
      else if (top === 'metadata') list.summary = shaped(auditSummary, value, line, 'metadata');
      else list.add(String(id), shaped(advisory, value, line, `advisories.${id}`));
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      return { content: list.content(), writtenAt: null, commit: null };
    },
  };
}
