import { z } from 'zod';
import type { NpmAuditContent } from '../../../facts/gates/audit.js';
import { FindingCount } from '../findings.js';
import { ReaderProblem } from '../reader.js';
import { npmCounts, npmRank, npmSeverities, npmSeverity } from './npm-rank.js';

const count = z.int().nonnegative();

/** An advisory as registries gave it before the bulk endpoint, and as pnpm and yarn still print it. */
export const advisory = z.object({
  module_name: z.string(),
  severity: npmSeverity,
  title: z.string(),
  /** `<0.0.0` where there is no fix. */
  patched_versions: z.string().nullish(),
});

export const auditSummary = z.object({
  vulnerabilities: npmCounts,
  dependencies: count,
  devDependencies: count,
  totalDependencies: count,
});

/** The advisories of one report, each once, and what the report says of them in numbers. */
export class AdvisoryList {
  summary: z.infer<typeof auditSummary> | null = null;
  readonly #seen = new Set<string>();
  readonly #found = new FindingCount();

  add(id: string, { module_name: name, severity, title, patched_versions: patched }: z.infer<typeof advisory>): void {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const fix = patched === undefined || patched === null ? 'unsaid' : isNone(patched) ? 'unfixable' : 'fixable';
    this.#found.add(npmRank(severity), fix, `${name} (${severity}): ${title}`);
  }

  /** @throws ReaderProblem where the list and the numbers cannot both be right */
  content(): NpmAuditContent {
    const { summary } = this;
    if (summary === null) {
      throw new ReaderProblem('wrong-format', 'expected the numbers of the advisories, got none');
    }
    for (const severity of npmSeverities) this.#compare(severity, summary.vulnerabilities[severity]);
    return {
      found: this.#found.tallies,
      examples: this.#found.examples,
      dependencies: { total: summary.totalDependencies, development: summary.devDependencies },
      isComplete: true,
    };
  }

  /** One advisory counts as often as packages depend on it, and a limit leaves it out of the list but not of the count. */
  #compare(severity: (typeof npmSeverities)[number], counted: number): void {
    const rank = npmRank(severity);
    const listed = this.#found.total(rank);
    if (listed > counted) {
      const text = `the report counts ${counted} of severity ${severity}, and lists ${listed}`;
      throw new ReaderProblem('wrong-format', text);
    }
    // That there is one is enough for a verdict.
    if (listed === 0 && counted > 0) this.#found.add(rank, 'unsaid', `${counted} of severity ${severity}, not listed`);
  }
}

function isNone(patched: string): boolean {
  return patched.replaceAll(' ', '') === '<0.0.0';
}
