import { trialOf } from '../collect/aws/doctor-trials.js';
import { awsOperations } from '../collect/aws/operations.js';
import { gatesOperations } from '../collect/gates/operations.js';
import { sonarqubeOperations } from '../collect/gates/sonarqube-operations.js';
import { howOften } from '../collect/github/doctor-trials.js';
import { githubOperations } from '../collect/github/operations.js';
import type { SourceId } from '../core/scope.js';

/** An operation that a run makes, and how often. */
export interface Named {
  readonly source: SourceId;
  readonly service: string;
  readonly operation: string;
  /** `account` is once, also of a source that has no accounts; `file`: for each file of the folder of artefacts. */
  readonly once: 'account' | 'region' | 'organization' | 'repository' | 'file' | 'item';
  /** For `item`: the operation that lists the things, each of which is asked about; null for others. */
  readonly of: string | null;
}

/** Of AWS: once an account or a region, or for each thing that another operation lists. */
export function awsPlanned(): readonly Named[] {
  return awsOperations.map(({ source, service, name }) => {
    const { where, about, per } = trialOf(name);
    const of = per ?? about?.listing ?? null;
    return { source, service, operation: name, once: of === null ? where : 'item', of };
  });
}

/** Of GitHub. */
export function githubPlanned(): readonly Named[] {
  return [...githubOperations.keys()].map((operation) => ({
    source: 'github',
    service: 'github',
    operation,
    ...howOften(operation),
  }));
}

/** Of the folder of artefacts, and of SonarQube where a project is named. */
export function gatesPlanned(hasSonarqube: boolean): readonly Named[] {
  const files = [...gatesOperations.keys()].map((operation): Named => {
    const once = operation === 'dir:List' ? 'account' : 'file';
    return { source: 'gates', service: 'files', operation, once, of: null };
  });
  if (!hasSonarqube) return files;
  const asked = [...sonarqubeOperations.keys()].map((operation): Named => {
    return { source: 'gates', service: 'sonarqube', operation, once: 'account', of: null };
  });
  return [...files, ...asked];
}
