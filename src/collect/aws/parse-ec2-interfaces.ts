import { z } from 'zod';
import { address, networkInterface } from '../../facts/aws/interfaces.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { block, nameOf, tagList, v6Address } from './item-parser.js';

// A carrier's address is public to its mobile network, and what a carrier gateway routes to.
const association = z
  .object({ PublicIp: z.string().optional(), CarrierIp: z.string().optional() })
  .transform(({ PublicIp, CarrierIp }) => [PublicIp, CarrierIp])
  .default([]);

const wireInterface = z.object({
  NetworkInterfaceId: z.string(),
  VpcId: z.string().optional(),
  SubnetId: z.string().optional(),
  // Without a default: an interface that does not say what filters it is none that nothing filters.
  Groups: z.array(z.object({ GroupId: z.string() })),
  PrivateIpAddress: z.string().optional(),
  PrivateIpAddresses: z
    .array(z.object({ PrivateIpAddress: z.string().optional(), Association: association }))
    .default([]),
  Association: association,
  Ipv6Addresses: z.array(z.object({ Ipv6Address: v6Address })).default([]),
  Ipv4Prefixes: z.array(z.object({ Ipv4Prefix: block })).default([]),
  Ipv6Prefixes: z.array(z.object({ Ipv6Prefix: block })).default([]),
  InterfaceType: z.string().optional(),
  Description: freeText.optional(),
  RequesterId: z.string().optional(),
  RequesterManaged: z.boolean().optional(),
  Attachment: z.object({ InstanceId: z.string().optional(), DeviceIndex: z.int().optional() }).optional(),
  SourceDestCheck: z.boolean(), // without a default: unsaid is neither on nor off
  DenyAllIgwTraffic: z.boolean().optional(),
  Status: z.string().optional(),
  TagSet: tagList,
});
type WireInterface = z.infer<typeof wireInterface>;

export const networkInterfaces: ItemParser<'aws.ec2.network-interface'> = {
  kind: 'aws.ec2.network-interface',
  member: 'NetworkInterfaces',
  parse(item) {
    const wire = wireInterface.parse(item);
    return {
      id: wire.NetworkInterfaceId,
      name: nameOf(wire.TagSet),
      data: networkInterface.parse({
        id: wire.NetworkInterfaceId,
        vpcId: wire.VpcId,
        subnetId: wire.SubnetId,
        groupIds: wire.Groups.map((group) => group.GroupId),
        privateV4: distinct([wire.PrivateIpAddress, ...wire.PrivateIpAddresses.map((own) => own.PrivateIpAddress)]),
        publicV4: publicAddresses(wire),
        v6: wire.Ipv6Addresses.map((own) => own.Ipv6Address),
        v4Prefixes: wire.Ipv4Prefixes.map((own) => own.Ipv4Prefix),
        v6Prefixes: wire.Ipv6Prefixes.map((own) => own.Ipv6Prefix),
        interfaceType: wire.InterfaceType,
        description: wire.Description,
        requesterId: wire.RequesterId,
        isRequesterManaged: wire.RequesterManaged,
        instanceId: wire.Attachment?.InstanceId,
        deviceIndex: wire.Attachment?.DeviceIndex,
        hasSourceDestCheck: wire.SourceDestCheck,
        deniesInternetGateways: wire.DenyAllIgwTraffic,
        status: wire.Status,
        tags: wire.TagSet,
      }),
    };
  },
};

/** A secondary private address may have a public one of its own. */
function publicAddresses({ Association, PrivateIpAddresses }: WireInterface): string[] {
  return distinct([...Association, ...PrivateIpAddresses.flatMap((own) => own.Association)]);
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap((text) => text ?? []))];
}

const wireAddress = z
  .object({
    PublicIp: z.string().optional(),
    CarrierIp: z.string().optional(),
    CustomerOwnedIp: z.string().optional(),
    AllocationId: z.string().optional(),
    NetworkInterfaceId: z.string().optional(),
    InstanceId: z.string().optional(),
    Tags: tagList,
  })
  .transform((wire, context) => {
    const text = wire.PublicIp ?? wire.CarrierIp ?? wire.CustomerOwnedIp;
    if (text !== undefined) return { ...wire, text };
    context.addIssue({ code: 'custom', message: 'expected an address', path: ['PublicIp'] });
    return z.NEVER;
  });

export const addresses: ItemParser<'aws.ec2.address'> = {
  kind: 'aws.ec2.address',
  member: 'Addresses',
  parse(item) {
    const wire = wireAddress.parse(item);
    const id = wire.AllocationId ?? wire.text;
    return {
      id,
      name: nameOf(wire.Tags),
      data: address.parse({
        id,
        publicV4: wire.text,
        networkInterfaceId: wire.NetworkInterfaceId === '' ? null : wire.NetworkInterfaceId,
        // EC2 answers an empty text where no instance is associated.
        instanceId: wire.InstanceId === '' ? null : wire.InstanceId,
        tags: wire.Tags,
      }),
    };
  },
};
