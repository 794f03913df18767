import { CreateTagsCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { given } from '../../../scripts/seed/aws.js';
import { trialOf } from '../../../src/collect/aws/doctor-trials.js';
import { awsOperations } from '../../../src/collect/aws/operations.js';
import { admin, all, cards, data, type Expected, type Ground, isWanted, op, type Planted } from './plant.js';
import type { Vpc } from './vpc.js';

// The networks' own test number, which no issuer ever gave out.
const testNumber = '4111111111111111';
const groups = (separator: string) => testNumber.match(/\d{4}/gu)?.join(separator) ?? '';

interface TextCase {
  readonly name: string;
  readonly expected: Expected;
  readonly text: string;
  /** The read that gives the text. */
  readonly operation: string;
  /** What carries the text as a tag; null: a new group's description. */
  readonly on: ((vpc: Vpc) => string) | null;
}

const cases: readonly TextCase[] = [
  {
    name: 'a card number in groups, in a tag',
    expected: 'fail',
    text: `refund ${groups(' ')}`,
    operation: 'ec2:DescribeVpcs',
    on: (vpc) => vpc.vpcId,
  },
  {
    name: 'a card number with dashes, in a tag',
    expected: 'fail',
    text: groups('-'),
    operation: op.gateways,
    on: (vpc) => vpc.internetGatewayId,
  },
  {
    name: 'a card number without separators, in a description',
    expected: 'fail',
    text: `for ${testNumber}`,
    operation: op.groups,
    on: null,
  },
  {
    name: 'a token of GitHub in a tag',
    expected: 'fail',
    text: `ghp_${'a1B2'.repeat(9)}`,
    operation: 'ec2:DescribeEgressOnlyInternetGateways',
    on: (vpc) => vpc.egressOnlyGatewayId,
  },
  {
    name: 'sixteen digits whose check digit is wrong',
    expected: 'pass',
    text: '4111 1111 1111 1112',
    operation: op.tables,
    on: (vpc) => vpc.mainTableId,
  },
  {
    name: 'milliseconds since 1970 that pass the check digit',
    expected: 'pass',
    text: '1764115200008',
    operation: 'ec2:DescribeNatGateways',
    on: (vpc) => vpc.natGatewayId,
  },
];

/** Writes the texts of the table, and says of every read of the region what has to be found in it. */
export async function plantCardData(ground: Ground, vpc: Vpc): Promise<Planted[]> {
  const { ec2, name } = ground.region;
  const own = { control: cards, region: name, kind: 'read', restsOn: [] };
  const planted: Planted[] = [];
  const told = new Set<string>();
  for (const one of cases) {
    if (!isWanted(ground, [one.expected])) continue;
    told.add(one.operation);
    planted.push({ ...own, name: one.name, built: textOf(one), expected: one.expected, id: one.operation });
    if (one.on !== null) {
      await ec2.send(new CreateTagsCommand({ Resources: [one.on(vpc)], Tags: [{ Key: 'note', Value: one.text }] }));
      continue;
    }
    const made = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'noted', Description: one.text, VpcId: vpc.vpcId }),
    );
    const id = given(made.GroupId, 'security group');
    const group = {
      name: null,
      built: '',
      expected: 'pass' as const,
      region: name,
      kind: 'aws.ec2.security-group',
      id,
      restsOn: [],
    };
    planted.push(...[admin, data, all].map((control) => ({ ...group, control })));
  }
  const others = awsOperations
    .map((operation) => operation.name)
    .filter((operation) => !told.has(operation) && !isGlobal(operation) && !lacksThing(operation));
  planted.push(...others.map((id): Planted => ({ ...own, name: null, built: '', expected: 'pass', id })));
  return planted;
}

/** Asked about things of which an account of networks has none: web ACLs, detectors, repositories, what Inspector covers. */
function lacksThing(operation: string): boolean {
  const { about, per } = trialOf(operation);
  const service = operation.slice(0, operation.indexOf(':'));
  if (operation === 'inspector2:ListCoverage' || operation === 'wafv2:GetWebACLForResource') return about === null;
  return (about !== null || per !== undefined) && service !== 'ec2' && service !== 'elasticloadbalancing';
}

/** Read once for the account, not in each region. */
export function isGlobal(operation: string): boolean {
  return trialOf(operation).where === 'account';
}

function textOf({ name, text }: TextCase): string {
  // The page is read by people and searched by scanners: no number that looks like a card's stands in it whole.
  return name.startsWith('a card number') || name.startsWith('a token') ? `${text.slice(0, text.length - 12)}…` : text;
}
