import { redact } from '../collect/transport/redact.js';
import type { Retention } from '../collect/store/s3-store.js';
import { packNameOf } from '../core/chain.js';
import { PrepayError } from '../core/errors.js';
import { packIdOf } from '../pack/output-folder.js';
import type { LoadedConfig } from './config.js';

/** The store that a run reads, and that its pack goes to if the run is a full one. */
export interface StorePlan {
  readonly url: string;
  /** What ends the names of the entity's packs: its chain. */
  readonly name: string;
  readonly cadence: string;
  /** How long S3 holds what is put there; null leaves it to the bucket. */
  readonly retention: Retention | null;
}

const control = 'daily-audit-ran';

/**
 * The store of a run; null where none is configured, in a demo, and where a narrowed run does not judge by it. Throws
 * PREPAY_CONFIG_INVALID for a cadence without a store, a retention of a folder, and a full run that nobody signs.
 */
export function storePlanOf(
  loaded: LoadedConfig,
  run: {
    readonly isDemo: boolean;
    readonly isPartial: boolean;
    readonly isSigned: boolean;
    readonly controls: readonly string[];
  },
): StorePlan | null {
  const { store, cadence, entity } = loaded.config;
  if (store === undefined) {
    if (cadence === undefined) return null;
    throw invalid(
      loaded,
      'cadence',
      'says how often packs are expected, but there is no store',
      'Set store, or take cadence out.',
    );
  }
  const setting = typeof store === 'string' ? { url: store } : store;
  if ('retainDays' in setting && !setting.url.startsWith('s3://')) {
    throw invalid(loaded, 'store', 'sets retainDays, which S3 alone can keep', 'Take it out, or name a bucket.');
  }
  if (redact(setting.url).redactions.length > 0) {
    throw invalid(
      loaded,
      'store',
      'holds what looks like a card number or a secret',
      'Take it out: it is sealed into every pack.',
    );
  }
  const { isDemo, isPartial, isSigned, controls } = run;
  if (isDemo || (isPartial && !controls.includes(control))) return null;
  if (!isPartial && !isSigned) {
    throw invalid(
      loaded,
      'store',
      'chains packs by their signed statements, but no key is given',
      'Give --sign KEY or set signing.key, or take store out for a run whose pack nobody signs.',
    );
  }
  const retention =
    typeof store === 'string' || store.retainDays === undefined ? null : { days: store.retainDays, mode: store.mode };
  return { url: setting.url, name: nameOf(entity?.name ?? 'prepay'), cadence: cadence ?? 'P1D', retention };
}

/** What ends the name of every pack of that entity. */
export function nameOf(entity: string): string {
  return packNameOf(packIdOf('2000-01-01T00:00:00.000Z', entity))?.name ?? entity;
}

/** The assessor's challenge as it may stand in a statement; null for none. Throws PREPAY_USAGE. */
export function checkedNonce(nonce: string | null): string | null {
  if (nonce === null) return null;
  if (!/^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u.test(nonce)) {
    throw new PrepayError(
      'PREPAY_USAGE',
      '--nonce: expected 1 to 200 printable characters on one line',
      'Take the challenge from the assessor, for example 16 random bytes as hexadecimal digits.',
    );
  }
  if (redact(nonce).redactions.length > 0) {
    throw new PrepayError(
      'PREPAY_USAGE',
      '--nonce: it looks like a card number or a secret, and it is printed in every report',
      'Ask the assessor for another one.',
    );
  }
  return nonce;
}

function invalid(loaded: LoadedConfig, key: string, wrong: string, next: string): PrepayError {
  const place = `${loaded.path ?? 'configuration'}:${loaded.lineOf([key])}`;
  return new PrepayError('PREPAY_CONFIG_INVALID', `${place} "${key}" ${wrong}`, next);
}
