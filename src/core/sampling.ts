import { createHmac } from 'node:crypto';
import { byCodeUnit } from './json.js';
import { type Scope, scopeId } from './scope.js';

/** How large a sample is: for finding at least one deviation, with that confidence, if that share of all deviate. */
export interface SampleMethod {
  readonly confidencePercent: number;
  readonly tolerablePercent: number;
}

/** How a run draws samples, as run.json has it: the seed is the assessor's. */
export interface Sampling extends SampleMethod {
  readonly seed: string;
}

/** samples/samples.json. */
export interface Samples {
  readonly method: Sampling;
  /** One a kind of resource, by its name. */
  readonly sets: readonly SampleSet[];
}

interface SampleSet {
  readonly kind: string;
  /** How many there are to choose from, in all scopes together. */
  readonly population: number;
  /** What of the population could not be read, in words; empty where it is whole. */
  readonly gaps: readonly string[];
  readonly size: number;
  /** By rank, the first `size` of them all. */
  readonly chosen: readonly ChosenMember[];
}

interface ChosenMember {
  /** From 1. */
  readonly rank: number;
  /** The scope and, behind a slash, the id in it: what the HMAC is taken of. */
  readonly member: string;
  /** HMAC-SHA-256(seed, member), hexadecimal. */
  readonly hmac: string;
}

/** A fact kind in one scope: `members` are all of its ids there. */
export interface SampledPopulation {
  readonly kind: string;
  readonly scope: Scope;
  readonly members: readonly string[];
  readonly gap: { readonly text: string } | null;
}

/** A sample of each kind that is asked for, over all of its scopes. The same seed gives the same sample everywhere. */
export function drawSamples(
  populations: readonly SampledPopulation[],
  kinds: ReadonlySet<string>,
  method: Sampling,
): Samples {
  const drawn = [...kinds].filter((kind) => populations.some((one) => one.kind === kind)).sort(byCodeUnit);
  return {
    method,
    sets: drawn.map((kind) =>
      drawSample(
        kind,
        populations.filter((one) => one.kind === kind),
        method,
      ),
    ),
  };
}

function drawSample(kind: string, populations: readonly SampledPopulation[], method: Sampling): SampleSet {
  const members = populations.flatMap((one) => one.members.map((id) => memberName(one.scope, id)));
  const size = sampleSize(members.length, method);
  const ranked = members
    .map((member) => ({ member, hmac: createHmac('sha256', method.seed).update(member).digest('hex') }))
    .sort((a, b) => byCodeUnit(a.hmac, b.hmac));
  return {
    kind,
    population: members.length,
    gaps: populations.flatMap(({ gap }) => gap?.text ?? []).sort(byCodeUnit),
    size,
    chosen: ranked.slice(0, size).map((one, index) => ({ rank: index + 1, ...one })),
  };
}

/** `111122223333/eu-west-1/sg-1`, `prepay/wallet/prepay/wallet@main`: one name a member over all scopes. */
export function memberName(scope: Scope, id: string): string {
  return `${scopeId(scope)}/${id}`;
}

/**
 * The smallest sample, drawn without putting back, that holds a deviation with the wanted confidence if the tolerable share
 * of the population (rounded up, at least one) deviates: discovery sampling by the hypergeometric distribution. Exact: a
 * product of fractions in whole numbers.
 */
export function sampleSize(population: number, { confidencePercent, tolerablePercent }: SampleMethod): number {
  const deviating = Math.ceil((population * tolerablePercent) / 100);
  // The chance that none of n is a deviation: the product of (N - K - i) / (N - i) over i < n.
  let [above, below] = [1n, 1n];
  for (let size = 0; size < population; size += 1) {
    if (above * 100n <= below * BigInt(100 - confidencePercent)) return size;
    above *= BigInt(population - deviating - size);
    below *= BigInt(population - size);
  }
  return population;
}
