import { z } from 'zod';
import type { AddedResults } from '../core/run.js';
import type { Samples } from '../core/sampling.js';
import { period } from './chain-results.js';
import { jsonDocument } from './json-lines.js';
import { parseAs } from './parse.js';
import { clauseActs } from './schemas.js';

const text = z.string();
const count = z.int().min(0);

const acts = z.array(clauseActs);

const samples: z.ZodType<Samples> = z.strictObject({
  method: z.strictObject({ seed: text, confidencePercent: count, tolerablePercent: count }),
  sets: z.array(
    z.strictObject({
      kind: text,
      population: count,
      gaps: z.array(text),
      size: count,
      chosen: z.array(z.strictObject({ rank: count, member: text, hmac: text })),
    }),
  ),
});

/** Where each added result stands in a pack. */
const paths: Readonly<Record<keyof AddedResults, string>> = {
  samples: 'samples/samples.json',
  acts: 'results/acts.json',
  period: 'results/period.json',
};

/** Whether a file of that path may be in a pack; that it has to be or not, replay says. */
export function isAddedResult(path: string): boolean {
  return Object.values(paths).includes(path);
}

/** Every added result from its file, null where a pack lacks it; `read` gives the text of a path, null for none. */
export async function readAdded(read: (path: string) => Promise<string | null>): Promise<AddedResults> {
  const parsed = async <T>(name: keyof AddedResults, schema: z.ZodType<T>): Promise<T | null> => {
    const found = await read(paths[name]);
    return found === null ? null : parseAs(schema, found, paths[name], null);
  };
  return {
    samples: await parsed('samples', samples),
    acts: await parsed('acts', acts),
    period: await parsed('period', period),
  };
}

/** The files of those that are there, in the bytes that a run writes. */
export function addedDocuments(added: AddedResults): readonly (readonly [path: string, text: string])[] {
  const document = (name: keyof AddedResults, value: object | null): readonly (readonly [string, string])[] =>
    value === null ? [] : [[paths[name], jsonDocument(value)]];
  return [...document('samples', added.samples), ...document('acts', added.acts), ...document('period', added.period)];
}
