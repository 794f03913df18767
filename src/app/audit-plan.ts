import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { openPack } from '../pack/reader.js';
import { type AuditRequest, planAudit } from './plan.js';
import { type LastRun, lastRun, type ReadPlan, readPlan } from './read-plan.js';
import { definitions, rules } from './rules.js';

/** What the run would read, with the figures of the newest pack in `out`, if there is one. Makes no call. */
export async function planReads(request: AuditRequest & { readonly out: string }): Promise<ReadPlan> {
  const plan = await planAudit(request, { controls: definitions, catalogs: rules.catalogs });
  const { sources, organizations, gates } = plan.scoped;
  return readPlan(plan.selection.regions, await newestIn(request.out), {
    sources,
    organizations: organizations.map(({ org }) => org),
    gatesDir: gates.dir,
    hasSonarqube: gates.sonarqube !== null,
  });
}

async function newestIn(out: string): Promise<LastRun | null> {
  try {
    const last = await lastRun(await openPack(join(out, 'latest')));
    return last;
  } catch (error) {
    // None there, or none that this version can read: the plan does without.
    if (error instanceof PrepayError) return null;
    throw error;
  }
}
