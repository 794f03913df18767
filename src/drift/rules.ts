import type { ChangedControl, ChangedRules } from '../core/drift.js';
import { byCodeUnit, canonical, type Json, type JsonObject } from '../core/json.js';

/** What judged in one pack. */
export interface PackRules {
  readonly toolVersion: string;
  /** By control: what its definition and the source of its check came to, and its parameters. */
  readonly controls: ReadonlyMap<string, { readonly digest: string; readonly parameters: string }>;
  /** run.json's. */
  readonly configuration: JsonObject;
}

/** Keys of the configuration that say where, when and of what build a run was, and not how it judges; parameters are compared by control. */
const aside: readonly string[] = ['build', 'file', 'lines', 'params'];

export function comparedRules(before: PackRules, after: PackRules): ChangedRules {
  const ids = [...new Set([...before.controls.keys(), ...after.controls.keys()])].sort(byCodeUnit);
  const keys = [...new Set([...Object.keys(before.configuration), ...Object.keys(after.configuration)])];
  const textOf = (value: Json | undefined): string | null => (value === undefined ? null : canonical(value));
  return {
    tool: before.toolVersion === after.toolVersion ? null : { before: before.toolVersion, after: after.toolVersion },
    controls: ids.flatMap((control) => {
      const what = whatChanged(before.controls.get(control), after.controls.get(control));
      return what.length === 0 ? [] : { control, what };
    }),
    configuration: keys
      .filter((key) => !aside.includes(key))
      .filter((key) => textOf(before.configuration[key]) !== textOf(after.configuration[key]))
      .sort(byCodeUnit),
  };
}

type Judged = { readonly digest: string; readonly parameters: string } | undefined;

function whatChanged(before: Judged, after: Judged): ChangedControl['what'] {
  if (before === undefined) return ['added'];
  if (after === undefined) return ['removed'];
  return [
    ...(before.digest === after.digest ? [] : ['rule' as const]),
    ...(before.parameters === after.parameters ? [] : ['parameters' as const]),
  ];
}

/** How the rules of a control differ, in words; null for a control whose are the same. */
export function wordsOf({ what }: ChangedControl): string {
  return `its ${what.map((part) => (part === 'rule' || part === 'parameters' ? part : 'control')).join(' and ')} changed`;
}
