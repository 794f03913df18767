import { z } from 'zod';

/** The gates of a build, by the name that `gates.expect` of the configuration uses. */
export const gates = [
  'coverage',
  'lint',
  'tests',
  'sbom',
  'trivy',
  'npm-audit',
  'composer-audit',
  'sonarqube',
] as const;
export type Gate = (typeof gates)[number];

const commit = z.string().regex(/^[0-9a-f]{40}$/);

/** Whether a gate is expected of this build: one fact a gate, under its name. */
export const expectation = z.strictObject({
  id: z.enum(gates),
  isExpected: z.boolean(),
  /** What makes it expected or not, in words: the configuration, a lock file in the repository, or neither. */
  why: z.string(),
  /** How many hours before the declared time an artefact may have been written. */
  maxAgeHours: z.int().positive(),
});

/** The build that is judged: one fact, `build`. */
export const build = z.strictObject({
  id: z.literal('build'),
  /** Null where nothing says it. */
  commit: commit.nullable().default(null),
  branch: z.string().nullable().default(null),
  runUrl: z.string().nullable().default(null),
  /** Whether the artefacts lie in the workspace of the CI job that runs the audit. */
  isWorkspace: z.boolean().default(false),
});

export const problemKinds = [
  'empty',
  'truncated',
  'wrong-format',
  'too-large',
  'tool-error',
  /** The file could not be opened. */
  'denied',
  /** The read of it did not come to its end. */
  'unread',
  /** A part of it was redacted, so that what it says is not known. */
  'redacted',
] as const;

/** Why a file says nothing that can be judged. */
const problem = z.strictObject({
  kind: z.enum(problemKinds),
  /** What was expected and what was found. */
  text: z.string(),
  /** The line of the file, from 1; null where it is not one line. */
  line: z.int().positive().nullable().default(null),
});

/** What build.json states of a file. */
const statement = z.strictObject({
  /** The commit that it names; null where it cannot be read. */
  commit: commit.nullable(),
  /** Why it does not hold for this file, such as another SHA-256; null where it does. */
  problem: z.string().nullable().default(null),
});

/** One file of a gate; several are several packages, or one in several formats. */
function artefactOf<T extends z.ZodType>(content: T) {
  return z.strictObject({
    /** Below the folder of artefacts, with `/`. */
    path: z.string(),
    format: z.string(),
    sizeBytes: z.int().nonnegative(),
    /** UTC, ISO 8601, milliseconds: the time that the file itself states, else when it was last modified. */
    writtenAt: z.iso.datetime({ precision: 3 }),
    timeFrom: z.enum(['content', 'file']).default('file'),
    /** The commit that the file itself states; null where it states none. */
    commit: commit.nullable().default(null),
    /** Null where build.json does not name the file, or there is none. */
    statement: statement.nullable().default(null),
    problem: problem.nullable().default(null),
    /** Null where there is a problem. */
    content: content.nullable(),
  });
}

/** The schema of a gate's one fact: there whether the gate has files or not. */
export function gateOf<G extends Gate, T extends z.ZodType>(gate: G, content: T) {
  return z.strictObject({
    id: z.literal(gate),
    isExpected: z.boolean(),
    why: z.string(),
    /** By path. */
    artefacts: z.array(artefactOf(content)).default([]),
  });
}
