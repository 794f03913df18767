import type { Finding } from '../../../src/core/finding.js';
import type { Section } from '../planted/table.js';
import { type Planted, webControls } from './plant.js';

const controls: ReadonlySet<string> = new Set(webControls);

export function keyOf({ control, region, id }: Pick<Planted, 'control' | 'region' | 'id'>): string {
  return [control, region ?? '', id].join(' ');
}

/** The outcomes of these controls by what they are about, each outcome once. */
function outcomesByKey(findings: readonly Finding[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { control, outcome, resource } of findings) {
    if (!controls.has(control)) continue;
    const key = keyOf({ control, region: resource.scope.region ?? null, id: resource.id });
    found.set(key, (found.get(key) ?? new Set()).add(outcome));
  }
  return found;
}

/** What was found of each plant, in their order: its outcome, or `nothing`. */
export function foundOfEach(planted: readonly Planted[], findings: readonly Finding[]): string[] {
  const found = outcomesByKey(findings);
  return planted.map((one) => [...(found.get(keyOf(one)) ?? ['nothing'])].join(', '));
}

/** One line for each finding of these controls that no plant expects. */
export function unexpected(planted: readonly Planted[], findings: readonly Finding[]): string[] {
  const known = new Set(planted.map(keyOf));
  return [...outcomesByKey(findings)].flatMap(([key, outcomes]) =>
    known.has(key) ? [] : [`${[...outcomes].join(', ')}: ${key}`],
  );
}

/** What was planted there and found, for the table. */
export function sectionOf(title: string, planted: readonly Planted[], findings: readonly Finding[]): Section {
  const found = foundOfEach(planted, findings);
  const rows = planted.flatMap(({ control, name, built, expected }, index) =>
    name === null ? [] : [{ control, name, built, expected, found: found[index] ?? 'nothing' }],
  );
  return { title, rows, compared: planted.length };
}
