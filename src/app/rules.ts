import type { Catalog } from '../core/catalog.js';
import type { Control, ControlDefinition } from '../core/control.js';
import { PrepayError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { catalogs } from '../generated/frameworks.js';
import { controls } from '../generated/registry.js';

/** Everything that judges: the controls of the registry and the catalogs of clauses, sorted by id. */
export interface Rules {
  readonly controls: readonly Control[];
  readonly catalogs: readonly Catalog[];
}

export const rules: Rules = { controls, catalogs };

export const definitions: readonly ControlDefinition[] = controls.map((control) => control.definition);

/** The catalog of a framework. Throws PREPAY_UNKNOWN_FRAMEWORK. */
export function catalogOf(id: string): Catalog {
  const found = catalogs.find((catalog) => catalog.id === id);
  if (found !== undefined) return found;
  throw new PrepayError(
    'PREPAY_UNKNOWN_FRAMEWORK',
    `${id}: there is no such framework`,
    `Frameworks are: ${catalogs.map((catalog) => catalog.id).join(', ')}.`,
  );
}

/** The definition of a control. Throws PREPAY_UNKNOWN_CONTROL, naming the nearest id. */
export function definitionOf(id: string): ControlDefinition {
  const found = definitions.find((definition) => definition.id === id);
  if (found !== undefined) return found;
  const near = nearest(
    id,
    definitions.map((definition) => definition.id),
  );
  throw new PrepayError(
    'PREPAY_UNKNOWN_CONTROL',
    `${id}: there is no such control`,
    near === null ? "'prepay controls list' shows all." : `Did you mean ${near}?`,
  );
}
