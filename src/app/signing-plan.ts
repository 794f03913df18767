import { dirname, resolve } from 'node:path';
import { PrepayError } from '../core/errors.js';
import type { LoadedConfig } from './config.js';

/** Where the key that signs is. Paths are resolved. */
export type SignerChoice =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'command';
      readonly program: string;
      readonly args: readonly string[];
      /** Names of variables. */
      readonly environment: readonly string[];
      readonly publicKey: string;
    }
  | { readonly kind: 'kms'; readonly key: string; readonly profile: string | null };

export interface TimeStampChoice {
  readonly url: string;
  readonly caFile: string;
  readonly policy: string | null;
  readonly required: boolean;
}

export interface SigningPlan {
  /** Null: the pack will be unsigned. */
  readonly signer: SignerChoice | null;
  readonly timestamp: TimeStampChoice | null;
}

/**
 * Who signs, and who stamps the signature: `flag` is the key file of --sign and stands before the configuration.
 * Throws PREPAY_CONFIG_INVALID where a signature is required, or is to be stamped, and nobody signs.
 */
export function signingPlan(flag: string | null, { path, config }: LoadedConfig): SigningPlan {
  const { signing } = config;
  const beside = (file: string): string => resolve(dirname(path ?? '.'), file);
  const signer = flag !== null ? ({ kind: 'file', path: flag } as const) : chosen(signing, beside);
  if (signer === null && (signing?.required === true || signing?.timestamp !== undefined)) {
    const why = signing.required
      ? 'requires a signature (signing.required)'
      : 'has signatures stamped (signing.timestamp)';
    throw new PrepayError(
      'PREPAY_CONFIG_INVALID',
      `${path ?? 'the configuration'} ${why}, but no key is given`,
      'Give --sign KEY or set signing.key.',
    );
  }
  const { timestamp } = signing ?? {};
  return {
    signer,
    timestamp:
      timestamp === undefined
        ? null
        : { ...timestamp, caFile: beside(timestamp.caFile), policy: timestamp.policy ?? null },
  };
}

function chosen(signing: LoadedConfig['config']['signing'], beside: (file: string) => string): SignerChoice | null {
  if (signing?.key !== undefined) return { kind: 'file', path: beside(signing.key) };
  if (signing?.kms !== undefined) return { kind: 'kms', key: signing.kms, profile: signing.kmsProfile ?? null };
  const [program, ...args] = signing?.command ?? [];
  if (program === undefined || signing?.publicKey === undefined) return null;
  return {
    kind: 'command',
    program: beside(program),
    args,
    environment: signing.environment ?? [],
    publicKey: beside(signing.publicKey),
  };
}
