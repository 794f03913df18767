import { describe, expect, it } from 'vitest';
import { type Answers, here, page } from '../../../test/helpers/aws-account.js';
import { collectedBy, inRegion } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import { collectApiStages } from './collect-api-gateway.js';

const saying = (text: string): unknown => expect.stringContaining(text);
const collect = (answers: Answers) => collectedBy(collectApiStages, inRegion, answers);

// The two kinds of API, which are read alike. Only a stage of a REST API can be listed with two contents.
describe.each([
  {
    kind: 'aws.apigateway.rest-stage',
    other: 'aws.apigatewayv2.stage',
    list: 'apigateway:GetRestApis',
    member: 'items',
    api: (id: string, isDisabled = false) => ({
      id,
      endpointConfiguration: { types: ['REGIONAL'] },
      disableExecuteApiEndpoint: isDisabled,
    }),
    apiMember: 'restApiId',
    stages: 'apigateway:GetStages',
    stageMember: 'item',
    stage: (stageName: string) => ({ stageName }),
    collection: 'restapis',
  },
  {
    kind: 'aws.apigatewayv2.stage',
    other: 'aws.apigateway.rest-stage',
    list: 'apigatewayv2:GetApis',
    member: 'Items',
    api: (ApiId: string, isDisabled = false) => ({
      ApiId,
      ProtocolType: 'HTTP',
      DisableExecuteApiEndpoint: isDisabled,
    }),
    apiMember: 'ApiId',
    stages: 'apigatewayv2:GetStages',
    stageMember: 'Items',
    stage: (StageName: string) => ({ StageName }),
    collection: 'apis',
  },
] as const)('$kind', ({ kind, other, list, member, api, apiMember, stages, stageMember, stage, collection }) => {
  const arn = (apiId: string, name: string) => `arn:aws:apigateway:eu-west-1::/${collection}/${apiId}/stages/${name}`;
  const one = page(member, api('a1'));
  const two = page(member, api('a1'), api('a2'));
  const live = page(stageMember, stage('live'));

  /** What becomes of the kind. */
  async function stagesOf(answers: Answers) {
    const { sink, asked } = await collect(answers);
    return {
      facts: sink.of(kind),
      ids: sink.of(kind).map(({ id }) => id),
      gaps: [...sink.gaps],
      coverage: sink.coverage.get(`${kind} ${here}`),
      coverageOfOther: sink.coverage.get(`${other} ${here}`),
      apisAsked: asked(stages).map((input) => input[apiMember]),
    };
  }

  it('are read API by API, each with evidence in the list of APIs and in that of its stages', async () => {
    const { facts, gaps, coverage, apisAsked } = await stagesOf({
      [list]: two,
      [stages]: ({ input }) => (input[apiMember] === 'a1' ? page(stageMember, stage('live'), stage('test')) : live),
    });
    expect(apisAsked).toEqual(['a1', 'a2']);
    expect(facts.map(({ id, scope, evidence }) => [id, scope, evidence.map(({ pointer }) => pointer)])).toEqual([
      [arn('a1', 'live'), inRegion, [`/${member}/0`, `/${stageMember}/0`]],
      [arn('a1', 'test'), inRegion, [`/${member}/0`, `/${stageMember}/1`]],
      [arn('a2', 'live'), inRegion, [`/${member}/1`, `/${stageMember}/0`]],
    ]);
    expect(new Set(facts.flatMap(({ evidence }) => evidence.map(({ read }) => read))).size).toBe(3);
    expect(coverage).toMatchObject({ gap: null, delivered: true });
    expect(coverage?.reads.map(({ operation }) => operation)).toEqual([list, stages, stages]);
    expect(gaps).toEqual([]);
  });

  it('are none, and known to be none, where there is no API', async () => {
    const { ids, coverage, apisAsked } = await stagesOf({});
    expect([ids, apisAsked]).toEqual([[], []]);
    expect(coverage).toMatchObject({ gap: null, delivered: true });
  });

  it('are none where an API has none', async () => {
    const { ids, coverage } = await stagesOf({ [list]: two });
    expect([ids, coverage?.gap]).toEqual([[], null]);
  });

  it('are unknown where the APIs may not be listed, and those of the other kind of API are not', async () => {
    const { coverage, coverageOfOther } = await stagesOf({ [list]: { outcome: 'denied' } });
    expect(coverage).toMatchObject({ gap: { reason: 'denied' }, delivered: false });
    expect(coverageOfOther?.gap).toBeNull();
  });

  it('are incomplete where those of one API may not be listed, and those of the others are kept', async () => {
    const { ids, coverage } = await stagesOf({
      [list]: two,
      [stages]: ({ input }) => (input[apiMember] === 'a1' ? { outcome: 'denied' } : live),
    });
    expect(ids).toEqual([arn('a2', 'live')]);
    expect(coverage).toMatchObject({ gap: { reason: 'denied', text: saying(stages) }, delivered: true });
  });

  it.each<[string, FakeAnswer['outcome'], string]>([
    ['is throttled', 'throttled', 'throttled'],
    ['has no end', 'no-end', 'incomplete'],
  ])('are read of the APIs that came before page 2 of their list %s', async (_name, outcome = 'complete', reason) => {
    const { ids, coverage } = await stagesOf({
      [list]: { pages: [{ [member]: [api('a1')] }], outcome },
      [stages]: live,
    });
    expect(ids).toEqual([arn('a1', 'live')]);
    expect(coverage).toMatchObject({ gap: { reason }, delivered: true });
  });

  it('that came before their own list was cut are kept', async () => {
    const { ids, coverage } = await stagesOf({ [list]: one, [stages]: { ...live, outcome: 'failed' } });
    expect(ids).toEqual([arn('a1', 'live')]);
    expect(coverage?.gap?.reason).toBe('failed');
  });

  it('of an API that is listed twice are read once, and say what it is now', async () => {
    const { facts, coverage, apisAsked } = await stagesOf({
      [list]: { pages: [{ [member]: [api('a1'), api('a2')] }, { [member]: [api('a1', true)] }] },
      [stages]: live,
    });
    expect(apisAsked).toEqual(['a1', 'a2']);
    expect(facts.map(({ data }) => data.isDefaultEndpointDisabled)).toEqual([true, false]);
    expect(facts[0]?.evidence[0]).toMatchObject({ page: 1, pointer: `/${member}/0` });
    expect(coverage?.gap).toBeNull();
  });

  it('that are listed twice are kept once', async () => {
    const { ids, coverage, gaps } = await stagesOf({
      [list]: one,
      [stages]: page(stageMember, stage('live'), stage('live')),
    });
    expect(ids).toEqual([arn('a1', 'live')]);
    expect([coverage?.gap, gaps]).toEqual([null, []]);
  });

  it('of an API of an undocumented shape are a gap that names the place, and the others are read', async () => {
    const { ids, coverage } = await stagesOf({ [list]: page(member, {}, api('a2')), [stages]: live });
    expect(ids).toEqual([arn('a2', 'live')]);
    expect(coverage?.gap).toMatchObject({ reason: 'unsupported', text: saying(`/${member}/0/`) });
  });

  it('of an undocumented shape are a gap that names the place, and the others are kept', async () => {
    const { ids, coverage } = await stagesOf({ [list]: one, [stages]: page(stageMember, {}, stage('live')) });
    expect(ids).toEqual([arn('a1', 'live')]);
    expect(coverage?.gap).toMatchObject({ reason: 'unsupported', text: saying(`/${stageMember}/0/`) });
  });

  it('in an answer without their list are a gap', async () => {
    const { coverage } = await stagesOf({ [list]: one, [stages]: { pages: [{}] } });
    expect(coverage?.gap?.text).toContain(`/${stageMember}: expected a list`);
  });
});

it('a stage of a REST API that is listed with two web ACLs is a gap on it', async () => {
  const stages = page('item', { stageName: 'live', webAclArn: 'a' }, { stageName: 'live', webAclArn: 'b' });
  const { sink } = await collect({
    'apigateway:GetRestApis': page('items', { id: 'a1', endpointConfiguration: { types: ['EDGE'] } }),
    'apigateway:GetStages': stages,
  });
  const id = 'arn:aws:apigateway:eu-west-1::/restapis/a1/stages/live';
  expect(sink.gaps.get(`aws.apigateway.rest-stage ${here} ${id}`)?.reason).toBe('unresolved');
  expect(sink.of('aws.apigateway.rest-stage')).toHaveLength(1);
});
