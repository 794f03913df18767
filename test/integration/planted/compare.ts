import type { Finding } from '../../../src/core/finding.js';
import type { Planted } from './plant.js';

/** One string for a verdict: the same for what was planted and for what was found. */
export function keyOf(verdict: Pick<Planted, 'control' | 'region' | 'kind' | 'id'>): string {
  return [verdict.control, verdict.region ?? '', verdict.kind, verdict.id].join(' ');
}

/** Findings by the key of what they are about. Of a control on reads there are several: one for each with that operation. */
export function byKey(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, id, name, scope } = finding.resource;
    const key = keyOf({
      control: finding.control,
      region: scope.region ?? null,
      kind,
      id: kind === 'read' ? (name ?? id) : id,
    });
    found.set(key, [...(found.get(key) ?? []), finding]);
  }
  return found;
}

/** What was found of a plant, each outcome once: `fail`; `nothing` where no finding is about it. */
export function foundOf(planted: Planted, found: ReadonlyMap<string, readonly Finding[]>): string {
  const outcomes = new Set((found.get(keyOf(planted)) ?? []).map(({ outcome }) => outcome));
  return outcomes.size === 0 ? 'nothing' : [...outcomes].join(', ');
}
