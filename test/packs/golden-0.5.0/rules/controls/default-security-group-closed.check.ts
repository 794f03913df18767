import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { writtenRulesOf } from '../../../src/derive/aws/group-rules.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }) },
  run({ group }) {
    const { groupName, vpcId } = group.data;
    if (groupName === '') return unknown(`whether ${group.id} is a default group cannot be said: it shows no name`, []);
    if (groupName !== 'default') return notApplicable('not-default', `${group.id} is no default group`);
    const name = `${group.id}, the default group of ${vpcId ?? 'no VPC'},`;
    const rules = writtenRulesOf(group);
    if (rules.length === 0) return pass(`${name} has no rules`);
    const inward = rules.filter(({ direction }) => direction === 'ingress').length;
    const text = shortList(
      rules.map((rule) => rule.text()),
      '; ',
    );
    return fail(
      `${name} has ${inward} ingress and ${rules.length - inward} egress rules: ${text}`,
      rules.flatMap(({ evidence }) => evidence),
    );
  },
});
