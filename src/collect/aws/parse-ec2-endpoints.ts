import { z } from 'zod';
import { vpcEndpoint } from '../../facts/aws/connections.js';
import { type ItemParser, nameOf, tagList } from './item-parser.js';

const texts = z.array(z.string()).default([]);

const wireEndpoint = z.object({
  VpcEndpointId: z.string(),
  VpcEndpointType: z.string(), // without a default: an interface is no gateway
  VpcId: z.string(),
  ServiceName: z.string().optional(),
  ResourceConfigurationArn: z.string().optional(),
  ServiceNetworkArn: z.string().optional(),
  State: z.string().optional(),
  SubnetIds: texts,
  RouteTableIds: texts,
  Groups: z.array(z.object({ GroupId: z.string() })).default([]),
  NetworkInterfaceIds: texts,
  Tags: tagList,
});

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
        groupIds: wire.Groups.map((group) => group.GroupId),
        networkInterfaceIds: wire.NetworkInterfaceIds,
        tags: wire.Tags,
      }),
    };
  },
};
