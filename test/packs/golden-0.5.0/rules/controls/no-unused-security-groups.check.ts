import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { useOf } from '../../../src/derive/aws/group-uses.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    interfaces: need('aws.ec2.network-interface'),
    instances: need('aws.ec2.instance'),
    // EC2 lets a rule name groups of its own region only, also where VPCs are peered across regions.
    groups: need('aws.ec2.security-group'),
    endpoints: need('aws.ec2.vpc-endpoint'),
    templates: need('aws.ec2.launch-template'),
    vpcs: need('aws.ec2.vpc'),
  },
  run({ group, ...views }) {
    if (group.data.groupName === 'default') {
      return notApplicable('default', `${group.id} is the default group of its VPC, which nobody can delete`);
    }
    const use = useOf(group, views);
    switch (use.state) {
      case 'used':
        return pass(`${group.id} is in use: ${use.how}`, use.evidence);
      case 'unknown':
        return unknown(`whether ${group.id} is in use cannot be said`, use.gaps);
      case 'unused':
        if (group.data.groupName === '') {
          return unknown(`${group.id} is unused, but shows no name: whether it is a default group cannot be said`, []);
        }
        return fail(
          `${group.id} is unused: no network interface, instance, VPC endpoint, launch template or rule of another group names it`,
        );
    }
  },
});
