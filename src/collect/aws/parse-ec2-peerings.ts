import { z } from 'zod';
import { vpcPeeringConnection } from '../../facts/aws/connections.js';
import { type ItemParser } from '../reading/item-parser.js';
import { block, nameOf, optionalId, tagList } from './item-parser.js';

const wirePeer = z.object({
  OwnerId: z.string(),
  Region: optionalId,
  VpcId: z.string(),
  CidrBlock: block.optional(),
  CidrBlockSet: z.array(z.object({ CidrBlock: block })).default([]),
  Ipv6CidrBlockSet: z.array(z.object({ Ipv6CidrBlock: block })).default([]),
});

const wirePeering = z.object({
  VpcPeeringConnectionId: z.string(),
  Status: z.object({ Code: z.string() }),
  RequesterVpcInfo: wirePeer,
  AccepterVpcInfo: wirePeer,
  Tags: tagList,
});

export const vpcPeeringConnections: ItemParser<'aws.ec2.vpc-peering-connection'> = {
  kind: 'aws.ec2.vpc-peering-connection',
  member: 'VpcPeeringConnections',
  parse(item) {
    const wire = wirePeering.parse(item);
    return {
      id: wire.VpcPeeringConnectionId,
      name: nameOf(wire.Tags),
      data: vpcPeeringConnection.parse({
        id: wire.VpcPeeringConnectionId,
        status: wire.Status.Code,
        requester: peer(wire.RequesterVpcInfo),
        accepter: peer(wire.AccepterVpcInfo),
        tags: wire.Tags,
      }),
    };
  },
};

/** The set lists the primary block too; the lone member counts only where there is none. */
function peer(wire: z.infer<typeof wirePeer>): object {
  const listed = wire.CidrBlockSet.map(({ CidrBlock }) => CidrBlock);
  const alone = wire.CidrBlock === undefined ? [] : [wire.CidrBlock];
  return {
    account: wire.OwnerId,
    region: wire.Region,
    vpcId: wire.VpcId,
    v4: listed.length > 0 ? listed : alone,
    v6: wire.Ipv6CidrBlockSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  };
}
