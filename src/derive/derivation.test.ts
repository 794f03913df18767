import { describe, expect, it } from 'vitest';
import { denied, frankfurt, ireland, subnet, vpc, whole } from '../../test/helpers/engine.js';
import { need } from '../core/check.js';
import { PrepayError } from '../core/errors.js';
import type { FactKind } from '../core/fact.js';
import type { Gap } from '../core/read.js';
import type { Scope } from '../core/scope.js';
import { FactBase, type FactSource } from '../facts/fact-base.js';
import './aws/exposure.js';
import './aws/private-subnet.js';
import { defineDerivation, derived, nothing, withDerivations } from './derivation.js';

const text = (part: string): unknown => expect.stringContaining(part);
const hidden: Gap = { reason: 'hidden', reads: ['h'], text: 'hidden' };
const needs = { subnet: need('aws.ec2.subnet', { as: 'subject' }), vpcs: need('aws.ec2.vpc') } as const;

/** A subnet is private where its VPC is there; `odd` subnets say so themselves. */
const byVpc = defineDerivation({
  kind: 'aws.ec2.private-subnet',
  needs,
  run({ subnet: { id, data }, vpcs }) {
    if (id === 'subnet-odd') return nothing([hidden]);
    const home = vpcs.get(data.vpcId);
    return home.state === 'found' ? derived({ reasons: [home.value.id] }, home.value.evidence) : nothing();
  },
});

function baseOf(vpcGap: Gap | null = null, subnetGap: Gap | null = null): FactBase {
  const base = new FactBase();
  base.fact(subnet('subnet-1', 'vpc-1'));
  base.fact(subnet('subnet-2', 'vpc-2'));
  base.fact(subnet('subnet-odd', 'vpc-1'));
  base.fact(vpc('vpc-1'));
  base.covered('aws.ec2.subnet', ireland, { ...whole, gap: subnetGap });
  base.covered('aws.ec2.vpc', ireland, { ...whole, gap: vpcGap });
  return base;
}

describe('withDerivations', () => {
  it('gives collected kinds as they are', () => {
    const base = baseOf();
    const source = withDerivations(base, [byVpc]);
    expect(source.partition('aws.ec2.vpc', ireland)).toBe(base.partition('aws.ec2.vpc', ireland));
    expect(source.scopes('aws.ec2.vpc')).toEqual([ireland]);
  });

  it('derives one fact a subject, or none, with the evidence of both', () => {
    const partition = withDerivations(baseOf(), [byVpc]).partition('aws.ec2.private-subnet', ireland);
    expect(partition.facts()).toEqual([
      {
        kind: 'aws.ec2.private-subnet',
        id: 'subnet-1',
        name: null,
        scope: ireland,
        data: { reasons: ['vpc-1'] },
        evidence: [
          { read: 'k', page: 0, pointer: '/Vpcs/vpc-1' },
          { read: 's', page: 0, pointer: '/Subnets/subnet-1' },
        ],
      },
    ]);
    expect([...partition.gaps]).toEqual([['subnet-odd', hidden]]);
    expect([partition.coverage.gap, partition.isSettledAbsent('subnet-2')]).toEqual([null, true]);
  });

  it('works a scope out once, when it is first asked for', () => {
    let runs = 0;
    const counting = defineDerivation({
      kind: 'aws.ec2.private-subnet',
      needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }) },
      run: () => {
        runs += 1;
        return nothing();
      },
    });
    const source = withDerivations(baseOf(), [counting]);
    expect(runs).toBe(0);
    for (const scope of [ireland, ireland, frankfurt, ireland]) source.partition('aws.ec2.private-subnet', scope);
    expect(runs).toBe(3);
  });

  it("makes the gap that a conclusion met the derived fact's own, and no other's", () => {
    const { gaps, coverage } = withDerivations(baseOf(denied), [byVpc]).partition('aws.ec2.private-subnet', ireland);
    expect(Object.fromEntries(gaps)).toEqual({ 'subnet-2': denied, 'subnet-odd': hidden });
    expect(coverage.gap).toBeNull();
  });

  it('passes on a gap in the subjects, and one in a subject that could not be read', () => {
    const base = baseOf(null, denied);
    base.gap('aws.ec2.subnet', ireland, 'subnet-1', denied);
    base.gap('aws.ec2.subnet', ireland, 'subnet-9', hidden);
    const partition = withDerivations(base, [byVpc]).partition('aws.ec2.private-subnet', ireland);
    expect(partition.coverage.gap).toBe(denied);
    expect(partition.find('subnet-1')).toBeDefined();
    expect([partition.gaps.get('subnet-1'), partition.gaps.get('subnet-9')]).toEqual([denied, hidden]);
  });

  it('is a gap where nobody collected the subjects', () => {
    const source = withDerivations(new FactBase(), [byVpc]);
    expect(source.scopes('aws.ec2.private-subnet')).toEqual([]);
    expect(source.partition('aws.ec2.private-subnet', ireland).coverage.gap?.reason).toBe('incomplete');
  });

  it('concludes nothing from a need for a whole population that is not whole', () => {
    const strict = defineDerivation({
      kind: 'aws.ec2.private-subnet',
      needs: {
        subnet: need('aws.ec2.subnet', { as: 'subject' }),
        vpcs: need('aws.ec2.vpc', { completeness: 'population' }),
      },
      run: ({ vpcs }) => derived({ reasons: vpcs.all().map(({ id }) => id) }, []),
    });
    expect(withDerivations(baseOf(), [strict]).partition('aws.ec2.private-subnet', ireland).facts()).toHaveLength(3);
    const partition = withDerivations(baseOf(denied), [strict]).partition('aws.ec2.private-subnet', ireland);
    expect([partition.facts().length, partition.gaps.get('subnet-1')]).toEqual([0, denied]);
  });

  it('derives from what is derived, gaps included', () => {
    const second = defineDerivation({
      kind: 'aws.ec2.exposure',
      needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }), first: need('aws.ec2.private-subnet') },
      run: ({ subnet: { id }, first }) => (first.get(id).state === 'found' ? derived({ paths: [] }, []) : nothing()),
    });
    const partition = withDerivations(baseOf(denied), [second, byVpc]).partition('aws.ec2.exposure', ireland);
    expect(partition.facts().map(({ id }) => id)).toEqual(['subnet-1']);
    expect([...partition.gaps.keys()]).toEqual(['subnet-2', 'subnet-odd']);
  });
});

describe('several derivations of one kind', () => {
  const account: Scope = { source: 'aws', account: '111122223333' };
  const kind = 'aws.ec2.private-subnet';
  const partial = (reason: Gap['reason']): Gap => ({ reason, reads: [reason], text: reason });

  /** Every subnet, and every VPC, each under its own id. */
  const ofSubnets = defineDerivation({
    kind,
    level: 'region',
    needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }) },
    run: ({ subnet: { id } }) => derived({ reasons: [`subnet ${id}`] }, []),
  });
  const everyVpc = defineDerivation({
    kind,
    needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }) },
    run: ({ vpc: { id } }) => derived({ reasons: [`vpc ${id}`] }, []),
  });
  const ofVpcs = { ...everyVpc, level: 'account' } as const;

  const covered = (...said: readonly (readonly [FactKind, Scope, (Gap | null)?])[]): FactBase => {
    const base = new FactBase();
    for (const [of, scope, gap = null] of said) base.covered(of, scope, { ...whole, gap });
    return base;
  };
  const reasonsIn = (source: FactSource, scope: Scope) =>
    source
      .partition(kind, scope)
      .facts()
      .map(({ data }) => data.reasons);
  const gapIn = (source: FactSource, scope: Scope) => source.partition(kind, scope).coverage.gap;

  it('are of one population, each from subjects of its own', () => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', ireland]);
    base.fact(vpc('vpc-1'));
    base.fact(subnet('subnet-1', 'vpc-1'));
    for (const derivations of [
      [ofSubnets, everyVpc],
      [everyVpc, ofSubnets],
    ]) {
      const source = withDerivations(base, derivations);
      expect(reasonsIn(source, ireland)).toEqual([['subnet subnet-1'], ['vpc vpc-1']]);
      expect(gapIn(source, ireland)).toBeNull();
    }
  });

  it('live wherever any of the subjects do, each scope named once', () => {
    const base = covered(
      ['aws.ec2.subnet', ireland],
      ['aws.ec2.subnet', frankfurt],
      ['aws.ec2.vpc', { ...ireland }],
      ['aws.ec2.vpc', account],
    );
    expect(withDerivations(base, [ofSubnets, ofVpcs]).scopes(kind)).toEqual([account, frankfurt, ireland]);
  });

  it.each<[string, Gap | null, Gap | null, string | null]>([
    ['the first', partial('denied'), null, 'denied'],
    ['the second', null, partial('failed'), 'failed'],
    ['both', partial('denied'), partial('failed'), 'denied; failed'],
    ['neither', null, null, null],
  ])('are incomplete together where the subjects of %s are', (_name, ofFirst, ofSecond, text) => {
    const base = covered(['aws.ec2.subnet', ireland, ofFirst], ['aws.ec2.vpc', ireland, ofSecond]);
    const gap = gapIn(withDerivations(base, [ofSubnets, everyVpc]), ireland);
    expect(gap?.text ?? null).toBe(text);
  });

  it('are incomplete where nobody collected the subjects of one of them', () => {
    const source = withDerivations(covered(['aws.ec2.subnet', ireland]), [ofSubnets, everyVpc]);
    expect(gapIn(source, ireland)).toMatchObject({ reason: 'incomplete', text: text('aws.ec2.vpc was not collected') });
  });

  it('do not wait, at one level, for subjects that live at another', () => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', account]);
    base.fact(vpc('vpc-1', account));
    base.fact(subnet('subnet-1', 'vpc-1'));
    const source = withDerivations(base, [ofSubnets, ofVpcs]);
    expect([reasonsIn(source, ireland), gapIn(source, ireland)]).toEqual([[['subnet subnet-1']], null]);
    expect([reasonsIn(source, account), gapIn(source, account)]).toEqual([[['vpc vpc-1']], null]);
  });

  it('wait, at their own level, for subjects that nobody collected', () => {
    const source = withDerivations(covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', account]), [ofSubnets, ofVpcs]);
    expect(gapIn(source, frankfurt)?.text).toContain('aws.ec2.subnet was not collected in 111122223333/eu-central-1');
    const elsewhere = withDerivations(covered(['aws.ec2.subnet', ireland]), [ofSubnets, ofVpcs]);
    expect(gapIn(elsewhere, account)?.text).toContain('aws.ec2.vpc was not collected in 111122223333');
  });

  it('heed subjects that live at another level after all, and what is missing of them', () => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', ireland, denied]);
    base.fact(vpc('vpc-1'));
    const source = withDerivations(base, [ofSubnets, ofVpcs]);
    expect([reasonsIn(source, ireland), gapIn(source, ireland)]).toEqual([[['vpc vpc-1']], denied]);
  });

  it('say nothing at a level where none of them is at home', () => {
    const source = withDerivations(covered(['aws.ec2.subnet', ireland]), [ofSubnets]);
    expect(gapIn(source, account)).toMatchObject({ reason: 'incomplete', text: text(`${kind} was not collected`) });
  });

  it('pass on the gaps of their subjects, each its own', () => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', ireland]);
    base.gap('aws.ec2.subnet', ireland, 'subnet-9', hidden);
    base.gap('aws.ec2.vpc', ireland, 'vpc-9', denied);
    const { gaps } = withDerivations(base, [ofSubnets, everyVpc]).partition(kind, ireland);
    expect(Object.fromEntries(gaps)).toEqual({ 'subnet-9': hidden, 'vpc-9': denied });
  });

  const silent = { ...everyVpc, run: () => nothing() };
  it.each([
    ['conclude something', ofSubnets, everyVpc],
    ['conclude something, after nothing', silent, ofSubnets],
    ['conclude nothing, after something', ofSubnets, silent],
  ])('that %s under one id are a mistake of ours', (_name, first, second) => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', ireland]);
    base.fact(vpc('twin'));
    base.fact(subnet('twin', 'vpc-1'));
    expect(() => withDerivations(base, [first, second]).partition(kind, ireland)).toThrow(
      'two derivations make aws.ec2.private-subnet twin in 111122223333/eu-west-1',
    );
  });

  it('may have one id each in scopes of their own', () => {
    const base = covered(['aws.ec2.subnet', ireland], ['aws.ec2.vpc', account]);
    base.fact(vpc('twin', account));
    base.fact(subnet('twin', 'vpc-1'));
    const source = withDerivations(base, [ofSubnets, ofVpcs]);
    expect([reasonsIn(source, ireland), reasonsIn(source, account)]).toEqual([[['subnet twin']], [['vpc twin']]]);
  });
});

describe('a mistake in a derivation', () => {
  const ofSubnets = (run: () => never) =>
    defineDerivation({
      kind: 'aws.ec2.private-subnet',
      needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }) },
      run,
    });
  const derive = (run: () => never) => () =>
    withDerivations(baseOf(), [ofSubnets(run)]).partition('aws.ec2.private-subnet', ireland);

  it('that throws is an internal error naming kind, resource and scope', () => {
    expect(
      derive(() => {
        throw new RangeError('no CIDR');
      }),
    ).toThrow('deriving aws.ec2.private-subnet of subnet-1 in 111122223333/eu-west-1 threw RangeError: no CIDR');
  });

  it('that is an error of ours already goes through as it is', () => {
    expect(
      derive(() => {
        throw new PrepayError('PREPAY_NUMBER_TOO_LARGE', 'too large', '');
      }),
    ).toThrow('too large');
  });

  it('that derives a kind from itself is found', () => {
    const circle = defineDerivation({
      kind: 'aws.ec2.private-subnet',
      needs: { subnet: need('aws.ec2.subnet', { as: 'subject' }), itself: need('aws.ec2.private-subnet') },
      run: ({ itself }) => derived({ reasons: itself.all().map(({ id }) => id) }, []),
    });
    expect(() => withDerivations(baseOf(), [circle]).partition('aws.ec2.private-subnet', ireland)).toThrow(
      'aws.ec2.private-subnet in 111122223333/eu-west-1 is derived from itself',
    );
  });
});
