import { z } from 'zod';
import { egressOnlyInternetGateway, internetGateway, natGateway } from '../../facts/aws/vpcs.js';
import { type ItemParser } from '../reading/item-parser.js';
import { nameOf, tagList } from './item-parser.js';

const attachments = z.array(z.object({ State: z.string().optional(), VpcId: z.string() }));

// Without a default: a gateway that does not say where it is attached is not one that is detached.
const wireInternetGateway = z.object({ InternetGatewayId: z.string(), Attachments: attachments, Tags: tagList });

export const internetGateways: ItemParser<'aws.ec2.internet-gateway'> = {
  kind: 'aws.ec2.internet-gateway',
  member: 'InternetGateways',
  parse(item) {
    const wire = wireInternetGateway.parse(item);
    const data = { id: wire.InternetGatewayId, vpcIds: attachedVpcs(wire.Attachments), tags: wire.Tags };
    return { id: data.id, name: nameOf(wire.Tags), data: internetGateway.parse(data) };
  },
};

const wireEgressOnly = z.object({
  EgressOnlyInternetGatewayId: z.string(),
  Attachments: attachments.default([]),
  Tags: tagList,
});

export const egressOnlyInternetGateways: ItemParser<'aws.ec2.egress-only-internet-gateway'> = {
  kind: 'aws.ec2.egress-only-internet-gateway',
  member: 'EgressOnlyInternetGateways',
  parse(item) {
    const wire = wireEgressOnly.parse(item);
    const data = { id: wire.EgressOnlyInternetGatewayId, vpcIds: attachedVpcs(wire.Attachments), tags: wire.Tags };
    return { id: data.id, name: nameOf(wire.Tags), data: egressOnlyInternetGateway.parse(data) };
  },
};

const wireNatGateway = z.object({
  NatGatewayId: z.string(),
  VpcId: z.string().optional(),
  SubnetId: z.string().optional(),
  ConnectivityType: z.enum(['public', 'private']).default('public'),
  State: z.string().optional(),
  NatGatewayAddresses: z.array(z.object({ PublicIp: z.string().optional() })).default([]),
  Tags: tagList,
});

export const natGateways: ItemParser<'aws.ec2.nat-gateway'> = {
  kind: 'aws.ec2.nat-gateway',
  member: 'NatGateways',
  parse(item) {
    const wire = wireNatGateway.parse(item);
    return {
      id: wire.NatGatewayId,
      name: nameOf(wire.Tags),
      data: natGateway.parse({
        id: wire.NatGatewayId,
        vpcId: wire.VpcId,
        subnetId: wire.SubnetId,
        isPublic: wire.ConnectivityType === 'public',
        state: wire.State,
        publicV4: wire.NatGatewayAddresses.flatMap((address) => address.PublicIp ?? []),
        tags: wire.Tags,
      }),
    };
  },
};

/** EC2 says `available` of a gateway's attachment where its model says `attached`. Only what is gone is left out. */
function attachedVpcs(list: z.infer<typeof attachments>): string[] {
  return list.filter(({ State }) => State !== 'detached').map(({ VpcId }) => VpcId);
}
