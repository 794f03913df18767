import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const count = z.int().min(0);

/** What an extract was cut out for. */
const extractOf = z.union([
  z.strictObject({ tenant: z.string() }),
  z.strictObject({ framework: z.string(), clause: z.string() }),
]);
export type ExtractOf = z.infer<typeof extractOf>;

const place = { path: z.string(), line: z.int().min(1), index: count };

/** A line of the pack, with what proves that it is one. */
const givenLine = z.strictObject({ ...place, salt: sha256, proof: z.array(sha256), text: z.string() });

/** Why a line is withheld: the one reason there is. */
export const withheldBecause = 'the page is not wholly of this tenant';

/** A line that evidence points at and that is not given: named by the digest of its leaf, which tells nothing of it. */
const withheldLine = z.strictObject({
  ...place,
  leaf: sha256,
  proof: z.array(sha256),
  why: z.literal(withheldBecause),
});

/** extract.json: lines of one pack, for a reader who may not have the others. */
export const extractFile = z.strictObject({
  schema: z.literal('https://prepay.example/extract/v1'),
  packId: z.string(),
  declaredAt: z.string(),
  of: extractOf,
  /** As the signed statement has it. */
  tree: z.strictObject({ root: sha256, size: count }),
  given: z.array(givenLine),
  withheld: z.array(withheldLine),
});
export type ExtractFile = z.infer<typeof extractFile>;

/** The files of an extract. */
export const extractMember = { extract: 'extract.json', readme: 'README.txt', guide: 'VERIFY.md' } as const;
