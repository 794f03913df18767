import { randomBytes } from 'node:crypto';
import { configuredRegion } from '../collect/aws/credentials.js';
import { awsLibraries } from '../collect/aws/libraries.js';
import { githubOptionsOf } from '../collect/github/credentials.js';
import type { Stated } from '../collect/run/caller.js';
import type { StoreReader } from '../collect/store/caller.js';
import { replay } from '../collect/transport/replay.js';
import type { Operation, Transport } from '../collect/transport/transport.js';
import { PrepayError } from '../core/errors.js';
import type { ReadRequest } from '../core/read.js';
import type { Baseline, Run } from '../core/run.js';
import type { SourceId } from '../core/scope.js';
import { packIdOf } from '../pack/output-folder.js';
import { buildOf, isInWorkspace } from './build.js';
import { shownPath } from './config.js';
import { type DemoName, type DemoRecording, demoRecording } from './demo-recording.js';
import type { EffectiveConfiguration } from './effective.js';
import type { AuditEvent } from './events.js';
import { callersOf, liveSources } from './live.js';
import { packageRoot } from './package-root.js';
import type { AuditPlan } from './plan.js';
import { tellingReplays } from './replayed-events.js';
import { type Resumed, resuming } from './resume.js';

export interface StartOptions {
  readonly demo: DemoName | null;
  readonly awsProfile: string | null;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Earlier packs; null or left out for none. */
  readonly store?: StoreReader | null;
  readonly signal: AbortSignal;
  readonly onEvent: (event: AuditEvent) => void;
}

/** A run about to begin: run.json, and where its answers come from. */
export interface Start {
  readonly run: Run;
  /** The sources themselves, or the demo's recording. */
  readonly source: Transport;
  readonly operation: (request: ReadRequest) => Pick<Operation, 'neverKept'>;
  /** The same run as it was declared before, with the reads of its journals in the place of their being made again. */
  readonly goOn: (resumed: Resumed) => Omit<Start, 'goOn'>;
}

/** Fixes the declared time and the effective configuration. Reads no source. */
export async function startOf(
  plan: AuditPlan,
  options: StartOptions,
  baseline: Baseline | null = null,
): Promise<Start> {
  const now = new Date().toISOString();
  const demo = options.demo === null ? null : await demoRecording(options.demo);
  const configuration = await configurationOf(plan, demo, options.awsProfile);
  const run: Run = {
    schema: 'https://prepay.example/run/v1',
    packId: packIdOf(now, options.demo === null ? (configuration.entity?.name ?? 'prepay') : `demo-${options.demo}`),
    declaredAt: demo?.declaredAt ?? now,
    tool: { name: 'prepay', version: packageRoot.version, libraries: demo?.libraries ?? awsLibraries() },
    configuration,
    selection: { ...plan.selection, regions: configuration.aws.regions },
    partial: plan.partialBecause.length > 0,
    partialBecause: plan.partialBecause,
    demo: options.demo,
    runner: buildOf(process.env, process.cwd()).runUrl,
    ...(baseline === null ? {} : { baseline }),
    leafSecret: randomBytes(32).toString('hex'),
    ...(plan.sampling === null ? {} : { sampling: plan.sampling }),
    ...(plan.nonce === null ? {} : { nonce: plan.nonce }),
  };
  const { sources } = plan.selection;
  const from = (declaredAt: string) => sourceOf({ ...configuration, declaredAt }, sources, demo, options);
  return {
    run,
    ...from(run.declaredAt),
    goOn: (resumed) => {
      const { source: live, operation } = from(resumed.run.declaredAt);
      const source = resuming(resumed.reads, live, (replayed) => tellingReplays(replayed, options.onEvent));
      return {
        run: resumed.run,
        source,
        // What is never kept is out of the journals already.
        operation: (request) => (source.isReused(request) ? { neverKept: [] } : operation(request)),
      };
    },
  };
}

async function configurationOf(
  plan: AuditPlan,
  demo: DemoRecording | null,
  profile: string | null,
): Promise<EffectiveConfiguration> {
  const { regions } = plan.selection;
  if (demo !== null) refuseUnrecorded(regions, demo);
  const chosen = regions === 'all' ? regions : [...regions];
  return {
    file: plan.config.path === null ? null : shownPath(plan.config.path),
    lines: scopeLines(plan.config),
    entity: plan.config.config.entity ?? null,
    aws: {
      account: plan.account,
      regions: chosen === 'all' && demo !== null ? demo.regions : chosen,
      homeRegion: demo?.homeRegion ?? (await homeRegionOf(chosen, profile)),
    },
    params: plan.parameters.map((setting) => ({
      ...setting,
      value: typeof setting.value === 'number' ? setting.value : [...setting.value],
    })),
    ...(demo === null ? await otherSourcesOf(plan) : { github: demo.github, gates: demo.gates, build: demo.build }),
    cde: plan.cde,
    approvals: plan.approvals,
    attestations: plan.ledger?.stated ?? null,
    store: plan.store === null ? null : { url: plan.store.url, name: plan.store.name, cadence: plan.store.cadence },
  };
}

function scopeLines(loaded: AuditPlan['config']): Record<string, number> {
  if (loaded.path === null) return {};
  const { config } = loaded;
  const lineOf = (at: readonly PropertyKey[]): number => loaded.lineOf(at);
  const organizations = (config.scope?.github ?? []).map(({ org }, index): [string, number] => [
    `github/${org}`,
    lineOf(['scope', 'github', index]),
  ]);
  return {
    ...(config.scope?.aws === undefined ? {} : { aws: lineOf(['scope', 'aws', 0]) }),
    ...(config.scope?.github === undefined ? {} : { github: lineOf(['scope', 'github']) }),
    ...(config.gates === undefined ? {} : { gates: lineOf(['gates']) }),
    ...Object.fromEntries(organizations),
  };
}

async function otherSourcesOf(plan: AuditPlan): Promise<Pick<EffectiveConfiguration, 'github' | 'gates' | 'build'>> {
  const { organizations, gates } = plan.scoped;
  return {
    github: { organizations: organizations.map(({ org, repositories }) => ({ org, repositories: [...repositories] })) },
    gates: { ...gates, expectations: [...gates.expectations] },
    build: await judgedBuild(plan),
  };
}

/** The build that the run judges, as CI names it. */
export async function judgedBuild({ scoped }: Pick<AuditPlan, 'scoped'>): Promise<EffectiveConfiguration['build']> {
  const build = buildOf(process.env, process.cwd());
  const { commit, branch, runUrl } = build;
  return { commit, branch, runUrl, isWorkspace: await isInWorkspace(build, scoped.gates.dir) };
}

function refuseUnrecorded(regions: readonly string[] | 'all', demo: DemoRecording): void {
  const unrecorded = regions === 'all' ? undefined : regions.find((region) => !demo.regions.includes(region));
  if (unrecorded === undefined) return;
  throw new PrepayError(
    'PREPAY_UNKNOWN_REGION',
    `--region ${unrecorded}: the demo platform has no such region`,
    `It was recorded in ${demo.regions.join(', ')}.`,
  );
}

/** The region that is asked for identity and regions. */
export async function homeRegionOf(regions: readonly string[] | 'all', profile: string | null): Promise<string> {
  const configured = await configuredRegion(process.env, profile);
  return configured ?? (regions === 'all' ? undefined : regions[0]) ?? 'us-east-1';
}

function sourceOf(
  stated: EffectiveConfiguration & Stated,
  inScope: readonly SourceId[],
  demo: DemoRecording | null,
  options: StartOptions,
): Pick<Start, 'source' | 'operation'> {
  const live = {
    homeRegion: stated.aws.homeRegion,
    awsProfile: options.awsProfile,
    github: demo === null && inScope.includes('github') ? githubOptionsOf(process.env) : { token: null },
    gatesDir: stated.gates.dir,
    sonarqube: { url: stated.gates.sonarqube?.url ?? null, token: process.env['SONAR_TOKEN'] || null },
    store: options.store ?? null,
    stated,
  };
  const callers = callersOf(live);
  const sources = liveSources(callers, { ...options, ...live });
  if (demo !== null) {
    const recorded = tellingReplays(replay(demo.recorded), options.onEvent);
    return {
      // The recorded platform, judged by the parameters, approvals and scope of this run. What the recorder dropped is gone already.
      source: { read: (request) => (request.source === 'run' ? sources : recorded).read(request) },
      operation: () => ({ neverKept: [] }),
    };
  }
  return {
    source: sources,
    operation: ({ source, operation }) =>
      callers.find((caller) => caller.source === source)?.operation(operation) ?? { neverKept: [] },
  };
}
