import type { Run } from '../core/run.js';
import { actsBody } from '../report/acts.js';
import type { Bodies } from '../report/model-types.js';
import { periodBody } from '../report/period.js';
import { samplingBody } from '../report/sampling.js';
import type { SectionBody } from '../report/section-body.js';
import { ledgerResults } from './attestations-results.js';
import type { Results } from './sealing.js';

/** What the results say in the sections that are prose and tables, by section; one that has nothing to say is left out. */
export function sectionBodies({ run, results }: { readonly run: Run; readonly results: Results }): Bodies {
  const { samples } = results.added;
  return {
    ...body('period', periodBody(results.added.period)),
    ...body('sampling', samplingBody(samples)),
    ...body('acts', actsBody(ledgerResults(run, results.added))),
  };
}

function body(id: keyof Bodies, found: SectionBody | null): Bodies {
  return found === null ? {} : { [id]: found };
}
