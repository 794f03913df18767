import { describe, expect, it } from 'vitest';
import { need } from '../core/check.js';
import type { Fact } from '../core/fact.js';
import type { Gap } from '../core/read.js';
import type { Scope } from '../core/scope.js';
import './aws.js';
import { FactBase } from './fact-base.js';
import { give, Touch, viewOf } from './view.js';

const ireland: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
const frankfurt: Scope = { source: 'aws', account: '111122223333', region: 'eu-central-1' };
const other: Scope = { source: 'aws', account: '444455556666', region: 'eu-west-1' };
const denied: Gap = { reason: 'denied', reads: ['k'], text: 'the list was denied' };
const hidden: Gap = { reason: 'hidden', reads: ['h'], text: 'one is hidden' };

function vpc(id: string, scope = ireland): Fact<'aws.ec2.vpc'> {
  return {
    kind: 'aws.ec2.vpc',
    id,
    name: null,
    scope,
    data: { id, v4: [], v6: [], isDefault: false, ownerId: null, blockPublicAccess: 'off', tags: {} },
    evidence: [],
  };
}

function baseOf(
  facts: readonly Fact[],
  gaps: readonly (readonly [Scope, Gap | null])[],
  own: Readonly<Record<string, Gap>> = {},
): FactBase {
  const base = new FactBase();
  for (const fact of facts) base.fact(fact);
  for (const [scope, gap] of gaps) base.covered('aws.ec2.vpc', scope, { gap, reads: [], delivered: gap === null });
  for (const [id, gap] of Object.entries(own)) base.gap('aws.ec2.vpc', ireland, id, gap);
  return base;
}

function look(base: FactBase, vpcs = need('aws.ec2.vpc')) {
  const touch = new Touch();
  return { touch, view: viewOf(vpcs, ireland, base, touch) };
}

describe('all', () => {
  it('gives the facts of a complete population and taints nothing', () => {
    const { touch, view } = look(
      baseOf(
        [vpc('vpc-1'), vpc('vpc-2', frankfurt)],
        [
          [ireland, null],
          [frankfurt, denied],
        ],
      ),
    );
    expect(view.all().map(({ id }) => id)).toEqual(['vpc-1']);
    expect(touch.gaps.size).toBe(0);
  });

  it('is tainted by a gap in the population, and by one in any of its members', () => {
    const { touch, view } = look(baseOf([vpc('vpc-1')], [[ireland, denied]], { 'vpc-9': hidden }));
    expect(view.all()).toHaveLength(1);
    expect([...touch.gaps]).toEqual([denied, hidden]);
    expect(touch.populationGaps.size).toBe(0);
  });

  it('is tainted where nobody collected', () => {
    const { touch, view } = look(new FactBase());
    expect(view.all()).toEqual([]);
    expect([...touch.gaps].map(({ reason }) => reason)).toEqual(['incomplete']);
  });

  it('gives the same array each time within one scope, so that it can be indexed once', () => {
    const { view } = look(baseOf([vpc('vpc-1')], [[ireland, null]]));
    expect(view.all()).toBe(view.all());
  });
});

describe('get', () => {
  it('finds a delivered fact without a taint, though the population has a gap', () => {
    const { touch, view } = look(baseOf([vpc('vpc-1')], [[ireland, denied]]));
    expect(view.get('vpc-1')).toEqual({ state: 'found', value: vpc('vpc-1') });
    expect(touch.gaps.size).toBe(0);
  });

  it("is tainted by the found fact's own gap", () => {
    const { touch, view } = look(baseOf([vpc('vpc-1')], [[ireland, null]], { 'vpc-1': hidden, 'vpc-2': denied }));
    expect(view.get('vpc-1').state).toBe('found');
    expect([...touch.gaps]).toEqual([hidden]);
  });

  it('says absent only where the population is complete', () => {
    const { touch, view } = look(baseOf([], [[ireland, null]]));
    expect(view.get('vpc-1')).toEqual({ state: 'absent' });
    expect(touch.gaps.size).toBe(0);
    const cut = look(baseOf([], [[ireland, denied]]));
    expect(cut.view.get('vpc-1')).toEqual({ state: 'unknown', gaps: [denied] });
    expect([...cut.touch.gaps]).toEqual([denied]);
  });

  it('is unknown where that id could not be read', () => {
    const { view } = look(baseOf([], [[ireland, null]], { 'vpc-1': hidden }));
    expect(view.get('vpc-1')).toEqual({ state: 'unknown', gaps: [hidden] });
    expect(view.get('vpc-2')).toEqual({ state: 'absent' });
  });

  it('says absent of an id that is settled, whatever else is missing', () => {
    const base = baseOf([], [[ireland, denied]]);
    base.absent('aws.ec2.vpc', ireland, 'vpc-1');
    expect(look(base).view.get('vpc-1')).toEqual({ state: 'absent' });
    expect(look(base, need('aws.ec2.vpc', { completeness: 'population' })).view.get('vpc-1').state).toBe('unknown');
  });
});

describe('where', () => {
  it.each([
    ['found', [vpc('vpc-1')], null, {}, 'found', []],
    ['absent', [], null, {}, 'absent', []],
    ['found beside a gap', [vpc('vpc-1')], denied, {}, 'found', [denied]],
    ['unknown', [], denied, {}, 'unknown', [denied]],
    ['unknown where another member was not read in full', [], null, { 'vpc-9': hidden }, 'unknown', [hidden]],
  ] as const)('is %s', (_, facts, gap, own, state, taints) => {
    const { touch, view } = look(baseOf(facts, [[ireland, gap]], own));
    expect(view.where('id', 'vpc-1').state).toBe(state);
    expect([...touch.gaps]).toEqual(taints);
  });
});

describe.each(['glimpseWhere', 'glimpse'] as const)('%s', (how) => {
  const ask = ({ view }: ReturnType<typeof look>, id: string) =>
    how === 'glimpse' ? view.glimpse((fact) => (fact.id === id ? fact : null)) : view.glimpseWhere('id', id);

  it('finds beside any gap without a taint, for a need of the whole population too', () => {
    const whole = need('aws.ec2.vpc', { within: 'all', completeness: 'population' });
    const facts = [vpc('vpc-1', frankfurt), vpc('vpc-2', frankfurt)];
    const gaps = [
      [ireland, denied],
      [frankfurt, denied],
    ] as const;
    const one = look(baseOf(facts, gaps, { 'vpc-2': hidden }), whole);
    expect(ask(one, 'vpc-2')).toBe(facts[1]);
    expect([one.touch.gaps.size, one.touch.populationGaps.size]).toEqual([0, 0]);
    expect(one.touch.asked).toEqual([{ kind: 'aws.ec2.vpc', id: 'vpc-2' }]);
  });

  it("is tainted by the found fact's own gap", () => {
    const one = look(baseOf([vpc('vpc-1')], [[ireland, null]], { 'vpc-1': hidden }));
    expect(ask(one, 'vpc-1')?.id).toBe('vpc-1');
    expect([...one.touch.gaps]).toEqual([hidden]);
  });

  it('asks nothing and says nothing where it sees none', () => {
    const one = look(baseOf([vpc('vpc-1')], [[ireland, denied]]));
    expect(ask(one, 'vpc-9')).toBeNull();
    expect([one.touch.asked, one.touch.gaps.size]).toEqual([[], 0]);
  });
});

describe('within', () => {
  const facts = [vpc('vpc-1', frankfurt), vpc('vpc-2', other)];

  it('account: all scopes of the account, and no other', () => {
    const base = baseOf(facts, [
      [ireland, null],
      [frankfurt, null],
      [other, denied],
    ]);
    const { touch, view } = look(base, need('aws.ec2.vpc', { within: 'account' }));
    expect(view.all().map(({ id }) => id)).toEqual(['vpc-1']);
    expect([view.get('vpc-1').state, view.get('vpc-2').state, touch.gaps.size]).toEqual(['found', 'absent', 0]);
  });

  it('all: every scope, with the gap of any', () => {
    const base = baseOf(facts, [
      [ireland, null],
      [frankfurt, null],
      [other, denied],
    ]);
    const { touch, view } = look(base, need('aws.ec2.vpc', { within: 'all' }));
    expect(view.all().map(({ id }) => id)).toEqual(['vpc-1', 'vpc-2']);
    expect(view.get('vpc-9')).toEqual({ state: 'unknown', gaps: [denied] });
    expect(touch.gaps.size).toBe(1);
  });

  it.each(['account', 'all'] as const)('%s: unknown where no scope has it', (within) => {
    const { touch, view } = look(new FactBase(), need('aws.ec2.vpc', { within }));
    expect([view.get('vpc-1').state, view.where('id', 'vpc-1').state, view.all().length]).toEqual([
      'unknown',
      'unknown',
      0,
    ]);
    expect([...touch.gaps][0]?.text).toMatch(/^aws.ec2.vpc was not collected in any scope/);
  });
});

describe('a need for the whole population', () => {
  it('is tainted wholly by every way of asking', () => {
    const whole = need('aws.ec2.vpc', { completeness: 'population' });
    for (const ask of ['all', 'get', 'where', 'miss'] as const) {
      const { touch, view } = look(baseOf([vpc('vpc-1')], [[ireland, denied]]), whole);
      if (ask === 'all') view.all();
      else if (ask === 'where') view.where('id', 'vpc-1');
      else view.get(ask === 'get' ? 'vpc-1' : 'vpc-2');
      expect([...touch.populationGaps]).toEqual([denied]);
    }
  });
});

describe('give', () => {
  const needs = { vpc: need('aws.ec2.vpc', { as: 'subject' }), vpcs: need('aws.ec2.vpc') };

  it('gives the subject as a fact, the other needs as views, and what is beside them', () => {
    const touch = new Touch();
    const given = give(needs, vpc('vpc-1'), baseOf([vpc('vpc-1')], [[ireland, null]]), touch, { params: 7 });
    expect([given.vpc.id, given.vpcs.all().length, given.params]).toEqual(['vpc-1', 1, 7]);
    expect(touch.asked).toEqual([
      { kind: 'aws.ec2.vpc', id: 'vpc-1' },
      { kind: 'aws.ec2.vpc', id: null },
    ]);
    expect(touch.gaps.size).toBe(0);
  });

  it("taints by the subject's own gap, and by its population's where the subject needs all of it", () => {
    const base = baseOf([vpc('vpc-1')], [[ireland, denied]], { 'vpc-1': hidden });
    const items = new Touch();
    give(needs, vpc('vpc-1'), base, items, {});
    expect([[...items.gaps], [...items.populationGaps]]).toEqual([[hidden], []]);
    const whole = new Touch();
    give({ vpc: need('aws.ec2.vpc', { as: 'subject', completeness: 'population' }) }, vpc('vpc-1'), base, whole, {});
    expect([...whole.populationGaps]).toEqual([hidden, denied]);
  });
});
