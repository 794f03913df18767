import { type Check, defineCheck, need } from '../../src/core/check.js';
import type { Catalog } from '../../src/core/catalog.js';
import type { Control, ControlDefinition } from '../../src/core/control.js';
import type { Coverage, Fact } from '../../src/core/fact.js';
import type { Finding } from '../../src/core/finding.js';
import type { Gap } from '../../src/core/read.js';
import type { Scope } from '../../src/core/scope.js';
import type { FactSource } from '../../src/facts/fact-base.js';
import { evaluate, type EvaluateInput } from '../../src/evaluate/evaluate.js';

export const ireland: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
export const frankfurt: Scope = { source: 'aws', account: '111122223333', region: 'eu-central-1' };
export const whole: Coverage = { gap: null, reads: [{ key: 'k', operation: 'ec2:DescribeVpcs' }], delivered: true };
export const denied: Gap = { reason: 'denied', reads: ['r'], text: 'ec2:DescribeVpcs was denied' };

/** What EC2 leaves out. */
const unowned = { ownerId: null, blockPublicAccess: 'off' } as const;

/** A VPC fact. The tests of the engine judge VPCs and look at subnets. */
export function vpc(
  id: string,
  scope: Scope = ireland,
  tags: Readonly<Record<string, string>> = {},
): Fact<'aws.ec2.vpc'> {
  const data = { id, v4: [], v6: [], isDefault: false, ...unowned, tags: { ...tags } };
  return {
    kind: 'aws.ec2.vpc',
    id,
    name: null,
    scope,
    data,
    evidence: [{ read: 'k', page: 0, pointer: `/Vpcs/${id}` }],
  };
}

export function subnet(
  id: string,
  vpcId: string,
  scope: Scope = ireland,
  tags: Readonly<Record<string, string>> = {},
): Fact<'aws.ec2.subnet'> {
  const data = { id, vpcId, v4: [], v6: [], availabilityZone: null, ...unowned, tags: { ...tags } };
  return {
    kind: 'aws.ec2.subnet',
    id,
    name: null,
    scope,
    data,
    evidence: [{ read: 's', page: 0, pointer: `/Subnets/${id}` }],
  };
}

export function definitionOf(id: string, change: Partial<ControlDefinition> = {}): ControlDefinition {
  return {
    id,
    area: 'network',
    lifecycle: 'stable',
    statement: `${id} holds.`,
    subject: 'aws.ec2.vpc',
    severity: 'medium',
    rationale: '',
    wrong: { pass: [''], fail: [''] },
    params: {},
    maps: [],
    remediation: { console: '', cli: '', terraform: '' },
    sources: [],
    ...change,
  };
}

export function controlOf(check: Check, definition: ControlDefinition = definitionOf('c')): Control {
  return { definition, digest: '', load: () => Promise.resolve(check) };
}

export const vpcNeed = { vpc: need('aws.ec2.vpc', { as: 'subject' }) } as const;

/** A check of one VPC that gives what the function says. */
export function vpcCheck(run: Parameters<typeof defineCheck<typeof vpcNeed>>[0]['run']): Check {
  return defineCheck({ needs: vpcNeed, run });
}

export function inputOf(
  facts: FactSource,
  controls: readonly Control[],
  change: Partial<EvaluateInput> = {},
): EvaluateInput {
  return {
    facts,
    controls,
    selected: new Set(controls.map(({ definition }) => definition.id)),
    sources: [{ source: 'aws', state: 'read', gap: null }],
    parameters: {},
    catalogs: [],
    partial: false,
    ...change,
  };
}

export async function findingsOf(input: EvaluateInput): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of evaluate(input).findings) all.push(finding);
  return all;
}

export function catalogOf(...clauses: readonly string[]): Catalog {
  return {
    id: 'f',
    title: 'F',
    groups: [{ id: '1', title: 'One' }],
    clauses: clauses.map((id) => ({
      id,
      group: '1',
      title: id,
      evidence: 'automatic',
      periods: [],
      responsible: 'entity',
    })),
  };
}
