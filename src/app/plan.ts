import { existsSync } from 'node:fs';
import type { ControlDefinition } from '../core/control.js';
import type { Catalog } from '../core/catalog.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { nearest } from '../core/nearest.js';
import type { FailOn, Severity } from '../core/outcome.js';
import type { Selection } from '../core/run.js';
import type { Sampling } from '../core/sampling.js';
import { loadConfig, type LoadedConfig, withoutConfig } from './config.js';
import { effectiveApprovals, effectiveCde } from './approvals.js';
import { type LoadedLedger, loadLedger } from './attestations.js';
import type { EffectiveConfiguration } from './effective.js';
import { effectiveParameters, type ParameterSetting } from './parameters.js';
import { ciControls } from './presets.js';
import { samplingOf } from './sampling.js';
import { checkedNonce, storePlanOf, type StorePlan } from './store-plan.js';
import { signingPlan, type SigningPlan } from './signing-plan.js';
import { builtSource, demoSources, type ScopedSources, scopedSources } from './scoped-sources.js';

/** What the command line asked for; lists are empty where a flag was not given. */
export interface AuditRequest {
  readonly config: string | null;
  readonly source: readonly string[];
  /** Organizations of GitHub. */
  readonly org: readonly string[];
  readonly preset: 'ci' | 'full' | null;
  readonly framework: readonly string[];
  readonly control: readonly string[];
  readonly excludeControl: readonly string[];
  readonly severity: readonly Severity[];
  readonly region: readonly string[];
  readonly failOn: FailOn;
  readonly allowIncomplete: readonly string[];
  readonly sign: string | null;
  /** The assessor's challenge, which the statement repeats; null or left out for none. */
  readonly nonce?: string | null;
  /** The assessor's seed, from which samples are drawn; null for none. */
  readonly sampleSeed: string | null;
  /** The recorded platform in the place of the sources: the configuration's scope does not hold for it. */
  readonly demo: 'before' | 'after' | null;
}

/** Every control in every scope, without a configuration. */
export const everything: AuditRequest = {
  config: null,
  source: [],
  org: [],
  preset: null,
  framework: [],
  control: [],
  excludeControl: [],
  severity: [],
  region: [],
  failOn: 'high',
  allowIncomplete: [],
  sign: null,
  sampleSeed: null,
  demo: null,
};

/** What will be done: every choice resolved, nothing read yet. */
export interface AuditPlan {
  readonly config: LoadedConfig;
  readonly selection: Selection;
  readonly controls: readonly ControlDefinition[];
  readonly catalogs: readonly Catalog[];
  readonly parameters: readonly ParameterSetting[];
  readonly approvals: EffectiveConfiguration['approvals'];
  readonly cde: EffectiveConfiguration['cde'];
  /** The ledger of dated human acts; null where none is configured. */
  readonly ledger: LoadedLedger | null;
  readonly account: string | null;
  readonly scoped: ScopedSources;
  readonly signing: SigningPlan;
  readonly sampling: Sampling | null;
  readonly nonce: string | null;
  /** Null where no store of packs is configured, or the run has nothing to do with it. */
  readonly store: StorePlan | null;
  /** Why the run is partial; empty for a full one. */
  readonly partialBecause: readonly string[];
}

const regionName = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Resolves flags and configuration. Throws the errors of usage and configuration, never reads a source. */
export async function planAudit(
  request: AuditRequest,
  rules: { readonly controls: readonly ControlDefinition[]; readonly catalogs: readonly Catalog[] },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<AuditPlan> {
  const config = request.demo !== null && request.config === null ? withoutConfig() : await configOf(request.config);
  const entry = request.demo === null ? config.config.scope?.aws?.[0] : undefined;
  const scopedTo =
    request.demo === null ? scopedSources(request, config.config, environment) : demoSources(request, config.config);
  const catalogs = catalogsOf(request.framework, rules.catalogs);
  const controls = controlsOf(request, rules.controls, catalogs);
  const scoped = entry?.regions ?? 'all';
  const regions = regionsOf(request.region, scoped);
  const narrowed = partialBecause(request, { catalogs, regions, scoped, rules, leftOutBy: scopedTo.leftOutBy });
  const signing = signingPlan(request.sign, config);
  return {
    config,
    controls,
    catalogs,
    parameters: effectiveParameters(config, rules.controls),
    approvals: effectiveApprovals(config),
    cde: effectiveCde(config),
    ledger: await loadLedger(config, rules.catalogs),
    account: entry?.account ?? null,
    scoped: scopedTo,
    signing,
    sampling: samplingOf(request.sampleSeed, config),
    nonce: checkedNonce(request.nonce ?? null),
    store: storePlanOf(config, {
      isDemo: request.demo !== null,
      isPartial: narrowed.length > 0,
      isSigned: signing.signer !== null,
      controls: controls.map(({ id }) => id),
    }),
    partialBecause: narrowed,
    selection: {
      sources: scopedTo.sources,
      frameworks: catalogs.map((catalog) => catalog.id),
      controls: controls.map((control) => control.id),
      regions,
      severities: [...request.severity],
      failOn: request.failOn,
      allowIncomplete: allowed(request.allowIncomplete),
    },
  };
}

async function configOf(path: string | null): Promise<LoadedConfig> {
  if (path !== null) return loadConfig(path);
  return existsSync('prepay.yaml') ? loadConfig('prepay.yaml') : withoutConfig();
}

function allowed(asked: readonly string[]): readonly string[] {
  for (const source of asked) if (source !== 'all') builtSource(source, '--allow-incomplete');
  return [...asked].sort(byCodeUnit);
}

function catalogsOf(asked: readonly string[], all: readonly Catalog[]): readonly Catalog[] {
  const ids = all.map((catalog) => catalog.id);
  for (const id of asked) {
    if (!ids.includes(id)) throw unknownName('PREPAY_UNKNOWN_FRAMEWORK', '--framework', id, ids);
  }
  return asked.length === 0 ? all : all.filter((catalog) => asked.includes(catalog.id));
}

function controlsOf(
  request: AuditRequest,
  all: readonly ControlDefinition[],
  catalogs: readonly Catalog[],
): readonly ControlDefinition[] {
  const ids = all.map((control) => control.id);
  const included = patterns('--control', request.control, ids);
  const excluded = patterns('--exclude-control', request.excludeControl, ids);
  const frameworks = catalogs.map((catalog) => catalog.id);
  const chosen = all.filter(
    (control) =>
      (request.control.length === 0 || included(control.id)) &&
      !excluded(control.id) &&
      (request.preset !== 'ci' || ciControls.has(control.id)) &&
      (request.severity.length === 0 || request.severity.includes(control.severity)) &&
      (request.framework.length === 0 || control.maps.some((map) => frameworks.includes(map.framework))),
  );
  if (chosen.length === 0) {
    throw new PrepayError(
      'PREPAY_UNKNOWN_CONTROL',
      'the flags together leave no control to check',
      "Widen them; 'prepay controls list' shows all.",
    );
  }
  return chosen;
}

/** Whether an id matches one of the globs; a glob that matches no control at all is an error. */
function patterns(flag: string, globs: readonly string[], ids: readonly string[]): (id: string) => boolean {
  const matchers = globs.map((glob) => ({ glob, pattern: globPattern(glob) }));
  for (const { glob, pattern } of matchers) {
    if (!ids.some((id) => pattern.test(id))) throw unknownName('PREPAY_UNKNOWN_CONTROL', flag, glob, ids);
  }
  return (id) => matchers.some(({ pattern }) => pattern.test(id));
}

function globPattern(glob: string): RegExp {
  const escaped = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`);
}

function regionsOf(asked: readonly string[], scoped: readonly string[] | 'all'): readonly string[] | 'all' {
  for (const region of asked) {
    if (!regionName.test(region)) {
      throw new PrepayError(
        'PREPAY_UNKNOWN_REGION',
        `--region ${region}: not the name of a region`,
        'Expected a name such as eu-west-1.',
      );
    }
    if (scoped !== 'all' && !scoped.includes(region))
      throw unknownName('PREPAY_UNKNOWN_REGION', '--region', region, scoped);
  }
  return asked.length === 0 ? scoped : [...new Set(asked)].sort(byCodeUnit);
}

function unknownName(
  code: 'PREPAY_UNKNOWN_CONTROL' | 'PREPAY_UNKNOWN_FRAMEWORK' | 'PREPAY_UNKNOWN_REGION',
  flag: string,
  name: string,
  known: readonly string[],
): PrepayError {
  const near = nearest(name, known);
  return new PrepayError(
    code,
    `${flag} ${name}: matches nothing`,
    near === null
      ? `Known are: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`
      : `Did you mean ${near}?`,
  );
}

function partialBecause(
  request: AuditRequest,
  resolved: {
    readonly catalogs: readonly Catalog[];
    readonly regions: readonly string[] | 'all';
    readonly scoped: readonly string[] | 'all';
    readonly leftOutBy: readonly string[];
    readonly rules: { readonly catalogs: readonly Catalog[] };
  },
): readonly string[] {
  const { catalogs, regions, scoped, rules, leftOutBy } = resolved;
  const isEveryRegion = regions === 'all' || (scoped !== 'all' && scoped.every((region) => regions.includes(region)));
  const isCi = request.preset === 'ci';
  return [
    ...(isCi ? ['--preset ci'] : []),
    ...leftOutBy.filter((flag) => !isCi || !flag.startsWith('--preset')),
    ...(request.control.length > 0 ? [`--control ${request.control.join(',')}`] : []),
    ...(request.excludeControl.length > 0 ? [`--exclude-control ${request.excludeControl.join(',')}`] : []),
    ...(request.severity.length > 0 ? [`--severity ${request.severity.join(',')}`] : []),
    ...(catalogs.length < rules.catalogs.length ? [`--framework ${request.framework.join(',')}`] : []),
    ...(isEveryRegion ? [] : [`--region ${request.region.join(',')}`]),
  ];
}
