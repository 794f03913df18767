import { collectAws } from '../collect/aws/collect.js';
import { collectGates } from '../collect/gates/collect.js';
import { gatesScope } from '../collect/gates/read-file.js';
import { collectSonarqube } from '../collect/gates/sonarqube.js';
import { storeScope } from '../collect/store/caller.js';
import { collectStore } from '../collect/store/collect.js';
import { collectGithub } from '../collect/github/collect.js';
import type { RunOperation } from '../collect/run/caller.js';
import { collectLedger, noteWithheld } from '../collect/run/ledger.js';
import { observing } from '../collect/run/observing.js';
import {
  collectApprovals,
  collectBuild,
  collectCde,
  collectExpectations,
  collectParameters,
  collectStoreSetting,
  collectTime,
  type ParameterSetting,
} from '../collect/run/stated.js';
import type { Transport } from '../collect/transport/transport.js';
import type { Fact, FactSink } from '../core/fact.js';
import type { Finding } from '../core/finding.js';
import { PrepayError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import { loosening, type ParamValue, type ParamValues } from '../core/params.js';
import type { AddedResults, ClauseResult, Population, ReadSummary, Run, ScopeFile, WafMatrixRow } from '../core/run.js';
import { periodOf, type Period } from '../core/nights.js';
import { byScope, type Scope, type SourceId, sources } from '../core/scope.js';
import { derivations } from '../derive/derivations.js';
import { withDerivations } from '../derive/derivation.js';
import { evaluate } from '../evaluate/evaluate.js';
import { FactBase } from '../facts/fact-base.js';
import { actsOf, byClause } from './attestations-results.js';
import { type EffectiveConfiguration, effectiveConfiguration } from './effective.js';
import { neededKinds } from './needed-kinds.js';
import { rules } from './rules.js';
import { samplesOf } from './sampling.js';
import { builtSources } from './scoped-sources.js';
import { wafMatrix } from './waf-matrix.js';

/** Who read a source and where, as the source itself told it. */
interface CollectedSource {
  readonly identity: string | null;
  readonly scopes: readonly Scope[];
}

/** What was read of the sources in scope. */
export interface Collected {
  readonly sources: Readonly<Partial<Record<SourceId, CollectedSource>>>;
  /** Regions that are enabled for the account and were not audited, by AWS's own list. */
  readonly leftOut: readonly string[];
}

/** What a run came to: a function of its recording and of run.json, so that a pack can be re-performed. */
export interface Performance {
  readonly findings: AsyncIterable<Finding>;
  /** Complete once the findings have been iterated to their end. */
  clauses(): readonly ClauseResult[];
  readonly populations: readonly Population[];
  /** What each web ACL does with attacks. */
  readonly wafMatrix: readonly WafMatrixRow[];
  /** Complete once the findings have been iterated to their end. */
  added(): AddedResults;
  readonly collected: Collected;
}

/**
 * Collects through the transport, live or replayed, and judges. The same recording and the same run give the same
 * results, byte for byte.
 */
export async function perform(
  transport: Transport,
  run: Pick<Run, 'configuration' | 'selection' | 'partial' | 'declaredAt' | 'sampling'>,
  onResource: () => void = () => undefined,
): Promise<Performance> {
  const configuration = effectiveConfiguration.parse(run.configuration);
  assertPartialIsSaid(run);
  const observed = observing(transport);
  const facts = new FactBase();
  const sink: FactSink = {
    fact: (fact: Fact) => {
      onResource();
      facts.fact(fact);
    },
    covered: (kind, scope, coverage) => facts.covered(kind, scope, coverage),
    gap: (kind, scope, id, gap) => facts.gap(kind, scope, id, gap),
  };
  const settings = await collectParameters(observed, sink, loosenedOf);
  assertStated('parameters', 'run:Parameters', settings, configuration.params);
  const approvals = await collectApprovals(observed, sink);
  assertStated('approvals', 'run:Approvals', approvals, configuration.approvals);
  const cde = await collectCde(observed, sink);
  assertStated('tags of the CDE', 'run:Cde', cde, configuration.cde);
  const declaredAt = await collectTime(observed, sink);
  assertStated('time', 'run:Time', declaredAt, run.declaredAt);
  const catalogs = rules.catalogs.filter((catalog) => run.selection.frameworks.includes(catalog.id));
  const ledger = await collectLedger(observed, sink, catalogs);
  assertStated('attestations', 'run:Attestations', ledger, configuration.attestations);
  noteWithheld(observed, ledger);
  const acts = ledger === null ? null : actsOf(ledger.acts, catalogs, run.declaredAt);
  const period = await collectPeriod({ transport: observed, sink }, configuration, run);
  const collected = await collectSources({ transport: observed, sink }, run.selection, configuration, facts);
  observed.facts(sink);
  const concluded = withDerivations(facts, derivations);
  const evaluation = evaluate({
    facts: concluded,
    controls: rules.controls,
    selected: new Set(run.selection.controls),
    sources: [...run.selection.sources, 'store' as const].map((source) => ({ source, state: 'read', gap: null })),
    parameters: parameterValues(settings),
    catalogs,
    partial: run.partial,
    beside: { acts: byClause(acts ?? []), decisions: new Map() },
  });
  const populations = [...facts.populations()];
  return {
    findings: evaluation.findings,
    clauses: () => evaluation.clauses(),
    populations,
    wafMatrix: wafMatrix(concluded),
    added: () => ({
      acts,
      period,
      samples: run.sampling === undefined ? null : samplesOf(populations, run.selection.controls, run.sampling),
    }),
    collected,
  };
}

interface Collecting {
  readonly transport: Transport;
  readonly sink: FactSink;
}

/** One source after another: each has hosts of its own, and the first that has no credentials ends the run early. */
async function collectSources(
  collecting: Collecting,
  { sources: inScope, controls }: Run['selection'],
  configuration: EffectiveConfiguration,
  facts: FactBase,
): Promise<Collected> {
  const found: Partial<Record<SourceId, CollectedSource>> = {};
  let leftOut: readonly string[] = [];
  if (inScope.includes('gates')) found.gates = await collectBuildAndGates(collecting, configuration);
  if (inScope.includes('github')) {
    const needed = await neededKinds(rules.controls, controls);
    const { identity, scopes } = await collectGithub({ ...collecting, ...configuration.github, needed });
    found.github = { identity, scopes: [...scopes].sort(byScope) };
  }
  if (inScope.includes('aws')) {
    const { account, identity, regions } = await collectAws({ ...collecting, ...configuration.aws });
    const scopes = regions.map((region): Scope => ({ source: 'aws', account, region })).sort(byScope);
    found.aws = { identity: identity?.arn ?? null, scopes };
    leftOut = facts
      .partition('aws.region', { source: 'aws', account })
      .facts()
      .filter(({ id, data }) => data.isEnabled && !regions.includes(id))
      .map(({ id }) => id);
  }
  return { sources: found, leftOut };
}

async function collectBuildAndGates(
  { transport, sink }: Collecting,
  configuration: EffectiveConfiguration,
): Promise<CollectedSource> {
  const build = await collectBuild(transport, sink);
  assertStated('build', 'run:Build', build, configuration.build);
  const { expectations, all } = await collectExpectations(transport, sink);
  assertStated('gates', 'run:Gates', all, configuration.gates);
  await Promise.all([
    collectGates({ transport, sink, expectations }),
    collectSonarqube(transport, sink, configuration.gates.sonarqube),
  ]);
  return { identity: null, scopes: [gatesScope] };
}

/** The earlier packs of the store, and what follows for the chain and the nights; null where no store is configured. */
async function collectPeriod(
  collecting: Collecting,
  { store }: EffectiveConfiguration,
  { declaredAt, partial }: Pick<Run, 'declaredAt' | 'partial'>,
): Promise<Period | null> {
  if (store === null) {
    for (const kind of ['store', 'store.pack'] as const) {
      collecting.sink.covered(kind, storeScope, { gap: null, reads: [], delivered: false });
    }
    return null;
  }
  const stated = await collectStoreSetting(collecting.transport, collecting.sink);
  assertStated('store', 'run:Store', stated, store);
  const { url, name, cadence } = store;
  const read = await collectStore(collecting, { url, name, declaredAt });
  return periodOf({ ...read, store: url, cadence, declaredAt, partial });
}

/** A run that leaves out a control or a framework is partial, and has to say so. */
function assertPartialIsSaid({ selection, partial }: Pick<Run, 'selection' | 'partial'>): void {
  const isNarrowed =
    rules.controls.some(({ definition }) => !selection.controls.includes(definition.id)) ||
    rules.catalogs.some(({ id }) => !selection.frameworks.includes(id));
  if (partial || !isNarrowed) return;
  throw new PrepayError(
    'PREPAY_PACK_INVALID',
    'run.json leaves out controls or frameworks, and does not say that the run is partial',
    'Do not rely on the pack: its selection was changed after the run.',
  );
}

/** run.json states its configuration for its readers; what judges is the recorded read, and the two have to agree. */
function assertStated(what: string, operation: RunOperation, recorded: unknown, stated: unknown): void {
  if (canonical(recorded) === canonical(stated)) return;
  throw new PrepayError(
    'PREPAY_PACK_INVALID',
    `run.json states other ${what} than the recorded read ${operation}`,
    'Do not rely on the pack: one of the two was changed after the run.',
  );
}

function loosenedOf({ control, parameter, value }: ParameterSetting): string | null {
  const definition = rules.controls.find((candidate) => candidate.definition.id === control)?.definition.params[
    parameter
  ];
  return definition === undefined ? 'no such parameter' : loosening(definition, value);
}

function parameterValues(settings: readonly ParameterSetting[]): Readonly<Record<string, ParamValues>> {
  const values: Record<string, Record<string, ParamValue>> = {};
  for (const { control, parameter, value } of settings) values[control] = { ...values[control], [parameter]: value };
  return values;
}

/** scope.json: each source with its state, and every read that did not come to its end. */
export function scopeFile(
  run: Pick<Run, 'configuration' | 'demo' | 'selection' | 'partialBecause'>,
  { sources: collected, leftOut }: Collected,
  reads: readonly ReadSummary[],
): ScopeFile {
  const isAnswered = ({ outcome }: ReadSummary): boolean => outcome === 'complete' || outcome === 'absent';
  return {
    sources: sources
      .filter((source) => source !== 'run' && source !== 'store')
      .map((source) => {
        if (!run.selection.sources.includes(source)) {
          return {
            source,
            state: 'not-in-scope' as const,
            identity: null,
            scopes: [],
            why: isBuilt(source) ? 'nothing names it' : 'this version does not read it',
          };
        }
        const ofSource = reads.filter((read) => read.source === source);
        const isRead = ofSource.some(isAnswered);
        const { identity, scopes } = collected[source] ?? { identity: null, scopes: [] };
        return {
          source,
          state: isRead ? ('read' as const) : ('unreadable' as const),
          identity,
          scopes,
          why: isRead ? null : (ofSource.find((read) => read.error !== null)?.error?.message ?? 'no read was answered'),
        };
      }),
    excluded: [
      ...run.partialBecause.map((what) => ({ what, by: 'the command line', reason: 'the run was narrowed' })),
      ...leftOut.map((region) => ({
        what: `aws region ${region}`,
        by: chooserOf(run),
        reason: 'enabled for the account, not audited',
      })),
    ],
    unreadable: reads
      .filter((read) => !isAnswered(read))
      .map(({ key, scope, operation, outcome, pages, error }) => ({ key, scope, operation, outcome, pages, error })),
  };
}

function isBuilt(source: SourceId): boolean {
  return builtSources.some((built) => built === source);
}

function chooserOf({
  configuration,
  demo,
  partialBecause,
}: Pick<Run, 'configuration' | 'demo' | 'partialBecause'>): string {
  if (demo !== null) return "the demo's recording";
  if (partialBecause.some((what) => what.startsWith('--region'))) return 'the command line';
  return effectiveConfiguration.parse(configuration).file ?? 'the configuration';
}
