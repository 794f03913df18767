import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type NetworkAcl,
  type NetworkAclEntry,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from './aws.js';
import type { Network } from './network.js';

/** One allowing entry. `to` is `tcp/443`, `udp/123`, or `all`. */
interface AclEntry {
  readonly to: string;
  readonly block: string;
}

export interface AclPlan {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly inwards: readonly AclEntry[];
  readonly outwards: readonly AclEntry[];
}

const protocolNumbers: Readonly<Record<string, string>> = { tcp: '6', udp: '17', all: '-1' };

/** A network ACL with the entries of the plan, numbered from 100 by hundreds, for the named subnets. */
export async function buildAcl(region: Region, { vpcId, subnetIds }: Network, plan: AclPlan): Promise<void> {
  const { ec2 } = region;
  const made = await ec2.send(
    new CreateNetworkAclCommand({ VpcId: vpcId, TagSpecifications: tagged('network-acl', plan.name) }),
  );
  const NetworkAclId = given(made.NetworkAcl?.NetworkAclId, 'network ACL');
  for (const [isEgress, entries] of [
    [false, plan.inwards],
    [true, plan.outwards],
  ] as const) {
    for (const [index, entry] of entries.entries()) {
      await ec2.send(
        new CreateNetworkAclEntryCommand({
          NetworkAclId,
          RuleNumber: 100 * (index + 1),
          Egress: isEgress,
          RuleAction: 'allow',
          ...matchOf(entry),
        }),
      );
    }
  }
  const names = await associations(region, vpcId);
  for (const name of plan.subnets) {
    const AssociationId = given(names.get(given(subnetIds[name], `subnet ${name}`)), `association of ${name}`);
    await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
  }
}

/** Takes the entries that allow out of the default ACL of a VPC, so that what has no other is closed. */
export async function closeDefaultAcl(region: Region, vpcId: string): Promise<void> {
  const acl = (await aclsOf(region, vpcId)).find(({ IsDefault: isDefault }) => isDefault === true);
  const NetworkAclId = given(acl?.NetworkAclId, 'default network ACL');
  for (const { RuleAction: action, RuleNumber, Egress } of acl?.Entries ?? []) {
    if (action !== 'allow') continue;
    await region.ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber, Egress }));
  }
}

function matchOf({
  to,
  block,
}: AclEntry): Pick<NetworkAclEntry, 'Protocol' | 'CidrBlock' | 'Ipv6CidrBlock' | 'PortRange'> & { Protocol: string } {
  const [protocol = '', range] = to.split('/');
  const [from, through = from] = (range ?? '').split('-');
  return {
    Protocol: given(protocolNumbers[protocol], `protocol ${protocol}`),
    ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...(range === undefined ? {} : { PortRange: { From: Number(from), To: Number(through) } }),
  };
}

/** Subnet id → id of its association with an ACL. */
async function associations(region: Region, vpcId: string): Promise<ReadonlyMap<string, string>> {
  const all = (await aclsOf(region, vpcId)).flatMap((acl) => acl.Associations ?? []);
  return new Map(
    all.map((one) => [given(one.SubnetId, 'subnet'), given(one.NetworkAclAssociationId, 'association')] as const),
  );
}

async function aclsOf({ ec2 }: Region, vpcId: string): Promise<NetworkAcl[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  return (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls ?? [];
}
