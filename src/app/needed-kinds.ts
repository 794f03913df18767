import type { Needs } from '../core/check.js';
import type { Control } from '../core/control.js';
import type { FactKind } from '../core/fact.js';
import { derivations } from '../derive/derivations.js';

/** Every fact kind that the selected controls rest on, what is derived and what that is derived from included. */
export async function neededKinds(
  controls: readonly Control[],
  selected: readonly string[],
): Promise<ReadonlySet<FactKind>> {
  const kinds = new Set<FactKind>();
  for (const control of controls) {
    if (selected.includes(control.definition.id)) addKinds((await control.load()).needs, kinds);
  }
  return kinds;
}

function addKinds(needs: Needs, kinds: Set<FactKind>): void {
  for (const { kind } of Object.values(needs)) {
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    for (const derivation of derivations) if (derivation.kind === kind) addKinds(derivation.needs, kinds);
  }
}
