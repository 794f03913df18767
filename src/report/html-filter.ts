import { byCodeUnit } from '../core/json.js';
import type { Scope } from '../core/scope.js';
import { scopeId } from '../core/scope.js';
import type { ReportFinding, ReportModel } from './model-types.js';
import { outcomesWorstFirst, outcomeWord, plural, worstFirst } from './words.js';

/** What the script of the report can narrow the findings by; only values that some finding has. */
export interface FilterView {
  readonly total: string;
  readonly selects: readonly {
    readonly key: 'outcome' | 'severity' | 'area' | 'control' | 'place';
    readonly label: string;
    readonly all: string;
    readonly options: readonly { readonly value: string; readonly word: string }[];
  }[];
}

export function filterView({ findings, controls }: ReportModel): FilterView | null {
  if (findings.length === 0) return null;
  const areas = areasOf(controls);
  const has = (value: (finding: ReportFinding) => string): ReadonlySet<string> => new Set(findings.map(value));
  const outcomes = has(({ outcome }) => outcome);
  const severities = has(({ severity }) => severity);
  return {
    total: plural(findings.length, 'finding'),
    selects: [
      {
        key: 'outcome',
        label: 'Outcome',
        all: 'every outcome',
        options: outcomesWorstFirst
          .filter((outcome) => outcomes.has(outcome))
          .map((outcome) => ({ value: outcome, word: outcomeWord(outcome) })),
      },
      {
        key: 'severity',
        label: 'Severity',
        all: 'every severity',
        options: worstFirst.filter((severity) => severities.has(severity)).map(same),
      },
      {
        key: 'area',
        label: 'Area',
        all: 'every area',
        options: sorted(has(({ control }) => areas.get(control) ?? '')),
      },
      { key: 'control', label: 'Control', all: 'every control', options: sorted(has(({ control }) => control)) },
      {
        key: 'place',
        label: 'Region or place',
        all: 'every place',
        options: sorted(has(({ resource }) => placeOf(resource.scope))),
      },
    ],
  };
}

/** The area of each control. */
export function areasOf(controls: ReportModel['controls']): ReadonlyMap<string, string> {
  return new Map(controls.map(({ id, area }) => [id, area]));
}

/** Where a reader looks for a resource: its region, where it has one. */
export function placeOf(scope: Scope): string {
  return scope.region ?? scopeId(scope);
}

function sorted(values: ReadonlySet<string>): readonly { readonly value: string; readonly word: string }[] {
  return [...values]
    .filter((value) => value !== '')
    .sort(byCodeUnit)
    .map(same);
}

function same(value: string): { readonly value: string; readonly word: string } {
  return { value, word: value };
}
