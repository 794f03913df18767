import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const text = z.string().max(500);

/** Where the packs of this entity are kept: one fact, `store`. */
export const store = z.strictObject({
  id: z.literal('store'),
  /** As the configuration has it: a folder, or `s3://bucket/prefix`. */
  url: z.string(),
  /** What ends the names of the entity's packs, after their time. */
  name: z.string(),
  /** How often a pack is expected, as an ISO 8601 duration. */
  cadence: z.string().default('P1D'),
});

/** A pack of this entity in the store, as far as its statement and its manifest tell. */
export const storePack = z.strictObject({
  /** The name of its folder. */
  id: z.string(),
  /**
   * `signed`: by a key that the run knows, over this manifest. `untrusted`: by another key, or not over this manifest.
   * `unchecked`: signed, and the run has no key to check it by. `unsigned`: it carries no signature. `partial`: it lacks its manifest.
   */
  state: z.enum(['signed', 'untrusted', 'unchecked', 'unsigned', 'partial']).default('signed'),
  /** Why it is not signed; null where it is. */
  why: text.nullable().default(null),
  manifestSha256: sha256.nullable().default(null),
  /** Of what was signed. */
  statementSha256: sha256.nullable().default(null),
  /** The fingerprint of the key that signed it; null where that is none that the run knows. */
  signedBy: z.string().nullable().default(null),
  /** Its place in the chain, as the statement says; null for a pack that is not chained. */
  sequence: z.int().min(0).nullable().default(null),
  previousPack: z.strictObject({ packId: z.string(), sha256 }).nullable().default(null),
  cadence: z.string().nullable().default(null),
  /** The declared time of its run and the end of its last read, UTC; null where nothing states them. */
  start: z.iso.datetime().nullable().default(null),
  end: z.iso.datetime().nullable().default(null),
});

export const storeFacts = { store, 'store.pack': storePack } as const;

declare module '../core/fact.js' {
  interface FactKinds {
    store: z.infer<typeof store>;
    'store.pack': z.infer<typeof storePack>;
  }
}
