import { z } from 'zod';
import { gateOf } from './gate.js';

const count = z.int().nonnegative();

const measure = z
  .strictObject({ covered: count, total: count })
  .refine(({ covered, total }) => covered <= total, 'more is covered than there is');

/** A measure is null where the format does not have it. */
export const coverage = gateOf(
  'coverage',
  z.strictObject({
    /** How many source files the report lists. */
    files: count,
    lines: measure.nullable(),
    branches: measure.nullable(),
    functions: measure.nullable(),
    statements: measure.nullable(),
  }),
);

export const lint = gateOf(
  'lint',
  z.strictObject({
    /** How many files the report lists; null where the format need not list one without results. */
    files: count.nullable(),
    /** Fatal ones included. */
    errors: count,
    warnings: count,
    /** Results that a comment or a configuration suppresses; in neither of the two above. Null where the format does not show them. */
    suppressed: count.nullable(),
    /** Files that could not be parsed. */
    fatal: count,
    /** The first errors, for people: `<path>:<line> <rule>`. */
    examples: z.array(z.string()).default([]),
  }),
);

export const tests = gateOf(
  'tests',
  z.strictObject({
    passed: count,
    failed: count,
    /** Those that broke before they could pass or fail. */
    errored: count,
    skipped: count,
    /** The names of the first that failed or broke. */
    examples: z.array(z.string()).default([]),
  }),
);
