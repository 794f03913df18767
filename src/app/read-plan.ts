import { trialOf } from '../collect/aws/doctor-trials.js';
import { awsOperations } from '../collect/aws/operations.js';
import type { AwsOperation } from '../collect/aws/service.js';
import { byCodeUnit } from '../core/json.js';
import type { ReadSummary } from '../core/run.js';
import type { SourceId } from '../core/scope.js';
import type { PackReader } from '../pack/reader.js';

/** What `audit run --plan` says: every operation that the run would make, and how often. */
export interface ReadPlan {
  /** `all`: every region that is enabled for the account, which only a call could tell. */
  readonly regions: readonly string[] | 'all';
  readonly operations: readonly PlannedOperation[];
  readonly total: {
    /** Reads that need nothing but the account, and those that each region needs. */
    readonly onceAnAccount: number;
    readonly onceARegion: number;
    /** The fewest calls, one a read and none that depends on what is listed; null where the regions are not known. */
    readonly fewestCalls: number | null;
    /** In words: `2 + 19 × regions + one for each of …`. */
    readonly expression: string;
    /** What the run of the pack took; null without one. */
    readonly lastCalls: number | null;
  };
  /** The pack that the last figures are from; null where none was found. */
  readonly pack: { readonly packId: string; readonly declaredAt: string } | null;
}

export interface PlannedOperation {
  readonly source: SourceId;
  readonly service: string;
  readonly operation: string;
  readonly once: 'account' | 'region' | 'item';
  /** The operation that lists the things, each of which is asked about; null for `account` and `region`. */
  readonly of: string | null;
  /** Reads of it; null where that depends on what is listed, or on which regions there are. */
  readonly reads: number | null;
  /** What it came to in the pack; null without one, or where the pack has no such read. */
  readonly last: { readonly reads: number; readonly calls: number } | null;
}

/**
 * The operations of the registry, and by their trials what each is asked about: a new operation is in the plan by being
 * declared. The pack's figures are those of its own regions.
 */
export function readPlan(regions: readonly string[] | 'all', last: LastRun | null): ReadPlan {
  const operations = awsOperations
    .map((operation) => planned(operation, regions, last))
    .sort((a, b) => rank[a.once] - rank[b.once] || byCodeUnit(a.operation, b.operation));
  const count = (once: PlannedOperation['once']): number =>
    operations.filter((operation) => operation.once === once).length;
  const [account, region] = [count('account'), count('region')];
  const listings = [...new Set(operations.flatMap(({ of }) => of ?? []))];
  return {
    regions,
    operations,
    total: {
      onceAnAccount: account,
      onceARegion: region,
      fewestCalls: regions === 'all' ? null : account + region * regions.length,
      expression: [
        `${account} + ${region} × ${regions === 'all' ? 'regions' : regions.length}`,
        ...listings.map((listing) => `${operations.filter(({ of }) => of === listing).length} × items of ${listing}`),
      ].join(' + '),
      lastCalls: last === null ? null : sum(last.reads.filter(isAws).map(({ attempts }) => attempts)),
    },
    pack: last === null ? null : { packId: last.packId, declaredAt: last.declaredAt },
  };
}

const rank = { account: 0, region: 1, item: 2 } as const;

function planned(
  { source, service, name }: AwsOperation,
  regions: readonly string[] | 'all',
  last: LastRun | null,
): PlannedOperation {
  const { where, about, per } = trialOf(name);
  const of = per ?? about?.listing ?? null;
  const once = of === null ? where : 'item';
  const made = last?.reads.filter(({ operation }) => operation === name) ?? [];
  const reads = { account: 1, region: regions === 'all' ? null : regions.length, item: null }[once];
  return {
    source,
    service,
    operation: name,
    once,
    of,
    reads,
    last: made.length === 0 ? null : { reads: made.length, calls: sum(made.map(({ attempts }) => attempts)) },
  };
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

function isAws({ source }: Pick<ReadSummary, 'source'>): boolean {
  return source === 'aws';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
