import { z } from 'zod';
import type { FactKinds, FactSink } from '../../core/fact.js';
import { mergeGaps } from '../../core/gap.js';
import type { EvidenceRef, Gap, ReadRequest } from '../../core/read.js';
import type { SonarqubeContent } from '../../facts/gates/sonarqube.js';
import { forEachPage, type ReadEnding } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { gatesRead, gatesScope } from './read-file.js';
import {
  conditionsOf,
  gateShown,
  graveIssues,
  hotspotsFound,
  issuesFound,
  openHotspots,
  openOf,
  type Place,
  projectStatus,
  statusOf,
} from './sonarqube-shapes.js';
import { sonarqubeMost } from './sonarqube-operations.js';
import { timeOfText } from './time.js';

/** The project that the run states; null where none is configured, which is an answer. */
export interface SonarqubeProject {
  readonly project: string;
  readonly branch: string | null;
}

const kind = 'gates.sonarqube-analysis';
const id = 'analysis';
type Analysis = NonNullable<FactKinds[typeof kind]['analysis']>;

// api/project_analyses/search
const analyses = z.object({
  analyses: z.array(z.object({ key: z.string(), date: z.string(), revision: z.string().optional() })),
});
const status = z.object({ projectStatus });
const gateOfProject = z.object({ qualityGate: z.object({ name: z.string() }) });

/** One fact: what the server says of the project's last analysis. Of what it does not say, the fact has a gap. */
export async function collectSonarqube(
  transport: Transport,
  sink: FactSink,
  project: SonarqubeProject | null,
): Promise<void> {
  if (project === null) {
    sink.covered(kind, gatesScope, { gap: null, reads: [], delivered: true });
    return;
  }
  const reads = new Reads(transport);
  const branch: Record<string, string> = project.branch === null ? {} : { branch: project.branch };
  const listed = await reads.one('sonarqube:Analyses', { project: project.project, ...branch }, analyses);
  const coverage = { reads: reads.made, delivered: listed !== null };
  sink.covered(kind, gatesScope, { gap: listed === null ? reads.gap : null, ...coverage });
  if (listed === null) return;
  const analysis = latest(listed);
  const said = await saidOf(reads, project.project, branch, analysis);
  const unsaid = reads.gap === null ? null : { reason: reads.gap.reason, text: reads.gap.text };
  const data = { id, project: project.project, branch: project.branch, analysis, said, unsaid };
  sink.fact({ kind, id, name: null, scope: gatesScope, data, evidence: reads.evidence });
  if (reads.gap !== null) sink.gap(kind, gatesScope, id, reads.gap);
}

function latest({ analyses: [first] }: z.infer<typeof analyses>): Analysis | null {
  if (first === undefined) return null;
  const { key, date, revision = '' } = first;
  // SonarQube writes the zone without a colon.
  const at = timeOfText(date.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (at === null) return null;
  return { key, at, revision: /^[0-9a-f]{40}$/.test(revision) ? revision : null };
}

async function saidOf(
  reads: Reads,
  project: string,
  branch: Readonly<Record<string, string>>,
  analysis: Analysis | null,
): Promise<SonarqubeContent[]> {
  // Of that analysis, so that one that ends in between changes nothing.
  const which = analysis === null ? { projectKey: project, ...branch } : { analysisId: analysis.key };
  const found = await reads.one('sonarqube:ProjectStatus', which, status);
  const gate = await reads.one('sonarqube:Gate', { project }, gateOfProject);
  const own =
    gate === null ? null : await reads.one('sonarqube:GateConditions', { name: gate.qualityGate.name }, gateShown);
  const of = { components: project, ...branch };
  // Both ways of ranking are in use, and which one a server shows is a setting of it.
  const issues = await reads.places(issuesFound, graveIssues, [
    { operation: 'sonarqube:Issues', input: { ...of, severities: 'BLOCKER,CRITICAL' } },
    { operation: 'sonarqube:Issues', input: { ...of, impactSeverities: 'BLOCKER,HIGH' } },
  ]);
  const hotspots = await reads.places(hotspotsFound, openHotspots, [
    { operation: 'sonarqube:Hotspots', input: { project, ...branch } },
  ]);
  return [
    ...(found === null ? [] : [statusOf(found.projectStatus, own === null ? null : conditionsOf(own))]),
    ...(issues === null ? [] : [openOf('issues', issues.places, issues.isComplete)]),
    ...(hotspots === null ? [] : [openOf('hotspots', hotspots.places, hotspots.isComplete)]),
  ];
}

interface Paged {
  readonly paging: { readonly total: number };
}

interface Asked {
  readonly operation: string;
  readonly input: ReadRequest['input'];
}

/** The reads of one project: what they gave, and what they did not. */
class Reads {
  readonly evidence: EvidenceRef[] = [];
  readonly made: { key: string; operation: string }[] = [];
  #gaps: Gap[] = [];
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get gap(): Gap | null {
    const [first, ...more] = this.#gaps;
    return first === undefined ? null : mergeGaps(first, ...more);
  }

  /** The answer; null where there is none of the documented shape. */
  async one<T>(operation: string, input: ReadRequest['input'], schema: z.ZodType<T>): Promise<T | null> {
    const [first] = await this.#pages({ operation, input }, schema);
    return first ?? null;
  }

  /** What several lists name, each once; null where one of them did not come in full. */
  async places<T extends Paged>(
    schema: z.ZodType<T>,
    placesOf: (page: T) => Place[],
    asked: readonly Asked[],
  ): Promise<{ places: readonly Place[]; isComplete: boolean } | null> {
    const before = this.#gaps.length;
    const places: Place[] = [];
    let isComplete = true;
    for (const each of asked) {
      const pages = await this.#pages(each, schema);
      places.push(...pages.flatMap(placesOf));
      isComplete &&= pages.every(({ paging }) => paging.total <= sonarqubeMost);
    }
    // What was named is open whatever was not read.
    return this.#gaps.length > before && places.length === 0 ? null : { places, isComplete };
  }

  async #pages<T>(asked: Asked, schema: z.ZodType<T>): Promise<T[]> {
    const pages: T[] = [];
    const ending = await forEachPage(
      this.#transport,
      gatesRead(asked.operation, asked.input),
      ({ key, page, response }) => {
        const parsed = schema.safeParse(response);
        if (parsed.success) pages.push(parsed.data);
        else this.#gaps.push(unsupported(asked.operation, key, parsed.error));
        this.evidence.push({ read: key, page, pointer: '' });
      },
    );
    this.#note(ending);
    return pages;
  }

  #note({ key, operation, gap }: ReadEnding): void {
    this.made.push({ key, operation });
    if (gap !== null) this.#gaps.push(gap);
  }
}

function unsupported(operation: string, read: string, error: z.ZodError): Gap {
  const problems = error.issues.map(
    ({ path, message }) => `${path.map((part) => `/${String(part)}`).join('')}: ${message}`,
  );
  const text = `${operation} is not of the documented shape at ${problems.slice(0, 1).join('')}`;
  return { reason: 'unsupported', reads: [read], text };
}
