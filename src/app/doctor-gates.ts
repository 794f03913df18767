import { z } from 'zod';
import { gatesCaller } from '../collect/gates/caller.js';
import { collectGates } from '../collect/gates/collect.js';
import { gatesRead } from '../collect/gates/read-file.js';
import { sonarqubeCaller, withSonarqube } from '../collect/gates/sonarqube-caller.js';
import { readable, type Said, saidBy } from '../collect/reading/probe-result.js';
import type { Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import type { FactSink } from '../core/fact.js';
import { boundOf, commitJudged } from '../derive/gates/binding.js';
import { type Gate, gates as everyGate } from '../facts/gates/gate.js';
import type { EffectiveConfiguration } from './effective.js';
import { liveSources } from './live.js';

type Gates = EffectiveConfiguration['gates'];
type Build = EffectiveConfiguration['build'];

export interface GatesDoctor {
  readonly state: 'readable' | 'partly-readable' | 'unreadable' | 'not-in-scope';
  /** The folder of artefacts, as given. */
  readonly dir: string;
  readonly isThere: boolean;
  /** Why the folder cannot be listed; null where it can, or is not there. */
  readonly problem: string | null;
  /** The commit that is judged; null where nothing says it. */
  readonly commit: string | null;
  readonly gates: readonly GateFiles[];
  /** Gates that are expected, of which there is nothing that can be judged. */
  readonly missing: readonly Gate[];
  /** The SonarQube server; null where the configuration names none. */
  readonly sonarqube: (Said & { readonly url: string | null; readonly project: string }) | null;
}

export interface GateFiles {
  readonly gate: Gate;
  readonly isExpected: boolean;
  readonly why: string;
  readonly files: readonly GateFile[];
}

interface GateFile {
  readonly path: string;
  readonly format: string;
  /** Why a run could not judge by it; null where it could. */
  readonly problem: string | null;
}

export const noGates: GatesDoctor = {
  state: 'not-in-scope',
  dir: '',
  isThere: false,
  problem: null,
  commit: null,
  gates: [],
  missing: [],
  sonarqube: null,
};

export interface ExaminedBuild {
  readonly gates: Gates;
  readonly build: Build;
  /** ISO 8601; what is older than the configuration allows is stale. */
  readonly now: string;
}

/** Reads the folder of artefacts as a run would, and asks SonarQube once. */
export async function doctorGates(
  examined: ExaminedBuild,
  live: Omit<Parameters<typeof liveSources>[1], 'awsProfile'>,
): Promise<GatesDoctor> {
  const { dir, sonarqube } = examined.gates;
  live.onEvent({ type: 'stage', stage: 'reading', detail: dir });
  const server = sonarqubeCaller({ url: sonarqube?.url ?? null, token: process.env['SONAR_TOKEN'] || null });
  const caller = withSonarqube(gatesCaller({ dir }), server);
  return examineGates(liveSources([caller], { ...live, awsProfile: null }), examined);
}

/** What the folder of artefacts has of each gate, through that transport. */
export async function examineGates(transport: Transport, { gates, build, now }: ExaminedBuild): Promise<GatesDoctor> {
  const found: Found[] = [];
  const problems = new Set<string>();
  let isThere = true;
  const noting: Transport = {
    async *read(request) {
      for await (const line of transport.read(request)) {
        if (line.type === 'end' && line.operation === 'dir:List' && line.outcome === 'absent') isThere = false;
        yield line;
      }
    },
  };
  const sink: FactSink = {
    fact: ({ data }) => found.push(gateFact.parse(data)),
    covered: () => undefined,
    gap: (_kind, _scope, _id, { text }) => problems.add(text),
  };
  await collectGates({ transport: noting, sink, expectations: gates.expectations });
  const artefacts = found.flatMap((each) => each.artefacts);
  const commit = commitJudged(build, artefacts);
  const judged = everyGate.map((gate) => gateOf(gate, found, { gates, build, now, commit }));
  const sonarqube = gates.sonarqube === null ? null : await askSonarqube(transport, gates.sonarqube);
  const isAnswered = sonarqube?.result === 'readable';
  const missing = judged
    .filter(({ isExpected, files }) => isExpected && files.every(({ problem }) => problem !== null))
    .map(({ gate }) => gate)
    .filter((gate) => gate !== 'sonarqube' || !isAnswered);
  const isWhole =
    problems.size === 0 &&
    missing.length === 0 &&
    (sonarqube === null || isAnswered) &&
    judged.every(({ files }) => files.every(({ problem }) => problem === null));
  const [problem = null] = problems;
  const isSomething = isAnswered || artefacts.length > 0;
  const state = isWhole ? 'readable' : isSomething ? 'partly-readable' : 'unreadable';
  return { state, dir: gates.dir, isThere, problem, commit, gates: judged, missing, sonarqube };
}

const gateFact = z.object({
  id: z.enum(everyGate),
  artefacts: z.array(
    z.object({
      path: z.string(),
      format: z.string(),
      writtenAt: z.string(),
      commit: z.string().nullable(),
      statement: z.object({ commit: z.string().nullable(), problem: z.string().nullable() }).nullable(),
      problem: z.object({ text: z.string() }).nullable(),
    }),
  ),
});
type Found = z.infer<typeof gateFact>;

function gateOf(
  gate: Gate,
  found: readonly Found[],
  examined: ExaminedBuild & { readonly commit: string | null },
): GateFiles {
  const expected = examined.gates.expectations.find((each) => each.gate === gate);
  const artefacts = found.find(({ id }) => id === gate)?.artefacts ?? [];
  return {
    gate,
    isExpected: expected?.isExpected ?? false,
    why: expected?.why ?? 'nothing names it',
    files: artefacts.map((artefact) => ({
      path: artefact.path,
      format: artefact.format,
      problem: problemOf(artefact, examined),
    })),
  };
}

function problemOf(
  artefact: Found['artefacts'][number],
  { gates, build, now, commit }: ExaminedBuild & { readonly commit: string | null },
): string | null {
  if (artefact.problem !== null) return artefact.problem.text;
  const hours = (Date.parse(now) - Date.parse(artefact.writtenAt)) / 3_600_000;
  if (hours > gates.maxAgeHours) {
    return `written ${artefact.writtenAt}, more than ${gates.maxAgeHours} hours ago`;
  }
  const bound = boundOf(artefact, commit, build);
  return 'reason' in bound ? bound.text : null;
}

async function askSonarqube(
  transport: Transport,
  { url, project, branch }: NonNullable<Gates['sonarqube']>,
): Promise<NonNullable<GatesDoctor['sonarqube']>> {
  const request = gatesRead('sonarqube:Analyses', { project, ...(branch === null ? {} : { branch }) });
  const server = { url, project };
  try {
    for await (const line of transport.read(request)) {
      if (line.type !== 'end') continue;
      const said = saidBy(line);
      // A project that the server does not have, or does not show: either way a run reads nothing of it.
      if (line.outcome !== 'absent') return { ...server, ...said };
      return { ...server, result: 'failed', why: 'the server has no such project for this token', error: line.error };
    }
  } catch (error) {
    if (!(error instanceof PrepayError) || error.code !== 'PREPAY_NO_CREDENTIALS') throw error;
    return { ...server, result: 'denied', why: error.message, error: null };
  }
  return { ...server, ...readable };
}
