import type { z } from 'zod';
import { build, expectation } from './gates/gate.js';
import { coverage, lint, tests } from './gates/quality.js';

/** Fact kind → schema, for what the artefacts of CI say. */
export const gatesFacts = {
  'gates.expectation': expectation,
  'gates.build': build,
  'gates.coverage': coverage,
  'gates.lint': lint,
  'gates.tests': tests,
} as const;

declare module '../core/fact.js' {
  interface FactKinds {
    'gates.expectation': z.infer<typeof expectation>;
    'gates.build': z.infer<typeof build>;
    'gates.coverage': z.infer<typeof coverage>;
    'gates.lint': z.infer<typeof lint>;
    'gates.tests': z.infer<typeof tests>;
  }
}
