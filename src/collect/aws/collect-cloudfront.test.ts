import { describe, expect, it } from 'vitest';
import { account, type Answers } from '../../../test/helpers/aws-account.js';
import { collectedBy, inAccount } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Json } from '../../core/json.js';
import { collectDistributions } from './collect-cloudfront.js';

const kind = 'aws.cloudfront.distribution';
const arn = (id: string) => `arn:aws:cloudfront::${account}:distribution/${id}`;
const distribution = (id: string, WebACLId = '') => ({
  ARN: arn(id),
  DomainName: `${id}.cloudfront.example`,
  Enabled: true,
  WebACLId,
});
const page = (...Items: Json[]): Json => ({
  DistributionList: { Quantity: Items.length, IsTruncated: false, Items },
});
const truncated = (...Items: Json[]): Json => ({
  DistributionList: { Quantity: Items.length, IsTruncated: true, NextMarker: 'm', Items },
});

async function collect(answer: FakeAnswer | null) {
  const answers: Answers = answer === null ? {} : { 'cloudfront:ListDistributions': answer };
  const { sink, requests } = await collectedBy(collectDistributions, inAccount, answers);
  return {
    facts: sink.of(kind),
    ids: sink.of(kind).map(({ id }) => id),
    gaps: [...sink.gaps].map(([place, { reason }]) => [place, reason]),
    coverage: sink.coverage.get(`${kind} ${account}`),
    requests,
  };
}

describe('distributions', () => {
  it('are listed once an account, page by page, each with its place', async () => {
    const { facts, gaps, coverage, requests } = await collect({
      pages: [truncated(distribution('E1'), distribution('E2')), page(distribution('E3'))],
    });
    expect(requests.map(({ operation, scope, input }) => [operation, scope, input])).toEqual([
      ['cloudfront:ListDistributions', inAccount, {}],
    ]);
    expect(facts.map(({ id, name, scope, evidence }) => [id, name, scope, evidence])).toMatchObject([
      [arn('E1'), 'E1.cloudfront.example', inAccount, [{ page: 0, pointer: '/DistributionList/Items/0' }]],
      [arn('E2'), 'E2.cloudfront.example', inAccount, [{ page: 0, pointer: '/DistributionList/Items/1' }]],
      [arn('E3'), 'E3.cloudfront.example', inAccount, [{ page: 1, pointer: '/DistributionList/Items/0' }]],
    ]);
    expect(gaps).toEqual([]);
    expect(coverage).toMatchObject({
      gap: null,
      delivered: true,
      reads: [{ key: facts[0]?.evidence[0]?.read, operation: 'cloudfront:ListDistributions' }],
    });
  });

  it('are none, and known to be none, where the list is empty', async () => {
    const { ids, coverage } = await collect(null);
    expect([ids, coverage?.gap, coverage?.delivered]).toEqual([[], null, true]);
  });

  it('that may not be listed are a gap', async () => {
    const { ids, coverage } = await collect({ outcome: 'denied' });
    expect(ids).toEqual([]);
    expect(coverage).toMatchObject({ gap: { reason: 'denied' }, delivered: false });
  });

  it.each([
    ['throttled', 'throttled'],
    ['no-end', 'incomplete'],
  ] as const)('that came before page 2 was %s are kept', async (outcome, reason) => {
    const { ids, coverage } = await collect({ pages: [truncated(distribution('E1'))], outcome });
    expect(ids).toEqual([arn('E1')]);
    expect(coverage).toMatchObject({ gap: { reason }, delivered: true });
  });

  it('of an undocumented shape are a gap that names the place, and the others are kept', async () => {
    const { ids, coverage } = await collect({ pages: [page({ ARN: arn('E1') }, distribution('E2'))] });
    expect(ids).toEqual([arn('E2')]);
    expect(coverage?.gap).toMatchObject({ reason: 'unsupported' });
    expect(coverage?.gap?.text).toContain('/DistributionList/Items/0/DomainName: ');
  });

  it('on a page of an undocumented shape are a gap, and those of the others are kept', async () => {
    const { ids, coverage } = await collect({
      pages: [{ DistributionList: { Quantity: 5, IsTruncated: false, Items: [] } }, page(distribution('E2'))],
    });
    expect(ids).toEqual([arn('E2')]);
    expect(coverage?.gap?.text).toContain('page 0, is not of the documented shape at /DistributionList: no Items');
  });

  it('that are listed twice are kept once', async () => {
    const { ids, gaps, coverage } = await collect({ pages: [truncated(distribution('E1')), page(distribution('E1'))] });
    expect([ids, gaps, coverage?.gap]).toEqual([[arn('E1')], [], null]);
  });

  it('that changed while they were listed are a gap', async () => {
    const { ids, gaps, coverage } = await collect({
      pages: [truncated(distribution('E1', 'acl')), page(distribution('E1'))],
    });
    expect(ids).toEqual([arn('E1')]);
    expect(gaps).toEqual([[`${kind} ${account} ${arn('E1')}`, 'unresolved']]);
    expect(coverage?.gap?.text).toContain(`/DistributionList/Items/0: ${arn('E1')} is listed twice`);
  });
});
