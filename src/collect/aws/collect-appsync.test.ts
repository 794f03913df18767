import { describe, expect, it } from 'vitest';
import { account, type Answers, here, page } from '../../../test/helpers/aws-account.js';
import { collectedBy, inRegion } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import { byCodeUnit } from '../../core/json.js';
import { collectAppsyncApis } from './collect-appsync.js';

const arn = (id: string) => `arn:aws:appsync:eu-west-1:${account}:apis/${id}`;
const graphql = (id: string, more: object = {}) => ({ arn: arn(id), ...more });
const event = (id: string) => ({ apiArn: arn(id) });

async function collect(answers: Answers) {
  const { sink } = await collectedBy(collectAppsyncApis, inRegion, answers);
  // The two lists come in side by side.
  const facts = [...sink.of('aws.appsync.api')].sort((a, b) => byCodeUnit(a.id, b.id));
  return {
    facts,
    ids: facts.map(({ id }) => id),
    gaps: [...sink.gaps],
    coverage: sink.coverage.get(`aws.appsync.api ${here}`),
  };
}

describe('AppSync APIs', () => {
  it('are those of GraphQL and those of events, each with its place', async () => {
    const { facts, gaps, coverage } = await collect({
      'appsync:ListGraphqlApis': { pages: [{ graphqlApis: [graphql('g1')] }, { graphqlApis: [graphql('g2')] }] },
      'appsync:ListApis': page('apis', event('e1')),
    });
    const seen = facts.map(({ id, data, scope, evidence }) => [id, data.type, scope, evidence]);
    expect(seen).toMatchObject([
      [arn('e1'), 'EVENT', inRegion, [{ page: 0, pointer: '/apis/0' }]],
      [arn('g1'), 'GRAPHQL', inRegion, [{ page: 0, pointer: '/graphqlApis/0' }]],
      [arn('g2'), 'GRAPHQL', inRegion, [{ page: 1, pointer: '/graphqlApis/0' }]],
    ]);
    expect(gaps).toEqual([]);
    expect(coverage).toMatchObject({
      gap: null,
      delivered: true,
      reads: [{ operation: 'appsync:ListGraphqlApis' }, { operation: 'appsync:ListApis' }],
    });
  });

  it('are none, and known to be none, where both lists are empty', async () => {
    const { ids, coverage } = await collect({});
    expect([ids, coverage?.gap, coverage?.delivered]).toEqual([[], null, true]);
  });

  it.each<[string, FakeAnswer, string, string[]]>([
    ['appsync:ListGraphqlApis', { outcome: 'denied' }, 'denied', ['e1']],
    ['appsync:ListApis', { outcome: 'denied' }, 'denied', ['g1']],
    [
      'appsync:ListGraphqlApis',
      { ...page('graphqlApis', graphql('g1')), outcome: 'throttled' },
      'throttled',
      ['e1', 'g1'],
    ],
    ['appsync:ListApis', { ...page('apis', event('e1')), outcome: 'no-end' }, 'incomplete', ['e1', 'g1']],
    ['appsync:ListGraphqlApis', page('graphqlApis', {}, graphql('g1')), 'unsupported', ['e1', 'g1']],
    ['appsync:ListApis', page('apis', {}, event('e1')), 'unsupported', ['e1', 'g1']],
    ['appsync:ListApis', { pages: [{ items: [] }] }, 'unsupported', ['g1']],
  ])('of which %s answers %j are incomplete, and the others kept', async (operation, answer, reason, kept) => {
    const { ids, coverage } = await collect({
      'appsync:ListGraphqlApis': page('graphqlApis', graphql('g1')),
      'appsync:ListApis': page('apis', event('e1')),
      [operation]: answer,
    });
    expect(ids).toEqual(kept.map(arn));
    expect(coverage).toMatchObject({ gap: { reason }, delivered: true });
  });

  it('that both lists are denied of were not delivered', async () => {
    const denied = { outcome: 'denied' } as const;
    const { coverage } = await collect({ 'appsync:ListGraphqlApis': denied, 'appsync:ListApis': denied });
    expect(coverage).toMatchObject({ gap: { reason: 'denied' }, delivered: false });
    expect(coverage?.gap?.reads).toHaveLength(2);
  });

  it('that are listed twice are kept once', async () => {
    const { ids, coverage } = await collect({
      'appsync:ListGraphqlApis': page('graphqlApis', graphql('g1'), graphql('g1')),
    });
    expect([ids, coverage?.gap]).toEqual([[arn('g1')], null]);
  });

  it('that changed while they were listed are a gap', async () => {
    const { ids, gaps } = await collect({
      'appsync:ListGraphqlApis': {
        pages: [{ graphqlApis: [graphql('g1', { wafWebAclArn: 'acl' })] }, { graphqlApis: [graphql('g1')] }],
      },
    });
    expect(ids).toEqual([arn('g1')]);
    expect(gaps.map(([place, { reason }]) => [place, reason])).toEqual([
      [`aws.appsync.api ${here} ${arn('g1')}`, 'unresolved'],
    ]);
  });
});
