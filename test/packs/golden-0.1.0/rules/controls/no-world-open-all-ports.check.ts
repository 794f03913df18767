import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { openToInternet } from '../../../src/derive/aws/ingress.js';

// Port 0 is reserved (RFC 6335 §6) and nothing listens on it: without it a rule still opens every port there is.
const everything = ['tcp/1-65535', 'udp/1-65535'].map((text) => ({ text, ports: PortSet.parse(text) }));

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }), lists: need('aws.ec2.prefix-list') },
  run({ group, lists }) {
    const asked = PortSet.unionAll(everything.map(({ ports }) => ports));
    const open = openToInternet(group, lists, asked);
    const whole = everything.filter(({ ports }) => open.ports.covers(ports)).map(({ text }) => text);
    if (whole.length > 0) {
      return fail(`${group.id} lets ${open.sources} reach all of ${whole.join(', ')} (${open.rules})`, open.evidence);
    }
    if (open.unresolved.length > 0) {
      return unknown(`whether ${group.id} opens every port to the internet cannot be said`, open.unresolved);
    }
    return pass(`${group.id} does not open every port to the internet`);
  },
});
