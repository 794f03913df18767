import type { FactKinds } from '../../../core/fact.js';
import { ReaderProblem } from '../reader.js';

export type Coverage = NonNullable<FactKinds['gates.coverage']['artefacts'][number]['content']>;
export type Measure = NonNullable<Coverage['lines']>;

/** Counts of one measure, added up as a report is read. */
export class Tally {
  #covered = 0;
  #total = 0;

  /** @throws ReaderProblem where more is covered than there is */
  add({ covered, total }: Measure, what: string, line: number | null): void {
    if (covered > total) {
      throw new ReaderProblem('wrong-format', `expected at most ${total} covered ${what}, got ${covered}`, line);
    }
    this.#covered += covered;
    this.#total += total;
  }

  /** Adds one thing that is covered or not. */
  one(isCovered: boolean): void {
    this.#total += 1;
    if (isCovered) this.#covered += 1;
  }

  get measure(): Measure {
    return { covered: this.#covered, total: this.#total };
  }
}

/** Refuses a report whose total is not the sum of its parts: it was cut, merged or changed by hand. */
export function agree(what: string, stated: Measure, counted: Measure, line: number | null): void {
  if (stated.covered === counted.covered && stated.total === counted.total) return;
  const text = `expected ${what} of ${counted.covered} of ${counted.total} by its parts, got a total of ${stated.covered} of ${stated.total}`;
  throw new ReaderProblem('wrong-format', text, line);
}

/** The attribute as a whole number; undefined where it is not there. */
export function countIn(
  attributes: Readonly<Record<string, string>>,
  name: string,
  line: number | null,
): number | undefined {
  const text = attributes[name];
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ReaderProblem('wrong-format', `expected a whole number in ${name}, got ${JSON.stringify(text)}`, line);
}

/** As {@link countIn}, for an attribute that has to be there. */
export function countOf(attributes: Readonly<Record<string, string>>, name: string, line: number | null): number {
  const count = countIn(attributes, name, line);
  if (count === undefined) throw new ReaderProblem('wrong-format', `expected an attribute ${name}, got none`, line);
  return count;
}

/** The same text on its own: V8 keeps the whole text that a part was cut from as long as the part. */
export function copied(text: string): string {
  return Buffer.from(text).toString();
}
