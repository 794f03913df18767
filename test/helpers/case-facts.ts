import { type Needs, subjectOf } from '../../src/core/check.js';
import { sourceOfKind } from '../../src/core/control.js';
import type { Coverage, FactKind } from '../../src/core/fact.js';
import { sha256Hex } from '../../src/core/json.js';
import type { UnknownReason } from '../../src/core/outcome.js';
import type { Gap } from '../../src/core/read.js';
import type { Scope } from '../../src/core/scope.js';
import { derivations } from '../../src/derive/derivations.js';
import { awsFacts } from '../../src/facts/aws.js';
import { FactBase } from '../../src/facts/fact-base.js';
import { kubernetesFacts } from '../../src/facts/kubernetes.js';
import { runFacts } from '../../src/facts/run.js';
import type { Case, Place } from './case-format.js';

const schemas = { ...awsFacts, ...kubernetesFacts, ...runFacts };
type GivenKind = keyof typeof schemas;

export const homeRegion = 'eu-west-1';
export const account = '111122223333';

/** Collected kinds, that is no derived ones, that these needs rest on, however far down. */
export function collectedKinds(needs: Needs): Set<FactKind> {
  return new Set(
    Object.values(needs).flatMap(({ kind }): FactKind[] => {
      const making = derivations.filter((each) => each.kind === kind);
      return making.length === 0 ? [kind] : making.flatMap((each) => [...collectedKinds(each.needs)]);
    }),
  );
}

/** The collected kinds whose facts the kind has one of its own for: itself, where it is not derived. */
export function subjectKinds(kind: FactKind): readonly FactKind[] {
  const making = derivations.filter((each) => each.kind === kind);
  return making.length === 0 ? [kind] : making.flatMap(({ needs }) => subjectKinds(subjectOf(needs).need.kind));
}

/** Kinds whose facts are kept once an account. */
const accountKinds: ReadonlySet<string> = new Set([
  'aws.cloudfront.distribution',
  'aws.shield.subscription',
  'aws.shield.protection',
]);

/** The facts of a case, with each kind that the needs rest on covered as the case says. */
export function factsOf(given: Case, needs: Needs): FactBase {
  const base = new FactBase();
  const kinds = collectedKinds(needs);
  const places: [string, Place][] = [[homeRegion, given], ...Object.entries(given.regions)];
  for (const [region, place] of places) {
    for (const kind of namedKinds(place)) {
      if (!kinds.has(kindOf(kind))) throw new Error(`case "${given.name}": the control does not need ${kind}`);
    }
    for (const kind of kinds) {
      const isHome = region === homeRegion;
      const isOnce = sourceOfKind(kind) === 'run' || accountKinds.has(kind);
      if (!isOnce || isHome) put(base, kindOf(kind), scopeOf(kind, region), place);
    }
  }
  return base;
}

function put(base: FactBase, kind: GivenKind, scope: Scope, place: Place): void {
  const read = readOf(kind, scope);
  const rows = place.given[kind] ?? [];
  const isDenied = place.denied.includes(kind);
  if (isDenied && rows.length > 0) throw new Error(`${kind} is denied, so that none of it can be given`);
  for (const [index, row] of rows.entries()) {
    const data = schemas[kind].parse(row);
    const evidence = [{ read, page: 0, pointer: `/${kind}/${index}` }];
    base.fact({ kind, id: data.id, name: null, scope, data, evidence });
  }
  for (const id of place.hidden[kind] ?? [])
    base.gap(kind, scope, id, gapOf('hidden', `${kind} ${id} is hidden`, read));
  for (const [id, reason] of Object.entries(place.gaps[kind] ?? {})) {
    base.gap(kind, scope, id, gapOf(reason, `${kind} ${id}: ${reason}`, read));
  }
  if (!place.uncollected.includes(kind)) base.covered(kind, scope, coverageOf(kind, read, isDenied, place.cut[kind]));
}

function coverageOf(kind: string, read: string, isDenied: boolean, cut: UnknownReason | undefined): Coverage {
  const reads = [{ key: read, operation: `list ${kind}` }];
  const reason = isDenied ? 'denied' : cut;
  const gap = reason === undefined ? null : gapOf(reason, `list ${kind}: ${reason}`, read);
  return { gap, reads, delivered: !isDenied };
}

function gapOf(reason: UnknownReason, text: string, read: string): Gap {
  return { reason, reads: [read], text };
}

export function readOf(kind: string, { region }: Scope): string {
  return sha256Hex(`${kind} ${region ?? ''}`);
}

export function scopeOf(kind: string, region: string): Scope {
  const source = sourceOfKind(kind);
  if (source === 'run') return { source };
  return accountKinds.has(kind) ? { source, account } : { source, account, region };
}

function namedKinds({ given, denied, cut, uncollected, hidden, gaps }: Place): string[] {
  return [...Object.keys({ ...given, ...cut, ...hidden, ...gaps }), ...denied, ...uncollected];
}

function kindOf(text: string): GivenKind {
  if (isGivenKind(text)) return text;
  throw new Error(`no fact kind ${text}`);
}

function isGivenKind(text: string): text is GivenKind {
  return Object.hasOwn(schemas, text);
}
