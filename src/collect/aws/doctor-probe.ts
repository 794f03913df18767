import { byCodeUnit, isJsonObject, type Json, type JsonObject } from '../../core/json.js';
import type { EndLine } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { readable as isReadable, type Said, saidBy } from '../reading/probe-result.js';
import type { Transport } from '../transport/transport.js';
import { type Trial, trialOf } from './doctor-trials.js';
import { awsOperation, awsOperations } from './operations.js';
import { readOf } from './read-of.js';
import type { AwsOperation } from './service.js';

export type { ProbeResult } from '../reading/probe-result.js';

/** Whether one operation can be read in one place. */
export interface Probe extends Said {
  readonly operation: string;
  /** Null for an operation of the whole account. */
  readonly region: string | null;
}

/** Why an operation was not tried that asks about a thing which the region has none of. */
export const nothingToAsk = 'nothing to ask it about';

/** A probe of every operation of a region, each by its smallest call; sorted by operation. */
export async function probeRegion(transport: Transport, scope: Scope): Promise<readonly Probe[]> {
  return probe(transport, scope, namesAt('region'));
}

/** A probe of every operation that is of no region, but for those that were `tried` already; sorted by operation. */
export async function probeAccount(
  transport: Transport,
  scope: Scope,
  tried: ReadonlySet<string>,
): Promise<readonly Probe[]> {
  return probe(
    transport,
    scope,
    namesAt('account').filter((name) => !tried.has(name)),
  );
}

function namesAt(where: Trial['where']): readonly string[] {
  return awsOperations.map(({ name }) => name).filter((name) => trialOf(name).where === where);
}

async function probe(transport: Transport, scope: Scope, names: readonly string[]): Promise<readonly Probe[]> {
  const tried = new Map<string, Promise<Tried>>();
  const tryOnce = (name: string): Promise<Tried> => {
    const running = tried.get(name) ?? tryOne(transport, scope, awsOperation(name), tryOnce);
    tried.set(name, running);
    return running;
  };
  const all = await Promise.all(names.map(tryOnce));
  return all.map((one) => one.probe).sort((a, b) => byCodeUnit(a.operation, b.operation));
}

interface Tried {
  readonly probe: Probe;
  /** What the first page that was not empty lists. */
  readonly items: readonly JsonObject[];
}

async function tryOne(
  transport: Transport,
  scope: Scope,
  { name }: AwsOperation,
  tryOther: (name: string) => Promise<Tried>,
): Promise<Tried> {
  const { input, about } = trialOf(name);
  const notTried = (why: string): Tried => ({
    probe: { operation: name, region: scope.region ?? null, result: 'not-tried', why, error: null },
    items: [],
  });
  if (about === null) return ask(transport, scope, name, input);
  const listed = await tryOther(about.listing);
  if (listed.probe.result !== 'readable') return notTried(`${about.listing} was not readable`);
  for (const item of listed.items) {
    const request = about.inputOf(item);
    if (request !== null) return ask(transport, scope, name, request);
  }
  return notTried(nothingToAsk);
}

/** Reads until a page lists something, so most often one page. */
async function ask(transport: Transport, scope: Scope, operation: string, input: JsonObject): Promise<Tried> {
  const { answers } = awsOperation(operation);
  for await (const line of transport.read(readOf(scope, operation, input))) {
    if (line.type === 'end') return { probe: probeOf(line), items: [] };
    const listed = isJsonObject(line.response) ? line.response[answers] : undefined;
    const items = Array.isArray(listed) ? listed.flatMap((item: Json) => itemOf(item, answers)) : [];
    if (items.length > 0) return { probe: readable(operation, scope), items };
  }
  return { probe: readable(operation, scope), items: [] };
}

/** A listing of bare ids gives each as the one member of an item, under the name of the list. */
function itemOf(item: Json, list: string): JsonObject[] {
  if (typeof item === 'string') return [{ [list]: item }];
  return isJsonObject(item) ? [item] : [];
}

function readable(operation: string, { region }: Scope): Probe {
  return { operation, region: region ?? null, ...isReadable };
}

/** What the end of a read says. A thing that is gone by now was asked about all the same. */
export function probeOf({ operation, scope, ...end }: EndLine): Probe {
  return { operation, region: scope.region ?? null, ...saidBy(end) };
}
