import { type CredentialSearch, findCredentials } from '../collect/aws/doctor-credentials.js';
import {
  type AwsExamination,
  examineAws,
  type MissingAction,
  missingActions,
  missingPolicy,
} from '../collect/aws/doctor.js';
import { trialPageSize } from '../collect/aws/doctor-trials.js';
import { awsCaller } from '../collect/aws/caller.js';
import type { PolicyDocument } from '../collect/aws/policy.js';
import { awsRequestHandler, closeConnections } from '../collect/transport/proxy.js';
import type { ReadError } from '../core/read.js';
import { homeRegionOf } from './audit-start.js';
import { type Check, nodeCheck, outputCheck, signingCheck } from './doctor-checks.js';
import { type LaterSource, laterSources } from './doctor-sources.js';
import type { AuditEvent } from './events.js';
import { liveSources } from './live.js';
import { planAudit } from './plan.js';
import { definitions, rules } from './rules.js';

export interface DoctorOptions {
  readonly config: string | null;
  readonly source: readonly string[];
  readonly region: readonly string[];
  readonly awsProfile: string | null;
  readonly sign: string | null;
  readonly out: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: AuditEvent) => void;
}

/** What `prepay doctor` found out. */
export interface DoctorReport {
  /** 0: everything can be read; 2: a run could not begin; 3: something cannot be read. */
  readonly exit: 0 | 2 | 3;
  readonly checks: readonly Check[];
  readonly aws: AwsDoctor;
  readonly later: readonly LaterSource[];
}

export interface AwsDoctor {
  readonly state: 'readable' | 'partly-readable' | 'unreadable' | 'no-credentials' | 'wrong-account';
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

/** Fewer attempts than a run has: a person waits, and what is throttled now is said. */
const budget = { maxAttempts: 4, retries: 100 };

/** Tries what a run would need. Throws the errors of usage and configuration that a run would throw before it reads. */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const plan = await planAudit(
    {
      ...options,
      org: [],
      preset: null,
      framework: [],
      control: [],
      excludeControl: [],
      severity: [],
      failOn: 'high',
      allowIncomplete: [],
      demo: null,
    },
    { controls: definitions, catalogs: rules.catalogs },
  );
  const checks: readonly Check[] = [
    nodeCheck(options.nodeVersion),
    {
      check: 'configuration',
      state: 'ok',
      text: plan.config.path === null ? 'none: what the environment names is audited' : `${plan.config.path} is valid`,
    },
    await outputCheck(options.out),
    await signingCheck(plan.signingKey),
  ];
  try {
    const aws = await examine({ account: plan.account, regions: plan.selection.regions }, options);
    return { exit: exitOf(checks, aws), checks, aws, later: laterSources(process.env) };
  } finally {
    await closeConnections();
  }
}

interface Wanted {
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
}

async function examine({ account, regions }: Wanted, options: DoctorOptions): Promise<AwsDoctor> {
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
  const transport = liveSources([caller], { ...options, budget });
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

function exitOf(checks: readonly Check[], { state }: AwsDoctor): DoctorReport['exit'] {
  if (checks.some((check) => check.state === 'problem')) return 2;
  switch (state) {
    case 'readable':
      return 0;
    case 'partly-readable':
    case 'unreadable':
      return 3;
    case 'no-credentials':
    case 'wrong-account':
      return 2;
  }
}
