import type { z } from 'zod';
import { jsonStream } from '../json.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { latest, timeOfText } from '../time.js';
import { type Lint, LintTally } from './lint-tally.js';
import { SarifRules } from './sarif-rules.js';
import { sarifInvocation, sarifResult, type SarifResult, sarifTool } from './sarif-shapes.js';

/** Tools whose SARIF is no linter's: scanners of dependencies, images and secrets, and this tool itself. */
const notLinters = /"name"\s*:\s*"(?:trivy|grype|snyk[^"]*|gitleaks|osv-scanner|dependency-check|prepay)"/i;

/** SARIF 2.1.0 of a linter: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Its results are the violations alone. */
export const sarif: Reader<Lint> = {
  gate: 'lint',
  format: 'sarif',
  extensions: ['.sarif', '.json'],
  isNamed: (path) => /^(?:eslint|lint)\.sarif(?:\.json)?$/.test(baseName(path)),
  recognises: ({ head }) =>
    /^\s*\{/.test(head) && /"version"\s*:\s*"2\.1\.0"/.test(head) && /"runs"\s*:/.test(head) && !notLinters.test(head),
  start: () => new Log(),
};

class Log implements Reading<Lint> {
  readonly #json = jsonStream({
    root: 'object',
    paths: [
      '$.version',
      '$.runs.*.tool',
      '$.runs.*.results.*',
      '$.runs.*.invocations.*',
      '$.runs.*.versionControlProvenance.*.revisionId',
      '$.runs.*.externalPropertyFileReferences',
      '$.inlineExternalProperties',
    ],
    onOpen: (member, depth) => {
      if (depth === 2) this.#endRun();
      if (depth === 2) this.#runs += 1;
      if (depth === 3 && member === 'results') this.#hasResults = true;
    },
    onValue: (value, path, line) => this.#value(value, path, line),
  });
  readonly #tally = new LintTally();
  #runs = 0;
  #hasResults = false;
  #rules = new SarifRules();
  #version: unknown = null;
  #writtenAt: string | null = null;
  #commit: string | null = null;

  push(text: string): void {
    this.#json.push(text);
  }

  end(): { content: Lint; writtenAt: string | null; commit: string | null } {
    this.#json.end();
    this.#endRun();
    if (this.#version !== '2.1.0') {
      throw new ReaderProblem('wrong-format', `expected version 2.1.0, got ${JSON.stringify(this.#version)}`);
    }
    if (this.#runs === 0) throw new ReaderProblem('empty', 'expected a run of a tool, got none');
    return { content: this.#tally.content(null, true), writtenAt: this.#writtenAt, commit: this.#commit };
  }

  #value(value: unknown, path: readonly (string | number)[], line: () => number): void {
    const place = path.join('.');
    switch (path[2] ?? path[0]) {
      case 'version':
        this.#version = value;
        return;
      case 'tool':
        this.#rules.describe(shaped(sarifTool, value, line, place));
        return;
      case 'results':
        this.#result(shaped(sarifResult, value, line, place));
        return;
      case 'invocations':
        this.#invocation(shaped(sarifInvocation, value, line, place), line());
        return;
      case 'versionControlProvenance':
        this.#provenance(value, line());
        return;
      case undefined:
      default:
        throw new ReaderProblem('wrong-format', `expected results in the file itself, got ${place}`, line());
    }
  }

  #result(result: SarifResult): void {
    const { kind, baselineState, suppressions } = result;
    if (baselineState === 'absent') return;
    const isSuppressed = suppressions.length > 0 && suppressions.every(({ status }) => status === 'accepted');
    if (isSuppressed) this.#tally.suppressed += 1;
    else if (kind === 'fail') this.#rules.count(result);
    // What a person has yet to look at, or the tool could not decide, is no pass.
    else if (kind === 'open' || kind === 'review') this.#tally.warnings += 1;
  }

  #invocation(invocation: z.infer<typeof sarifInvocation>, line: number): void {
    const { executionSuccessful, endTimeUtc, ruleConfigurationOverrides, ...notifications } = invocation;
    const execution = notifications.toolExecutionNotifications.find(({ level }) => level === 'error');
    if (!executionSuccessful || execution !== undefined) {
      const configuration = notifications.toolConfigurationNotifications.find(({ level }) => level === 'error');
      const said = (execution ?? configuration)?.message?.text;
      throw new ReaderProblem(
        'tool-error',
        `the tool did not run to its end${said === undefined ? '' : `: ${said}`}`,
        line,
      );
    }
    this.#rules.override(ruleConfigurationOverrides);
    this.#writtenAt = latest(this.#writtenAt, timeOfText(endTimeUtc));
  }

  #provenance(revision: unknown, line: number): void {
    if (typeof revision !== 'string' || !/^[0-9a-f]{40}$/.test(revision)) return;
    if (this.#commit !== null && this.#commit !== revision) {
      throw new ReaderProblem('wrong-format', `expected one commit, got ${this.#commit} and ${revision}`, line);
    }
    this.#commit = revision;
  }

  #endRun(): void {
    if (this.#runs > 0 && !this.#hasResults) {
      throw new ReaderProblem('tool-error', `run ${this.#runs} has no list of results: the tool did not look for any`);
    }
    this.#rules.settle(this.#tally);
    this.#rules = new SarifRules();
    this.#hasResults = false;
  }
}
