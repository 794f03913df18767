import { describe, expect, it } from 'vitest';
import { account, type Answers, collect, here, page, region, source } from '../../../test/helpers/aws-account.js';
import { collectingSink, type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Gap, ReadRequest } from '../../core/read.js';
import { collectGuardDuty } from './collect-guardduty.js';

const detectorKind = 'aws.guardduty.region-detector';
const findingsKind = 'aws.guardduty.region-findings';
const gapOf = (kind: string, of = region) => `${kind} ${account} ${of}`;
const saying = (text: string): unknown => expect.stringContaining(text);

const finding = (id: string, more: object = {}) => ({
  Id: id,
  Type: 'Backdoor:EC2/C&CActivity.B',
  Severity: 8,
  CreatedAt: '2026-11-01T00:00:00.000Z',
  UpdatedAt: '2026-11-02T00:00:00Z',
  Resource: { redacted: 'not-collected' },
  Service: { Archived: false, EventFirstSeen: '2026-10-31T23:00:00.000Z', EventLastSeen: '2026-11-02T00:00:00Z' },
  ...more,
});

const asked = ({ input }: ReadRequest): string[] => {
  const { FindingIds: ids } = input;
  return Array.isArray(ids) ? ids.map(String) : [];
};
const everyFinding = (request: ReadRequest): FakeAnswer => page('Findings', ...asked(request).map((id) => finding(id)));

const on: Answers = {
  'guardduty:ListDetectors': page('DetectorIds', 'd-1'),
  'guardduty:GetDetector': { pages: [{ ServiceRole: 'arn', Status: 'ENABLED', Features: [] }] },
};

describe('GuardDuty', () => {
  it('is one fact a region in the scope of the account, there or not', async () => {
    const { sink } = await collect(
      {
        ...on,
        'guardduty:ListDetectors': ({ scope }) =>
          scope.region === region ? page('DetectorIds', 'd-1') : page('DetectorIds'),
      },
      { regions: 'all' },
    );
    const detectors = sink.of(detectorKind);
    expect(detectors.map(({ id, scope }) => [id, scope.region])).toEqual([
      ['eu-south-1', undefined],
      ['eu-west-1', undefined],
    ]);
    expect(detectors.map(({ data }) => [data.detectorId, data.isOn])).toEqual([
      [null, false],
      ['d-1', true],
    ]);
    expect(detectors.map(({ evidence }) => evidence.map(({ pointer }) => pointer))).toEqual([
      ['/DetectorIds'],
      ['/DetectorIds/0', ''],
    ]);
    expect(sink.of(findingsKind)).toMatchObject([{ data: { findings: [] } }, { data: { findings: [] } }]);
    for (const kind of [detectorKind, findingsKind]) {
      expect(sink.coverage.get(`${kind} ${account}`)).toMatchObject({ gap: null, delivered: true });
      expect(sink.coverage.has(`${kind} ${here}`)).toBe(false);
    }
    expect(sink.gaps.size).toBe(0);
  });

  it('that one region denies is a gap on that region alone', async () => {
    const { sink } = await collect(
      {
        ...on,
        'guardduty:ListDetectors': ({ scope }) =>
          scope.region === region ? page('DetectorIds', 'd-1') : { outcome: 'denied' },
      },
      { regions: 'all' },
    );
    expect([...sink.gaps].map(([place, { reason }]) => [place, reason])).toEqual([
      [gapOf(detectorKind, 'eu-south-1'), 'denied'],
      [gapOf(findingsKind, 'eu-south-1'), 'denied'],
    ]);
    expect(sink.of(detectorKind).map(({ id }) => id)).toEqual([region]);
    expect(sink.coverage.get(`${detectorKind} ${account}`)?.gap).toBeNull();
  });

  it('of regions that could not be listed is a gap on the account', async () => {
    const sink = collectingSink();
    const rest: Gap = { reason: 'denied', reads: [], text: 'other regions may be in use' };
    await collectGuardDuty({ transport: source(on), sink }, { source: 'aws', account }, [region], rest);
    expect(sink.coverage.get(`${detectorKind} ${account}`)?.gap).toEqual(rest);
    expect(sink.coverage.get(`${findingsKind} ${account}`)?.gap).toEqual(rest);
    expect(sink.of(detectorKind).map(({ id }) => id)).toEqual([region]);
  });

  it('is not asked in a region that is not enabled, which then has no fact', async () => {
    const { sink, requests } = await collect({}, { regions: ['af-south-1'] });
    expect(requests.filter(({ operation }) => operation.startsWith('guardduty:'))).toEqual([]);
    expect(sink.coverage.get(`${detectorKind} ${account}`)).toEqual({ gap: null, reads: [], delivered: false });
  });

  it('has its detector on whichever page, and named twice is one', async () => {
    const pages = [{ DetectorIds: [] }, { DetectorIds: ['d-1'] }, { DetectorIds: ['d-1'] }];
    const { sink } = await collect({ ...on, 'guardduty:ListDetectors': { pages } });
    expect(sink.of(detectorKind)).toMatchObject([{ data: { detectorId: 'd-1', isOn: true } }]);
  });

  it('with several detectors in a region is not of the documented shape', async () => {
    const { sink } = await collect({ ...on, 'guardduty:ListDetectors': page('DetectorIds', 'd-1', 'd-2') });
    expect(sink.gaps.get(gapOf(detectorKind))).toMatchObject({
      reason: 'unsupported',
      text: `expected one detector in ${region}, got d-1, d-2`,
    });
    expect(sink.of(detectorKind)).toEqual([]);
  });

  it.each<[string, FakeAnswer, string]>([
    ['is denied', { outcome: 'denied' }, 'denied'],
    ['is of no documented shape', { pages: [{ Status: 'PERHAPS' }] }, 'unsupported'],
  ])('whose detector %s leaves its findings readable', async (_name, answer, reason) => {
    const { sink } = await collect({ ...on, 'guardduty:GetDetector': answer });
    expect([...sink.gaps].map(([place, gap]) => [place, gap.reason])).toEqual([[gapOf(detectorKind), reason]]);
    expect(sink.of(detectorKind)).toEqual([]);
    expect(sink.of(findingsKind)).toHaveLength(1);
  });
});

describe('findings of GuardDuty', () => {
  const ids = Array.from({ length: 120 }, (_, n) => `f-${n}`);
  const listed: FakeAnswer = {
    pages: [0, 50, 100].map((from) => ({ FindingIds: ids.slice(from, from + 50) })),
  };

  it('are read in batches of what may be asked for at once, whatever the pages', async () => {
    const { sink, requests } = await collect({
      ...on,
      'guardduty:ListFindings': listed,
      'guardduty:GetFindings': everyFinding,
    });
    const batches = requests.filter(({ operation }) => operation === 'guardduty:GetFindings');
    expect(batches.map((request) => asked(request).length)).toEqual([50, 50, 20]);
    const [fact] = sink.of(findingsKind);
    expect(fact?.data.findings.map(({ id }) => id)).toEqual(ids);
    expect(fact?.data.findings[0]).toEqual({
      id: 'f-0',
      type: 'Backdoor:EC2/C&CActivity.B',
      severity: 8,
      createdAt: '2026-11-01T00:00:00.000Z',
      updatedAt: '2026-11-02T00:00:00Z',
      firstSeenAt: '2026-10-31T23:00:00.000Z',
      lastSeenAt: '2026-11-02T00:00:00Z',
      isArchived: false,
    });
    expect(fact?.evidence.map(({ pointer }) => pointer)).toEqual([
      '/DetectorIds/0',
      '/FindingIds',
      '/Findings',
      '/Findings',
      '/Findings',
    ]);
    expect(sink.gaps.size).toBe(0);
  });

  it('are asked for by severity and state, of that detector', async () => {
    const { requests } = await collect(on);
    expect(requests.find(({ operation }) => operation === 'guardduty:ListFindings')?.input).toEqual({
      DetectorId: 'd-1',
      FindingCriteria: {
        Criterion: { severity: { GreaterThanOrEqual: 7 }, 'service.archived': { Equals: ['false'] } },
      },
    });
  });

  it('that are listed and not to be had are counted as a gap, and the others kept', async () => {
    const { sink } = await collect({
      ...on,
      'guardduty:ListFindings': page('FindingIds', 'f-1', 'f-2', 'f-3'),
      'guardduty:GetFindings': page('Findings', finding('f-2')),
    });
    expect(sink.gaps.get(gapOf(findingsKind))).toMatchObject({
      reason: 'missing',
      text: `2 of 3 findings that ${region} lists could not be read`,
    });
    expect(sink.of(findingsKind)[0]?.data.findings.map(({ id }) => id)).toEqual(['f-2']);
  });

  it('whose list ends early are kept, with a gap', async () => {
    const { sink } = await collect({
      ...on,
      'guardduty:ListFindings': { pages: [{ FindingIds: ['f-1'] }], outcome: 'throttled' },
      'guardduty:GetFindings': everyFinding,
    });
    expect(sink.gaps.get(gapOf(findingsKind))?.reason).toBe('throttled');
    expect(sink.of(findingsKind)[0]?.data.findings).toHaveLength(1);
  });

  it('that may not be listed are a gap, and no list that looks empty', async () => {
    const { sink } = await collect({ ...on, 'guardduty:ListFindings': { outcome: 'denied' } });
    expect(sink.gaps.get(gapOf(findingsKind))?.reason).toBe('denied');
    expect(sink.of(findingsKind)).toEqual([]);
    expect(sink.of(detectorKind)).toHaveLength(1);
  });

  it('of an undocumented shape are a gap that names the place', async () => {
    const { sink } = await collect({
      ...on,
      'guardduty:ListFindings': page('FindingIds', 'f-1'),
      'guardduty:GetFindings': page('Findings', finding('f-1', { CreatedAt: 'yesterday' })),
    });
    expect(sink.gaps.get(gapOf(findingsKind))).toMatchObject({
      reason: 'unsupported',
      text: saying('/Findings/0/CreatedAt'),
    });
  });
});
