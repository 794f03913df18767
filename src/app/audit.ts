import type { KeyObject } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { closeConnections } from '../collect/transport/proxy.js';
import { recorder } from '../collect/transport/recorder.js';
import type { Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import type { ReadLine } from '../core/read.js';
import { createGate, type KnownFindings } from '../evaluate/gate.js';
import { lockOutput } from '../pack/output-folder.js';
import { removeJournals } from '../pack/journal.js';
import type { Signer } from '../pack/signer.js';
import { createPack, type PackWriter, type TimeStamper } from '../pack/writer.js';
import type { ReportModel } from '../report/model-types.js';
import { buildSummary, type RunPaths, type SummaryDocument } from '../report/summary.js';
import { copyEvidence } from './attestations-copy.js';
import { type Start, type StartOptions, startOf } from './audit-start.js';
import { loadBaseline } from './baseline.js';
import type { LoadedConfig } from './config.js';
import { type Format, formatOf, outputsOf, reportFile } from './formats.js';
import { perform } from './perform.js';
import { type AuditRequest, planAudit } from './plan.js';
import { render } from './render.js';
import { modelOf } from './report-model.js';
import { resume } from './resume.js';
import { definitions, rules } from './rules.js';
import { journalHeaderOf, leavesOf, predicateOf, writeResults, writeRules } from './sealing.js';
import { storeAt } from './store.js';
import { lockStore, putPack, readerOf } from './store-put.js';
import { signerOf } from './signers.js';
import { timeStamperOf } from './timestamp.js';
import { verifyingKeys } from './verifying-keys.js';
import { refuseExisting, writeNew } from './write-new.js';

export interface AuditOptions extends AuditRequest, StartOptions {
  readonly out: string;
  readonly formats: readonly string[];
  /** `FORMAT=FILE`. */
  readonly outputs: readonly string[];
  /** In the place of the key that the request names: the demo's throw-away key. */
  readonly signer?: Signer;
  /** A pack whose findings do not count again; null for none. */
  readonly baseline?: string | null;
  /** Go on with the run in `out` that was cut short. */
  readonly resume?: boolean;
}

export interface AuditResult {
  readonly summary: SummaryDocument;
  readonly model: ReportModel;
  readonly paths: RunPaths;
}

/**
 * One audit: plan, collect, judge, seal, report. Throws the errors of usage and configuration before anything is read;
 * whatever a source refuses is in the pack and in the exit code of the summary.
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const formats = [...new Set(options.formats)].map((name) => formatOf('--format', name));
  const outputs = outputsOf(options.outputs);
  for (const { path } of outputs) refuseExisting(path);
  const plan = await planAudit(options, { controls: definitions, catalogs: rules.catalogs });
  const { signer: chosen, timestamp } = plan.signing;
  const signer = options.signer ?? (chosen === null ? null : await signerOf(chosen, options.awsProfile));
  const { baseline = null } = options;
  const before = baseline === null ? null : await loadBaseline(baseline, plan.partialBecause);
  const store = plan.store === null ? null : storeAt(plan.store.url, { ...options, retention: plan.store.retention });
  const isChained = plan.partialBecause.length === 0;
  const reader = store === null ? null : readerOf(store, await knownKeys(plan.config, signer));
  const fresh = await startOf(plan, { ...options, store: reader }, before?.baseline ?? null);
  const release = await lockOutput(options.out);
  let releaseStore: () => Promise<void> = () => Promise.resolve();
  try {
    if (store !== null && isChained) releaseStore = await lockStore(store.url, options.out);
    // Asked before anything is read. A demo is signed with a key that is thrown away.
    const timeStamper =
      signer === null || timestamp === null || options.demo !== null
        ? null
        : await timeStamperOf(timestamp, (why) => options.onEvent({ type: 'stage', stage: 'sealing', detail: why }));
    const resumed = options.resume === true ? await resume(options.out, fresh.run, new Date()) : null;
    const start = resumed === null ? fresh : fresh.goOn(resumed);
    const { packId } = start.run;
    const writer = await createPack({ out: options.out, packId, header: await journalHeaderOf(start.run) });
    try {
      await copyEvidence(writer, start.run, plan.ledger);
      const result = await collectAndSeal({
        ...start,
        options,
        formats,
        outputs,
        signer,
        timeStamper,
        writer,
        known: before?.known ?? new Map(),
      });
      await removeJournals(resumed?.folders ?? []);
      if (store !== null && isChained && result.paths.pack !== null) {
        options.onEvent({ type: 'stage', stage: 'storing', detail: store.url });
        await putPack(result.paths.pack, store);
      }
      return result;
    } catch (error) {
      await writer.abandon();
      // Refused before it began: the journal holds nothing that anybody could want.
      if (error instanceof PrepayError && error.exit === 2) await rm(writer.folder, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await releaseStore();
    await release();
    store?.close();
    await closeConnections();
  }
}

/** The keys by which earlier packs are known: the run's own, and those that the configuration names. */
async function knownKeys(config: LoadedConfig, signer: Signer | null): Promise<readonly KeyObject[]> {
  return [...(signer === null ? [] : [signer.publicKey]), ...(await verifyingKeys(config)).publicKeys];
}

interface Work extends Omit<Start, 'goOn'> {
  readonly options: AuditOptions;
  readonly formats: readonly Format[];
  readonly outputs: readonly { readonly format: Format; readonly path: string }[];
  readonly signer: Signer | null;
  readonly timeStamper: TimeStamper | null;
  readonly writer: PackWriter;
  readonly known: KnownFindings;
}

async function collectAndSeal(work: Work): Promise<AuditResult> {
  const { options, run, writer, signer } = work;
  const { onEvent, signal } = options;
  onEvent({
    type: 'stage',
    stage: 'collecting',
    detail: run.demo === null ? '' : `from the demo's recording, ${run.demo}`,
  });
  const clock = { lastReadAt: run.declaredAt };
  const performed = await perform(recording(work, clock), run, () => onEvent({ type: 'resource' }));
  onEvent({ type: 'stage', stage: 'judging', detail: `${run.selection.controls.length} controls` });
  const gate = createGate({ ...run.selection, known: work.known });
  const results = await writeResults(writer, run, performed, (finding) => gate.add(finding));
  await writeRules(writer, run);
  throwIfInterrupted(signal);
  onEvent({ type: 'stage', stage: 'reporting', detail: work.formats.join(', ') });
  const evidenceRoot = await writer.evidenceRoot();
  const signedBy = signer?.fingerprint ?? null;
  const model = await modelOf({ run, results, evidenceRoot, signedBy, recorded: writer.recorded });
  for (const format of work.formats) await writer.write(`reports/${reportFile(format)}`, await render(format, model));
  throwIfInterrupted(signal);
  onEvent({ type: 'stage', stage: 'sealing', detail: signedBy === null ? 'UNSIGNED' : signedBy });
  const endedAt = clock.lastReadAt;
  const leaves = await leavesOf(writer.folder, run, results);
  const sealed = await writer.seal({
    predicate: (digests) => predicateOf({ run, results, endedAt, leaves, ...digests }),
    signer,
    timeStamper: work.timeStamper,
    guide: { previousPack: results.added.period?.place.previousPack ?? null, nonce: run.nonce ?? null },
  });
  for (const { format, path } of work.outputs) await writeNew(path, await render(format, model));
  const inPack = work.formats.map((format) => ({ format, path: join(sealed.path, 'reports', reportFile(format)) }));
  const paths: RunPaths = { pack: sealed.path, reports: [...inPack, ...work.outputs] };
  return { summary: buildSummary(model, gate.exit(), paths), model, paths };
}

/** Records, and notes when the last read of a source ended. */
function recording({ source, operation, writer }: Work, clock: { lastReadAt: string }): Transport {
  const append = (line: ReadLine): Promise<void> => {
    if (line.type === 'end' && line.source !== 'run' && line.endedAt > clock.lastReadAt)
      clock.lastReadAt = line.endedAt;
    return writer.append(line);
  };
  return recorder({ live: source, operation, append, recorded: writer.recorded });
}

const interruptedNext = 'Run it again; with --resume it goes on from what was read.';

/** Between two stages: what is written stays a journal, which passes for no pack. */
function throwIfInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new PrepayError('PREPAY_INTERRUPTED', 'the run was interrupted; nothing was sealed', interruptedNext);
}
