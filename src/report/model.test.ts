import { describe, expect, it } from 'vitest';
import { clauseIds, groupsKey, sampleInput, scope } from '../../test/unit/report/sample.js';
import { canonical } from '../core/json.js';
import { buildModel } from './model.js';
import { periodWord, proposalWord, readWord, responsibleWord, statusMark } from './words.js';
import { actPeriods } from '../core/catalog.js';

const model = buildModel(sampleInput({ findings: 40 }));

describe('buildModel', () => {
  it('has the fourteen sections in order, the empty ones saying why', () => {
    expect(model.sections.map(({ number, id }) => `${number} ${id}`)).toEqual([
      '1 summary',
      '2 identity',
      '3 scope',
      '4 method',
      '5 sampling',
      '6 acts',
      '7 clauses',
      '8 findings',
      '9 exceptions',
      '10 responsibility',
      '11 applicability',
      '12 evidence',
      '13 integrity',
      '14 period',
    ]);
    const empty = model.sections.filter((section) => section.empty !== null);
    expect(empty.map(({ id }) => id)).toEqual(['sampling', 'acts', 'exceptions', 'applicability', 'period']);
    for (const { empty: why } of empty) expect(why?.length).toBeGreaterThan(60);
  });

  it('is plain JSON and the same for the same input', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(canonical(buildModel(sampleInput({ findings: 40 })))).toBe(canonical(model));
  });

  it('counts every finding by severity and outcome', () => {
    const { outcomes, bySeverity, total } = model.summary;
    expect(total).toBe(40);
    expect(outcomes).toEqual({ pass: 15, fail: 10, unknown: 5, 'not-applicable': 5, manual: 5 });
    expect(bySeverity.map(({ severity, total: own }) => [severity, own])).toEqual([
      ['critical', 27],
      ['high', 0],
      ['medium', 13],
      ['low', 0],
    ]);
  });

  it('numbers findings by their line and gives evidence that resolves', () => {
    expect(model.findings.map(({ number }) => number)).toEqual(model.findings.map((_, line) => `F${line + 1}`));
    const items = new Map(
      model.evidence.reads.flatMap((read) => read.items.map((item) => [item.number, { read, item }])),
    );
    expect(items.size).toBe(model.evidence.count);
    for (const place of model.findings.flatMap(({ evidence }) => evidence)) {
      expect(items.get(place.number)?.read.key).toBe(place.read);
      expect(items.get(place.number)?.item).toMatchObject({ page: place.page, pointer: place.pointer });
    }
  });

  it.each([
    ['pci-dss-4.0.1', 260],
    ['iso-27001-2022', 123],
  ])('has every clause of %s in the order of the catalog', (id, count) => {
    const framework = model.frameworks.find((candidate) => candidate.id === id);
    const clauses = framework?.groups.flatMap((group) => group.clauses) ?? [];
    expect(clauses).toHaveLength(count);
    expect(new Set(clauses.map((clause) => clause.id))).toEqual(new Set(clauseIds(id)));
    for (const clause of clauses) expect(clause.anchor).toMatch(/^[a-z][a-zA-Z0-9.-]*$/u);
  });

  it('says of each clause what was found, in the words of its framework', () => {
    const clause = (id: string): unknown =>
      model.frameworks.flatMap(({ groups }) => groups.flatMap(({ clauses }) => clauses)).find((own) => own.id === id);
    expect(clause('1.2.5')).toMatchObject({
      status: 'fail',
      proposalWord: 'Not in Place',
      controls: [{ control: 'no-world-open-admin-ports', role: 'tests', exceptionsOmitted: 2 }],
    });
    expect(clause('A.8.20')).toMatchObject({ status: 'fail', proposalWord: 'nonconformity' });
    expect(clause('12.1.1')).toMatchObject({ proposalWord: 'Not Tested', why: 'No attestation' });
    expect(clause('6.4.1')).toMatchObject({ supersededBy: '6.4.2', proposalWord: 'Not Tested' });
    expect(clause('A.5.1')).toMatchObject({ proposalWord: 'not audited' });
  });

  it('counts a clause as evidenced where it failed or passed, and not where it is unknown', () => {
    const [pci, iso] = buildModel(sampleInput()).frameworks;
    expect(pci?.totals.statuses).toMatchObject({ fail: 1, unknown: 1, pass: 1 });
    expect([pci?.totals.evidencedPercent, iso?.totals.evidencedPercent]).toEqual(['0.8', '0.8']);
  });

  it('puts the resources with the most of the worst fails first, ten at most', () => {
    const input = sampleInput({ findings: 100 });
    const last = input.findings.filter(({ outcome }) => outcome === 'fail').at(-1);
    if (last === undefined) throw new Error('the sample has no fail');
    const more = ['a', 'b'].map((control) => ({
      ...last,
      control,
      severity: 'critical' as const,
      owner: 'network team',
    }));
    const { worst, worstOmitted } = buildModel({ ...input, findings: [...input.findings, ...more] }).summary;
    expect(worst).toHaveLength(10);
    expect(worstOmitted).toBeGreaterThan(0);
    expect(worst[0]).toMatchObject({
      resource: { id: last.resource.id },
      fails: { critical: 2 + (last.severity === 'critical' ? 1 : 0) },
    });
    expect(worst[0]?.remedy).toBe(null);
    expect(worst[1]?.remedy).toContain('Open the VPC console');
    expect(worst.map(({ remedyAsFor }) => remedyAsFor).slice(0, 4)).toEqual([null, null, 2, 2]);
    expect(worst[0]?.findings.map(({ severity }) => severity)).toEqual(
      [...(worst[0]?.findings.map(({ severity }) => severity) ?? [])].sort(),
    );
  });

  it('lists every read that was not complete, also one that scope.json alone names', () => {
    const input = sampleInput();
    const unreadable = [
      { key: 'b'.repeat(64), scope, operation: 'ec2:DescribeVpcs', outcome: 'no-end' as const, pages: 3, error: null },
      { key: groupsKey, scope, operation: 'known', outcome: 'complete' as const, pages: 1, error: null },
    ];
    const { scope: section, summary } = buildModel({ ...input, scope: { ...input.scope, unreadable } });
    expect(section.unreadable.map(({ operation, why }) => `${operation}: ${why}`)).toEqual([
      'ec2:DescribeManagedPrefixLists: access denied',
      'ec2:DescribeVpcs: no end was recorded',
    ]);
    expect(summary.reads).toEqual({ total: 2, complete: 1, unreadable: 1, completePercent: '50.0' });
  });

  it('takes an answer that a thing does not exist for an answer', () => {
    const input = sampleInput();
    const reads = input.reads.map((read) => ({ ...read, outcome: 'absent' as const }));
    const { scope: section, summary } = buildModel({ ...input, reads });
    expect(section.unreadable).toEqual([]);
    expect(summary.reads).toEqual({ total: 2, complete: 2, unreadable: 0, completePercent: '100.0' });
  });

  it('has a banner for each of unsigned, partial and demo, and none for a whole signed run', () => {
    expect(model.banners).toEqual([]);
    const all = buildModel(sampleInput({ signedBy: null, demo: 'before', partialBecause: ['--control x'] }));
    expect(all.banners.map(({ word }) => word)).toEqual(['DEMO', 'UNSIGNED', 'PARTIAL']);
    expect(all.integrity.commands.map(({ command }) => command)).toEqual([
      'sha256sum -c --strict SHA256SUMS',
      'prepay pack verify .',
    ]);
    const silent = sampleInput();
    const partial = buildModel({ ...silent, run: { ...silent.run, partial: true, partialBecause: [] } });
    expect(partial.banners[0]?.text).toBe('The run was narrowed. What it left out is Not Tested.');
  });

  it('says what the configuration does not: the entity, the CI run', () => {
    const input = sampleInput();
    expect(model.identity.entity.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'multiTenant: true',
      'name: PrePay',
      'role: service-provider',
    ]);
    const bare = buildModel({ ...input, run: { ...input.run, configuration: {}, runner: 'https://ci.example/1' } });
    expect(bare.identity.entity[0]?.value).toContain('Not recorded');
    expect(bare.identity.dates.map(({ label }) => label)).toContain('CI run');
  });

  it('takes a clause without a result, and one whose controls did not run, for not tested', () => {
    const input = sampleInput();
    const clauses = input.clauses
      .filter(({ clause }) => clause !== '1.3.1')
      .map((clause) => ({
        ...clause,
        status: 'not-tested' as const,
        controls: clause.controls.map((control) => ({ ...control, control: 'gone', ran: clause.clause === '1.4.4' })),
      }));
    const all = buildModel({ ...input, clauses }).frameworks.flatMap(({ groups }) =>
      groups.flatMap((own) => own.clauses),
    );
    const why = (id: string): string | null | undefined => all.find((clause) => clause.id === id)?.why;
    expect(why('1.3.1')).toBe('No control');
    expect(why('1.4.4')).toBe('Its controls found nothing to judge.');
    expect(why('1.2.5')).toContain('None of its controls ran');
  });

  it('gives every clause to whoever usually answers for it', () => {
    const clauses = model.responsibilities.flatMap(({ frameworks }) => frameworks.flatMap((own) => own.clauses));
    expect(clauses).toHaveLength(260 + 123);
  });
});

describe('words', () => {
  it('says whose duty a clause is so that "the duty of" can stand before it', () => {
    expect((['entity', 'tenant', 'shared', 'third-party'] as const).map(responsibleWord)).toEqual([
      'the entity',
      'the tenant',
      'the entity and the tenant together',
      'a third party',
    ]);
  });

  it('has a word of its own for each value', () => {
    const reads = ['complete', 'absent', 'denied', 'failed', 'throttled', 'no-end'] as const;
    const responsible = ['entity', 'tenant', 'shared', 'third-party'] as const;
    const proposals = ['in-place', 'not-in-place', 'no-exception-noted', 'not-tested'] as const;
    for (const words of [
      reads.map(readWord),
      responsible.map(responsibleWord),
      actPeriods.map(periodWord),
      proposals.map((proposal) => proposalWord('pci-dss-4.0.1', proposal)),
      proposals.map((proposal) => proposalWord('iso-27001-2022', proposal)),
      (['fail', 'unknown', 'stale', 'manual', 'pass', 'not-tested'] as const).map(statusMark),
    ]) {
      expect(new Set(words).size).toBe(words.length);
    }
  });
});
