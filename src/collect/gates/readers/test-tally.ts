import type { FactKinds } from '../../../core/fact.js';
import { maxExamples } from './lint-tally.js';

export type Tests = NonNullable<FactKinds['gates.tests']['artefacts'][number]['content']>;
type Kind = 'passed' | 'failed' | 'errored' | 'skipped';

/** Counts of test cases, added up as a report is read. */
export class TestTally {
  readonly #counts: Record<Kind, number> = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  readonly #examples: string[] = [];

  count(kind: Kind, name: string): void {
    this.#counts[kind] += 1;
    const isBad = kind === 'failed' || kind === 'errored';
    if (isBad && this.#examples.length < maxExamples) this.#examples.push(name);
  }

  content(): Tests {
    return { ...this.#counts, examples: this.#examples };
  }
}
