import type { ComparedPack } from '../../../src/drift/compare.js';
import { byFinding, type Finding, fingerprint } from '../../../src/core/finding.js';
import type { Population } from '../../../src/core/run.js';
import type { Scope } from '../../../src/core/scope.js';

export const scope: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
export const kind = 'aws.ec2.security-group';
export const control = 'no-world-open-admin-ports';

/** A finding on a security group, passing unless it is told otherwise. */
export function found(id: string, more: Partial<Finding> = {}): Finding {
  const resource = more.resource ?? { kind, id, name: null, scope };
  const of = more.control ?? control;
  return {
    control: of,
    outcome: 'pass',
    reason: null,
    severity: 'critical',
    resource,
    expected: 'No administration port is open to the internet.',
    observed: `${id} is closed`,
    evidence: [{ read: 'a'.repeat(64), page: 0, pointer: '/SecurityGroups/0' }],
    parameters: {},
    location: null,
    owner: null,
    exception: null,
    fingerprint: fingerprint(of, resource),
    gateSeverity: 'critical',
    ...more,
  };
}

export function unknown(id: string, reason: string, more: Partial<Finding> = {}): Finding {
  return found(id, { outcome: 'unknown', reason, observed: `${id} is not known: ${reason}`, ...more });
}

export function fail(id: string, more: Partial<Finding> = {}): Finding {
  return found(id, { outcome: 'fail', observed: `${id} lets ::/0 reach tcp/22`, ...more });
}

export function population(members: readonly string[], more: Partial<Population> = {}): Population {
  return { kind, scope, count: members.length, members, reads: [], gap: null, ...more };
}

interface Told {
  readonly findings?: readonly Finding[];
  readonly populations?: readonly Population[];
  readonly reads?: ComparedPack['reads'];
  readonly ran?: readonly string[];
  readonly rules?: Partial<ComparedPack['rules']>;
  readonly head?: Partial<ComparedPack['head']>;
}

/** A pack of those findings, and of the populations that they are of unless others are told. */
export function packOf(told: Told = {}): ComparedPack {
  const findings = [...(told.findings ?? [])].sort(byFinding);
  const ids = findings.filter(({ resource }) => resource.kind === kind).map(({ resource }) => resource.id);
  const ran = told.ran ?? [control, ...findings.map((each) => each.control)];
  return {
    head: {
      packId: '20261125T000000Z-prepay',
      declaredAt: '2026-11-25T00:00:00.000Z',
      toolVersion: '0.5.0',
      manifestSha256: 'b'.repeat(64),
      signedBy: null,
      partialBecause: [],
      ...told.head,
    },
    rules: {
      toolVersion: '0.5.0',
      controls: new Map([...new Set(ran)].map((id) => [id, { digest: `${id} 1`, parameters: '{}' }])),
      configuration: {},
      ...told.rules,
    },
    ran: [...new Set(ran)],
    findings: () => stream(findings),
    populations: told.populations ?? [population([...new Set(ids)])],
    reads: told.reads ?? [],
  };
}

export async function* stream(findings: readonly Finding[]): AsyncGenerator<Finding> {
  await Promise.resolve();
  yield* findings;
}
