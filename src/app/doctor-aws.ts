import { awsCaller } from '../collect/aws/caller.js';
import { type CredentialSearch, findCredentials } from '../collect/aws/doctor-credentials.js';
import {
  type AwsExamination,
  examineAws,
  type MissingAction,
  missingActions,
  missingPolicy,
} from '../collect/aws/doctor.js';
import { trialPageSize } from '../collect/aws/doctor-trials.js';
import type { PolicyDocument } from '../collect/aws/policy.js';
import { awsRequestHandler } from '../collect/transport/proxy.js';
import type { ReadError } from '../core/read.js';
import { homeRegionOf } from './audit-start.js';
import { liveSources } from './live.js';

export interface AwsDoctor {
  readonly state: 'readable' | 'partly-readable' | 'unreadable' | 'no-credentials' | 'wrong-account' | 'not-in-scope';
  readonly profile: string | null;
  /** The kind of provider that had the credentials, never what they are; null where none had any. */
  readonly credentials: { readonly kind: string; readonly expiresAt: string | null } | null;
  readonly credentialsError: ReadError | null;
  /** AWS_ENDPOINT_URL; null for AWS's own. */
  readonly endpoint: string | null;
  readonly homeRegion: string;
  /** The account that the configuration names. */
  readonly expectedAccount: string | null;
  readonly identity: AwsExamination['identity'];
  readonly regions: readonly string[];
  readonly disabledRegions: readonly string[];
  readonly otherRegions: string | null;
  readonly operations: AwsExamination['probes'];
  readonly missing: readonly MissingAction[];
  readonly policy: PolicyDocument | null;
}

/** What the configuration and the flags want of AWS. */
export interface WantedAws {
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
}

type Live = Parameters<typeof liveSources>[1];

/** Where AWS is not in scope: nothing is asked. */
export async function noAws(
  { account, regions }: WantedAws,
  { awsProfile: profile }: Pick<Live, 'awsProfile'>,
): Promise<AwsDoctor> {
  const homeRegion = await homeRegionOf(regions, profile);
  return { ...nothing, state: 'not-in-scope', profile, endpoint: null, homeRegion, expectedAccount: account };
}

/** Tries what a run would read of AWS. */
export async function doctorAws({ account, regions }: WantedAws, options: Live): Promise<AwsDoctor> {
  const { awsProfile: profile, onEvent } = options;
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? null;
  const homeRegion = await homeRegionOf(regions, profile);
  const requestHandler = await awsRequestHandler();
  onEvent({ type: 'stage', stage: 'looking for credentials', detail: '' });
  const found = await findCredentials({ region: homeRegion, profile, endpoint, requestHandler }, options);
  const base = { ...nothing, profile, endpoint, homeRegion, expectedAccount: account };
  if ('error' in found && found.error.class === 'no-credentials')
    return { ...base, state: 'no-credentials', credentialsError: found.error };
  onEvent({ type: 'stage', stage: 'trying', detail: regions === 'all' ? 'every enabled region' : regions.join(', ') });
  const caller = awsCaller({
    homeRegion,
    profile,
    endpoint,
    pageSize: trialPageSize,
    requestHandler: () => Promise.resolve(requestHandler),
  });
  const transport = liveSources([caller], options);
  const examined = await examineAws({ transport, account, regions, homeRegion });
  return { ...base, ...credentialsOf(found), ...resultOf(examined, account) };
}

const nothing = {
  credentials: null,
  credentialsError: null,
  identity: null,
  regions: [],
  disabledRegions: [],
  otherRegions: null,
  operations: [],
  missing: [],
  policy: null,
} as const;

function credentialsOf(found: CredentialSearch): Pick<AwsDoctor, 'credentials' | 'credentialsError'> {
  return 'error' in found
    ? { credentials: null, credentialsError: found.error }
    : { credentials: found, credentialsError: null };
}

function resultOf(
  { identity, regions, disabled, rest, probes }: AwsExamination,
  account: string | null,
): Pick<
  AwsDoctor,
  'state' | 'identity' | 'regions' | 'disabledRegions' | 'otherRegions' | 'operations' | 'missing' | 'policy'
> {
  const isOther = identity !== null && account !== null && identity.account !== account;
  const isAllRead =
    disabled.length === 0 && probes.every(({ result }) => result === 'readable' || result === 'not-tried');
  const isSomeRead = probes.some(({ result }) => result === 'readable');
  return {
    state: isOther ? 'wrong-account' : isAllRead ? 'readable' : isSomeRead ? 'partly-readable' : 'unreadable',
    identity,
    regions,
    disabledRegions: disabled,
    otherRegions: rest,
    operations: probes,
    missing: missingActions(probes),
    policy: missingPolicy(probes),
  };
}
