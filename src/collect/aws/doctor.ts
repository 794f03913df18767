import { byCodeUnit } from '../../core/json.js';
import type { EndLine } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { Transport } from '../transport/transport.js';
import { type AwsIdentity, collectIdentity } from './collect-identity.js';
import { collectRegions } from './collect-regions.js';
import { type Probe, probeAccount, probeOf, probeRegion } from './doctor-probe.js';
import { awsOperation } from './operations.js';
import { awsPolicy, type PolicyDocument } from './policy.js';

export interface AwsExamination {
  readonly identity: AwsIdentity | null;
  /** Regions whose operations were tried. */
  readonly regions: readonly string[];
  /** Regions that were named and are not enabled for the account. */
  readonly disabled: readonly string[];
  /** Why there may be more regions than these; null where there are none. */
  readonly rest: string | null;
  readonly probes: readonly Probe[];
}

/**
 * What can be read of an AWS account: each operation of the registry, in each region. A refusal is a result, never an
 * exception. Throws PREPAY_UNKNOWN_REGION as a run does. For credentials of another account the identity alone is asked.
 */
export async function examineAws(options: {
  readonly transport: Transport;
  /** The account that the configuration names. */
  readonly account: string | null;
  readonly regions: readonly string[] | 'all';
  readonly homeRegion: string;
}): Promise<AwsExamination> {
  const ends: EndLine[] = [];
  const reading = { transport: noting(options.transport, ends), sink };
  const identity = await collectIdentity(reading, options.account);
  const isOther = identity !== null && options.account !== null && identity.account !== options.account;
  if (isOther) return { identity, regions: [], disabled: [], rest: null, probes: ends.map(probeOf) };
  const scope: Scope = { source: 'aws', account: identity?.account ?? options.account ?? 'unidentified' };
  const chosen = await collectRegions(reading, scope, options);
  const regions = [...new Set(chosen.readable)].sort(byCodeUnit);
  const [global, ...regional] = await Promise.all([
    probeAccount(options.transport, scope, new Set(ends.map(({ operation }) => operation))),
    ...regions.map((region) => probeRegion(options.transport, { ...scope, region })),
  ]);
  return {
    identity,
    regions,
    disabled: chosen.disabled.map(({ region }) => region).sort(byCodeUnit),
    rest: chosen.rest?.text ?? null,
    probes: [...ends.map(probeOf), ...global, ...regional.flat()],
  };
}

const ignore = (): void => undefined;
const sink = { fact: ignore, covered: ignore, gap: ignore };

function noting(transport: Transport, ends: EndLine[]): Transport {
  return {
    async *read(request) {
      for await (const line of transport.read(request)) {
        if (line.type === 'end') ends.push(line);
        yield line;
      }
    },
  };
}

/** IAM actions that were denied, with the regions where. */
export interface MissingAction {
  readonly action: string;
  /** Empty for an operation of the whole account. */
  readonly regions: readonly string[];
}

export function missingActions(probes: readonly Probe[]): readonly MissingAction[] {
  const regions = new Map<string, string[]>();
  for (const { operation, region } of probes.filter(({ result }) => result === 'denied')) {
    for (const action of awsOperation(operation).permissions) {
      regions.set(action, [...(regions.get(action) ?? []), ...(region === null ? [] : [region])]);
    }
  }
  return [...regions]
    .map(([action, where]) => ({ action, regions: [...new Set(where)].sort(byCodeUnit) }))
    .sort((a, b) => byCodeUnit(a.action, b.action));
}

/** The policy that grants what was denied and no more; null where nothing was that a policy grants. */
export function missingPolicy(probes: readonly Probe[]): PolicyDocument | null {
  const denied = new Set(probes.filter(({ result }) => result === 'denied').map(({ operation }) => operation));
  const operations = [...denied].map(awsOperation).filter(({ permissions }) => permissions.length > 0);
  return operations.length === 0 ? null : awsPolicy(operations);
}
