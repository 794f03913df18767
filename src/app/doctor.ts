import { closeConnections } from '../collect/transport/proxy.js';
import { judgedBuild } from './audit-start.js';
import { type AwsDoctor, doctorAws, noAws } from './doctor-aws.js';
import { type Check, nodeCheck, outputCheck, signingCheck } from './doctor-checks.js';
import { doctorGates, type GatesDoctor, noGates } from './doctor-gates.js';
import { doctorGithub, type GithubDoctor, noGithub } from './doctor-github.js';
import { type LaterSource, laterSources } from './doctor-sources.js';
import type { AuditEvent } from './events.js';
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
      sampleSeed: null,
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
    await signingCheck(plan.signing.signer),
  ];
  try {
    const { sources, organizations, gates: expected } = plan.scoped;
    const has = (source: (typeof sources)[number]): boolean => sources.includes(source);
    const live = { ...options, budget };
    const wanted = { account: plan.account, regions: plan.selection.regions };
    const aws = has('aws') ? await doctorAws(wanted, live) : await noAws(wanted, live);
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
