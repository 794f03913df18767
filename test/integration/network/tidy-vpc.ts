import { CreateSubnetCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { closeDefaultAcl } from '../../../scripts/seed/acls.js';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { closeDefaultGroup } from '../../../scripts/seed/groups.js';
import { logTraffic } from '../../../scripts/seed/upkeep.js';

export interface TidyVpc {
  readonly vpcId: string;
  /** `10.60.0.0/16`. */
  readonly block: string;
  readonly subnetId: string;
}

/** A VPC of which no network control has anything to say: what is planted in it is all that may be found. */
export async function tidyVpc(
  region: Region,
  name: string,
  block: string,
  leave: 'tidy' | 'unlogged' = 'tidy',
): Promise<TidyVpc> {
  const made = await region.ec2.send(
    new CreateVpcCommand({ CidrBlock: block, TagSpecifications: tagged('vpc', name) }),
  );
  const vpcId = given(made.Vpc?.VpcId, 'VPC');
  const subnet = await addSubnet(region, vpcId, block.replace('.0.0/16', '.1.0/24'));
  await closeDefaultGroup(region, vpcId);
  await closeDefaultAcl(region, vpcId);
  if (leave === 'tidy') await logTraffic(region, vpcId);
  return { vpcId, block, subnetId: subnet };
}

export async function addSubnet({ ec2 }: Region, VpcId: string, CidrBlock: string): Promise<string> {
  const made = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock, TagSpecifications: tagged('subnet', 'planted') }),
  );
  return given(made.Subnet?.SubnetId, 'subnet');
}
