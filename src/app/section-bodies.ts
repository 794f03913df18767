import type { Run } from '../core/run.js';
import type { Bodies } from '../report/model-types.js';
import type { Results } from './sealing.js';

/** What the results say in the sections that are prose and tables, by section; one that has nothing to say is left out. */
export function sectionBodies(_: { readonly run: Run; readonly results: Results }): Bodies {
  return {};
}
