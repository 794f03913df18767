import type { z } from 'zod';
import type { LintTally } from './lint-tally.js';
import type { SarifLevel, SarifOverride, SarifResult, sarifTool } from './sarif-shapes.js';

interface Pending {
  count: number;
  readonly example: string;
}

/**
 * The results of one run that count as violations. A result without a level has that of its rule, which may stand before
 * the results or after them: they are counted by rule, and weighed at the end of the run.
 */
export class SarifRules {
  readonly #levels = new Map<string, SarifLevel>();
  readonly #overrides = new Map<string, SarifLevel>();
  readonly #indexed: SarifOverride[] = [];
  #ids: readonly string[] = [];
  readonly #stated = new Map<SarifLevel, Pending[]>();
  readonly #byRule = new Map<string, Pending>();
  readonly #byIndex = new Map<number, Pending>();

  describe({ driver, extensions }: z.infer<typeof sarifTool>): void {
    this.#ids = driver.rules.map(({ id }) => id);
    for (const { id, defaultConfiguration } of [driver, ...extensions].flatMap(({ rules }) => rules)) {
      const level = defaultConfiguration?.level ?? 'warning';
      this.#levels.set(id, worse(level, this.#levels.get(id) ?? level));
    }
  }

  override(overrides: readonly SarifOverride[]): void {
    this.#indexed.push(...overrides);
  }

  count(result: SarifResult): void {
    const example = exampleOf(result);
    const { level } = result;
    const id = result.ruleId ?? result.rule?.id;
    const index = result.ruleIndex ?? result.rule?.index ?? -1;
    if (level !== undefined) add(this.#stated, level, example);
    else if (id !== undefined) add(this.#byRule, id, example);
    else add(this.#byIndex, index, example);
  }

  settle(tally: LintTally): void {}
}
