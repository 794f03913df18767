import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Check, type Needs, subjectOf } from '../../src/core/check.js';
import { controlDefinition, type ControlDefinition, sourceOfKind } from '../../src/core/control.js';
import type { Fact, FactKind } from '../../src/core/fact.js';
import type { Finding } from '../../src/core/finding.js';
import { checkBounds, defaultsOf } from '../../src/core/params.js';
import type { Scope } from '../../src/core/scope.js';
import { conclude, type Derivation, withDerivations } from '../../src/derive/derivation.js';
import { derivations } from '../../src/derive/derivations.js';
import { evaluate } from '../../src/evaluate/evaluate.js';
import { judge } from '../../src/evaluate/judge.js';
import type { FactBase, FactSource } from '../../src/facts/fact-base.js';
import type { Touch } from '../../src/facts/view.js';
import { collectedKinds, factsOf, isHome, levelsOf, placesOf, subjectKinds } from './case-facts.js';
import { type Case, caseFile, type Expectation } from './case-format.js';

/**
 * Runs a control's cases.yaml, each case a test; and each case again with every kind that the control rests on denied,
 * cut short and not collected in turn: no verdict that asked for it may still be a pass or not applicable, and one that
 * did not ask must stay as it was.
 */
export function testControl(testUrl: string, check: Check): void {
  const definition = controlDefinition.parse(read('control.yaml', testUrl));
  const cases = caseFile.parse(read('cases.yaml', testUrl));
  const control: Subject = { definition, check };
  describe(`${definition.id}: cases`, () => {
    it.each(cases)('$name', async (given) => {
      for (const [name, value] of Object.entries(given.params)) expect(problemOf(definition, name, value)).toBeNull();
      const findings = await findingsOf(control, factsOf(given, check.needs), given);
      expect(Object.fromEntries(findings.map((finding) => [keyOf(finding), finding.outcome]))).toEqual(
        Object.fromEntries(Object.entries(given.expect).map(([key, expected]) => [key, plain(expected).outcome])),
      );
      for (const finding of findings) expectFinding(finding, given.expect[keyOf(finding)]);
    });
    it('covers pass, fail, unknown, an empty population, a denied scope and a population cut short', () => {
      expect(kindsOfCase(cases, subjectKinds(subjectOf(check.needs).need.kind))).toEqual([
        'cut population',
        'denied scope',
        'empty population',
        'fail',
        'pass',
        'unknown',
      ]);
    });
  });
  describe.each(['denied', 'cut', 'uncollected'] as const)(`${definition.id}: %s`, (how) => {
    it.each([...collectedKinds(check.needs)])('leaves no pass that asked for %s', async (kind) => {
      for (const given of cases) await expectNoPassOn(control, given, kind, how);
    });
  });
}

interface Subject {
  readonly definition: ControlDefinition;
  readonly check: Check;
}
type Degradation = 'denied' | 'cut' | 'uncollected';

async function expectNoPassOn(control: Subject, given: Case, kind: FactKind, how: Degradation): Promise<void> {
  const { needs } = control.check;
  const before = factsOf(given, needs);
  const asking = askedBy(control, before, given);
  const after = await findingsOf(control, factsOf(degrade(given, kind, how), needs), given);
  for (const finding of await findingsOf(control, before, given)) {
    if (finding.resource.kind === 'scope' && !isPopulationOf(kind, needs, finding.resource.scope)) continue;
    const asked = asking.get(keyOf(finding))?.get(kind);
    // What was delivered before a cut can be looked up by its id all the same.
    if (finding.resource.kind !== 'scope' && how === 'cut' && asked === 'by id') continue;
    if (finding.resource.kind !== 'scope' && asked === undefined) {
      expect(after, `${given.name}: ${keyOf(finding)} did not ask for ${kind}`).toContainEqual(finding);
    } else if (isFavourable(finding)) {
      const same = after.filter((other) => other.fingerprint === finding.fingerprint);
      expect(same.filter(isFavourable), `${given.name}: ${keyOf(finding)} asked for ${kind}, ${how}`).toEqual([]);
    }
  }
}

function isPopulationOf(kind: FactKind, needs: Needs, scope: Scope): boolean {
  if (!subjectKinds(subjectOf(needs).need.kind).includes(kind)) return false;
  const level = ({ region, repo }: Scope): boolean => region === undefined && repo === undefined;
  return levelsOf(kind).some((each) => level(each) === level(scope));
}

function isFavourable({ outcome }: Finding): boolean {
  return outcome === 'pass' || outcome === 'not-applicable';
}

function degrade(given: Case, kind: FactKind, how: Degradation): Case {
  const place = <P extends Pick<Case, 'given' | 'denied' | 'cut' | 'uncollected' | 'hidden' | 'gaps'>>(from: P): P => ({
    ...from,
    given: how === 'cut' ? from.given : { ...from.given, [kind]: [] },
    denied: how === 'denied' ? [...from.denied, kind] : from.denied.filter((each) => each !== kind || how !== 'cut'),
    cut: how === 'cut' ? { ...from.cut, [kind]: 'throttled' } : from.cut,
    uncollected: how === 'uncollected' ? [...from.uncollected, kind] : from.uncollected,
  });
  const all = (places: Case['regions']): Case['regions'] =>
    Object.fromEntries(Object.entries(places).map(([name, there]) => [name, place(there)] as const));
  return {
    ...place(given),
    regions: all(given.regions),
    repositories: all(given.repositories),
    organization: place(given.organization),
  };
}

type Asked = 'by id' | 'population';

/** Finding key → the collected kinds that its verdict asked for, itself or through what is derived, and how. */
function askedBy({ definition, check }: Subject, base: FactBase, given: Case): Map<string, Map<FactKind, Asked>> {
  const source = withDerivations(base, derivations);
  const by = { definition, check, values: valuesOf(definition, given) };
  const result = new Map<string, Map<FactKind, Asked>>();
  for (const scope of source.scopes(subjectOf(check.needs).need.kind)) {
    for (const subject of subjects(check.needs, source, scope)) {
      const { finding, asked } = judge(by, subject, source);
      const kinds = new Map<FactKind, Asked>();
      for (const { kind, id } of asked.flatMap((each) => collected(each.kind, each.id, source, scope))) {
        if (id === null || !kinds.has(kind)) kinds.set(kind, id === null ? 'population' : 'by id');
      }
      result.set(keyOf(finding), kinds);
    }
  }
  return result;
}

function collected(kind: FactKind, id: string | null, source: FactSource, scope: Scope): Touch['asked'] {
  const making = derivations.filter((each) => each.kind === kind);
  if (making.length === 0) return [{ kind, id }];
  // Of several derivations of one kind, the one that has the id is the one that was asked.
  const having = making.filter((each) => subjects(each.needs, source, scope).some((subject) => subject.id === id));
  return (having.length === 0 ? making : having).flatMap((each) => collectedBy(each, id, source, scope));
}

function collectedBy(derivation: Derivation, id: string | null, source: FactSource, scope: Scope): Touch['asked'] {
  const found = subjects(derivation.needs, source, scope).filter((subject) => id === null || subject.id === id);
  const asked = found.flatMap((subject) => conclude(derivation, subject, source).asked);
  const below = asked.flatMap((each) => collected(each.kind, each.id, source, scope));
  return found.length > 0 && id !== null
    ? below
    : [{ kind: subjectOf(derivation.needs).need.kind, id: null }, ...below];
}

function subjects(needs: Needs, source: FactSource, scope: Scope): readonly Fact[] {
  return source.partition(subjectOf(needs).need.kind, scope).facts();
}

async function findingsOf({ definition, check }: Subject, base: FactBase, given: Case): Promise<Finding[]> {
  const { findings } = evaluate({
    facts: withDerivations(base, derivations),
    controls: [{ definition, digest: '', load: () => Promise.resolve(check) }],
    selected: new Set([definition.id]),
    sources: [{ source: sourceOfKind(definition.subject), state: 'read', gap: null }],
    parameters: { [definition.id]: valuesOf(definition, given) },
    catalogs: [],
    partial: false,
  });
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

function valuesOf(definition: ControlDefinition, given: Case): Record<string, number | readonly string[]> {
  return { ...defaultsOf(definition.params), ...given.params };
}

function problemOf(definition: ControlDefinition, name: string, value: number | readonly string[]): string | null {
  const declared = definition.params[name];
  return declared === undefined ? `no parameter ${name}` : checkBounds(declared, value);
}

/**
 * `sg-1`, `scope`; `us-east-1/sg-1` in another region; `aws/scope` for the source as a whole. What GitHub has is told apart
 * by its id (`prepay/wallet`); a scope is `scope`, `other/scope` of another repository, `prepay/scope` of the organization.
 */
function keyOf({ resource: { kind, id, scope } }: Finding): string {
  const own = kind === 'scope' ? 'scope' : id;
  if (isHome(scope) || (scope.source === 'github' && kind !== 'scope')) return own;
  return `${scope.region ?? scope.repo ?? scope.org ?? scope.source}/${own}`;
}

function expectFinding(finding: Finding, expectation: Expectation | undefined): void {
  const expected = plain(expectation ?? finding.outcome);
  expect(finding).toMatchObject({
    outcome: expected.outcome,
    ...(expected.reason === undefined ? {} : { reason: expected.reason }),
    ...(expected.severity === undefined ? {} : { severity: expected.severity }),
    ...(expected.location === undefined ? {} : { location: expected.location }),
  });
  if (expected.evidence !== undefined) expect(finding.evidence).toHaveLength(expected.evidence);
  const pattern = /^\/(.*)\/$/su.exec(expected.observed ?? '')?.[1];
  if (pattern !== undefined) expect(finding.observed).toMatch(new RegExp(pattern, 'u'));
  else expect(finding.observed).toContain(expected.observed ?? '');
}

function plain(expected: Expectation): Exclude<Expectation, string> {
  return typeof expected === 'string' ? { outcome: expected } : expected;
}

function kindsOfCase(cases: readonly Case[], subjects: readonly FactKind[]): string[] {
  const seen = cases.flatMap((given) => {
    const places = placesOf(given).map(([, place]) => place);
    return [
      ...Object.values(given.expect)
        .map((expected) => plain(expected).outcome)
        .filter((outcome) => outcome !== 'not-applicable' && outcome !== 'manual'),
      ...Object.values(given.expect).flatMap((expected) =>
        plain(expected).reason === 'empty' ? ['empty population'] : [],
      ),
      ...places.flatMap(({ denied }) => (subjects.some((kind) => denied.includes(kind)) ? ['denied scope'] : [])),
      ...places.flatMap(({ cut }) => (subjects.some((kind) => cut[kind] !== undefined) ? ['cut population'] : [])),
    ];
  });
  return [...new Set(seen)].sort();
}

function read(file: string, testUrl: string): unknown {
  return parse(readFileSync(new URL(file, testUrl), 'utf8'));
}
