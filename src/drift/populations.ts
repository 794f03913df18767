import type { ShrunkPopulation } from '../core/drift.js';
import type { Finding } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';
import type { Population } from '../core/run.js';
import { scopeKey } from '../core/scope.js';
import type { Sight } from './classify.js';

const goneShown = 20;

/** The populations that lost a member or were not looked for any more, by kind and scope. */
export function shrunkPopulations(
  before: readonly Population[],
  after: readonly Population[],
): readonly ShrunkPopulation[] {
  const later = byPlace(after);
  return before.flatMap((population) => {
    const { kind, scope, members } = population;
    const found = later.get(placeOf(population));
    const still = new Set(found?.members);
    const gone = members.filter((member) => !still.has(member));
    if (gone.length === 0) return [];
    return {
      kind,
      scope,
      before: population.count,
      after: found?.count ?? null,
      gone: gone.toSorted(byCodeUnit).slice(0, goneShown),
      goneCount: gone.length,
      gap: found?.gap?.text ?? null,
    };
  });
}

/** How the later pack looked at a resource of the earlier one. */
export function sightIn(after: readonly Population[], isNarrowed: boolean): (finding: Finding) => Sight {
  const later = byPlace(after);
  const scopes = new Set(after.map(({ scope }) => scopeKey(scope)));
  const members = new Map<string, ReadonlySet<string>>();
  const notThere: Sight = isNarrowed ? 'narrowed' : 'not-looked-for';
  return ({ resource: { kind, scope, id } }) => {
    if (kind === 'scope') return scopes.has(scopeKey(scope)) ? 'listed' : notThere;
    const place = placeOf({ kind, scope });
    const population = later.get(place);
    if (population === undefined) return notThere;
    const listed = members.get(place) ?? new Set(population.members);
    members.set(place, listed);
    if (listed.has(id)) return 'listed';
    return population.gap === null ? 'gone' : 'unread';
  };
}

function byPlace(populations: readonly Population[]): ReadonlyMap<string, Population> {
  return new Map(populations.map((population) => [placeOf(population), population]));
}

function placeOf({ kind, scope }: Pick<Population, 'kind' | 'scope'>): string {
  return `${kind}\u0000${scopeKey(scope)}`;
}
