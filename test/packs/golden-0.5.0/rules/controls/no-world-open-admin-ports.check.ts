import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { openToInternet, portsIn } from '../../../src/derive/aws/ingress.js';

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }), lists: need('aws.ec2.prefix-list') },
  run({ group, lists, params }) {
    const open = openToInternet(group, lists, portsIn(params.ports('adminPorts')));
    if (!open.ports.isEmpty()) {
      return fail(`${group.id} lets ${open.sources} reach ${open.ports.toString()} (${open.rules})`, open.evidence);
    }
    if (open.unresolved.length > 0) {
      return unknown(`who reaches the administration ports of ${group.id} cannot be said`, open.unresolved);
    }
    return pass(`no administration port of ${group.id} is open to the internet`);
  },
});
