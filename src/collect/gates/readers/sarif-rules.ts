import type { z } from 'zod';
import type { LintTally } from './lint-tally.js';
import type { SarifLevel, SarifOverride, SarifResult, sarifTool } from './sarif-shapes.js';

const weights: readonly SarifLevel[] = ['none', 'note', 'warning', 'error'];

interface Rule {
  readonly id: string | undefined;
  /** Of the driver's rules; -1 for none. */
  readonly index: number;
}

interface Counted extends Rule {
  readonly level: SarifLevel | undefined;
  readonly example: string;
  count: number;
}

/**
 * The violations of one run. A result without a level has that of its rule, which may stand before the results or after
 * them: they are counted by rule, and weighed at the end of the run.
 */
export class SarifRules {
  readonly #levels = new Map<string, SarifLevel>();
  readonly #overrides: SarifOverride[] = [];
  readonly #counted = new Map<string, Counted>();
  #ids: readonly string[] = [];

  describe({ driver, extensions }: z.infer<typeof sarifTool>): void {
    this.#ids = driver.rules.map(({ id }) => id);
    for (const { id, defaultConfiguration } of [driver, ...extensions].flatMap(({ rules }) => rules)) {
      const level = defaultConfiguration?.level ?? 'warning';
      this.#levels.set(id, worse(level, this.#levels.get(id) ?? level));
    }
  }

  override(overrides: readonly SarifOverride[]): void {
    this.#overrides.push(...overrides);
  }

  count({ ruleId, ruleIndex, rule, level, locations }: SarifResult): void {
    const [id, index] = [ruleId ?? rule?.id, ruleIndex ?? rule?.index ?? -1];
    const key = JSON.stringify([level ?? null, id ?? null, index]);
    const known = this.#counted.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const place = locations[0]?.physicalLocation;
    const example = `${place?.artifactLocation?.uri ?? 'no file'}:${place?.region?.startLine ?? 0} ${id ?? 'no rule'}`;
    this.#counted.set(key, { id, index, level, example, count: 1 });
  }

  settle(tally: LintTally): void {
    for (const { level, example, count, ...rule } of this.#counted.values()) {
      switch (level ?? this.#levelOf(rule)) {
        case 'error':
          tally.errors(count, example);
          break;
        case 'warning':
          tally.warnings += count;
          break;
        case 'note':
        case 'none':
          break;
      }
    }
  }

  #levelOf(rule: Rule): SarifLevel {
    const id = this.#idOf(rule);
    // A rule may be refined by what follows a slash: §3.27.5.
    const names = id === undefined ? [] : [id, id.replace(/\/[^/]*$/, '')];
    const override = this.#overrides.find(({ descriptor }) => {
      const of = this.#idOf({ id: descriptor.id, index: descriptor.index ?? -1 });
      return of !== undefined && names.includes(of);
    });
    const levels = names.flatMap((name) => this.#levels.get(name) ?? []);
    return override?.configuration.level ?? levels[0] ?? 'warning';
  }

  #idOf({ id, index }: Rule): string | undefined {
    return id ?? (index < 0 ? undefined : this.#ids[index]);
  }
}

function worse(a: SarifLevel, b: SarifLevel): SarifLevel {
  return weights.indexOf(a) >= weights.indexOf(b) ? a : b;
}
