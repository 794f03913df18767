import { byCodeUnit } from '../../core/json.js';
import { PrepayError } from '../../core/errors.js';
import type { Scope } from '../../core/scope.js';
import { collectAccount } from './collect-account.js';
import { collectGuardDuty } from './collect-guardduty.js';
import { type AwsIdentity, collectIdentity } from './collect-identity.js';
import { collectRegion, regionNotRead } from './collect-region.js';
import { collectRegions, type RegionChoice } from './collect-regions.js';
import type { Reading } from '../reading/read-items.js';

export interface CollectAws extends Reading {
  /** The account that the configuration names; null if it names none. */
  readonly account: string | null;
  /** Regions by name, or every region that is enabled for the account. */
  readonly regions: readonly string[] | 'all';
  /** The region that is asked for identity and regions. */
  readonly homeRegion: string;
  /** Called once the source itself has said whose credentials these are. */
  readonly onIdentity?: (identity: AwsIdentity) => void;
}

export interface CollectedAws {
  /** As STS names it; else the expected one; else `unidentified`. */
  readonly account: string;
  readonly identity: AwsIdentity | null;
  /** The regions that were read, sorted. */
  readonly regions: readonly string[];
}

/**
 * What was read of an AWS account, once all of it is in the sink: facts with their evidence, and for every kind and
 * scope how complete it is. A read that fails is a gap, never an exception.
 *
 * Throws PREPAY_WRONG_ACCOUNT where the credentials belong to another account than the expected one, and
 * PREPAY_UNKNOWN_REGION for a named region that AWS does not list.
 */
export async function collectAws(options: CollectAws): Promise<CollectedAws> {
  const identity = await collectIdentity(options, options.account);
  if (identity !== null && options.account !== null && identity.account !== options.account) {
    throw new PrepayError(
      'PREPAY_WRONG_ACCOUNT',
      `the credentials are ${identity.arn}: expected account ${options.account}, got ${identity.account}`,
      'Set AWS_PROFILE or --aws-profile to credentials of the account, or correct scope.aws[].account.',
    );
  }
  if (identity !== null) options.onIdentity?.(identity);
  const account = identity?.account ?? options.account ?? 'unidentified';
  const scope: Scope = { source: 'aws', account };
  const [regions] = await Promise.all([readChosenRegions(options, scope), collectAccount(options, scope)]);
  return { account, identity, regions };
}

async function readChosenRegions(options: CollectAws, scope: Scope): Promise<string[]> {
  return readRegions(options, scope, await collectRegions(options, scope, options));
}

async function readRegions(reading: Reading, scope: Scope, chosen: RegionChoice): Promise<string[]> {
  if (chosen.rest !== null) regionNotRead(reading, scope, chosen.rest);
  for (const { region, gap } of chosen.disabled) regionNotRead(reading, { ...scope, region }, gap);
  const regions = [...new Set(chosen.readable)].sort(byCodeUnit);
  await Promise.all([
    ...regions.map((region) => collectRegion(reading, { ...scope, region })),
    collectGuardDuty(reading, scope, regions, chosen.rest),
  ]);
  return regions;
}
