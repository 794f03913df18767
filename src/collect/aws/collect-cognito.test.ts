import { describe, expect, it } from 'vitest';
import { account, here, page } from '../../../test/helpers/aws-account.js';
import { collectedBy, inRegion } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import { collectUserPools } from './collect-cognito.js';

const kind = 'aws.cognito-idp.user-pool';
const arn = (id: string) => `arn:aws:cognito-idp:eu-west-1:${account}:userpool/${id}`;

async function collect(answer: FakeAnswer) {
  const { sink } = await collectedBy(collectUserPools, inRegion, { 'cognito-idp:ListUserPools': answer });
  return {
    facts: sink.of(kind),
    ids: sink.of(kind).map(({ id }) => id),
    gaps: [...sink.gaps].map(([place, { reason }]) => [place, reason]),
    coverage: sink.coverage.get(`${kind} ${here}`),
  };
}

describe('user pools', () => {
  it('are listed page by page, each with its place', async () => {
    const { facts, gaps, coverage } = await collect({
      pages: [{ UserPools: [{ Id: 'a' }, { Id: 'b' }] }, { UserPools: [{ Id: 'c' }] }],
    });
    expect(facts.map(({ id, scope, evidence }) => [id, scope, evidence])).toMatchObject([
      [arn('a'), inRegion, [{ page: 0, pointer: '/UserPools/0' }]],
      [arn('b'), inRegion, [{ page: 0, pointer: '/UserPools/1' }]],
      [arn('c'), inRegion, [{ page: 1, pointer: '/UserPools/0' }]],
    ]);
    expect(gaps).toEqual([]);
    expect(coverage).toMatchObject({
      gap: null,
      delivered: true,
      reads: [{ operation: 'cognito-idp:ListUserPools' }],
    });
  });

  it.each<[string, FakeAnswer, string[], string | undefined]>([
    ['an empty list', page('UserPools'), [], undefined],
    ['a denied one', { outcome: 'denied' }, [], 'denied'],
    ['one cut on page 2', { ...page('UserPools', { Id: 'a' }), outcome: 'throttled' }, ['a'], 'throttled'],
    ['one without an end', { ...page('UserPools', { Id: 'a' }), outcome: 'no-end' }, ['a'], 'incomplete'],
    ['a pool without an id', page('UserPools', { Name: 'x' }, { Id: 'a' }), ['a'], 'unsupported'],
    ['an answer without the list', { pages: [{ Pools: [] }] }, [], 'unsupported'],
    ['a pool that is listed twice', page('UserPools', { Id: 'a' }, { Id: 'a' }), ['a'], undefined],
  ])('of %s', async (_name, answer, kept, reason) => {
    const { ids, gaps, coverage } = await collect(answer);
    expect(ids).toEqual(kept.map(arn));
    expect(gaps).toEqual([]);
    expect(coverage?.gap?.reason).toBe(reason);
  });

  it('that changed while they were listed are a gap', async () => {
    const { gaps } = await collect(page('UserPools', { Id: 'a', Name: 'x' }, { Id: 'a', Name: 'y' }));
    expect(gaps).toEqual([[`${kind} ${here} ${arn('a')}`, 'unresolved']]);
  });
});
