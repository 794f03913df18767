import type { z } from 'zod';
import { composerAudit, npmAudit } from './gates/audit.js';
import { build, expectation } from './gates/gate.js';
import { coverage, lint, tests } from './gates/quality.js';
import { sbom } from './gates/sbom.js';
import { sonarqube, sonarqubeAnalysis } from './gates/sonarqube.js';
import { trivy } from './gates/trivy.js';

/** Fact kind → schema, for what the artefacts of CI say. */
export const gatesFacts = {
  'gates.expectation': expectation,
  'gates.build': build,
  'gates.coverage': coverage,
  'gates.lint': lint,
  'gates.tests': tests,
  'gates.trivy': trivy,
  'gates.npm-audit': npmAudit,
  'gates.composer-audit': composerAudit,
  'gates.sbom': sbom,
  'gates.sonarqube': sonarqube,
  'gates.sonarqube-analysis': sonarqubeAnalysis,
} as const;

declare module '../core/fact.js' {
  interface FactKinds {
    'gates.expectation': z.infer<typeof expectation>;
    'gates.build': z.infer<typeof build>;
    'gates.coverage': z.infer<typeof coverage>;
    'gates.lint': z.infer<typeof lint>;
    'gates.tests': z.infer<typeof tests>;
    'gates.trivy': z.infer<typeof trivy>;
    'gates.npm-audit': z.infer<typeof npmAudit>;
    'gates.composer-audit': z.infer<typeof composerAudit>;
    'gates.sbom': z.infer<typeof sbom>;
    'gates.sonarqube': z.infer<typeof sonarqube>;
    'gates.sonarqube-analysis': z.infer<typeof sonarqubeAnalysis>;
  }
}
