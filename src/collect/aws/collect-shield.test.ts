import { describe, expect, it } from 'vitest';
import { account, type Answers, page } from '../../../test/helpers/aws-account.js';
import { collectedBy, inAccount } from '../../../test/helpers/aws-collector.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';
import { collectShield } from './collect-shield.js';

const subscriptionKind = 'aws.shield.subscription';
const protectionKind = 'aws.shield.protection';
const saying = (state: string): FakeAnswer => ({ pages: [{ SubscriptionState: state }] });
const protection = (Id: string) => ({ Id, ResourceArn: `arn-of-${Id}` });

async function collect(answers: Answers, scope: Parameters<typeof collectedBy>[1] = inAccount) {
  const { sink, asked } = await collectedBy(collectShield, scope, answers);
  return {
    subscriptions: sink.of(subscriptionKind),
    protections: sink.of(protectionKind).map(({ data }) => data.resourceArn),
    ofSubscription: sink.coverage.get(`${subscriptionKind} ${account}`),
    ofProtections: sink.coverage.get(`${protectionKind} ${account}`),
    gaps: [...sink.gaps],
    protectionsAsked: asked('shield:ListProtections').length,
  };
}

describe('Shield', () => {
  const subscribed = { 'shield:GetSubscriptionState': saying('ACTIVE') };

  it('says whether the account subscribes and, where it does, what is protected', async () => {
    const { subscriptions, protections, ofSubscription, ofProtections, gaps } = await collect({
      ...subscribed,
      'shield:ListProtections': { pages: [{ Protections: [protection('p1')] }, { Protections: [protection('p2')] }] },
    });
    expect(subscriptions).toMatchObject([
      {
        id: account,
        scope: inAccount,
        data: { id: account, isActive: true },
        evidence: [{ page: 0, pointer: '/SubscriptionState' }],
      },
    ]);
    expect(protections).toEqual(['arn-of-p1', 'arn-of-p2']);
    expect(ofSubscription).toMatchObject({
      gap: null,
      delivered: true,
      reads: [{ operation: 'shield:GetSubscriptionState' }],
    });
    expect(ofProtections).toMatchObject({
      gap: null,
      delivered: true,
      reads: [{ operation: 'shield:ListProtections' }],
    });
    expect(gaps).toEqual([]);
  });

  it('that is subscribed to and protects nothing has no protection', async () => {
    const { protections, ofProtections } = await collect(subscribed);
    expect([protections, ofProtections?.gap]).toEqual([[], null]);
  });

  it.each<[string, FakeAnswer, string]>([
    ['is not subscribed to', saying('INACTIVE'), '/SubscriptionState'],
    ['knows of no subscription', { outcome: 'absent' }, ''],
  ])('that %s is not asked what it protects: nothing', async (_name, answer, pointer) => {
    const { subscriptions, ofSubscription, ofProtections, protectionsAsked } = await collect({
      'shield:GetSubscriptionState': answer,
    });
    expect(subscriptions).toMatchObject([{ data: { isActive: false }, evidence: [{ page: 0, pointer }] }]);
    expect([ofSubscription?.gap, ofProtections?.gap, protectionsAsked]).toEqual([null, null, 0]);
    expect(ofProtections?.reads).toEqual(ofSubscription?.reads);
  });

  it.each<[string, FakeAnswer, string]>([
    ['denied', { outcome: 'denied' }, 'denied'],
    ['cut', { outcome: 'no-end' }, 'incomplete'],
    ['an undocumented state', saying('PAUSED'), 'unsupported'],
    ['no state', { pages: [{}] }, 'unsupported'],
    ['no object', { pages: ['ACTIVE'] }, 'unsupported'],
  ])('whose state is %s leaves open what is protected as well', async (_name, answer, reason) => {
    const { subscriptions, ofSubscription, ofProtections, protectionsAsked } = await collect({
      'shield:GetSubscriptionState': answer,
    });
    expect([subscriptions, protectionsAsked]).toEqual([[], 0]);
    expect([ofSubscription?.gap?.reason, ofProtections?.gap?.reason]).toEqual([reason, reason]);
    if (reason === 'unsupported') expect(ofSubscription?.gap?.text).toContain('at /SubscriptionState: ');
  });

  it.each<[string, FakeAnswer, string[], string]>([
    ['denied', { outcome: 'denied' }, [], 'denied'],
    ['cut on page 2', { ...page('Protections', protection('p1')), outcome: 'throttled' }, ['arn-of-p1'], 'throttled'],
    ['of an undocumented shape in part', page('Protections', {}, protection('p1')), ['arn-of-p1'], 'unsupported'],
  ])('whose list of protections is %s has a gap in them alone', async (_name, answer, kept, reason) => {
    const { subscriptions, protections, ofSubscription, ofProtections } = await collect({
      ...subscribed,
      'shield:ListProtections': answer,
    });
    expect([subscriptions.length, ofSubscription?.gap, protections]).toEqual([1, null, kept]);
    expect(ofProtections?.gap?.reason).toBe(reason);
  });

  it('that lists a protection twice has it once; of two resources it is a gap', async () => {
    const twice = await collect({
      ...subscribed,
      'shield:ListProtections': page('Protections', protection('p1'), protection('p1')),
    });
    expect([twice.protections, twice.ofProtections?.gap, twice.gaps]).toEqual([['arn-of-p1'], null, []]);
    const moved = page('Protections', protection('p1'), { ...protection('p1'), ResourceArn: 'other' });
    const { gaps } = await collect({ ...subscribed, 'shield:ListProtections': moved });
    expect(gaps.map(([place, { reason }]) => [place, reason])).toEqual([
      [`${protectionKind} ${account} p1`, 'unresolved'],
    ]);
  });

  it('of an account without a number is known by no name', async () => {
    const { subscriptions } = await collect(subscribed, { source: 'aws' });
    expect(subscriptions.map(({ id }) => id)).toEqual(['']);
  });
});
