import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';

/** The file in the folder of artefacts that states the commit of the files beside it. */
export const statementPath = 'build.json';

const commit = z.string().regex(/^[0-9a-f]{40}$/);
const shape = z.strictObject({
  commit,
  /** Path below the folder → SHA-256 of the file, 64 hex digits. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** What build.json says, or why it says nothing; null where there is none. */
export type Statement = { readonly is: z.infer<typeof shape> } | { readonly problem: string } | null;

export function parseStatement(text: string): Exclude<Statement, null> {
  const parsed = shape.safeParse(jsonOf(text));
  if (parsed.success) return { is: parsed.data };
  const [issue] = parsed.error.issues;
  const at = (issue?.path ?? []).map(String).join('.');
  return { problem: `build.json is not of its shape at ${at === '' ? 'its top' : at}: ${issue?.message ?? ''}` };
}

type Stated = NonNullable<FactKinds['gates.coverage']['artefacts'][number]['statement']>;

/**
 * What the statement says of one file; null where it says nothing of it. `sha256` is null where a part of the file was
 * redacted or not read.
 */
export function statedOf(statement: Statement, path: string, sha256: string | null): Stated | null {
  if (statement === null) return null;
  if ('problem' in statement) return { commit: null, problem: statement.problem };
  const { commit: named, files } = statement.is;
  const expected = Object.hasOwn(files, path) ? files[path] : undefined;
  if (expected === undefined) return null;
  if (sha256 === null)
    return { commit: named, problem: `the SHA-256 of ${path} is not known, since not all of it is on record` };
  if (sha256 === expected) return { commit: named, problem: null };
  return { commit: named, problem: `build.json states SHA-256 ${expected} of ${path}, which has ${sha256}` };
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value;
  } catch {
    return null;
  }
}
