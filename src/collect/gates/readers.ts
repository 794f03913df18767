import type { Reader } from './reader.js';
import { checkstyle } from './readers/checkstyle.js';
import { clover } from './readers/clover.js';
import { cobertura } from './readers/cobertura.js';
import { composerAudit } from './readers/composer-audit.js';
import { cyclonedx } from './readers/cyclonedx.js';
import { eslintJson } from './readers/eslint-json.js';
import { istanbulFinal } from './readers/istanbul-final.js';
import { istanbulSummary } from './readers/istanbul-summary.js';
import { jacoco } from './readers/jacoco.js';
import { jestJson } from './readers/jest-json.js';
import { junit } from './readers/junit.js';
import { lcov } from './readers/lcov.js';
import { npmAuditV2 } from './readers/npm-audit.js';
import { npmAuditV1 } from './readers/npm-audit-v1.js';
import { sarif } from './readers/sarif.js';
import { sonarqubeFiles } from './readers/sonarqube-files.js';
import { spdx } from './readers/spdx.js';
import { trivy } from './readers/trivy.js';
import { yarnAudit, yarnBerryAudit } from './readers/yarn-audit.js';

/** Every format that is understood, one line each. The first that recognises a file reads it. */
export const readers: readonly Reader[] = [
  istanbulSummary,
  istanbulFinal,
  lcov,
  cobertura,
  clover,
  jacoco,
  eslintJson,
  sarif,
  checkstyle,
  junit,
  jestJson,
  trivy,
  npmAuditV2,
  npmAuditV1,
  yarnAudit,
  yarnBerryAudit,
  composerAudit,
  cyclonedx,
  spdx,
  ...sonarqubeFiles,
];
