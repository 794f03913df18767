import { describe, expect, it } from 'vitest';
import { instances, launchTemplates, parseTemplateVersion, withVersions } from './parse-ec2-instances.js';

describe('an instance', () => {
  it('has the groups of all of its interfaces, each once, and its image', () => {
    const { id, name, data } = instances.parse({
      InstanceId: 'i-1',
      State: { Code: 16, Name: 'running' },
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      ImageId: 'ami-1',
      SecurityGroups: [{ GroupId: 'sg-2', GroupName: 'web' }],
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-2', Groups: [{ GroupId: 'sg-2' }] },
        { NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }] },
      ],
      Tags: [{ Key: 'Name', Value: 'web' }],
    });
    expect([id, name]).toEqual(['i-1', 'web']);
    expect(data).toEqual({
      id: 'i-1',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      state: 'running',
      groupIds: ['sg-1', 'sg-2'],
      networkInterfaceIds: ['eni-2', 'eni-1'],
      imageId: 'ami-1',
      tags: { Name: 'web' },
    });
  });

  it.each(['terminated', 'shutting-down'])(
    'that is %s may have lost its network, and is kept with its state',
    (Name) => {
      const { data } = instances.parse({ InstanceId: 'i-1', State: { Name }, VpcId: '', SubnetId: '' });
      expect(data).toMatchObject({ state: Name, vpcId: null, subnetId: null, groupIds: [], imageId: null });
    },
  );

  it.each(['pending', 'running', 'stopping', 'stopped'])('that is %s is refused without its groups', (Name) => {
    expect(() => instances.parse({ InstanceId: 'i-1', State: { Name } })).toThrow('SecurityGroups');
  });

  it('is refused without a state', () => {
    expect(() => instances.parse({ InstanceId: 'i-1' })).toThrow('State');
  });
});

describe('a launch template', () => {
  it('is known by its name, else by its Name tag', () => {
    const tags = [{ Key: 'Name', Value: 'tag' }];
    expect(launchTemplates.parse({ LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', Tags: tags })).toMatchObject({
      id: 'lt-1',
      name: 'web',
      data: { templateName: 'web', versions: [] },
    });
    expect(launchTemplates.parse({ LaunchTemplateId: 'lt-1', Tags: tags }).name).toBe('tag');
  });

  it('has the groups of every version, those of interfaces too, though user data was taken out', () => {
    const later = parseTemplateVersion({
      VersionNumber: 10,
      DefaultVersion: true,
      LaunchTemplateData: {
        SecurityGroupIds: ['sg-3', 'sg-1'],
        NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-2', 'sg-1'] }, { DeviceIndex: 1 }],
        UserData: { redacted: 'not-collected' },
      },
    });
    const first = parseTemplateVersion({
      VersionNumber: 9,
      LaunchTemplateData: { SecurityGroups: ['web', 'default'] },
    });
    expect([first.id, later.id]).toEqual(['9', '10']);
    const { data } = launchTemplates.parse({ LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web' });
    expect(withVersions(data, [later.data, first.data])).toEqual({
      id: 'lt-1',
      templateName: 'web',
      groupIds: ['sg-1', 'sg-2', 'sg-3'],
      groupNames: ['default', 'web'],
      versions: [
        { version: 9, isDefault: false, groupIds: [], groupNames: ['default', 'web'] },
        { version: 10, isDefault: true, groupIds: ['sg-1', 'sg-2', 'sg-3'], groupNames: [] },
      ],
      tags: {},
    });
  });

  it('has no version that does not say what it launches', () => {
    expect(() => parseTemplateVersion({ VersionNumber: 1 })).toThrow('LaunchTemplateData');
  });
});
