import { z } from 'zod';
import { subnet, vpc } from '../../facts/aws/vpcs.js';
import { type ItemParser } from '../reading/item-parser.js';
import { block, nameOf, tagList } from './item-parser.js';

const blockState = z.object({ State: z.string() });
const v6Blocks = z.array(z.object({ Ipv6CidrBlock: block, Ipv6CidrBlockState: blockState })).default([]);

// A mode that is not documented is refused: whether it shuts anything is not known.
const blockPublicAccess = z
  .object({ InternetGatewayBlockMode: z.enum(['off', 'block-bidirectional', 'block-ingress']).optional() })
  .optional();

const wireVpc = z.object({
  VpcId: z.string(),
  CidrBlock: block.optional(),
  CidrBlockAssociationSet: z.array(z.object({ CidrBlock: block, CidrBlockState: blockState })).optional(),
  Ipv6CidrBlockAssociationSet: v6Blocks,
  IsDefault: z.boolean(), // without a default: no VPC is taken for one that somebody made
  OwnerId: z.string().optional(),
  BlockPublicAccessStates: blockPublicAccess,
  Tags: tagList,
});

export const vpcs: ItemParser<'aws.ec2.vpc'> = {
  kind: 'aws.ec2.vpc',
  member: 'Vpcs',
  parse(item) {
    const wire = wireVpc.parse(item);
    return {
      id: wire.VpcId,
      name: nameOf(wire.Tags),
      data: vpc.parse({
        id: wire.VpcId,
        v4: v4Blocks(wire),
        v6: associatedV6(wire.Ipv6CidrBlockAssociationSet),
        isDefault: wire.IsDefault,
        ownerId: wire.OwnerId,
        blockPublicAccess: wire.BlockPublicAccessStates?.InternetGatewayBlockMode,
        tags: wire.Tags,
      }),
    };
  },
};

const wireSubnet = z.object({
  SubnetId: z.string(),
  VpcId: z.string(),
  CidrBlock: block.optional(), // an IPv6-only subnet has none
  Ipv6CidrBlockAssociationSet: v6Blocks,
  AvailabilityZone: z.string().optional(),
  OwnerId: z.string().optional(),
  BlockPublicAccessStates: blockPublicAccess,
  Tags: tagList,
});

export const subnets: ItemParser<'aws.ec2.subnet'> = {
  kind: 'aws.ec2.subnet',
  member: 'Subnets',
  parse(item) {
    const wire = wireSubnet.parse(item);
    return {
      id: wire.SubnetId,
      name: nameOf(wire.Tags),
      data: subnet.parse({
        id: wire.SubnetId,
        vpcId: wire.VpcId,
        v4: wire.CidrBlock === undefined ? [] : [wire.CidrBlock],
        v6: associatedV6(wire.Ipv6CidrBlockAssociationSet),
        availabilityZone: wire.AvailabilityZone,
        ownerId: wire.OwnerId,
        blockPublicAccess: wire.BlockPublicAccessStates?.InternetGatewayBlockMode,
        tags: wire.Tags,
      }),
    };
  },
};

/** The association set lists the primary block too; the lone member counts only where there is no set. */
function v4Blocks({ CidrBlock, CidrBlockAssociationSet }: z.infer<typeof wireVpc>): string[] {
  if (CidrBlockAssociationSet === undefined) return CidrBlock === undefined ? [] : [CidrBlock];
  return CidrBlockAssociationSet.filter((own) => own.CidrBlockState.State === 'associated').map((own) => own.CidrBlock);
}

function associatedV6(blocks: z.infer<typeof v6Blocks>): string[] {
  return blocks.filter((own) => own.Ipv6CidrBlockState.State === 'associated').map((own) => own.Ipv6CidrBlock);
}
