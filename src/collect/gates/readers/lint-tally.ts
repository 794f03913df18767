import type { FactKinds } from '../../../core/fact.js';

export type Lint = NonNullable<FactKinds['gates.lint']['artefacts'][number]['content']>;

/** As many as a person reads of a list; the file has them all. */
export const maxExamples = 5;

/** Counts of a linter's results, added up as a report is read. */
export class LintTally {
  #errors = 0;
  warnings = 0;
  suppressed = 0;
  fatal = 0;
  readonly #examples: string[] = [];

  errors(count: number, example: string): void {
    this.#errors += count;
    if (this.#examples.length < maxExamples) this.#examples.push(example);
  }

  /** `files` is null where the format lists only files with results; `showsSuppressed`: whether it shows what was suppressed. */
  content(files: number | null, showsSuppressed: boolean): Lint {
    return {
      files,
      errors: this.#errors,
      warnings: this.warnings,
      suppressed: showsSuppressed ? this.suppressed : null,
      fatal: this.fatal,
      examples: this.#examples,
    };
  }
}
