import type { Finding } from '../core/finding.js';
import { canonical, type JsonObject, sha256Hex } from '../core/json.js';
import type { AddedResults, ClauseResult, Population, ReadSummary, Run, ScopeFile, WafMatrixRow } from '../core/run.js';
import { ruleSources } from '../generated/rule-sources.js';
import { addedDocuments } from '../pack/added-results.js';
import type { JournalHeader } from '../pack/journal.js';
import { jsonDocument, jsonLines } from '../pack/json-lines.js';
import { member } from '../pack/layout.js';
import { leafTree } from '../pack/leaves.js';
import { thisProcess } from '../pack/owner.js';
import { countPopulations, countReads, type PackPredicate } from '../pack/predicate.js';
import type { PackReader } from '../pack/reader.js';
import type { PackRecording } from '../pack/recording-index.js';
import type { PackWriter, Sealed } from '../pack/writer.js';
import { effectiveConfiguration } from './effective.js';
import { type Performance, scopeFile } from './perform.js';
import { reusedReads } from './resume.js';
import { rules } from './rules.js';

/** The results of a run, as they stand in results/ and scope.json. */
export interface Results {
  readonly scope: ScopeFile;
  readonly findings: readonly Finding[];
  readonly clauses: readonly ClauseResult[];
  readonly populations: readonly Population[];
  readonly reads: readonly ReadSummary[];
  /** Null in a pack of a version that made none. */
  readonly wafMatrix: readonly WafMatrixRow[] | null;
  readonly added: AddedResults;
}

/** Writes run.json, scope.json and results/; findings stream to the disk and past `onFinding` while they are made. */
export async function writeResults(
  writer: PackWriter,
  run: Run,
  performed: Performance,
  onFinding: (finding: Finding) => void,
): Promise<Results> {
  await writer.write(member.run, jsonDocument(run));
  const findings: Finding[] = [];
  const noted = async function* (): AsyncGenerator<Finding> {
    for await (const finding of performed.findings) {
      findings.push(finding);
      onFinding(finding);
      yield finding;
    }
  };
  await writer.write(member.findings, jsonLines(noted()));
  const results = await resultsOf(run, performed, findings, writer.recorded);
  for (const [path, text] of resultFiles(results)) await writer.write(path, text);
  return results;
}

/** A pack's results made again from its recording, and the files of them in the bytes that a run writes. */
export async function replayResults(
  pack: PackReader,
  performed: Performance,
): Promise<{ readonly results: Results; readonly files: ReadonlyMap<string, string> }> {
  const findings: Finding[] = [];
  for await (const finding of performed.findings) findings.push(finding);
  const results = await resultsOf(await pack.run(), performed, findings, pack.recorded);
  return { results, files: resultFiles(results) };
}

async function resultsOf(
  run: Run,
  performed: Performance,
  findings: readonly Finding[],
  recorded: PackRecording,
): Promise<Results> {
  const reads = await recorded.summaries();
  return {
    scope: { ...scopeFile(run, performed.collected, reads), ...reusedReads(run, reads, recorded) },
    findings,
    clauses: performed.clauses(),
    populations: performed.populations,
    reads,
    wafMatrix: performed.wafMatrix,
    added: performed.added(),
  };
}

function resultFiles({ scope, clauses, populations, reads, wafMatrix, added }: Results): ReadonlyMap<string, string> {
  return new Map([
    [member.scope, jsonDocument(scope)],
    [member.clauses, jsonDocument(clauses)],
    [member.populations, jsonDocument(populations)],
    [member.reads, jsonDocument(reads)],
    ...(wafMatrix === null ? [] : [[member.wafMatrix, jsonDocument(wafMatrix)] as const]),
    ...addedDocuments(added),
  ]);
}

/** Writes rules/: controls with the text of their checks, catalogs, and the parameters of this run. */
export async function writeRules(writer: PackWriter, run: Run): Promise<void> {
  for (const [path, text] of ruleFiles()) await writer.write(path, text);
  const { params } = effectiveConfiguration.parse(run.configuration);
  await writer.write(member.parameters, jsonDocument(params));
}

/** Every rule file that this version writes, by its path in a pack: data to read, never executed. */
function ruleFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...rules.controls.flatMap(({ definition, digest }): [string, string][] => [
      [`rules/controls/${definition.id}.json`, jsonDocument({ digest, definition })],
      [`rules/controls/${definition.id}.check.ts`, ruleSources[definition.id] ?? ''],
    ]),
    ...rules.catalogs.map((catalog): [string, string] => [
      `rules/frameworks/${catalog.id}.json`,
      jsonDocument(catalog),
    ]),
  ]);
}

/** SHA-256 hex of each rule file of this version, by its path in a pack. */
export function ruleDigests(): ReadonlyMap<string, string> {
  return new Map([...ruleFiles()].map(([path, text]) => [path, sha256Hex(text)]));
}

/** Root and size of the tree over the lines of a pack, which the statement names; null where the run has no secret for it. */
export async function leavesOf(
  folder: string,
  { leafSecret }: Run,
  { findings, reads }: Pick<Results, 'findings' | 'reads'>,
): Promise<{ readonly root: string; readonly size: number } | null> {
  if (leafSecret === undefined) return null;
  const recordings = new Set(reads.map(({ file }) => file));
  const { root, size } = await leafTree(folder, leafSecret, { findings, recordings });
  return { root, size };
}

/** The statement that is signed over a pack's manifest. */
export function predicateOf(
  sealed: Sealed & {
    readonly run: Run;
    readonly results: Results;
    readonly endedAt: string;
    readonly leaves: NonNullable<PackPredicate['leaves']> | null;
  },
): PackPredicate {
  const { run, results, endedAt, leaves, evidenceRoot, digests } = sealed;
  const place = results.added.period?.place ?? null;
  return {
    packId: run.packId,
    sequence: place?.sequence ?? null,
    previousPack: place?.previousPack ?? null,
    expectedCadence: place === null || place.sequence === null ? null : cadenceOf(results),
    window: { start: run.declaredAt, end: endedAt },
    evidenceRoot,
    digests,
    tool: { version: run.tool.version, commit: null, integrity: null },
    runner: run.runner,
    ...(leaves === null ? {} : { leaves }),
    ...(run.nonce === undefined ? {} : { nonce: run.nonce }),
    collectors: results.scope.sources.flatMap(({ source, identity }) =>
      identity === null ? [] : [{ source, identity }],
    ),
    clockSource:
      run.demo === null ? "the machine's clock; the servers' Date headers are recorded" : 'the recording of the demo',
    reads: countReads(results.reads),
    populations: countPopulations(results.populations),
  };
}

function cadenceOf({ added }: Results): string | null {
  return added.period?.cadence ?? null;
}

/** What heads the journal of an unsealed pack: the digest of the configuration, the declared time, and what --resume compares. */
export async function journalHeaderOf(run: Run): Promise<JsonObject> {
  const configurationSha256 = sha256Hex(canonical(run.configuration));
  return asObject({ declaredAt: run.declaredAt, configurationSha256, owner: await thisProcess(), run });
}

/** In plain JSON, as it will be read back. */
function asObject(value: JournalHeader): JsonObject {
  const plain: unknown = JSON.parse(canonical(value));
  return plain as JsonObject;
}
