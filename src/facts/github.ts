import { organizationFacts } from './github/organization.js';

/** Fact kind → schema of source `github`; the collector's output and the `given` of cases.yaml are both parsed with it. */
export const githubFacts = { ...organizationFacts } as const;
