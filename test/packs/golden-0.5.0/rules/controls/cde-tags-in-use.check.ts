import { defineCheck, fail, need, notApplicable, pass } from '../../../src/core/check.js';

export default defineCheck({
  needs: {
    cde: need('cde', { as: 'subject' }),
    // That nothing has the tags can be said only of everything: a fail rests on the whole population as much as a pass does.
    vpcs: need('aws.ec2.vpc', { within: 'all', completeness: 'population' }),
    subnets: need('aws.ec2.subnet', { within: 'all', completeness: 'population' }),
    groups: need('aws.ec2.security-group', { within: 'all', completeness: 'population' }),
    interfaces: need('aws.ec2.network-interface', { within: 'all', completeness: 'population' }),
    instances: need('aws.ec2.instance', { within: 'all', completeness: 'population' }),
  },
  run({ cde, vpcs, subnets, groups, interfaces, instances }) {
    const { awsTags } = cde.data;
    if (awsTags === null)
      return notApplicable('everything', 'no tags are configured: everything audited is in the CDE');
    const tags = Object.entries(awsTags);
    const text = tags.map(([key, value]) => `${key}=${value}`).join(', ');
    const kinds = [
      { word: 'VPC', facts: vpcs.all() },
      { word: 'subnet', facts: subnets.all() },
      { word: 'security group', facts: groups.all() },
      { word: 'network interface', facts: interfaces.all() },
      { word: 'instance', facts: instances.all() },
    ];
    const tagged = kinds
      .map(({ word, facts }) => ({
        word,
        facts: facts.filter(({ data }) => tags.every(([key, value]) => data.tags[key] === value)),
      }))
      .filter(({ facts }) => facts.length > 0);
    if (tagged.length === 0) {
      const words = kinds.map(({ word }) => word).join(', ');
      return fail(`none of ${words} has the CDE's tags, ${text}: the controls of the CDE judge nothing`);
    }
    return pass(
      `the CDE's tags, ${text}, are on ${tagged.map(({ word, facts }) => `${facts.length} ${word}${facts.length === 1 ? '' : 's'}`).join(', ')}`,
      tagged.flatMap(({ facts }) => facts.slice(0, 1).flatMap(({ evidence }) => evidence)),
    );
  },
});
