import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/app/config.js';
import { checkedNonce, nameOf, storePlanOf } from '../../../src/app/store-plan.js';

const full = { isDemo: false, isPartial: false, isSigned: true, controls: ['daily-audit-ran'] };
const plan = (text: string, run: Partial<typeof full> = {}) =>
  storePlanOf(parseConfig('prepay.yaml', `version: 1\n${text}`), { ...full, ...run });

describe('the store of a run', () => {
  it('is a folder or a bucket, of the entity, with a pack a day', () => {
    expect(plan('store: ./evidence')).toEqual({ url: './evidence', name: 'prepay', cadence: 'P1D', retention: null });
    expect(
      plan('entity: { name: Wallet Ltd. }\nstore: { url: s3://audit/prepay, retainDays: 30 }\ncadence: PT12H'),
    ).toEqual({
      url: 's3://audit/prepay',
      name: 'wallet-ltd',
      cadence: 'PT12H',
      retention: { days: 30, mode: 'COMPLIANCE' },
    });
    expect(nameOf('株式会社')).toMatch(/^[0-9a-f]{8}$/);
  });

  it('is none without one, in a demo, and for a narrowed run that does not judge by it', () => {
    expect(plan('')).toBeNull();
    expect(plan('store: ./evidence', { isDemo: true })).toBeNull();
    expect(plan('store: ./evidence', { isPartial: true, controls: [] })).toBeNull();
    expect(plan('store: ./evidence', { isPartial: true, isSigned: false })).toMatchObject({ url: './evidence' });
  });

  it.each([
    ['cadence: P1D', 'prepay.yaml:2 "cadence" says how often packs are expected, but there is no store'],
    ['store: { url: ./evidence, retainDays: 3 }', 'prepay.yaml:2 "store" sets retainDays, which S3 alone can keep'],
    ['store: gs://bucket', 'expected a folder such as ./evidence'],
    ['store: s3://Bad_Bucket', 'expected a folder such as ./evidence'],
    ['store: ./evidence\ncadence: daily', 'such as P1D'],
  ])('refuses %s', (text, says) => {
    expect(() => plan(text)).toThrow(says);
  });

  it('refuses a full run that nobody signs', () => {
    expect(() => plan('store: ./evidence', { isSigned: false })).toThrow('but no key is given');
  });
});

describe('a challenge', () => {
  it('is printable text on one line, without a secret', () => {
    expect(checkedNonce(null)).toBeNull();
    expect(checkedNonce('Q4 2026: é')).toBe('Q4 2026: é');
    for (const wrong of ['', 'a\nb', 'x'.repeat(201), '\u202e', '4111 1111 1111 1111']) {
      expect(() => checkedNonce(wrong)).toThrow('--nonce');
    }
  });
});
