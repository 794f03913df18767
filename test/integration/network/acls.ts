import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { closeDefaultGroup } from '../../../scripts/seed/groups.js';
import { logTraffic } from '../../../scripts/seed/upkeep.js';
import { type Ground, isWanted, planted, type Planted, type Verdicts } from './plant.js';
import { tidyVpc } from './tidy-vpc.js';

export interface Entry {
  readonly rule: number;
  readonly does: 'allow' | 'deny';
  readonly way?: 'in' | 'out';
  /** EC2's protocol number, and ports. */
  readonly to: string;
  readonly block: string;
}

interface AclCase {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly isFaulty: boolean;
}

const world = '0.0.0.0/0';
const ssh = (rule: number, does: Entry['does'], block: string, way: Entry['way'] = 'in'): Entry => ({
  rule,
  does,
  to: '6/22',
  block,
  way,
});

/** Everything out, so that answers to whatever is let in may leave. */
const out: readonly Entry[] = [world, '::/0'].map((block, index) => ({
  rule: 100 + index,
  does: 'allow',
  way: 'out',
  to: '-1',
  block,
}));
const faulty = (name: string, ...entries: readonly Entry[]): AclCase => ({ name, isFaulty: true, entries });
const clean = (name: string, ...entries: readonly Entry[]): AclCase => ({ name, isFaulty: false, entries });
const allow = (rule: number, to: string, block = world): Entry => ({ rule, does: 'allow', to, block });

const cases: readonly AclCase[] = [
  faulty('SSH from everywhere', ssh(100, 'allow', world), ...out),
  faulty('SSH from everywhere over IPv6 alone', ssh(100, 'allow', '::/0'), ...out),
  faulty('two halves', ssh(100, 'allow', '0.0.0.0/1'), ssh(110, 'allow', '128.0.0.0/1'), ...out),
  faulty('a denial that comes too late', ssh(100, 'allow', world), ssh(200, 'deny', world), ...out),
  faulty('a denial of a half', ssh(90, 'deny', '0.0.0.0/1'), ssh(100, 'allow', world), ...out),
  faulty('a denial of the other family', ssh(90, 'deny', world), ssh(100, 'allow', '::/0'), ...out),
  faulty('all protocols', allow(100, '-1'), ...out),
  faulty('a range over it', allow(100, '6/0-1023'), ...out),
  faulty('a database', allow(100, '6/5432'), ...out),
  faulty('remote desktops beside the range for answers', allow(100, '6/3389'), allow(110, '6/1024-65535'), ...out),
  faulty('an administration port of UDP, which needs no answer', allow(100, '17/161')),
  clean(
    'a denial that comes first',
    ssh(90, 'deny', world),
    allow(100, '6/0-1023'),
    { rule: 80, does: 'deny', to: '6/0-1023', block: world },
    ...out,
  ),
  clean('HTTPS, and answers to clients', allow(100, '6/443'), allow(110, '6/1024-65535'), ...out),
  clean('SSH from inside', ssh(100, 'allow', '10.61.0.0/16'), ...out),
  clean('SSH from an office', ssh(100, 'allow', '51.6.0.0/24'), ...out),
  clean('SSH, to which no answer may leave', ssh(100, 'allow', world)),
  clean('SSH outwards alone', ssh(100, 'allow', world, 'out')),
  clean('nothing'),
];

export async function plantAcls(ground: Ground): Promise<Planted[]> {
  const { region } = ground;
  const { vpcId } = await tidyVpc(region, 'acls', '10.61.0.0/16');
  const found: Planted[] = [];
  for (const one of cases) {
    const verdicts: Verdicts = one.isFaulty ? { 'network-acls-not-world-open': 'fail' } : {};
    if (!isWanted(ground, verdicts)) continue;
    const id = await buildAcl(region, vpcId, one.entries);
    const told = { of: 'network-acls-not-world-open', name: one.name, verdicts } as const;
    found.push(...planted(ground, told, entriesText(one.entries), id));
  }
  if (ground.choice === 'everything') found.push(...(await plantDefaultAcl(ground)));
  return found;
}

/** What a new VPC comes with lets everything through. */
async function plantDefaultAcl(ground: Ground): Promise<Planted[]> {
  const { region } = ground;
  const made = await region.ec2.send(new CreateVpcCommand({ CidrBlock: '10.67.0.0/16' }));
  const vpcId = given(made.Vpc?.VpcId, 'VPC');
  await closeDefaultGroup(region, vpcId);
  await logTraffic(region, vpcId);
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const { NetworkAcls: acls } = await region.ec2.send(new DescribeNetworkAclsCommand({ Filters }));
  const verdicts: Verdicts = { 'network-acls-not-world-open': 'fail' };
  const name = 'the default ACL of a new VPC';
  return planted(
    ground,
    { of: 'network-acls-not-world-open', name, verdicts },
    'as EC2 makes it',
    given(acls?.[0]?.NetworkAclId, 'ACL'),
  );
}

/** The id of a new ACL with these entries and no subnet. */
export async function buildAcl(region: Region, VpcId: string, entries: readonly Entry[]): Promise<string> {
  const made = await region.ec2.send(
    new CreateNetworkAclCommand({ VpcId, TagSpecifications: tagged('network-acl', 'planted') }),
  );
  const id = given(made.NetworkAcl?.NetworkAclId, 'network ACL');
  await addEntries(region, id, entries);
  return id;
}

export async function addEntries({ ec2 }: Region, NetworkAclId: string, entries: readonly Entry[]): Promise<void> {
  for (const { rule, does, way, to, block } of entries) {
    const [Protocol = '', range] = to.split('/');
    const [from, through = from] = (range ?? '').split('-');
    await ec2.send(
      new CreateNetworkAclEntryCommand({
        NetworkAclId,
        RuleNumber: rule,
        RuleAction: does,
        Egress: way === 'out',
        Protocol,
        ...(range === undefined ? {} : { PortRange: { From: Number(from), To: Number(through) } }),
        ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
      }),
    );
  }
}

export function entriesText(entries: readonly Entry[]): string {
  const texts = entries.map(
    ({ rule, does, way, to, block }) => `${rule} ${does} ${way === 'out' ? 'out ' : ''}${to} ${block}`,
  );
  return texts.length === 0 ? 'no entry' : texts.join('; ');
}
