import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { cdeMembership } from '../../../src/derive/aws/cde-group.js';
import { openToInternet } from '../../../src/derive/aws/ingress.js';

// Port 0 is reserved (RFC 6335 §6) and nothing listens on it: without it a rule still lets everything out.
const everything = ['tcp/1-65535', 'udp/1-65535'].map((text) => ({ text, ports: PortSet.parse(text) }));
const asked = PortSet.unionAll(everything.map(({ ports }) => ports));

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
    const open = openToInternet(group, lists, asked, 'egress');
    const evidence = [...member.evidence, ...open.evidence];
    const name = `${group.id}, in the CDE (${member.why}),`;
    const whole = everything.filter(({ ports }) => open.ports.covers(ports)).map(({ text }) => text);
    if (whole.length > 0) {
      return fail(
        `${name} lets its members reach all of ${whole.join(', ')} at ${open.sources} (${open.rules}); no flow record or IaC on record says which destinations they need`,
        evidence,
      );
    }
    if (open.unresolved.length > 0) {
      return unknown(`whether ${name} lets everything out cannot be said`, open.unresolved);
    }
    const reached = open.ports.isEmpty() ? 'no port' : open.ports.toString();
    return pass(`${name} lets its members reach ${reached} of the internet`, evidence);
  },
});
