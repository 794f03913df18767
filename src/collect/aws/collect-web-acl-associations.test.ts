import { describe, expect, it } from 'vitest';
import { account, type Answers, here } from '../../../test/helpers/aws-account.js';
import { collectedBy, inRegion } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Coverage, Fact, FactKind, FactKinds } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';
import { loadBalancer, targetGroup } from '../../facts/aws/load-balancers.js';
import { userPool } from '../../facts/aws/edge.js';
import type { Reading } from '../reading/read-items.js';
import { collectWebAclAssociations } from './collect-web-acl-associations.js';

const kind = 'aws.wafv2.association';
const operation = 'wafv2:GetWebACLForResource';
const acl = `arn:aws:wafv2:eu-west-1:${account}:regional/webacl/shop/1`;

function fact<K extends FactKind>(of: K, id: string, data: FactKinds[K]): Fact<K> {
  return { kind: of, id, name: null, scope: inRegion, data, evidence: [] };
}

const balancer = (id: string, more: object = {}) =>
  fact('aws.elbv2.load-balancer', id, loadBalancer.parse({ id, type: 'application', isInternetFacing: true, ...more }));
const pool = (id: string) => fact('aws.cognito-idp.user-pool', id, userPool.parse({ id, poolId: id }));
const group = (id: string, targetType: string, ...targets: string[]) =>
  fact(
    'aws.elbv2.target-group',
    id,
    targetGroup.parse({ id, targetType, targets: targets.map((target, index) => ({ id: target, index })) }),
  );

const whole = (key: string): Coverage => ({ gap: null, reads: [{ key, operation: key }], delivered: true });

/** A collector that gives these facts, and says how complete they are. */
const giving =
  (facts: readonly Fact[], coverage: readonly (readonly [FactKind, Coverage])[] = []) =>
  ({ sink }: Reading): Promise<void> => {
    for (const one of facts) sink.fact(one);
    for (const [of, said] of coverage) sink.covered(of, inRegion, said);
    return Promise.resolve();
  };

async function collect(
  collectors: Parameters<typeof collectWebAclAssociations>[2],
  answer: Answers[string] = { pages: [{ WebACL: null }] },
) {
  const collected = await collectedBy(
    (reading, scope) => collectWebAclAssociations(reading, scope, collectors),
    inRegion,
    { [operation]: answer },
  );
  return {
    sink: collected.sink,
    associations: collected.sink.of(kind).map(({ id, data }) => [id, data.webAclId]),
    asked: collected.asked(operation).map((input) => input['ResourceArn']),
    coverage: collected.sink.coverage.get(`${kind} ${here}`),
    gap: (id: string) => collected.sink.gaps.get(`${kind} ${here} ${id}`),
  };
}

describe('the web ACL of a resource', () => {
  it('is asked of load balancers that face the internet, of those behind others, and of user pools', async () => {
    const facts = [
      balancer('alb-public'),
      balancer('alb-internal', { isInternetFacing: false }),
      balancer('nlb', { type: 'network' }),
      group('tg-alb', 'alb', 'alb-behind'),
      group('tg-ip', 'ip', '10.0.0.1'),
      pool('pool'),
      fact('aws.wafv2.association', 'other', { id: 'other', webAclId: null }),
    ];
    const { asked } = await collect([giving(facts)]);
    expect(asked).toEqual(['alb-public', 'alb-behind', 'pool']);
  });

  it('is asked once a resource, whoever names it', async () => {
    const { asked, associations } = await collect([
      giving([balancer('alb'), group('tg-1', 'alb', 'alb', 'alb')]),
      giving([group('tg-2', 'alb', 'alb')]),
    ]);
    expect(asked).toEqual(['alb']);
    expect(associations).toEqual([['alb', null]]);
  });

  it('is a fact with its place, the answer being empty where there is none', async () => {
    const { sink, associations } = await collect(
      [giving([balancer('with'), balancer('without'), balancer('said-nothing')])],
      ({ input }): FakeAnswer => {
        if (input['ResourceArn'] === 'said-nothing') return { pages: [{}] };
        return { pages: [{ WebACL: input['ResourceArn'] === 'with' ? { ARN: acl, Name: 'shop' } : null }] };
      },
    );
    expect(associations).toEqual([
      ['with', acl],
      ['without', null],
      ['said-nothing', null],
    ]);
    expect(sink.of(kind)[0]).toMatchObject({ scope: inRegion, evidence: [{ page: 0, pointer: '/WebACL' }] });
    expect([...sink.gaps]).toEqual([]);
  });

  it.each<[string, FakeAnswer, string]>([
    ['denied', { outcome: 'denied' }, 'denied'],
    ['that the resource is gone', { outcome: 'absent' }, 'missing'],
    ['cut after its page', { pages: [{ WebACL: null }], outcome: 'no-end' }, 'incomplete'],
    ['an ACL without an ARN', { pages: [{ WebACL: { Name: 'shop' } }] }, 'unsupported'],
    ['an ACL that is a text', { pages: [{ WebACL: acl }] }, 'unsupported'],
    ['no object', { pages: [[]] }, 'unsupported'],
  ])('is a gap on that resource alone where the answer is %s', async (_name, answer, reason) => {
    const { associations, gap, coverage } = await collect(
      [giving([pool('a'), pool('b')], [['aws.cognito-idp.user-pool', whole('pools')]])],
      ({ input }) => (input['ResourceArn'] === 'a' ? answer : { pages: [{ WebACL: null }] }),
    );
    expect(associations).toEqual([['b', null]]);
    expect([gap('a')?.reason, gap('b')]).toEqual([reason, undefined]);
    expect(coverage?.gap).toBeNull();
  });

  it('is not asked where there is nothing to ask', async () => {
    const { asked, coverage } = await collect([giving([], [['aws.elbv2.load-balancer', whole('balancers')]])]);
    expect(asked).toEqual([]);
    expect(coverage).toEqual(whole('balancers'));
  });
});

describe('what is known of web ACLs by resource', () => {
  const denied: Gap = { reason: 'denied', reads: ['k'], text: 'denied' };

  it('is as complete as the lists of resources, in an order of its own', async () => {
    const { coverage } = await collect([
      giving([], [['aws.cognito-idp.user-pool', whole('pools')]]),
      giving([], [['aws.elbv2.target-group', { ...whole('groups'), gap: denied }]]),
      giving([], [['aws.elbv2.load-balancer', whole('balancers')]]),
      // The listeners' completeness says nothing of it.
      giving([], [['aws.elbv2.listener', { ...whole('listeners'), gap: denied }]]),
    ]);
    expect(coverage?.reads.map(({ key }) => key)).toEqual(['balancers', 'groups', 'pools']);
    expect(coverage?.gap).toEqual(denied);
  });

  it('is as complete as every list of a kind that is listed twice', async () => {
    const { coverage } = await collect([
      giving([], [['aws.elbv2.load-balancer', whole('first')]]),
      giving([], [['aws.elbv2.load-balancer', { ...whole('second'), gap: denied }]]),
    ]);
    expect(coverage?.reads.map(({ key }) => key)).toEqual(['first', 'second']);
    expect(coverage?.gap).toEqual(denied);
  });

  it('is nothing that anybody said where no list was read', async () => {
    const { coverage } = await collect([]);
    expect(coverage).toBeUndefined();
  });

  it('leaves what the collectors find where it belongs: facts, coverage and gaps', async () => {
    const { sink } = await collect([
      giving([pool('a')], [['aws.cognito-idp.user-pool', whole('pools')]]),
      ({ sink: to }) => {
        to.gap('aws.elbv2.target-group', inRegion, 'tg', denied);
        return Promise.resolve();
      },
    ]);
    expect(sink.of('aws.cognito-idp.user-pool').map(({ id }) => id)).toEqual(['a']);
    expect(sink.coverage.get(`aws.cognito-idp.user-pool ${here}`)).toEqual(whole('pools'));
    expect(sink.gaps.get(`aws.elbv2.target-group ${here} tg`)).toEqual(denied);
  });
});
