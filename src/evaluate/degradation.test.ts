import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlOf, findingsOf, frankfurt, inputOf, ireland, subnet, vpc } from '../../test/helpers/engine.js';
import {
  type Check,
  type CheckResult,
  defineCheck,
  fail,
  type Given,
  need,
  notApplicable,
  pass,
  unknown,
} from '../core/check.js';
import type { Fact, FactKind, FactView, Lookup } from '../core/fact.js';
import type { Finding } from '../core/finding.js';
import { failOnLevels, outcomes, unknownReasons, type UnknownReason } from '../core/outcome.js';
import type { Gap } from '../core/read.js';
import { defineDerivation, derived, nothing, withDerivations } from '../derive/derivation.js';
import '../derive/aws/private-subnet.js';
import { FactBase } from '../facts/fact-base.js';
import { exitOf } from './gate.js';

// A made-up world of VPCs and subnets in two regions, where some are tagged; made-up checks that are random decision
// trees over look-ups; and reads that go wrong in every way. What holds here holds for any check that an author writes.

interface World {
  readonly regions: readonly {
    readonly vpcs: readonly Row[];
    readonly subnets: readonly (Row & { readonly vpc: number })[];
  }[];
}
interface Row {
  readonly id: number;
  readonly isTagged: boolean;
}
interface Damage {
  readonly kind: 'aws.ec2.vpc' | 'aws.ec2.subnet';
  readonly region: number;
  readonly reason: UnknownReason;
  /** `cut`: the first facts come and then the read ends; `item`: one id cannot be read, or not in full. */
  readonly how: { readonly cut: number } | { readonly item: number; readonly isBlank: boolean };
}
type Tree =
  | { readonly outcome: (typeof outcomes)[number]; readonly isRaised: boolean }
  | {
      readonly need: 'items' | 'wide' | 'whole' | 'derived';
      readonly ask: 'get' | 'where' | 'all';
      readonly id: number;
      readonly yes: Tree;
      readonly no: Tree;
      readonly open: Tree;
    };

const scopes = [ireland, frankfurt] as const;
const ids = fc.nat(3);
const rows = fc.uniqueArray(fc.record({ id: ids, isTagged: fc.boolean() }), { selector: ({ id }) => id, maxLength: 4 });
const world: fc.Arbitrary<World> = fc.record({
  regions: fc.array(
    fc.record({
      vpcs: rows,
      subnets: fc.uniqueArray(fc.record({ id: ids, isTagged: fc.boolean(), vpc: ids }), {
        selector: ({ id }) => id,
        maxLength: 4,
      }),
    }),
    { minLength: 2, maxLength: 2 },
  ),
});
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('aws.ec2.vpc', 'aws.ec2.subnet'),
  region: fc.nat(1),
  reason: fc.constantFrom(...unknownReasons),
  how: fc.oneof(fc.record({ cut: fc.nat(3) }), fc.record({ item: ids, isBlank: fc.boolean() })),
});
const leaf = fc.record({ outcome: fc.constantFrom(...outcomes), isRaised: fc.boolean() });

function tree(depth: number): fc.Arbitrary<Tree> {
  if (depth === 0) return leaf;
  const below = tree(depth - 1);
  const node = fc.record({
    need: fc.constantFrom('items', 'wide', 'whole', 'derived'),
    ask: fc.constantFrom('get', 'where', 'all'),
    id: ids,
    yes: below,
    no: below,
    open: below,
  });
  return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 4, arbitrary: node });
}

const needs = {
  vpc: need('aws.ec2.vpc', { as: 'subject' }),
  items: need('aws.ec2.subnet'),
  wide: need('aws.ec2.subnet', { within: 'account', raises: 'critical' }),
  whole: need('aws.ec2.subnet', { completeness: 'population' }),
  derived: need('aws.ec2.private-subnet'),
} as const;

function checkOf(decide: Tree): Check {
  return defineCheck({ needs, run: (given) => walk(decide, given) });
}

function walk(at: Tree, given: Given<typeof needs>): CheckResult {
  if ('outcome' in at) return resultOf(at.outcome, at.isRaised, given.vpc);
  switch (answer(at, given)) {
    case 'yes':
      return walk(at.yes, given);
    case 'no':
      return walk(at.no, given);
    case 'open':
      return walk(at.open, given);
  }
}

function answer(at: Exclude<Tree, { outcome: unknown }>, given: Given<typeof needs>): 'yes' | 'no' | 'open' {
  const id = `subnet-${at.id}`;
  if (at.need === 'derived')
    return ask(
      at.ask,
      given.derived,
      id,
      () => given.derived.where('reasons', 'tagged'),
      ({ data }) => data.reasons.length > 0,
    );
  const view = given[at.need];
  return ask(
    at.ask,
    view,
    id,
    () => view.where('vpcId', given.vpc.id),
    ({ data }) => 'p' in data.tags,
  );
}

function ask<K extends FactKind>(
  how: 'get' | 'where' | 'all',
  view: FactView<K>,
  id: string,
  where: () => Lookup<readonly Fact<K>[]>,
  isTagged: (fact: Fact<K>) => boolean,
): 'yes' | 'no' | 'open' {
  if (how === 'all') return view.all().filter(isTagged).length % 2 === 1 ? 'yes' : 'no';
  const found: Lookup<readonly Fact<K>[] | Fact<K>> = how === 'get' ? view.get(id) : where();
  switch (found.state) {
    case 'found':
      return [found.value].flat().some(isTagged) ? 'yes' : 'no';
    case 'absent':
      return 'no';
    case 'unknown':
      return 'open';
  }
}

function resultOf(outcome: (typeof outcomes)[number], isRaised: boolean, subject: Fact<'aws.ec2.vpc'>): CheckResult {
  const observed = `${subject.id} ${Object.keys(subject.data.tags).join()}`;
  switch (outcome) {
    case 'pass':
      return pass(observed);
    case 'fail':
      return fail(observed, [], isRaised ? { raisedTo: 'critical' } : {});
    case 'unknown':
      return unknown(observed, []);
    case 'not-applicable':
      return notApplicable('no-use', observed);
    case 'manual':
      return { outcome, observed, evidence: [] };
  }
}

const taggedSubnet = defineDerivation({
  kind: 'aws.ec2.private-subnet',
  needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }), vpcs: need('aws.ec2.vpc') },
  run({ subnet: { data }, vpcs }) {
    const home = vpcs.get(data.vpcId);
    const isTagged = home.state === 'found' && 'p' in home.value.data.tags && 'p' in data.tags;
    return isTagged ? derived({ reasons: ['tagged'] }, []) : nothing();
  },
});

function baseOf({ regions }: World, damages: readonly Damage[]): FactBase {
  const base = new FactBase();
  for (const [region, scope] of scopes.entries()) {
    const { vpcs, subnets } = regions[region] ?? { vpcs: [], subnets: [] };
    const of = (kind: Damage['kind']): Damage[] =>
      damages.filter((each) => each.region === region && each.kind === kind);
    const tags = (isTagged: boolean) => (isTagged ? { p: '' } : {});
    const made = {
      'aws.ec2.vpc': vpcs.map(({ id, isTagged }) => vpc(`vpc-${id}`, scope, tags(isTagged))),
      'aws.ec2.subnet': subnets.map(({ id, isTagged, vpc: home }) =>
        subnet(`subnet-${id}`, `vpc-${home}`, scope, tags(isTagged)),
      ),
    };
    for (const kind of ['aws.ec2.vpc', 'aws.ec2.subnet'] as const) put(base, kind, made[kind], of(kind), scope);
  }
  return base;
}

function put(
  base: FactBase,
  kind: Damage['kind'],
  facts: readonly Fact[],
  damages: readonly Damage[],
  scope: (typeof scopes)[number],
): void {
  const gapOf = ({ reason }: Damage): Gap => ({ reason, reads: [kind], text: `${kind} ${reason}` });
  const cuts = damages.flatMap(({ how }) => ('cut' in how ? [how.cut] : []));
  const delivered = facts.slice(0, Math.min(facts.length, ...cuts));
  const blank = new Set(
    damages.flatMap(({ how }) => ('item' in how && how.isBlank ? [`${kind.slice(8)}-${how.item}`] : [])),
  );
  for (const fact of delivered) {
    base.fact(blank.has(fact.id) && 'tags' in fact.data ? { ...fact, data: { ...fact.data, tags: {} } } : fact);
  }
  for (const each of damages) {
    if ('item' in each.how) base.gap(kind, scope, `${kind.slice(8)}-${each.how.item}`, gapOf(each));
  }
  const cut = damages.find(({ how }) => 'cut' in how);
  base.covered(kind, scope, { gap: cut === undefined ? null : gapOf(cut), reads: [], delivered: delivered.length > 0 });
}

async function verdicts(decide: Tree, made: World, damages: readonly Damage[]): Promise<Finding[]> {
  const facts = withDerivations(baseOf(made, damages), [taggedSubnet]);
  return findingsOf(inputOf(facts, [controlOf(checkOf(decide))]));
}

const isFavourable = ({ outcome }: Finding): boolean =>
  outcome === 'pass' || outcome === 'not-applicable' || outcome === 'manual';

describe('whatever cannot be read, and whatever a check does', () => {
  it('no pass appears that was not there before, and no exit of 1 or 3 becomes 0', async () => {
    await fc.assert(
      fc.asyncProperty(
        tree(3),
        world,
        fc.array(damage, { maxLength: 2 }),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async (decide, made, before, more) => {
          const [known, worse] = [
            await verdicts(decide, made, before),
            await verdicts(decide, made, [...before, ...more]),
          ];
          const favourable = new Map(known.filter(isFavourable).map((finding) => [finding.fingerprint, finding]));
          for (const finding of worse.filter(isFavourable))
            expect(finding).toEqual(favourable.get(finding.fingerprint));
          for (const failOn of failOnLevels) {
            if (exitOf(known, { failOn, allowIncomplete: [] }) === 0) continue;
            expect(exitOf(worse, { failOn, allowIncomplete: [] }), failOn).not.toBe(0);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('a verdict that looks at VPCs alone stays, whatever becomes of subnets', async () => {
    const alone = fc.record({ outcome: fc.constantFrom(...outcomes), isRaised: fc.boolean() });
    const ofSubnets = damage.map((each): Damage => ({ ...each, kind: 'aws.ec2.subnet' }));
    await fc.assert(
      fc.asyncProperty(alone, world, fc.array(ofSubnets), async (decide, made, damages) => {
        expect(await verdicts(decide, made, damages)).toEqual(await verdicts(decide, made, []));
      }),
    );
  });

  it('damage in one region leaves the verdicts of the other that look no further', async () => {
    const near = tree(2).filter((decide) => !JSON.stringify(decide).includes('wide'));
    const here = damage.map((each): Damage => ({ ...each, region: 0 }));
    await fc.assert(
      fc.asyncProperty(near, world, fc.array(here), async (decide, made, damages) => {
        const elsewhere = (all: readonly Finding[]) =>
          all.filter(({ resource }) => resource.scope.region === frankfurt.region);
        expect(elsewhere(await verdicts(decide, made, damages))).toEqual(elsewhere(await verdicts(decide, made, [])));
      }),
    );
  });
});
