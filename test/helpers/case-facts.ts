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
import { gatesFacts } from '../../src/facts/gates.js';
import { githubFacts } from '../../src/facts/github.js';
import { kubernetesFacts } from '../../src/facts/kubernetes.js';
import { runFacts } from '../../src/facts/run.js';
import { storeFacts } from '../../src/facts/store.js';
import type { Case, Place } from './case-format.js';

const schemas = { ...awsFacts, ...gatesFacts, ...githubFacts, ...kubernetesFacts, ...runFacts, ...storeFacts };
type GivenKind = keyof typeof schemas;

/** The place of a case's own facts: the region eu-west-1, the repository prepay/wallet. */
const home = 'home';
const organization = 'prepay';
const homeRegion = 'eu-west-1';
const homeRepository = 'wallet';
const account = '111122223333';

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

/** Kinds whose facts are kept once an organization of GitHub. */
const githubOrgKinds: ReadonlySet<string> = new Set([
  'github.org',
  'github.org.two-factor',
  'github.org.member',
  'github.org.weak-two-factor',
  'github.org.owner-activity',
  'github.org.actions-policy',
  'github.org.selected-actions',
  'github.org.runner-group',
]);

/** Kinds that an organization and a repository may have both. */
const bothKinds: ReadonlySet<string> = new Set(['github.secret', 'github.webhook']);

/** The facts of a case, with each kind that the needs rest on covered as the case says. */
export function factsOf(given: Case, needs: Needs): FactBase {
  const base = new FactBase();
  const kinds = collectedKinds(needs);
  for (const [name, place] of placesOf(given)) {
    for (const kind of namedKinds(place)) {
      if (!kinds.has(kindOf(kind))) throw new Error(`case "${given.name}": the control does not need ${kind}`);
    }
    for (const kind of kinds) if (isIn(kind, name)) put(base, kindOf(kind), scopeOf(kind, name), place);
  }
  return base;
}

/** Every place of a case by name: {@link home}, another region, another repository, the organization. */
export function placesOf(given: Case): readonly (readonly [string, Place])[] {
  return [
    [home, given],
    ...Object.entries(given.regions),
    ...Object.entries(given.repositories),
    [organization, given.organization],
  ];
}

function isIn(kind: FactKind, place: string): boolean {
  const source = sourceOfKind(kind);
  if (place === organization) return bothKinds.has(kind);
  if (place === home) return true;
  if (source === 'github') return !githubOrgKinds.has(kind) && !isRegion(place);
  return source === 'aws' && !accountKinds.has(kind) && isRegion(place);
}

function isRegion(place: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d$/u.test(place);
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

export function readOf(kind: string, scope: Scope): string {
  return sha256Hex(`${kind} ${scope.region ?? scope.repo ?? ''}`);
}

export function scopeOf(kind: string, place: string): Scope {
  const source = sourceOfKind(kind);
  if (source === 'github') {
    const org: Scope = { source, org: organization };
    if (githubOrgKinds.has(kind) || place === organization) return org;
    return { ...org, repo: place === home ? homeRepository : place };
  }
  if (source === 'run' || source === 'gates' || source === 'store') return { source };
  if (accountKinds.has(kind)) return { source, account };
  return { source, account, region: place === home ? homeRegion : place };
}

/** The scopes that a kind is kept in, as a case's own facts lie and beside them. */
export function levelsOf(kind: string): readonly Scope[] {
  return bothKinds.has(kind) ? [scopeOf(kind, home), scopeOf(kind, organization)] : [scopeOf(kind, home)];
}

/** Whether the scope is the one that a case's own facts lie in. */
export function isHome({ source, region, repo }: Scope): boolean {
  if (source === 'github') return repo === homeRepository;
  return source === 'run' || source === 'gates' || source === 'store' || region === homeRegion;
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
