import type { Run } from '../core/run.js';
import type { PackRecording } from '../pack/recording-index.js';
import { buildModel } from '../report/model.js';
import type { ReportModel } from '../report/model-types.js';
import { excerptsOf } from './excerpts.js';
import { definitions, rules } from './rules.js';
import type { Results } from './sealing.js';
import { sectionBodies } from './section-bodies.js';

/** The report model of a run's results, at the end of a run or read back from a pack. */
export async function modelOf(input: {
  readonly run: Run;
  readonly results: Results;
  readonly evidenceRoot: string;
  readonly signedBy: string | null;
  readonly recorded: PackRecording;
}): Promise<ReportModel> {
  const { run, results, evidenceRoot, signedBy, recorded } = input;
  return buildModel({
    ...results,
    run,
    catalogs: rules.catalogs.filter((catalog) => run.selection.frameworks.includes(catalog.id)),
    controls: definitions,
    bodies: sectionBodies(input),
    integrity: { evidenceRoot, signedBy, packId: run.packId },
    locate: (read, page) => recorded.locate(read, page),
    excerpt: await excerptsOf(results.findings, recorded),
  });
}
