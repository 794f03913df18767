import { branchFacts } from './github/branches.js';
import { organizationFacts } from './github/organization.js';
import { securityFacts } from './github/security.js';
import { workflowFacts } from './github/workflows.js';

/** Fact kind → schema of source `github`; the collector's output and the `given` of cases.yaml are both parsed with it. */
export const githubFacts = { ...organizationFacts, ...branchFacts, ...securityFacts, ...workflowFacts } as const;
