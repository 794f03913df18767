import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { packNameOf } from '../core/chain.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { member } from '../pack/layout.js';
import { parseAs } from '../pack/parse.js';
import { assertSealed, packFolder, readMember } from '../pack/reader.js';
import { errorCode } from '../pack/storage-error.js';
import type { AuditPlan } from './plan.js';
import { newestPack, storeAt } from './store.js';
import { nameOf } from './store-plan.js';

/** The pack that a run is compared with; its files are verified when it is compared. */
export interface DriftBaseline {
  readonly path: string;
  /** Removes what was fetched of it. */
  remove(): Promise<void>;
}

export interface BaselineRequest {
  /** A pack that the user names; null: the newest full one of the store, or of `out` where no store is configured. */
  readonly against: string | null;
  readonly out: string;
  readonly demo: 'before' | 'after' | null;
  readonly awsProfile: string | null;
}

/**
 * The pack to compare with, found before the run adds its own; null where there is none. Throws PREPAY_PACK_NOT_FOUND, and
 * PREPAY_USAGE for a partial run, which is never a baseline.
 */
export async function driftBaseline(
  plan: Pick<AuditPlan, 'store' | 'config'>,
  keys: readonly KeyObject[],
  { against, out, demo, awsProfile }: BaselineRequest,
): Promise<DriftBaseline | null> {
  if (against !== null) return named(against);
  if (plan.store !== null) {
    const store = storeAt(plan.store.url, { awsProfile });
    try {
      return await newestPack(store, keys, plan.store.name);
    } finally {
      store.close();
    }
  }
  const entity = demo === null ? (plan.config.config.entity?.name ?? 'prepay') : `demo-${demo}`;
  const path = await newestIn(out, nameOf(entity));
  return path === null ? null : { path, remove };
}

const remove = (): Promise<void> => Promise.resolve();

async function named(against: string): Promise<DriftBaseline> {
  // Where it leads now: `latest` is another pack by the time of the comparison.
  const path = await realFolder(against);
  await assertSealed(path);
  if (await isPartial(path))
    throw new PrepayError(
      'PREPAY_USAGE',
      `--against ${against}: a partial run, which is no baseline of a drift`,
      'Name the pack of a whole run.',
    );
  return { path, remove };
}

async function realFolder(path: string): Promise<string> {
  return realpath(await packFolder(path));
}

/** The newest whole pack of that name in the folder, by the time in its own name. */
async function newestIn(out: string, name: string): Promise<string | null> {
  const found = await readdir(out).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const packs = found.filter((packId) => packNameOf(packId)?.name === name).sort(byCodeUnit);
  for (const packId of packs.toReversed()) {
    const path = join(out, packId);
    if ((await readMember(path, member.manifest)) !== null && !(await isPartial(path))) return path;
  }
  return null;
}

async function isPartial(path: string): Promise<boolean> {
  const text = (await readMember(path, member.run)) ?? '';
  return parseAs(z.object({ partial: z.boolean() }), text, member.run, null).partial;
}
