import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { approvedPorts } from '../../../src/derive/aws/approvals.js';
import { openToInternet } from '../../../src/derive/aws/ingress.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    lists: need('aws.ec2.prefix-list'),
    // Without all of them nobody can say that a port is not approved.
    approvals: need('approval', { within: 'all', completeness: 'population' }),
  },
  run({ group, lists, approvals }) {
    const approved = approvedPorts(approvals);
    // Approved ports are not asked for: a list that cannot be read on one of them decides nothing.
    const asked = PortSet.all.subtract(approved.ports);
    const open = openToInternet(group, lists, asked);
    // Hundreds of ranges between the approved ports are said in a word.
    const ports = open.ports.equals(asked)
      ? 'every port that is not approved'
      : `${open.portsText}, which nobody approved`;
    // A list is no reason to ask for more than the verdict needs.
    const isLiteral = group.data.ingress.every((rule) => rule.lists.length === 0);
    const { text, approvals: used } = approved.on(
      isLiteral ? openToInternet(group, lists, approved.ports).ports : PortSet.empty,
    );
    const evidence = [...open.evidence, ...used.flatMap((approval) => approval.evidence)];
    if (!open.ports.isEmpty()) {
      const others = text === '' ? '' : `; beside it ${text}`;
      return fail(`${group.id} lets ${open.sources} reach ${ports} (${open.rules})${others}`, evidence);
    }
    if (open.unresolved.length > 0) {
      return unknown(
        `whether ${group.id} opens a port to the internet that is not approved cannot be said`,
        open.unresolved,
      );
    }
    const others = text === '' ? '' : `; open: ${text}`;
    return pass(`no port of ${group.id} is open to the internet without approval${others}`, evidence);
  },
});
