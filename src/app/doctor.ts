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
import { homeRegionOf, judgedBuild } from './audit-start.js';
import { type Check, nodeCheck, outputCheck, signingCheck } from './doctor-checks.js';
import { doctorGates, type GatesDoctor, noGates } from './doctor-gates.js';
import { doctorGithub, type GithubDoctor, noGithub } from './doctor-github.js';
import { type LaterSource, laterSources } from './doctor-sources.js';
import type { AuditEvent } from './events.js';
import { liveSources } from './live.js';
import { planAudit } from './plan.js';
import { definitions, rules } from './rules.js';

export interface DoctorOptions {
  readonly config: string | null;
  readonly source: readonly string[];
  /** Organizations of GitHub; none is named by leaving it out. */
  readonly org?: readonly string[];
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
  readonly github: GithubDoctor;
  readonly gates: GatesDoctor;
  /** Sources that were not examined: not in scope, or of a later version. */
  readonly later: readonly LaterSource[];
}

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

/** Fewer attempts than a run has: a person waits, and what is throttled now is said. */
const budget = { maxAttempts: 4, retries: 100 };

/** Tries what a run would need. Throws the errors of usage and configuration that a run would throw before it reads. */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const plan = await planAudit(
    {
      ...options,
      org: options.org ?? [],
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
    const { sources, organizations, gates: expected } = plan.scoped;
    const has = (source: (typeof sources)[number]): boolean => sources.includes(source);
    const live = { ...options, budget };
    const wanted = { account: plan.account, regions: plan.selection.regions };
    const aws = has('aws') ? await examine(wanted, options) : await noAws(wanted, options);
    const github = has('github') ? await doctorGithub(organizations, live) : noGithub;
    const now = new Date().toISOString();
    const gates = has('gates')
      ? await doctorGates({ gates: expected, build: await judgedBuild(plan), now }, live)
      : noGates;
    const exit = exitOf(checks, [aws.state, github.state, gates.state]);
    return { exit, checks, aws, github, gates, later: laterSources(process.env, sources) };
  } finally {
    await closeConnections();
  }
}

interface Wanted {
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
}

async function noAws({ account, regions }: Wanted, { awsProfile: profile }: DoctorOptions): Promise<AwsDoctor> {
  const homeRegion = await homeRegionOf(regions, profile);
  return { ...nothing, state: 'not-in-scope', profile, endpoint: null, homeRegion, expectedAccount: account };
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

type SourceState = AwsDoctor['state'] | GithubDoctor['state'] | GatesDoctor['state'];

const exits: Readonly<Record<SourceState, DoctorReport['exit']>> = {
  readable: 0,
  'not-in-scope': 0,
  'partly-readable': 3,
  unreadable: 3,
  'no-credentials': 2,
  'wrong-account': 2,
  'wrong-scope': 2,
};

function exitOf(checks: readonly Check[], states: readonly SourceState[]): DoctorReport['exit'] {
  const found = states.map((state) => exits[state]);
  if (checks.some((check) => check.state === 'problem') || found.includes(2)) return 2;
  return found.includes(3) ? 3 : 0;
}
