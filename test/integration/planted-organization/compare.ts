import type { Finding } from '../../../src/core/finding.js';
import { scopeId } from '../../../src/core/scope.js';
import type { Section } from '../planted/table.js';
import type { Planted } from './plant.js';

export const nothing = 'nothing';

export const keyOf = ({ control, place, id }: Pick<Planted, 'place' | 'id'> & { readonly control: string }): string =>
  `${control}: ${id} in ${place}`;

/** The outcome of each finding by what it is about. Throws where there are two of one. */
export function outcomesOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { control, outcome, resource } of findings) {
    const key = keyOf({ control, place: scopeId(resource.scope), id: resource.id });
    if (found.has(key)) throw new Error(`two findings of ${key}`);
    found.set(key, outcome);
  }
  return found;
}

export interface Measured {
  /** Planted faults, and how many of them were found. */
  readonly faults: number;
  readonly met: number;
  /** Findings that fail. */
  readonly failed: number;
  readonly recall: number;
  readonly precision: number;
}

/** How many of the planted faults were found, and how many of the findings that fail are one. */
export function measured(planted: readonly Planted[], found: ReadonlyMap<string, string>): Measured {
  const faults = planted.filter(({ expected }) => expected === 'fail').map(keyOf);
  const failed = [...found].filter(([, outcome]) => outcome === 'fail').length;
  const met = faults.filter((key) => found.get(key) === 'fail').length;
  return { faults: faults.length, met, failed, recall: met / faults.length, precision: met / failed };
}

/**
 * One line for everything that a weaker token's audit says otherwise than the owner's, but by an unknown; and for every
 * verdict of the owner's of which it neither says anything nor that it does not know.
 */
export function contradictions(
  owner: ReadonlyMap<string, string>,
  weaker: ReadonlyMap<string, string>,
  planted: readonly Planted[],
): readonly string[] {
  const said = [...weaker].flatMap(([key, outcome]) => {
    const whole = owner.get(key);
    return outcome === 'unknown' || outcome === whole
      ? []
      : [`${key}: ${outcome}, where the owner sees ${whole ?? nothing}`];
  });
  const unsaid = planted.flatMap((one) => {
    const { control, place } = one;
    const [org = ''] = place.split('/');
    const told = [keyOf(one), ...[place, org].map((id) => keyOf({ control, place: id, id }))];
    return told.some((key) => weaker.has(key)) ? [] : [`${keyOf(one)}: ${nothing}`];
  });
  return [...said, ...unsaid];
}

/** The cases with what was found of each, for the table. */
export function sectionOf(title: string, planted: readonly Planted[], found: ReadonlyMap<string, string>): Section {
  const rows = planted.flatMap((one) => {
    const { control, name, place, id, expected } = one;
    const built = id.startsWith(place) ? id : `${place}: ${id}`;
    return name === null ? [] : [{ control, name, built, expected, found: found.get(keyOf(one)) ?? nothing }];
  });
  return { title, rows, compared: planted.length };
}
