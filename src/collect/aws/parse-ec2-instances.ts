import { z } from 'zod';
import { instance, launchTemplate } from '../../facts/aws/interfaces.js';
import { byCodeUnit } from '../../core/json.js';
import { freeText, type ItemParser, type ParsedItem } from '../reading/item-parser.js';
import { nameOf, optionalId, tagList } from './item-parser.js';

const texts = z.array(z.string()).default([]);
const groups = z.array(z.object({ GroupId: z.string() }));

const wireInstance = z
  .object({
    InstanceId: z.string(),
    State: z.object({ Name: z.string() }),
    VpcId: optionalId,
    SubnetId: optionalId,
    ImageId: optionalId,
    SecurityGroups: groups.optional(),
    NetworkInterfaces: z.array(z.object({ NetworkInterfaceId: z.string(), Groups: groups.default([]) })).default([]),
    Tags: tagList,
  })
  // One that ends has lost its network. Any other that does not say what filters it is none without groups.
  .refine(
    ({ State, SecurityGroups }) => SecurityGroups !== undefined || /^(?:shutting-down|terminated)$/u.test(State.Name),
    {
      message: 'expected the groups of an instance that is not terminated',
      path: ['SecurityGroups'],
    },
  );

/** An instance, terminated ones too while EC2 shows them. Its groups are those of all of its interfaces. */
export const instances: ItemParser<'aws.ec2.instance'> = {
  kind: 'aws.ec2.instance',
  member: 'Reservations',
  memberOfGroup: 'Instances',
  parse(item) {
    const wire = wireInstance.parse(item);
    return {
      id: wire.InstanceId,
      name: nameOf(wire.Tags),
      data: instance.parse({
        id: wire.InstanceId,
        vpcId: wire.VpcId,
        subnetId: wire.SubnetId,
        state: wire.State.Name,
        groupIds: sorted(
          [...(wire.SecurityGroups ?? []), ...wire.NetworkInterfaces.flatMap(({ Groups }) => Groups)].map(idOf),
        ),
        networkInterfaceIds: wire.NetworkInterfaces.map((own) => own.NetworkInterfaceId),
        imageId: wire.ImageId,
        tags: wire.Tags,
      }),
    };
  },
};

function idOf({ GroupId }: { readonly GroupId: string }): string {
  return GroupId;
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort(byCodeUnit);
}

const wireTemplate = z.object({ LaunchTemplateId: z.string(), LaunchTemplateName: freeText.optional(), Tags: tagList });

/** A launch template without its versions, which DescribeLaunchTemplateVersions lists. */
export const launchTemplates: ItemParser<'aws.ec2.launch-template'> = {
  kind: 'aws.ec2.launch-template',
  member: 'LaunchTemplates',
  parse(item) {
    const wire = wireTemplate.parse(item);
    return {
      id: wire.LaunchTemplateId,
      name: wire.LaunchTemplateName ?? nameOf(wire.Tags),
      data: launchTemplate.parse({
        id: wire.LaunchTemplateId,
        templateName: wire.LaunchTemplateName,
        tags: wire.Tags,
      }),
    };
  },
};

const wireVersion = z.object({
  VersionNumber: z.int(),
  DefaultVersion: z.boolean().default(false),
  // Without a default: a version that does not say what it launches is none without groups.
  LaunchTemplateData: z.object({
    SecurityGroupIds: texts,
    SecurityGroups: z.array(freeText).default([]), // by name
    NetworkInterfaces: z.array(z.object({ Groups: texts })).default([]),
  }),
});

export type TemplateVersion = ParsedItem<'aws.ec2.launch-template'>['data']['versions'][number];

/** One version of a launch template: the groups that it names, by id and by name, of the instance and of its interfaces. */
export function parseTemplateVersion(item: unknown): { readonly id: string; readonly data: TemplateVersion } {
  const { VersionNumber: version, DefaultVersion: isDefault, LaunchTemplateData } = wireVersion.parse(item);
  const { SecurityGroupIds, SecurityGroups, NetworkInterfaces } = LaunchTemplateData;
  const groupIds = sorted([...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups }) => Groups)]);
  return { id: String(version), data: { version, isDefault, groupIds, groupNames: sorted(SecurityGroups) } };
}

/** The template with these versions, the first one first, and the groups that any of them names. */
export function withVersions(
  template: ParsedItem<'aws.ec2.launch-template'>['data'],
  versions: readonly TemplateVersion[],
): ParsedItem<'aws.ec2.launch-template'>['data'] {
  return {
    ...template,
    groupIds: sorted(versions.flatMap(({ groupIds }) => groupIds)),
    groupNames: sorted(versions.flatMap(({ groupNames }) => groupNames)),
    versions: [...versions].sort((a, b) => a.version - b.version),
  };
}
