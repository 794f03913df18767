import { byCodeUnit } from '../core/json.js';
import type { ReadSummary } from '../core/run.js';
import type { SourceId } from '../core/scope.js';
import type { PackReader } from '../pack/reader.js';
import { awsPlanned, gatesPlanned, githubPlanned, type Named } from './read-plan-operations.js';
import type { ScopedSources } from './scoped-sources.js';

/** What `audit run --plan` says: every operation that the run would make, and how often. */
export interface ReadPlan {
  /** `all`: every region that is enabled for the account, which only a call could tell. */
  readonly regions: readonly string[] | 'all';
  /** Sources in scope. */
  readonly sources: readonly PlannedSource[];
  /** Organizations of GitHub. */
  readonly organizations: readonly string[];
  /** The folder of artefacts; null where gates are not in scope. */
  readonly gatesDir: string | null;
  readonly operations: readonly PlannedOperation[];
  readonly total: {
    /** Reads that need nothing but the account, and those that each region needs. */
    readonly onceAnAccount: number;
    readonly onceARegion: number;
    /**
     * The fewest calls to AWS, one a read and none that depends on what is listed; null where the regions are not known,
     * or AWS is not in scope.
     */
    readonly fewestCalls: number | null;
    /** Of AWS, in words: `2 + 19 × regions + one for each of …`; `0` where it is not in scope. */
    readonly expression: string;
    /** The same of each source in scope. */
    readonly expressions: Readonly<Partial<Record<PlannedSource, string>>>;
    /** What the run of the pack took of AWS; null without one. */
    readonly lastCalls: number | null;
    /** What it took of each source in scope; null without one. */
    readonly lastCallsOf: Readonly<Partial<Record<PlannedSource, number>>> | null;
  };
  /** The pack that the last figures are from; null where none was found. */
  readonly pack: { readonly packId: string; readonly declaredAt: string } | null;
}

type PlannedSource = ScopedSources['sources'][number];

export interface PlannedOperation extends Named {
  /** Reads of it; null where that depends on what is listed, or on which regions there are. */
  readonly reads: number | null;
  /** What it came to in the pack; null without one, or where the pack has no such read. */
  readonly last: { readonly reads: number; readonly calls: number } | null;
}

/** What of the scope beside the regions says how much is read. */
export interface PlannedScope {
  readonly sources: readonly PlannedSource[];
  readonly organizations: readonly string[];
  readonly gatesDir: string;
  readonly hasSonarqube: boolean;
}

const awsAlone: PlannedScope = { sources: ['aws'], organizations: [], gatesDir: '', hasSonarqube: false };

/**
 * The operations of the registries of the sources in scope, and by their trials what each is asked about: a new operation
 * is in the plan by being declared. The pack's figures are those of its own regions, organizations and files.
 */
export function readPlan(
  regions: readonly string[] | 'all',
  last: LastRun | null,
  { sources, organizations, gatesDir, hasSonarqube }: PlannedScope = awsAlone,
): ReadPlan {
  const has = (source: PlannedSource): boolean => sources.includes(source);
  const named = [
    ...(has('aws') ? awsPlanned() : []),
    ...(has('github') ? githubPlanned() : []),
    ...(has('gates') ? gatesPlanned(hasSonarqube) : []),
  ];
  const operations = named
    .map((operation) => withFigures(operation, regions, last))
    .sort((a, b) => order(sources, a) - order(sources, b) || byCodeUnit(a.operation, b.operation));
  const count = (once: PlannedOperation['once']): number =>
    operations.filter((operation) => operation.source === 'aws' && operation.once === once).length;
  const [account, region] = [count('account'), count('region')];
  const counts = { region: regions === 'all' ? null : regions.length, organization: organizations.length || null };
  const expressions = Object.fromEntries(
    sources.map((source) => [
      source,
      expressionOf(
        operations.filter((each) => each.source === source),
        counts,
      ),
    ]),
  );
  const calls = (source: SourceId): number =>
    sum((last?.reads ?? []).filter((read) => read.source === source).map(({ attempts }) => attempts));
  return {
    regions,
    sources,
    organizations: has('github') ? organizations : [],
    gatesDir: has('gates') ? gatesDir : null,
    operations,
    total: {
      onceAnAccount: account,
      onceARegion: region,
      fewestCalls: regions === 'all' || !has('aws') ? null : account + region * regions.length,
      expression: expressions['aws'] ?? '0',
      expressions,
      lastCalls: last === null ? null : calls('aws'),
      lastCallsOf: last === null ? null : Object.fromEntries(sources.map((source) => [source, calls(source)])),
    },
    pack: last === null ? null : { packId: last.packId, declaredAt: last.declaredAt },
  };
}

const rank = { account: 0, region: 1, organization: 2, repository: 3, file: 4, item: 5 } as const;

function order(sources: readonly PlannedSource[], { source, once }: Named): number {
  return sources.findIndex((each) => each === source) * 10 + rank[once];
}

function withFigures(named: Named, regions: readonly string[] | 'all', last: LastRun | null): PlannedOperation {
  const made = last?.reads.filter(({ operation }) => operation === named.operation) ?? [];
  const inRegions = regions === 'all' ? null : regions.length;
  const known: Readonly<Partial<Record<PlannedOperation['once'], number | null>>> = { account: 1, region: inRegions };
  return {
    ...named,
    reads: known[named.once] ?? null,
    last: made.length === 0 ? null : { reads: made.length, calls: sum(made.map(({ attempts }) => attempts)) },
  };
}

/** `2 + 19 × regions + 1 × items of …`: operations by how often each is read. */
function expressionOf(
  operations: readonly PlannedOperation[],
  { region, organization }: { readonly region: number | null; readonly organization: number | null },
): string {
  const count = (once: PlannedOperation['once']): number => operations.filter((each) => each.once === once).length;
  const listings = [...new Set(operations.flatMap(({ of }) => of ?? []))];
  const terms: readonly (readonly [number, string])[] = [
    [count('region'), region === null ? 'regions' : String(region)],
    [count('organization'), organization === null ? 'organizations' : String(organization)],
    [count('repository'), 'repositories'],
    [count('file'), 'files'],
    ...listings.map(
      (listing) => [operations.filter(({ of }) => of === listing).length, `items of ${listing}`] as const,
    ),
  ];
  return [
    String(count('account')),
    ...terms.filter(([times]) => times > 0).map(([times, what]) => `${times} × ${what}`),
  ].join(' + ');
}

export interface LastRun {
  readonly packId: string;
  readonly declaredAt: string;
  readonly reads: readonly Pick<ReadSummary, 'source' | 'operation' | 'attempts'>[];
}

/** What a sealed pack says about the reads of its run. */
export async function lastRun(pack: PackReader): Promise<LastRun> {
  const { packId, declaredAt } = await pack.run();
  return { packId, declaredAt, reads: await pack.reads() };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
