import { describe, expect, it } from 'vitest';
import type { Coverage, Fact } from '../core/fact.js';
import type { EvidenceRef, Gap } from '../core/read.js';
import type { Scope } from '../core/scope.js';
import './aws.js';
import { FactBase } from './fact-base.js';

const ireland: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
const frankfurt: Scope = { source: 'aws', account: '111122223333', region: 'eu-central-1' };
const whole: Coverage = { gap: null, reads: [{ key: 'k', operation: 'ec2:DescribeVpcs' }], delivered: true };
const denied: Gap = { reason: 'denied', reads: ['k'], text: 'denied' };
const throttled: Gap = { reason: 'throttled', reads: ['l'], text: 'throttled' };
const at = (read: string): EvidenceRef => ({ read, page: 0, pointer: '' });

function vpc(id: string, v4: string[] = [], read = 'k', scope = ireland): Fact {
  return {
    kind: 'aws.ec2.vpc',
    id,
    name: null,
    scope,
    data: { id, v4, v6: [], isDefault: false, ownerId: null, blockPublicAccess: 'off', tags: {} },
    evidence: [at(read)],
  };
}

describe('FactBase', () => {
  it('gives facts by id, in whatever order they came', () => {
    const base = new FactBase();
    for (const id of ['vpc-2', 'vpc-10', 'vpc-1']) base.fact(vpc(id));
    expect(
      base
        .partition('aws.ec2.vpc', ireland)
        .facts()
        .map(({ id }) => id),
    ).toEqual(['vpc-1', 'vpc-10', 'vpc-2']);
    base.fact(vpc('vpc-0'));
    expect(base.partition('aws.ec2.vpc', ireland).facts()[0]?.id).toBe('vpc-0');
  });

  it('keeps scopes apart, and lists those of which anything is known', () => {
    const base = new FactBase();
    base.fact(vpc('vpc-1'));
    base.covered('aws.ec2.vpc', frankfurt, whole);
    base.gap('aws.ec2.vpc', { ...ireland, region: 'us-east-1' }, 'vpc-3', denied);
    expect(base.scopes('aws.ec2.vpc').map(({ region }) => region)).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
    expect(base.scopes('aws.ec2.subnet')).toEqual([]);
    expect(base.partition('aws.ec2.vpc', frankfurt).facts()).toEqual([]);
    expect(base.partition('aws.ec2.vpc', frankfurt).find('vpc-1')).toBeUndefined();
  });

  it('calls what nobody covered a gap, never empty, and asking does not cover it', () => {
    const base = new FactBase();
    const { coverage } = base.partition('aws.ec2.subnet', ireland);
    expect(coverage.gap).toEqual({
      reason: 'incomplete',
      reads: [],
      text: 'aws.ec2.subnet was not collected in 111122223333/eu-west-1',
    });
    expect(base.scopes('aws.ec2.subnet')).toEqual([]);
    base.fact(vpc('vpc-1'));
    expect(base.partition('aws.ec2.vpc', ireland).coverage).toMatchObject({
      gap: { reason: 'incomplete' },
      delivered: true,
    });
  });

  it('merges the evidence of one resource on two pages', () => {
    const base = new FactBase();
    for (const read of ['m', 'k', 'm']) base.fact(vpc('vpc-1', ['10.0.0.0/16'], read));
    const partition = base.partition('aws.ec2.vpc', ireland);
    expect(partition.facts()).toEqual([{ ...vpc('vpc-1', ['10.0.0.0/16']), evidence: [at('k'), at('m')] }]);
    expect(partition.gaps.size).toBe(0);
  });

  it('gives a resource that changed while it was read a gap, and keeps the same of the two whichever came first', () => {
    const versions = [vpc('vpc-1', ['10.1.0.0/16'], 'k'), vpc('vpc-1', ['10.0.0.0/16'], 'm')];
    const partitions = [versions, [...versions].reverse()].map((order) => {
      const base = new FactBase();
      for (const fact of order) base.fact(fact);
      return base.partition('aws.ec2.vpc', ireland);
    });
    for (const partition of partitions) {
      expect(partition.find('vpc-1')?.data.v4).toEqual(['10.0.0.0/16']);
      expect(partition.find('vpc-1')?.evidence).toEqual([at('k'), at('m')]);
      expect(partition.gaps.get('vpc-1')).toEqual({
        reason: 'unresolved',
        reads: ['k', 'm'],
        text: 'vpc-1 was read twice with different data: it changed while it was read',
      });
    }
  });

  it('merges gaps of one id', () => {
    const base = new FactBase();
    base.gap('aws.ec2.vpc', ireland, 'vpc-1', throttled);
    base.gap('aws.ec2.vpc', ireland, 'vpc-1', denied);
    expect(base.partition('aws.ec2.vpc', ireland).gaps.get('vpc-1')).toEqual({
      reason: 'denied',
      reads: ['k', 'l'],
      text: 'denied; throttled',
    });
  });

  it.each([
    [whole, whole, null],
    [whole, { ...whole, gap: denied }, denied],
    [
      { ...whole, gap: denied },
      { gap: throttled, reads: [], delivered: false },
      { reason: 'denied', reads: ['k', 'l'], text: 'denied; throttled' },
    ],
  ])('%#: a kind that two reads list is complete only if both were', (a, b, gap) => {
    const base = new FactBase();
    base.covered('aws.ec2.vpc', ireland, a);
    base.covered('aws.ec2.vpc', ireland, b);
    const { coverage } = base.partition('aws.ec2.vpc', ireland);
    expect(coverage).toMatchObject({ gap, delivered: true });
    expect(coverage.reads).toHaveLength(a.reads.length + b.reads.length);
  });

  it('finds facts by a field of texts or a list of them, each fact once', () => {
    const base = new FactBase();
    base.fact(vpc('vpc-1', ['10.0.0.0/16', '10.0.0.0/16', '10.1.0.0/16']));
    base.fact(vpc('vpc-2', ['10.1.0.0/16']));
    const partition = base.partition('aws.ec2.vpc', ireland);
    const ids = (value: string) => partition.matching('v4', value).map(({ id }) => id);
    expect([ids('10.0.0.0/16'), ids('10.1.0.0/16'), ids('10.2.0.0/16')]).toEqual([['vpc-1'], ['vpc-1', 'vpc-2'], []]);
    expect(partition.matching('id', 'vpc-2').map(({ id }) => id)).toEqual(['vpc-2']);
    base.fact(vpc('vpc-3', ['10.2.0.0/16']));
    expect(ids('10.2.0.0/16')).toEqual(['vpc-3']);
  });

  it('remembers which ids are settled to have no fact', () => {
    const base = new FactBase();
    base.absent('aws.ec2.vpc', ireland, 'vpc-9');
    const partition = base.partition('aws.ec2.vpc', ireland);
    expect([partition.isSettledAbsent('vpc-9'), partition.isSettledAbsent('vpc-8')]).toEqual([true, false]);
  });

  it('lists every population by kind and scope, with the ids of its members', () => {
    const base = new FactBase();
    base.covered('aws.ec2.vpc', ireland, whole);
    base.fact(vpc('vpc-2'));
    base.fact(vpc('vpc-1'));
    base.covered('aws.ec2.subnet', ireland, { ...whole, gap: denied, delivered: false });
    base.covered('aws.ec2.vpc', frankfurt, whole);
    expect([...base.populations()]).toEqual([
      { kind: 'aws.ec2.subnet', scope: ireland, count: 0, members: [], reads: whole.reads, gap: denied },
      { kind: 'aws.ec2.vpc', scope: frankfurt, count: 0, members: [], reads: whole.reads, gap: null },
      { kind: 'aws.ec2.vpc', scope: ireland, count: 2, members: ['vpc-1', 'vpc-2'], reads: whole.reads, gap: null },
    ]);
  });

  it('costs at most 1 KB a fact beside the fact itself, its indices included', async () => {
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const used = (): number => {
      if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
      return process.memoryUsage().heapUsed;
    };
    const count = 20_000;
    const facts = Array.from({ length: count }, (_, index) => vpc(`vpc-${index}`, ['10.0.0.0/16']));
    const base = new FactBase();
    const before = used();
    for (const fact of facts) base.fact(fact);
    base.partition('aws.ec2.vpc', ireland).facts();
    base.partition('aws.ec2.vpc', ireland).matching('id', 'vpc-1');
    const perFact = (used() - before) / count;
    expect(perFact).toBeLessThan(1024);
    expect(base.partition('aws.ec2.vpc', ireland).facts()).toHaveLength(facts.length);
  });
});
