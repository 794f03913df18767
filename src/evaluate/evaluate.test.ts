import { describe, expect, it } from 'vitest';
import {
  catalogOf,
  controlOf,
  definitionOf,
  denied,
  findingsOf,
  frankfurt,
  inputOf,
  ireland,
  vpc,
  vpcCheck,
  whole,
} from '../../test/helpers/engine.js';
import { defineCheck, fail, need, pass, unknown } from '../core/check.js';
import type { Finding } from '../core/finding.js';
import type { Gap } from '../core/read.js';
import { FactBase } from '../facts/fact-base.js';
import { evaluate } from './evaluate.js';

const good = vpcCheck(() => pass('good'));
const bad = vpcCheck(() => fail('bad'));

function brief(findings: readonly Finding[]): string[] {
  return findings.map(({ control, outcome, reason, resource }) =>
    [control, `${resource.kind === 'scope' ? 'scope ' : ''}${resource.id}`, outcome, reason]
      .filter((x) => x !== null)
      .join(' '),
  );
}

function covered(...ids: string[]): FactBase {
  const base = new FactBase();
  base.covered('aws.ec2.vpc', ireland, whole);
  for (const id of ids) base.fact(vpc(id));
  return base;
}

describe('evaluate', () => {
  it('gives one finding a resource, by control and then by scope and id', async () => {
    const base = covered('vpc-2', 'vpc-1');
    base.covered('aws.ec2.vpc', frankfurt, whole);
    base.fact(vpc('vpc-9', frankfurt));
    const controls = [controlOf(bad, definitionOf('b')), controlOf(good, definitionOf('a'))];
    expect(brief(await findingsOf(inputOf(base, controls)))).toEqual([
      'a vpc-9 pass',
      'a vpc-1 pass',
      'a vpc-2 pass',
      'b vpc-9 fail',
      'b vpc-1 fail',
      'b vpc-2 fail',
    ]);
  });

  it('calls a complete and empty population not applicable, with the query and its count on record', async () => {
    const [finding] = await findingsOf(inputOf(covered(), [controlOf(good)]));
    expect(finding).toMatchObject({
      outcome: 'not-applicable',
      reason: 'empty',
      observed: 'ec2:DescribeVpcs lists 0 aws.ec2.vpc in 111122223333/eu-west-1',
      resource: { kind: 'scope', id: '111122223333/eu-west-1', name: null, scope: ireland },
      evidence: [{ read: 'k', page: 0, pointer: '' }],
      gateSeverity: 'medium',
    });
  });

  it('names the run where no query listed the population', async () => {
    const base = new FactBase();
    base.covered('read', { source: 'run' }, { gap: null, reads: [], delivered: true });
    const check = defineCheck({ needs: { read: need('read', { as: 'subject' }) }, run: () => pass('good') });
    const [finding] = await findingsOf(
      inputOf(base, [controlOf(check, definitionOf('c', { subject: 'read' }))], { sources: [] }),
    );
    expect(finding?.observed).toBe('the run lists 0 read in run');
  });

  it('makes a denied region one unknown and taints no other', async () => {
    const base = covered('vpc-1');
    base.covered('aws.ec2.vpc', frankfurt, { gap: denied, reads: [], delivered: false });
    const findings = await findingsOf(inputOf(base, [controlOf(good)]));
    expect(brief(findings)).toEqual(['c scope 111122223333/eu-central-1 unknown denied', 'c vpc-1 pass']);
    expect(findings[0]).toMatchObject({
      observed: 'aws.ec2.vpc in 111122223333/eu-central-1 could not be read: ec2:DescribeVpcs was denied',
      evidence: [{ read: 'r', page: 0, pointer: '' }],
    });
  });

  it('judges what came before a read died, and adds that the population is incomplete', async () => {
    const base = covered('vpc-1', 'vpc-2');
    base.covered('aws.ec2.vpc', ireland, { gap: denied, reads: [], delivered: true });
    const findings = await findingsOf(inputOf(base, [controlOf(good)]));
    expect(brief(findings)).toEqual(['c vpc-1 pass', 'c vpc-2 pass', 'c scope 111122223333/eu-west-1 unknown denied']);
    expect(findings[2]?.observed).toBe(
      'population of aws.ec2.vpc in 111122223333/eu-west-1 incomplete, 2 judged: ec2:DescribeVpcs was denied',
    );
  });

  it("makes every verdict unknown where the subjects' whole population is needed", async () => {
    const base = covered('vpc-1');
    base.covered('aws.ec2.vpc', ireland, { gap: denied, reads: [], delivered: true });
    const check = defineCheck({
      needs: { vpc: need('aws.ec2.vpc', { as: 'subject', completeness: 'population' }) },
      run: () => fail('bad'),
    });
    expect(brief(await findingsOf(inputOf(base, [controlOf(check)])))).toEqual([
      'c vpc-1 unknown denied',
      'c scope 111122223333/eu-west-1 unknown denied',
    ]);
  });

  it('gives a resource that is known of and could not be read a finding of its own', async () => {
    const base = covered('vpc-1');
    base.gap('aws.ec2.vpc', ireland, 'vpc-7', denied);
    expect(brief(await findingsOf(inputOf(base, [controlOf(good)])))).toEqual([
      'c vpc-1 pass',
      'c vpc-7 unknown denied',
    ]);
  });

  it('does not call a population empty of which one member could not be read', async () => {
    const base = covered();
    base.gap('aws.ec2.vpc', ireland, 'vpc-7', denied);
    expect(brief(await findingsOf(inputOf(base, [controlOf(good)])))).toEqual(['c vpc-7 unknown denied']);
  });

  it.each([
    ['nobody collected the kind', null, 'incomplete', 'aws.ec2.vpc could not be read: it was not collected'],
    [
      'the source could not be read',
      { reason: 'failed', reads: [], text: 'no answer' } satisfies Gap,
      'failed',
      'aws.ec2.vpc could not be read: no answer',
    ],
  ])('is unknown on the source where %s', async (_, gap, reason, observed) => {
    const sources = [{ source: 'aws', state: gap === null ? 'read' : 'unreadable', gap }] as const;
    const [finding, more] = await findingsOf(inputOf(new FactBase(), [controlOf(good)], { sources }));
    expect(finding).toMatchObject({
      outcome: 'unknown',
      reason,
      observed,
      resource: { kind: 'scope', id: 'aws', scope: { source: 'aws' } },
    });
    expect(more).toBeUndefined();
  });

  it('counts a finding on a scope as raised to whatever a need might have raised it to', async () => {
    const base = new FactBase();
    base.covered('aws.ec2.vpc', ireland, { gap: denied, reads: [], delivered: false });
    const check = defineCheck({
      needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }), subnets: need('aws.ec2.subnet', { raises: 'critical' }) },
      run: () => pass('good'),
    });
    expect(await findingsOf(inputOf(base, [controlOf(check)]))).toMatchObject([
      { severity: 'medium', gateSeverity: 'critical' },
    ]);
  });

  it('runs neither what was not selected nor what has its source out of scope', async () => {
    const controls = [controlOf(good, definitionOf('a')), controlOf(good, definitionOf('b'))];
    const base = covered('vpc-1');
    expect(brief(await findingsOf(inputOf(base, controls, { selected: new Set(['b']) })))).toEqual(['b vpc-1 pass']);
    expect(await findingsOf(inputOf(base, controls, { sources: [] }))).toEqual([]);
    expect(
      await findingsOf(inputOf(base, controls, { sources: [{ source: 'aws', state: 'not-in-scope', gap: null }] })),
    ).toEqual([]);
  });

  it('gives checks the parameters of the run, and the defaults where it has none', async () => {
    const params = {
      days: {
        kind: 'integer',
        description: '',
        unit: 'days',
        default: 30,
        minimum: 1,
        maximum: 99,
        limit: 30,
        looser: 'above',
        because: '',
      },
    } as const;
    const control = controlOf(
      vpcCheck(({ params: values }) => pass(`${values.integer('days')}`)),
      definitionOf('c', { params }),
    );
    const base = covered('vpc-1');
    expect(await findingsOf(inputOf(base, [control]))).toMatchObject([{ observed: '30', parameters: { days: 30 } }]);
    expect(await findingsOf(inputOf(base, [control], { parameters: { c: { days: 7 } } }))).toMatchObject([
      { observed: '7', parameters: { days: 7 } },
    ]);
  });

  it('refuses a check that judges another kind than its control says', async () => {
    const control = controlOf(good, definitionOf('c', { subject: 'aws.ec2.subnet' }));
    await expect(findingsOf(inputOf(covered('vpc-1'), [control]))).rejects.toMatchObject({
      code: 'PREPAY_INTERNAL',
      message: 'c judges aws.ec2.vpc, but control.yaml says aws.ec2.subnet',
    });
  });
});

describe('clauses', () => {
  const maps = (role: 'tests' | 'supports', ...clauses: string[]) =>
    clauses.map((clause) => ({ framework: 'f', clause, role, because: '' }));
  const catalogs = [catalogOf('1.1', '1.2', '1.3', '1.4')];

  it("come in the catalog's order with what each of their controls came to, those that did not run included", async () => {
    const base = covered('vpc-1', 'vpc-2');
    const controls = [
      controlOf(good, definitionOf('b', { maps: maps('tests', '1.2', '1.1') })),
      controlOf(bad, definitionOf('a', { maps: maps('supports', '1.2') })),
      controlOf(good, definitionOf('z', { maps: maps('tests', '1.3') })),
    ];
    const evaluation = evaluate(inputOf(base, controls, { catalogs, selected: new Set(['a', 'b']) }));
    for await (const finding of evaluation.findings) expect(finding.control).not.toBe('z');
    const none = { pass: 0, fail: 0, unknown: 0, stale: 0, manual: 0, notApplicable: 0 };
    expect(evaluation.clauses()).toEqual([
      {
        framework: 'f',
        clause: '1.1',
        status: 'pass',
        proposal: 'in-place',
        supersededBy: null,
        controls: [{ control: 'b', role: 'tests', ran: true, counts: { ...none, pass: 2 } }],
      },
      {
        framework: 'f',
        clause: '1.2',
        status: 'fail',
        proposal: 'not-in-place',
        supersededBy: null,
        controls: [
          { control: 'a', role: 'supports', ran: true, counts: { ...none, fail: 2 } },
          { control: 'b', role: 'tests', ran: true, counts: { ...none, pass: 2 } },
        ],
      },
      {
        framework: 'f',
        clause: '1.3',
        status: 'not-tested',
        proposal: 'not-tested',
        supersededBy: null,
        controls: [{ control: 'z', role: 'tests', ran: false, counts: none }],
      },
      { framework: 'f', clause: '1.4', status: 'not-tested', proposal: 'not-tested', supersededBy: null, controls: [] },
    ]);
  });

  it('are never in place in a narrowed run, and say stale where every unknown is', async () => {
    const stale = vpcCheck(() => unknown('old', [{ reason: 'stale', reads: [], text: 'old' }]));
    const controls = [
      controlOf(good, definitionOf('a', { maps: maps('tests', '1.1') })),
      controlOf(stale, definitionOf('b', { maps: maps('tests', '1.2') })),
    ];
    const evaluation = evaluate(inputOf(covered('vpc-1'), controls, { catalogs, partial: true }));
    for await (const { outcome } of evaluation.findings) expect(['pass', 'unknown']).toContain(outcome);
    expect(
      evaluation
        .clauses()
        .map(({ status, proposal }) => `${status} ${proposal}`)
        .slice(0, 2),
    ).toEqual(['pass no-exception-noted', 'stale no-exception-noted']);
  });

  it('name their successor where they gave way to it', () => {
    const [first, ...rest] = catalogOf('1.1', '1.2').clauses;
    if (first === undefined) throw new Error('the catalog has clauses');
    const catalog = { ...catalogOf(), clauses: [{ ...first, supersededBy: '1.2' }, ...rest] };
    const controls = [controlOf(bad, definitionOf('a', { maps: maps('tests', '1.1') }))];
    expect(evaluate(inputOf(covered(), controls, { catalogs: [catalog] })).clauses()[0]).toMatchObject({
      status: 'not-tested',
      supersededBy: '1.2',
    });
  });
});
