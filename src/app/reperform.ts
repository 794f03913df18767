import { replay } from '../collect/transport/replay.js';
import { redactText } from '../collect/transport/redact.js';
import type { Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { ReadKey, ReadLine, ReadRequest } from '../core/read.js';
import { scopeId } from '../core/scope.js';
import { jsonDocument } from '../pack/json-lines.js';
import { member } from '../pack/layout.js';
import { evidenceRootOf } from '../pack/manifest.js';
import { digestsOf, type PackPredicate } from '../pack/predicate.js';
import type { PackReader } from '../pack/reader.js';
import type { Signed } from '../pack/verify.js';
import type { ReplayResult } from '../pack/verify-replay.js';
import type { ReportModel } from '../report/model-types.js';
import { type EffectiveConfiguration, effectiveConfiguration } from './effective.js';
import { builtFormats, type Format, reportFile } from './formats.js';
import { calledByNobody, callersOf } from './live.js';
import { perform } from './perform.js';
import { render } from './render.js';
import { modelOf } from './report-model.js';
import { leavesOf, predicateOf, replayResults } from './sealing.js';

/**
 * Everything that follows from a pack's recording and run.json, made again: results, parameters, and the reports that
 * the pack has. Throws PREPAY_PACK_INVALID where the recording or the signed statement says what does not follow.
 */
export async function reperform(pack: PackReader, signed: Signed | null): Promise<ReplayResult> {
  const run = await pack.run();
  const configuration = configurationOf(run.configuration);
  const recording = new CheckedReplay(pack, configuration, run.declaredAt);
  const performed = await perform(recording, run);
  const { results, files } = await replayResults(pack, performed);
  const unasked = results.reads.find(({ key }) => !recording.asked.has(key));
  if (unasked !== undefined) throw invalid(`${nameOf(unasked)}: expected only reads that the audit makes`);
  const entries = await pack.manifest();
  const evidenceRoot = evidenceRootOf(entries);
  if (signed !== null) {
    const digests = digestsOf(entries);
    const endedAt = recording.lastReadAt;
    const leaves = await leavesOf(pack.path, run, results);
    const sealed = { run, results, endedAt, leaves, evidenceRoot, digests, manifestSha256: '' };
    assertStated(predicateOf(sealed), signed.predicate);
  }
  const model = await modelOf({
    run,
    results,
    evidenceRoot,
    signedBy: signed?.fingerprint ?? null,
    recorded: pack.recorded,
  });
  const packed = new Set(entries.map(({ path }) => path));
  const reports: [string, string | Uint8Array][] = [];
  for (const format of builtFormats) {
    const path = `reports/${reportFile(format)}`;
    if (packed.has(path)) reports.push([path, await rendered(format, model)]);
  }
  const parameters: [string, string] = [member.parameters, jsonDocument(configuration.params)];
  return {
    findings: results.findings,
    files: new Map<string, string | Uint8Array>([...files, parameters, ...reports]),
  };
}

/** The tool writes no report with a card number in it, so a pack that leads to one is none that it sealed. */
async function rendered(format: Format, model: ReportModel): Promise<string | Uint8Array> {
  try {
    return await render(format, model);
  } catch (error) {
    if (error instanceof PrepayError && error.code === 'PREPAY_SECRET_IN_OUTPUT') throw invalid(error.message);
    throw error;
  }
}

/** The replay of a pack, each line's command compared with the one that its operation gives for the request. */
class CheckedReplay implements Transport {
  readonly asked = new Set<ReadKey>();
  lastReadAt: string;
  readonly #recorded: Transport;
  readonly #commandOf: (request: ReadRequest) => string;

  constructor(pack: PackReader, stated: EffectiveConfiguration, declaredAt: string) {
    const callers = callersOf({
      homeRegion: stated.aws.homeRegion,
      awsProfile: null,
      ...calledByNobody,
      gatesDir: stated.gates.dir,
      stated: { ...stated, declaredAt },
    });
    this.lastReadAt = declaredAt;
    this.#recorded = replay(pack.recorded);
    this.#commandOf = (request) => {
      const caller = callers.find(({ source }) => source === request.source);
      if (caller === undefined) throw invalid(`${nameOf(request)}: expected a source that this version reads`);
      return redactText(caller.operation(request.operation).command(request));
    };
  }

  async *read(request: ReadRequest): AsyncGenerator<ReadLine, void, undefined> {
    const expected = this.#commandOf(request);
    for await (const line of this.#recorded.read(request)) {
      this.asked.add(line.key);
      if (line.command !== expected) {
        throw invalid(`${nameOf(line)}, command: expected ${expected}, got ${line.command}`);
      }
      // As a run notes it: what it states itself is read from no source.
      if (line.type === 'end' && line.source !== 'run' && line.endedAt > this.lastReadAt)
        this.lastReadAt = line.endedAt;
      yield line;
    }
  }
}

function configurationOf(stated: unknown): EffectiveConfiguration {
  const result = effectiveConfiguration.safeParse(stated);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${member.run}, configuration.${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function assertStated(expected: PackPredicate, signed: PackPredicate): void {
  const stated = new Map<string, unknown>(Object.entries(signed));
  for (const [name, value] of new Map<string, unknown>(Object.entries(expected))) {
    const [follows, got] = [canonical(value), canonical(stated.get(name) ?? null)];
    if (follows !== got) throw invalid(`statement, ${name}: expected ${follows}, got ${got}`);
  }
}

function nameOf({ operation, scope }: Pick<ReadRequest, 'operation' | 'scope'>): string {
  return `read ${operation} in ${scopeId(scope)}`;
}

function invalid(what: string): PrepayError {
  return new PrepayError('PREPAY_PACK_INVALID', what, 'Do not rely on the pack: it was changed after the run.');
}
