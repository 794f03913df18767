import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { cdeMembership } from '../../../src/derive/aws/cde-group.js';
import { openToInternet } from '../../../src/derive/aws/ingress.js';
import { shortPorts } from '../../../src/derive/aws/short-list.js';
import { portless, wideOpen } from '../../../src/derive/aws/wide-open.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    lists: need('aws.ec2.prefix-list'),
    cde: need('cde', { within: 'all' }),
    interfaces: need('aws.ec2.network-interface'),
    instances: need('aws.ec2.instance'),
    subnets: need('aws.ec2.subnet'),
    vpcs: need('aws.ec2.vpc'),
  },
  run({ group, lists, cde, ...places }) {
    const member = cdeMembership(group, cde, places);
    if (member.state === 'unknown') return unknown(`whether ${group.id} is in the CDE cannot be said`, member.gaps);
    if (member.state === 'out') {
      return notApplicable('not-cde', `${group.id} is not in the CDE: ${member.why}`, member.evidence);
    }
    // A tunnel carries everything, so that a protocol without ports is as good as all of them.
    const { whole, open } = wideOpen(group, lists, 'egress', portless);
    const evidence = [...member.evidence, ...open.evidence];
    const name = `${group.id}, in the CDE (${member.why}),`;
    if (whole.length > 0) {
      return fail(
        `${name} lets its members reach all of ${whole.join(', ')} at ${open.sources} (${open.rules}); flow records and IaC are not weighed`,
        evidence,
      );
    }
    if (open.unresolved.length > 0) {
      return unknown(`whether ${name} lets everything out cannot be said`, open.unresolved);
    }
    // A list is no reason to ask for more than the verdict needs.
    const literal = openToInternet(group, AddressSet.empty, PortSet.all, 'egress');
    const isLiteral = group.data.egress.every((rule) => rule.lists.length === 0);
    const reached = literal.ports.isEmpty() ? 'no port' : shortPorts(literal.ports);
    return pass(`${name} lets its members reach ${reached} of the internet${isLiteral ? '' : ', prefix lists aside'}`, [
      ...evidence,
      ...literal.evidence,
    ]);
  },
});
