import { z } from 'zod';
import type { Population, ReadSummary } from '../core/run.js';
import { member } from './layout.js';
import { digestUnder, type ManifestEntry } from './manifest.js';
import { scope } from './schemas.js';
import { type Scope, scopeKey, sources } from '../core/scope.js';

/** The in-toto predicate type of a pack's statement. */
export const packPredicateType = 'https://prepay.example/pack/v1';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** What is signed of a pack beside its manifest's digest. Later versions may add members; a verifier ignores those. */
export const packPredicate = z.object({
  packId: z.string().describe("The pack's name: declared time and name of the run."),
  sequence: count.nullable().describe('Place in the chain of packs, from 0; null for a pack that is not chained.'),
  previousPack: z
    .object({ packId: z.string(), sha256: sha256.describe("SHA-256 of that pack's manifest.json.") })
    .nullable()
    .describe('The pack before this one in the chain.'),
  expectedCadence: z.string().nullable().describe('How often a pack is expected, as an ISO 8601 duration (P1D).'),
  window: z
    .object({ start: z.iso.datetime(), end: z.iso.datetime() })
    .describe('From the declared time to the end of the last read, UTC.'),
  evidenceRoot: sha256.describe('SHA-256 of the canonical manifest entries that are evidence; reports print it.'),
  digests: z.object({
    scope: sha256.describe('SHA-256 of scope.json.'),
    rules: sha256.describe('SHA-256 of the canonical manifest entries under rules/.'),
    parameters: sha256.describe('SHA-256 of rules/parameters.json.'),
  }),
  tool: z.object({
    version: z.string(),
    commit: z.string().nullable().describe('The commit that the tool was built from.'),
    integrity: z.string().nullable().describe("The tool's package, as npm's lock file states it (sha512-…)."),
  }),
  runner: z.string().nullable().describe("The CI run's URL."),
  leaves: z
    .object({ root: sha256, size: count })
    .exactOptional()
    .describe('The Merkle tree (RFC 6962, salted leaves) over the lines of findings and recording, for extracts.'),
  nonce: z.string().exactOptional().describe("The assessor's own challenge, given to the run."),
  collectors: z
    .array(z.object({ source: z.enum(sources), identity: z.string() }))
    .describe('Who read, as each source itself tells it.'),
  clockSource: z.string().describe('Where the declared time comes from.'),
  reads: z
    .object({ complete: count, denied: count, failed: count })
    .describe('How the reads ended; an answer that a thing is absent is complete, whatever else is failed.'),
  populations: z.array(z.object({ kind: z.string(), scope, count })).describe('How many of each kind were in scope.'),
});
export type PackPredicate = z.infer<typeof packPredicate>;

export function digestsOf(entries: readonly ManifestEntry[]): PackPredicate['digests'] {
  return {
    scope: digestOf(member.scope, entries),
    rules: digestUnder('rules/', entries),
    parameters: digestOf(member.parameters, entries),
  };
}

export function countReads(reads: readonly ReadSummary[]): PackPredicate['reads'] {
  const ended = (...outcomes: readonly ReadSummary['outcome'][]): number =>
    reads.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    complete: ended('complete', 'absent'),
    denied: ended('denied'),
    failed: ended('failed', 'throttled', 'no-end'),
  };
}

export function countPopulations(populations: readonly Population[]): PackPredicate['populations'] {
  // An extract carries the statement: what it says must not tell one tenant of the others.
  const sums = new Map<string, PackPredicate['populations'][number]>();
  for (const { kind, scope: whole, count: own } of populations) {
    const place: Scope = { ...whole };
    Reflect.deleteProperty(place, 'namespace');
    Reflect.deleteProperty(place, 'tenant');
    const key = `${kind} ${scopeKey(place)}`;
    sums.set(key, { kind, scope: place, count: own + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

/** The predicate's JSON Schema, as schemas/pack-predicate-v1.schema.json publishes it. */
export function packPredicateSchema(): object {
  return {
    $id: `${packPredicateType}/schema.json`,
    title: 'PrePay evidence pack: predicate of the in-toto statement',
    ...z.toJSONSchema(packPredicate, { io: 'input' }),
  };
}

function digestOf(path: string, entries: readonly ManifestEntry[]): string {
  const entry = entries.find((candidate) => candidate.path === path);
  if (entry === undefined) throw new TypeError(`the pack has no ${path}`);
  return entry.sha256;
}
