import type { ControlDefinition } from '../core/control.js';
import { PrepayError } from '../core/errors.js';
import { checkBounds, type ParamValue } from '../core/params.js';
import { nearest } from '../core/nearest.js';
import { type LoadedConfig, shownPath } from './config.js';

/** One parameter as this run uses it; what the source `run` answers for its operation `run:Parameters`. */
export interface ParameterSetting {
  readonly control: string;
  readonly parameter: string;
  readonly value: ParamValue;
  readonly location: { readonly path: string; readonly line: number } | null;
}

/**
 * Defaults overlaid with the configuration's `params`. Throws PREPAY_CONFIG_INVALID for an unknown control or
 * parameter, a value of the wrong kind, or one outside the hard bounds, each with its line.
 */
export function effectiveParameters(
  loaded: LoadedConfig,
  controls: readonly ControlDefinition[],
): readonly ParameterSetting[] {
  refuseUnknown(loaded, controls);
  return controls.flatMap((control) =>
    Object.entries(control.params).map(([name, definition]): ParameterSetting => {
      const configured = loaded.config.params[control.id]?.[name];
      if (configured === undefined)
        return { control: control.id, parameter: name, value: definition.default, location: null };
      const line = loaded.lineOf(['params', control.id, name]);
      const problem = checkBounds(definition, configured);
      if (problem !== null) throw invalid(loaded, line, `params.${control.id}.${name}: ${problem}`);
      const location = loaded.path === null ? null : { path: shownPath(loaded.path), line };
      return { control: control.id, parameter: name, value: configured, location };
    }),
  );
}

function refuseUnknown(loaded: LoadedConfig, controls: readonly ControlDefinition[]): void {
  for (const [id, values] of Object.entries(loaded.config.params)) {
    const control = controls.find((candidate) => candidate.id === id);
    if (control === undefined) {
      const near = nearest(
        id,
        controls.map((candidate) => candidate.id),
      );
      throw invalid(loaded, loaded.lineOf(['params', id]), `params.${id}: no such control${suggestion(near)}`);
    }
    for (const name of Object.keys(values)) {
      if (name in control.params) continue;
      const near = nearest(name, Object.keys(control.params));
      throw invalid(
        loaded,
        loaded.lineOf(['params', id, name]),
        `params.${id}.${name}: no such parameter${suggestion(near)}`,
      );
    }
  }
}

function suggestion(near: string | null): string {
  return near === null ? '' : `; did you mean "${near}"?`;
}

function invalid(loaded: LoadedConfig, line: number, text: string): PrepayError {
  return new PrepayError(
    'PREPAY_CONFIG_INVALID',
    `${loaded.path ?? 'configuration'}:${line} ${text}`,
    "Mend the line; 'prepay controls show ID' lists the parameters with default and bounds.",
  );
}
