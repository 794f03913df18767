import type { Run } from '../core/run.js';
import type { Bodies } from '../report/model-types.js';
import { samplingBody } from '../report/sampling.js';
import type { SectionBody } from '../report/section-body.js';
import type { Results } from './sealing.js';

/** What the results say in the sections that are prose and tables, by section; one that has nothing to say is left out. */
export function sectionBodies({ results }: { readonly run: Run; readonly results: Results }): Bodies {
  const { samples } = results.added;
  return {
    ...body('sampling', samplingBody(samples)),
  };
}

function body(id: keyof Bodies, found: SectionBody | null): Bodies {
  return found === null ? {} : { [id]: found };
}
