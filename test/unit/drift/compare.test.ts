import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DriftClass, driftClasses, noDrift, regressions } from '../../../src/core/drift.js';
import { byFinding, type Finding } from '../../../src/core/finding.js';
import { outcomes, severities } from '../../../src/core/outcome.js';
import { type ComparedPack, comparePacks } from '../../../src/drift/compare.js';
import { mergeFindings } from '../../../src/drift/merge.js';
import { control, fail, found, kind, packOf, population, scope, stream, unknown } from './packs.js';

const options = { failOn: 'high', allowIncomplete: [] } as const;
const diff = (before: ComparedPack, after: ComparedPack, more = {}) =>
  comparePacks(before, after, { ...options, ...more });

/** What became of one finding. */
async function became(before: readonly Finding[], after: readonly Finding[]) {
  const drift = await diff(packOf({ findings: before }), packOf({ findings: after }));
  return { classes: drift.changes.map((change) => change.class), exit: drift.exit, drift };
}

const act = 'evidence-current';
const excepted = { exception: 'EX-1' };

interface Case {
  readonly name: string;
  readonly before: Finding | null;
  readonly after: Finding | null;
  readonly class: DriftClass | null;
  readonly exit: 0 | 1;
}

const cases: readonly Case[] = [
  { name: 'pass to fail', before: found('sg-1'), after: fail('sg-1'), class: 'regressed', exit: 1 },
  {
    name: 'manual to fail',
    before: found('sg-1', { outcome: 'manual' }),
    after: fail('sg-1'),
    class: 'regressed',
    exit: 1,
  },
  {
    name: 'not applicable to fail',
    before: found('sg-1', { outcome: 'not-applicable', reason: 'empty' }),
    after: fail('sg-1'),
    class: 'regressed',
    exit: 1,
  },
  {
    name: 'pass to fail below the gate',
    before: found('sg-1'),
    after: fail('sg-1', { gateSeverity: 'medium' }),
    class: 'regressed',
    exit: 0,
  },
  {
    name: 'pass to fail at the gate',
    before: found('sg-1'),
    after: fail('sg-1', { gateSeverity: 'high' }),
    class: 'regressed',
    exit: 1,
  },
  {
    name: 'pass to fail under an exception',
    before: found('sg-1'),
    after: fail('sg-1', excepted),
    class: 'regressed',
    exit: 0,
  },
  {
    name: 'fail to a worse fail',
    before: fail('sg-1', { gateSeverity: 'high' }),
    after: fail('sg-1'),
    class: 'regressed',
    exit: 1,
  },
  {
    name: 'fail to a lesser fail',
    before: fail('sg-1'),
    after: fail('sg-1', { gateSeverity: 'high' }),
    class: 'still-failing',
    exit: 0,
  },
  {
    name: 'unknown that may be worse',
    before: unknown('sg-1', 'denied', { gateSeverity: 'high' }),
    after: unknown('sg-1', 'denied'),
    class: 'regressed',
    exit: 1,
  },
  {
    name: 'unknown that is less',
    before: unknown('sg-1', 'denied'),
    after: unknown('sg-1', 'denied', { gateSeverity: 'high' }),
    class: 'still-unknown',
    exit: 0,
  },
  { name: 'unknown to fail', before: unknown('sg-1', 'denied'), after: fail('sg-1'), class: 'new-fail', exit: 1 },
  { name: 'a resource that came and fails', before: null, after: fail('sg-1'), class: 'new-fail', exit: 1 },
  { name: 'fail to fail', before: fail('sg-1'), after: fail('sg-1'), class: 'still-failing', exit: 0 },
  {
    name: 'an exception that is over',
    before: fail('sg-1', excepted),
    after: fail('sg-1'),
    class: 'expired-exception',
    exit: 1,
  },
  {
    name: 'an exception of an unknown that is over',
    before: unknown('sg-1', 'denied', excepted),
    after: unknown('sg-1', 'denied'),
    class: 'expired-exception',
    exit: 1,
  },
  {
    name: 'an exception that holds',
    before: fail('sg-1', excepted),
    after: fail('sg-1', excepted),
    class: 'still-failing',
    exit: 0,
  },
  {
    name: 'an exception of a pass that is over',
    before: found('sg-1', excepted),
    after: found('sg-1'),
    class: 'changed-evidence',
    exit: 0,
  },
  { name: 'fail to pass', before: fail('sg-1'), after: found('sg-1'), class: 'fixed', exit: 0 },
  { name: 'unknown to pass', before: unknown('sg-1', 'denied'), after: found('sg-1'), class: 'recovered', exit: 0 },
  {
    name: 'manual to pass',
    before: found('sg-1', { outcome: 'manual' }),
    after: found('sg-1'),
    class: 'changed-evidence',
    exit: 0,
  },
  {
    name: 'unknown to unknown',
    before: unknown('sg-1', 'denied'),
    after: unknown('sg-1', 'denied'),
    class: 'still-unknown',
    exit: 0,
  },
  { name: 'pass to unknown', before: found('sg-1'), after: unknown('sg-1', 'denied'), class: 'newly-unknown', exit: 1 },
  {
    name: 'pass to unknown, of no lost read',
    before: found('sg-1'),
    after: unknown('sg-1', 'unresolved'),
    class: 'newly-unknown',
    exit: 1,
  },
  {
    name: 'fail to unknown',
    before: fail('sg-1'),
    after: unknown('sg-1', 'throttled'),
    class: 'newly-unknown',
    exit: 1,
  },
  {
    name: 'a resource that came and is unknown',
    before: null,
    after: unknown('sg-1', 'hidden'),
    class: 'newly-unknown',
    exit: 1,
  },
  {
    name: 'a scope that came and could not be read',
    before: null,
    after: unknown('sg-1', 'failed'),
    class: 'newly-unknown',
    exit: 1,
  },
  { name: 'a resource that came and passes', before: null, after: found('sg-1'), class: 'appeared', exit: 0 },
  {
    name: 'a resource that came and is manual',
    before: null,
    after: found('sg-1', { outcome: 'manual' }),
    class: 'appeared',
    exit: 0,
  },
  {
    name: 'a population that is empty now',
    before: null,
    after: found('sg-1', { outcome: 'not-applicable' }),
    class: null,
    exit: 0,
  },
  {
    name: 'a population that was empty',
    before: found('sg-1', { outcome: 'not-applicable' }),
    after: null,
    class: null,
    exit: 0,
  },
  {
    name: 'pass to not applicable',
    before: found('sg-1'),
    after: found('sg-1', { outcome: 'not-applicable' }),
    class: 'no-longer-judged',
    exit: 0,
  },
  {
    name: 'fail to manual',
    before: fail('sg-1'),
    after: found('sg-1', { outcome: 'manual' }),
    class: 'no-longer-judged',
    exit: 0,
  },
  { name: 'the same pass', before: found('sg-1'), after: found('sg-1'), class: null, exit: 0 },
  {
    name: 'the same manual',
    before: found('sg-1', { outcome: 'manual' }),
    after: found('sg-1', { outcome: 'manual' }),
    class: null,
    exit: 0,
  },
  {
    name: 'a pass that observed another thing',
    before: found('sg-1'),
    after: found('sg-1', { observed: 'x' }),
    class: 'changed-evidence',
    exit: 0,
  },
  {
    name: 'a pass with evidence of another place',
    before: found('sg-1'),
    after: found('sg-1', { evidence: [{ read: 'a'.repeat(64), page: 0, pointer: '/SecurityGroups/0/IpPermissions' }] }),
    class: 'changed-evidence',
    exit: 0,
  },
  {
    name: 'a pass with evidence of another read',
    before: found('sg-1'),
    after: found('sg-1', { evidence: [{ read: 'c'.repeat(64), page: 0, pointer: '/SecurityGroups/0' }] }),
    class: 'changed-evidence',
    exit: 0,
  },
  {
    name: 'a pass whose evidence moved in its list',
    before: found('sg-1'),
    after: found('sg-1', { evidence: [{ read: 'a'.repeat(64), page: 1, pointer: '/SecurityGroups/7' }] }),
    class: null,
    exit: 0,
  },
  {
    name: 'an act that lapsed',
    before: found('sg-1', { control: act }),
    after: fail('sg-1', { control: act }),
    class: 'lapsed-attestation',
    exit: 1,
  },
  {
    name: 'an act that is stale',
    before: found('sg-1', { control: act }),
    after: unknown('sg-1', 'stale', { control: act }),
    class: 'lapsed-attestation',
    exit: 1,
  },
  {
    name: 'an act that was done',
    before: fail('sg-1', { control: act }),
    after: found('sg-1', { control: act }),
    class: 'fixed',
    exit: 0,
  },
  { name: 'a resource that went', before: found('sg-1'), after: null, class: 'gone', exit: 0 },
  { name: 'a resource that failed and went', before: fail('sg-1'), after: null, class: 'gone', exit: 0 },
];

describe('what became of a finding', () => {
  it.each(cases)('$name: $class', async ({ before, after, class: name, exit }) => {
    const ran = [control, act];
    const drift = await diff(
      packOf({ findings: before === null ? [] : [before], ran }),
      packOf({
        findings: after === null ? [] : [after],
        ran,
        populations: [population(after === null ? [] : ['sg-1'])],
      }),
    );
    expect(drift.changes.map((change) => change.class)).toEqual(name === null ? [] : [name]);
    expect(drift.exit).toBe(exit);
    expect(drift.counted).toBe(exit);
    // A fail that cannot be seen any more is no worse a verdict, and counts all the same.
    const isWorse = name !== null && regressions.has(name) && before?.outcome !== 'fail';
    if (name !== 'regressed' && name !== 'expired-exception')
      expect(drift.changes.some((each) => each.isWorse)).toBe(isWorse);
    else expect(drift.changes.every((each) => each.isWorse)).toBe(true);
    expect(drift.unchanged).toBe(name === null ? 1 : 0);
  });

  it('has a named case of every class', () => {
    const named = new Set([...cases.map((each) => each.class), 'rules-changed', 'scope-lost']);
    expect(driftClasses.filter((name) => !named.has(name))).toEqual([]);
  });

  it('says that a standing fail has other grounds', async () => {
    const { drift } = await became([fail('sg-1')], [fail('sg-1', { observed: 'now tcp/3389 too' })]);
    expect(drift.changes).toMatchObject([{ class: 'still-failing', isEvidenceChanged: true }]);
    expect(drift.changes[0]?.why).toContain('on other grounds');
  });

  it('keeps what both packs said', async () => {
    const { drift } = await became([found('sg-1')], [fail('sg-1', { owner: 'payments' })]);
    expect(drift.changes).toMatchObject([
      {
        before: { outcome: 'pass', observed: 'sg-1 is closed' },
        after: { outcome: 'fail', observed: 'sg-1 lets ::/0 reach tcp/22' },
        why: 'pass became fail',
        owner: 'payments',
        isWorse: true,
      },
    ]);
  });
});

describe('a finding that the later pack lacks', () => {
  const gap = { reason: 'denied', reads: [], text: 'DescribeSecurityGroups is denied' } as const;
  const classes = async (before: Finding, after: Parameters<typeof packOf>[0], failOn = 'high') => {
    const drift = await diff(packOf({ findings: [before] }), packOf(after), { failOn });
    return [drift.changes.map((change) => change.class), drift.exit];
  };

  it('is newly unknown where the population could not be read whole', async () => {
    expect(await classes(found('sg-1'), { populations: [population([], { gap })] })).toEqual([['newly-unknown'], 1]);
    expect(await classes(unknown('sg-1', 'denied'), { populations: [population([], { gap })] })).toEqual([
      ['still-unknown'],
      0,
    ]);
  });

  it('is not judged any more where the resource is listed', async () => {
    expect(await classes(fail('sg-1'), { populations: [population(['sg-1'], { gap })] })).toEqual([
      ['no-longer-judged'],
      0,
    ]);
  });

  it('lost its scope where nothing of the kind was looked for there', async () => {
    expect(await classes(found('sg-1'), { populations: [] })).toEqual([['scope-lost'], 1]);
    expect(await classes(fail('sg-1'), { populations: [] })).toEqual([['scope-lost'], 1]);
    expect(await classes(unknown('sg-1', 'denied'), { populations: [] })).toEqual([['no-longer-judged'], 0]);
    const elsewhere = population([], { scope: { ...scope, region: 'us-east-1' } });
    expect(await classes(found('sg-1'), { populations: [elsewhere] })).toEqual([['scope-lost'], 1]);
  });

  it('is not judged any more where the later run was narrowed', async () => {
    const head = { partialBecause: ['--region us-east-1'] };
    expect(await classes(fail('sg-1'), { populations: [], head })).toEqual([['no-longer-judged'], 0]);
    const ran = ['other'];
    expect(await classes(fail('sg-1'), { populations: [], head, ran })).toEqual([['no-longer-judged'], 0]);
    expect(await classes(fail('sg-1'), { populations: [population([])], head })).toEqual([['gone'], 0]);
  });

  it('has changed rules where the control does not run any more', async () => {
    expect(await classes(found('sg-1'), { populations: [population(['sg-1'])], ran: ['other'] })).toEqual([
      ['rules-changed'],
      0,
    ]);
  });

  it('has changed rules where it is listed and the rule is another', async () => {
    const rules = { controls: new Map([[control, { digest: 'other', parameters: '{}' }]]) };
    expect(await classes(fail('sg-1'), { populations: [population(['sg-1'])], rules })).toEqual([['rules-changed'], 0]);
    expect(await classes(fail('sg-1'), { populations: [population([])], rules })).toEqual([['gone'], 0]);
  });

  it('is recovered where it was the unknown of a whole scope, which is read now', async () => {
    const whole = { kind: 'scope', id: '111122223333/eu-west-1', name: null, scope };
    const before = unknown('sg-1', 'denied', { resource: whole });
    expect(await classes(before, { populations: [population(['sg-1'])] })).toEqual([['recovered'], 0]);
    expect(await classes(before, { populations: [] })).toEqual([['no-longer-judged'], 0]);
    expect(await classes({ ...before, outcome: 'fail' }, { populations: [population([])] })).toEqual([
      ['no-longer-judged'],
      0,
    ]);
  });
});

describe('changed rules are told apart from changed reality', () => {
  const changed = (part: object) => ({
    controls: new Map([[control, { digest: `${control} 1`, parameters: '{}', ...part }]]),
  });

  it.each([
    ['the rule', { digest: 'other' }, 'its rule changed'],
    ['a parameter', { parameters: '{"ports":["tcp/22"]}' }, 'its parameters changed'],
    ['both', { digest: 'other', parameters: '[]' }, 'its rule and parameters changed'],
  ])('%s', async (_, part, words) => {
    const drift = await diff(
      packOf({ findings: [found('sg-1'), fail('sg-2'), found('sg-3')] }),
      packOf({ findings: [fail('sg-1'), found('sg-2'), found('sg-3')], rules: changed(part) }),
    );
    expect(drift.counts).toEqual({ ...noDrift(), 'rules-changed': 2 });
    expect(drift).toMatchObject({ exit: 0, worseByRules: 1, unchanged: 1 });
    expect(drift.changes[0]?.why).toBe(`pass became fail, and ${words}`);
  });

  it('a severity that the rules raised is worse', async () => {
    const [before, after] = [fail('sg-1', { gateSeverity: 'low' }), fail('sg-1')];
    const raised = await diff(
      packOf({ findings: [before] }),
      packOf({ findings: [after], rules: changed({ digest: 'x' }) }),
    );
    expect(raised).toMatchObject({ worseByRules: 1, counts: { 'rules-changed': 1 } });
    const lowered = await diff(
      packOf({ findings: [after] }),
      packOf({ findings: [before], rules: changed({ digest: 'x' }) }),
    );
    expect(lowered).toMatchObject({ worseByRules: 0, counts: { 'rules-changed': 1 } });
    const [low, high] = [found('sg-1', { gateSeverity: 'low' }), found('sg-1')];
    const passing = await diff(
      packOf({ findings: [low] }),
      packOf({ findings: [high], rules: changed({ digest: 'x' }) }),
    );
    expect(passing).toMatchObject({ worseByRules: 0, counts: { 'rules-changed': 1 } });
  });

  it('but a lost read is reality, whatever the rules', async () => {
    for (const reason of ['denied', 'failed', 'throttled']) {
      const after = packOf({ findings: [unknown('sg-1', reason)], rules: changed({ digest: 'other' }) });
      const drift = await diff(packOf({ findings: [found('sg-1')] }), after);
      expect([drift.changes[0]?.class, drift.exit]).toEqual(['newly-unknown', 1]);
    }
    const unresolved = packOf({ findings: [unknown('sg-1', 'unresolved')], rules: changed({ digest: 'other' }) });
    expect((await diff(packOf({ findings: [found('sg-1')] }), unresolved)).counts).toMatchObject({
      'rules-changed': 1,
    });
  });

  it('a fail that rules make unknown is no worse, nor is what they do not judge any more', async () => {
    const unresolved = packOf({ findings: [unknown('sg-1', 'unresolved')], rules: changed({ digest: 'x' }) });
    expect(await diff(packOf({ findings: [fail('sg-1')] }), unresolved)).toMatchObject({ worseByRules: 0 });
    const listed = packOf({ populations: [population(['sg-1'])], rules: changed({ digest: 'x' }) });
    expect(await diff(packOf({ findings: [found('sg-1')] }), listed)).toMatchObject({ worseByRules: 0 });
    const without = packOf({ populations: [population(['sg-1'])], ran: ['other'] });
    expect(await diff(packOf({ findings: [found('sg-1')] }), without)).toMatchObject({ worseByRules: 0 });
    const added = await diff(without, packOf({ findings: [unknown('sg-1', 'unresolved')] }));
    expect(added).toMatchObject({ worseByRules: 1, counts: { 'rules-changed': 1, 'newly-unknown': 0 } });
  });

  it('a finding that came with a new control, or with a changed one', async () => {
    const now = packOf({ findings: [fail('sg-1')] });
    const without = packOf({ ran: ['other'], populations: [population(['sg-1'])] });
    expect(await diff(without, now)).toMatchObject({ counts: { 'rules-changed': 1 }, worseByRules: 1, exit: 0 });
    const read = packOf({ findings: [unknown('sg-1', 'denied')] });
    expect(await diff(without, read)).toMatchObject({ counts: { 'newly-unknown': 1 }, exit: 1 });
    const other = packOf({ findings: [fail('sg-1')], rules: changed({ digest: 'other' }) });
    expect(await diff(packOf(), other)).toMatchObject({ counts: { 'rules-changed': 1 }, worseByRules: 1, exit: 0 });
    const passing = packOf({ findings: [found('sg-1')], rules: changed({ digest: 'other' }) });
    expect(await diff(packOf(), passing)).toMatchObject({ counts: { appeared: 1, 'rules-changed': 0 } });
  });

  it('names what of the rules and of the configuration is another', async () => {
    const controls = (ids: readonly string[]) => new Map(ids.map((id) => [id, { digest: id, parameters: '{}' }]));
    const drift = await diff(
      packOf({ rules: { controls: controls(['a', 'b']), configuration: { cde: 1, build: 1, params: [], gates: {} } } }),
      packOf({
        rules: {
          toolVersion: '0.6.0',
          controls: controls(['c', 'b']),
          configuration: { cde: 2, build: 2, approvals: [], gates: {} },
        },
      }),
    );
    expect(drift.rules).toEqual({
      tool: { before: '0.5.0', after: '0.6.0' },
      controls: [
        { control: 'a', what: ['removed'] },
        { control: 'c', what: ['added'] },
      ],
      configuration: ['approvals', 'cde'],
    });
  });

  it('a tool of another version alone excuses no fail', async () => {
    const after = packOf({ findings: [fail('sg-1')] });
    const drift = await diff(packOf({ findings: [found('sg-1')] }), {
      ...after,
      rules: { ...after.rules, toolVersion: '0.6.0' },
    });
    expect(drift).toMatchObject({ exit: 1, counts: { regressed: 1 }, rules: { tool: { after: '0.6.0' } } });
  });
});

describe('what counts', () => {
  it('lets unknowns of a source by that --allow-incomplete names, and no fails', async () => {
    const [before, after] = [packOf({ findings: [found('sg-1')] }), packOf({ findings: [unknown('sg-1', 'denied')] })];
    for (const [name, exit] of [
      ['aws', 0],
      ['all', 0],
      ['github', 1],
    ] as const)
      expect(await diff(before, after, { allowIncomplete: [name] })).toMatchObject({
        exit,
        counts: { 'newly-unknown': 1 },
      });
    const failing = packOf({ findings: [fail('sg-1')] });
    expect(await diff(before, failing, { allowIncomplete: ['all'] })).toMatchObject({ exit: 1 });
    const gap = { reason: 'denied', reads: [], text: 'denied' } as const;
    const unread = packOf({ populations: [population([], { gap })] });
    expect(await diff(before, unread, { allowIncomplete: ['aws'] })).toMatchObject({ exit: 0 });
    expect(await diff(before, packOf({ populations: [] }), { allowIncomplete: ['aws'] })).toMatchObject({ exit: 1 });
  });

  it('is nothing under --fail-on never', async () => {
    const drift = await diff(packOf({ findings: [found('sg-1')] }), packOf({ findings: [fail('sg-1')] }), {
      failOn: 'never',
    });
    expect(drift).toMatchObject({ exit: 0, counted: 0, counts: { regressed: 1 } });
  });
});

describe('populations and reads', () => {
  it('a population that lost members is told of, whatever came in their place', async () => {
    const other = { ...scope, region: 'us-east-1' };
    const drift = await diff(
      packOf({ populations: [population(['sg-2', 'sg-1']), population(['sg-9'], { scope: other })] }),
      packOf({ populations: [population(['sg-2', 'sg-3', 'sg-4'])] }),
    );
    expect(drift.populations).toEqual([
      { kind, scope, before: 2, after: 3, gone: ['sg-1'], goneCount: 1, gap: null },
      { kind, scope: other, before: 1, after: null, gone: ['sg-9'], goneCount: 1, gap: null },
    ]);
  });

  it('names the first twenty that are gone, in order, and why it may be incomplete', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `sg-${String(30 - at).padStart(2, '0')}`);
    const gap = { reason: 'denied', reads: [], text: 'denied' } as const;
    const drift = await diff(
      packOf({ populations: [population(ids)] }),
      packOf({ populations: [population([], { gap })] }),
    );
    expect(drift.populations[0]).toMatchObject({ goneCount: 30, gap: 'denied' });
    expect(drift.populations[0]?.gone).toHaveLength(20);
    expect(drift.populations[0]?.gone[0]).toBe('sg-01');
  });

  it('a read that was complete and is not is lost; one that was not made is not', async () => {
    const read = (key: string, outcome: 'complete' | 'absent' | 'denied' | 'no-end') =>
      ({
        key,
        source: 'aws',
        scope,
        operation: 'ec2:DescribeVpcs',
        input: {},
        outcome,
        pages: 1,
        attempts: 1,
        error: null,
        redactions: 0,
        file: 'x',
        command: 'x',
      }) as const;
    const drift = await diff(
      packOf({
        reads: [
          read('a', 'complete'),
          read('b', 'absent'),
          read('c', 'denied'),
          read('d', 'complete'),
          read('f', 'denied'),
        ],
      }),
      packOf({
        reads: [
          read('a', 'denied'),
          read('b', 'no-end'),
          read('c', 'complete'),
          read('e', 'denied'),
          read('f', 'denied'),
        ],
      }),
    );
    expect(drift.lostReads).toEqual([
      { key: 'a', scope, operation: 'ec2:DescribeVpcs', outcome: 'denied', error: null },
      { key: 'b', scope, operation: 'ec2:DescribeVpcs', outcome: 'no-end', error: null },
    ]);
    expect(drift.recoveredReads).toBe(1);
  });
});

describe('the changes that are listed', () => {
  it('are the first thousand of a class, the most severe before the others', async () => {
    const ids = Array.from({ length: 1500 }, (_, at) => `sg-${String(at).padStart(4, '0')}`);
    const of = (id: string): Partial<Finding> => ({ gateSeverity: Number(id.slice(3)) < 1200 ? 'low' : 'critical' });
    const drift = await diff(
      packOf({ findings: ids.map((id) => found(id, of(id))) }),
      packOf({ findings: ids.map((id) => fail(id, of(id))) }),
    );
    expect(drift.counts.regressed).toBe(1500);
    expect(drift.omitted.regressed).toBe(500);
    expect(drift.counted).toBe(300);
    expect(drift.changes).toHaveLength(1000);
    expect(drift.changes[299]).toMatchObject({ severity: 'critical', resource: { id: 'sg-1499' } });
    expect(drift.changes[300]).toMatchObject({ severity: 'low', resource: { id: 'sg-0000' } });
  });
});

describe('findings out of order', () => {
  it.each([
    ['reversed', [found('sg-2'), found('sg-1')]],
    ['twice', [found('sg-1'), found('sg-1')]],
  ])('%s are refused, since they could not be matched', async (_, findings) => {
    const merged = async () => {
      for await (const pair of mergeFindings(stream([]), stream(findings))) expect(pair.before).toBeNull();
    };
    await expect(merged()).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    const earlier = async () => {
      for await (const pair of mergeFindings(stream(findings), stream([]))) expect(pair.after).toBeNull();
    };
    await expect(earlier()).rejects.toThrow('the earlier pack');
  });
});

const finding = fc
  .record({
    id: fc.constantFrom('sg-1', 'sg-2', 'sg-3', 'sg-4'),
    of: fc.constantFrom('a-control', 'b-control', act),
    outcome: fc.constantFrom(...outcomes),
    severity: fc.constantFrom(...severities),
    exception: fc.constantFrom(null, 'EX-1'),
  })
  .map(({ id, of, outcome, severity, exception }) =>
    found(id, {
      control: of,
      outcome,
      gateSeverity: severity,
      exception,
      reason: outcome === 'unknown' ? 'denied' : null,
    }),
  );
const pack = fc
  .uniqueArray(finding, { selector: (each) => each.fingerprint })
  .map((findings) => packOf({ findings, ran: ['a-control', 'b-control', act], populations: [population([])] }));
const quiet: readonly DriftClass[] = ['still-failing', 'still-unknown'];

describe('whatever the packs', () => {
  it('a pack and itself have no drift', async () => {
    await fc.assert(
      fc.asyncProperty(pack, async (same) => {
        const drift = await diff(same, same);
        expect(drift.exit).toBe(0);
        expect(drift.changes.filter((change) => !quiet.includes(change.class))).toEqual([]);
      }),
    );
  });

  it('what is new one way is gone the other way, and what is fixed regressed', async () => {
    await fc.assert(
      fc.asyncProperty(pack, pack, async (left, right) => {
        const [there, back] = [await diff(left, right), await diff(right, left)];
        const missing = (drift: typeof there, side: 'before' | 'after') =>
          drift.changes
            .filter((change) => change[side] === null)
            .map((change) => change.fingerprint)
            .sort();
        expect(missing(there, 'before')).toEqual(missing(back, 'after'));
        const turned = (drift: typeof there, from: string, to: string) =>
          drift.changes
            .filter(({ before, after }) => before?.outcome === from && after?.outcome === to)
            .map((change) => [change.class, change.fingerprint]);
        const fixed = turned(there, 'fail', 'pass');
        expect(fixed.every(([name]) => name === 'fixed')).toBe(true);
        const broken = turned(back, 'pass', 'fail');
        expect(broken.every(([name]) => name === 'regressed' || name === 'lapsed-attestation')).toBe(true);
        expect(fixed.map(([, of]) => of).sort()).toEqual(broken.map(([, of]) => of).sort());
      }),
    );
  });

  it('every finding of either pack is counted once', async () => {
    await fc.assert(
      fc.asyncProperty(pack, pack, async (left, right) => {
        const drift = await diff(left, right);
        const all: Finding[] = [];
        for await (const each of left.findings()) all.push(each);
        for await (const each of right.findings()) all.push(each);
        const once = new Set(all.sort(byFinding).map((each) => each.fingerprint));
        expect(Object.values(drift.counts).reduce((sum, count) => sum + count, 0) + drift.unchanged).toBe(once.size);
        expect(drift.exit).toBe(drift.changes.some((change) => change.isCounted) ? 1 : 0);
      }),
    );
  });
});
