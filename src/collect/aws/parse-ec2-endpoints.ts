import { z } from 'zod';
import { vpcEndpoint } from '../../facts/aws/connections.js';
import { type ItemParser } from '../reading/item-parser.js';
import { nameOf, tagList } from './item-parser.js';

const texts = z.array(z.string()).default([]);

const endpoint = z.object({
  VpcEndpointId: z.string(),
  VpcEndpointType: z.string(), // without a default: an interface is no gateway
  VpcId: z.string(),
  ServiceName: z.string().optional(),
  ResourceConfigurationArn: z.string().optional(),
  ServiceNetworkArn: z.string().optional(),
  State: z.string().optional(),
  SubnetIds: texts,
  RouteTableIds: texts,
  Groups: z.array(z.object({ GroupId: z.string() })).optional(),
  NetworkInterfaceIds: z.array(z.string()).optional(),
  Tags: tagList,
});

// An interface endpoint that does not say what it is reached by, or what filters it, is none that nothing reaches.
const wireEndpoint = endpoint
  .refine(({ VpcEndpointType, Groups }) => VpcEndpointType !== 'Interface' || Groups !== undefined, {
    message: 'expected the groups of an interface endpoint',
    path: ['Groups'],
  })
  .refine(
    ({ VpcEndpointType, NetworkInterfaceIds }) => VpcEndpointType !== 'Interface' || NetworkInterfaceIds !== undefined,
    {
      message: 'expected the interfaces of an interface endpoint',
      path: ['NetworkInterfaceIds'],
    },
  );

export const vpcEndpoints: ItemParser<'aws.ec2.vpc-endpoint'> = {
  kind: 'aws.ec2.vpc-endpoint',
  member: 'VpcEndpoints',
  parse(item) {
    const wire = wireEndpoint.parse(item);
    return {
      id: wire.VpcEndpointId,
      name: nameOf(wire.Tags),
      data: vpcEndpoint.parse({
        id: wire.VpcEndpointId,
        vpcId: wire.VpcId,
        type: wire.VpcEndpointType,
        // A resource and a service network of VPC Lattice are named by their ARN.
        serviceName: wire.ServiceName ?? wire.ResourceConfigurationArn ?? wire.ServiceNetworkArn ?? '',
        // EC2 answers `available` where its model says `Available`.
        state: wire.State?.replace(/^[A-Z]/u, (letter) => letter.toLowerCase()),
        subnetIds: wire.SubnetIds,
        routeTableIds: wire.RouteTableIds,
        groupIds: wire.Groups?.map((group) => group.GroupId),
        networkInterfaceIds: wire.NetworkInterfaceIds,
        tags: wire.Tags,
      }),
    };
  },
};
