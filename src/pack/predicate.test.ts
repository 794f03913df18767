import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { page, predicate } from '../../test/helpers/small-pack.js';
import type { ReadSummary } from '../core/run.js';
import { countReads, digestsOf, packPredicateSchema } from './predicate.js';

const published = new URL('../../schemas/pack-predicate-v1.schema.json', import.meta.url);
const sealed = {
  manifestSha256: '0'.repeat(64),
  evidenceRoot: '0'.repeat(64),
  digests: { scope: '1'.repeat(64), rules: '2'.repeat(64), parameters: '3'.repeat(64) },
};
const reads = { complete: 1, denied: 0, failed: 0 };

describe("the predicate's published schema", () => {
  it('is the one that the code means', async () => {
    expect(JSON.parse(await readFile(published, 'utf8'))).toEqual(packPredicateSchema());
  });

  it('accepts what we sign, with members of a later version, and refuses what we would not', () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    const validate = ajv.compile(packPredicateSchema());
    const good = predicate(sealed, reads);
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, nonce: 'later' })).toBe(true);
    expect(validate({ ...good, evidenceRoot: 'short' })).toBe(false);
    expect(validate({ ...good, reads: { complete: -1, denied: 0, failed: 0 } })).toBe(false);
  });
});

describe('what the predicate counts', () => {
  it('is how each read ended: an absent thing was read, a throttled one was not', () => {
    const read = (outcome: ReadSummary['outcome']): ReadSummary => ({
      ...page('o', 0, {}),
      outcome,
      pages: 0,
      redactions: 0,
      error: null,
      file: '',
    });
    const all = (['complete', 'absent', 'denied', 'failed', 'throttled', 'no-end'] as const).map(read);
    expect(countReads(all)).toEqual({ complete: 2, denied: 1, failed: 3 });
  });

  it('needs the files that it digests', () => {
    expect(() => digestsOf([])).toThrow('scope.json');
  });
});
