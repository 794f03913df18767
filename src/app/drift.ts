import type { KeyObject } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Drift } from '../core/drift.js';
import { comparePacks } from '../drift/compare.js';
import { loadPublicKey, type Signer } from '../pack/signer.js';
import { type AuditOptions, type AuditResult, audit } from './audit.js';
import { buildOf } from './build.js';
import { comparedPack } from './compared-pack.js';
import { notifyTargets } from './config-notify.js';
import { appendStepSummary, type DriftOutput, driftFile, driftFormats, writeDrift } from './diff.js';
import { type DriftBaseline, driftBaseline } from './drift-baseline.js';
import { notifyAll } from './notify.js';
import { planAudit } from './plan.js';
import { definitions, rules } from './rules.js';
import { signerOf } from './signers.js';

export interface DriftOptions extends AuditOptions {
  /** The pack to compare with; null: the newest of the store, or of `out`. */
  readonly against: string | null;
  /** Files of public keys that may have signed it; none: that of the key that signs this run. */
  readonly keys: readonly string[];
  /** Told of what was compared before anybody is notified. */
  readonly onDrift: (drift: Drift | null, result: AuditResult) => void;
}

export interface DriftRun {
  readonly audited: AuditResult;
  /** Null where there was no earlier pack. */
  readonly drift: Drift | null;
  /** The reports of the drift, beside the pack. */
  readonly reports: readonly DriftOutput[];
  /** Names of the targets that were told. */
  readonly notified: readonly string[];
  /** 1 for a regression, else 0; without an earlier pack that of the run. */
  readonly exit: number;
}

/**
 * An audit, compared with the newest whole pack before it; whoever the configuration names is told. Throws what an audit
 * throws; PREPAY_PACK_INVALID where the earlier pack does not verify, and PREPAY_NOTIFY_FAILED, both with the pack sealed.
 */
export async function auditDrift(options: DriftOptions): Promise<DriftRun> {
  const plan = await planAudit(options, { controls: definitions, catalogs: rules.catalogs });
  const targets = notifyTargets(plan.config.config.notify ?? [], process.env);
  const chosen = plan.signing.signer;
  const signer = options.signer ?? (chosen === null ? null : await signerOf(chosen, options.awsProfile));
  const keys = await baselineKeys(options.keys, signer);
  const baseline = await driftBaseline(plan, keys, options);
  try {
    // The signer may be a service that is asked: once is enough.
    const audited = await audit(signer === null ? options : { ...options, signer });
    if (baseline === null) {
      options.onDrift(null, audited);
      return { audited, drift: null, reports: [], notified: [], exit: audited.summary.exit };
    }
    const drift = await compared(baseline, { keys, signer }, audited, options);
    const reports = await besidePack(audited, drift);
    await appendStepSummary(drift, process.env);
    options.onDrift(drift, audited);
    const { runUrl } = buildOf(process.env, process.cwd());
    const notified = await notifyAll(targets, drift, { signal: options.signal, runUrl });
    return { audited, drift, reports, notified, exit: drift.exit };
  } finally {
    await baseline?.remove();
  }
}

async function baselineKeys(files: readonly string[], signer: Signer | null): Promise<readonly KeyObject[]> {
  if (files.length > 0) return Promise.all(files.map(loadPublicKey));
  return signer === null ? [] : [signer.publicKey];
}

async function compared(
  baseline: DriftBaseline,
  { keys, signer }: { readonly keys: readonly KeyObject[]; readonly signer: Signer | null },
  { summary }: AuditResult,
  { failOn, allowIncomplete }: DriftOptions,
): Promise<Drift> {
  const before = await comparedPack(baseline.path, keys);
  const after = await comparedPack(packOf(summary), signer === null ? [] : [signer.publicKey]);
  return comparePacks(before, after, { failOn, allowIncomplete });
}

/** `<out>/drift/<pack>/`: never in the pack, and no name that a pack could have. */
async function besidePack({ summary }: AuditResult, drift: Drift): Promise<readonly DriftOutput[]> {
  const folder = join(dirname(packOf(summary)), 'drift', drift.after.packId);
  const reports = driftFormats.map((format) => ({ format, path: join(folder, driftFile(format)) }));
  await writeDrift(drift, reports);
  return reports;
}

function packOf({ paths }: AuditResult['summary']): string {
  if (paths.pack === null) throw new TypeError('a run that was sealed has a pack');
  return paths.pack;
}
