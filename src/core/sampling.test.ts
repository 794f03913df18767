import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope } from './scope.js';
import { drawSamples, memberName, sampleSize } from './sampling.js';

const method = { confidencePercent: 95, tolerablePercent: 10 };
const ireland: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
const frankfurt: Scope = { source: 'aws', account: '111122223333', region: 'eu-central-1' };

/** The chance that a sample holds no deviation, by multiplying floating-point numbers. */
function missed(population: number, deviating: number, size: number): number {
  return Array.from({ length: size }, (_, i) => (population - deviating - i) / (population - i)).reduce(
    (product, factor) => product * Math.max(0, factor),
    1,
  );
}

describe('sampleSize', () => {
  // Hypergeometric tables of discovery sampling, 95 % and 10 %.
  it.each([
    [0, 0],
    [1, 1],
    [5, 5],
    [10, 10],
    [20, 16],
    [50, 22],
    [100, 25],
    [1000, 29],
    [100_000, 29],
  ])('of %i, %i', (population, size) => {
    expect(sampleSize(population, method)).toBe(size);
  });

  it('is the smallest that reaches the confidence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 80, max: 99 }),
        fc.integer({ min: 1, max: 20 }),
        (population, confidencePercent, tolerablePercent) => {
          const size = sampleSize(population, { confidencePercent, tolerablePercent });
          const deviating = Math.ceil((population * tolerablePercent) / 100);
          const allowed = (100 - confidencePercent) / 100;
          expect(missed(population, deviating, size)).toBeLessThanOrEqual(allowed + 1e-9);
          expect(missed(population, deviating, size - 1)).toBeGreaterThan(allowed - 1e-9);
        },
      ),
    );
  });

  it('never shrinks when more confidence is asked for', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 80, max: 98 }), (population, confidencePercent) => {
        const at = (confidence: number): number =>
          sampleSize(population, { confidencePercent: confidence, tolerablePercent: 10 });
        expect(at(confidencePercent)).toBeLessThanOrEqual(at(confidencePercent + 1));
      }),
    );
  });
});

describe('drawSamples', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `sg-${index}`);
  const populations = [
    { kind: 'b', scope: ireland, members: ids, gap: null },
    { kind: 'b', scope: frankfurt, members: ids.slice(0, 40), gap: { text: 'denied' } },
    { kind: 'a', scope: ireland, members: ['only'], gap: null },
    { kind: 'unasked', scope: ireland, members: ['x'], gap: null },
    { kind: 'empty', scope: ireland, members: [], gap: null },
  ];
  const kinds = new Set(['b', 'a', 'empty', 'nowhere']);
  const samples = drawSamples(populations, kinds, { ...method, seed: 'the assessor’s' });

  it('draws one set a kind, over all scopes', () => {
    expect(samples.sets.map(({ kind, population, size, gaps }) => ({ kind, population, size, gaps }))).toEqual([
      { kind: 'a', population: 1, size: 1, gaps: [] },
      { kind: 'b', population: 100, size: 25, gaps: ['denied'] },
      { kind: 'empty', population: 0, size: 0, gaps: [] },
    ]);
    expect(samples.sets[2]?.chosen).toEqual([]);
  });

  it('ranks by HMAC-SHA-256 of scope and id, which anybody can reproduce', () => {
    const names = [
      ids.map((id) => memberName(ireland, id)),
      ids.slice(0, 40).map((id) => memberName(frankfurt, id)),
    ].flat();
    const expected = names
      .map((name) => `${createHmac('sha256', 'the assessor’s').update(name, 'utf8').digest('hex')} ${name}`)
      .sort()
      .slice(0, 25);
    expect(samples.sets[1]?.chosen.map(({ hmac, member }) => `${hmac} ${member}`)).toEqual(expected);
    expect(samples.sets[1]?.chosen.map(({ rank }) => rank)).toEqual(expected.map((_, index) => index + 1));
    expect(samples.sets[0]?.chosen[0]?.member).toBe('111122223333/eu-west-1/only');
  });

  it('depends on the seed, and not on the order of what was read', () => {
    const seeded = (seed: string) => drawSamples(populations, kinds, { ...method, seed }).sets[1]?.chosen;
    expect(seeded('1')).not.toEqual(seeded('2'));
    const turned = populations.map((one) => ({ ...one, members: [...one.members].reverse() })).reverse();
    expect(drawSamples(turned, kinds, { ...method, seed: '1' }).sets[1]?.chosen).toEqual(seeded('1'));
  });
});
