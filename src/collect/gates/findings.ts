import { type Rank, ranks, type Tally } from '../../facts/gates/findings.js';

/** How many findings are named to people. */
const shown = 10;

export type Fix = 'fixable' | 'unfixable' | 'unsaid';

/** Counts findings by rank, and keeps the names of the gravest: memory does not grow with them. */
export class FindingCount {
  readonly #tallies = new Map<Rank, Tally>();
  readonly #examples = new Map<Rank, string[]>();

  add(rank: Rank, fix: Fix, text: string): void {
    const tally = this.#tallies.get(rank) ?? { rank, fixable: 0, unfixable: 0, unsaid: 0 };
    tally[fix] += 1;
    this.#tallies.set(rank, tally);
    const examples = this.#examples.get(rank) ?? [];
    if (examples.length < shown) examples.push(text.slice(0, 200));
    this.#examples.set(rank, examples);
  }

  total(rank: Rank): number {
    const tally = this.#tallies.get(rank);
    return tally === undefined ? 0 : tally.fixable + tally.unfixable + tally.unsaid;
  }

  get tallies(): Tally[] {
    return ranks.flatMap((rank) => this.#tallies.get(rank) ?? []);
  }

  get examples(): string[] {
    return examplesOf([this]);
  }

  ranked(rank: Rank): readonly string[] {
    return this.#examples.get(rank) ?? [];
  }
}

/** The gravest of several counts together. */
export function examplesOf(counts: readonly FindingCount[]): string[] {
  return ranks.flatMap((rank) => counts.flatMap((count) => count.ranked(rank))).slice(0, shown);
}
