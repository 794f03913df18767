import { defineCheck, fail, need, notApplicable, pass } from '../../../src/core/check.js';
import { sharingOwner } from '../../../src/derive/aws/owner.js';
import { destinationOf, type Route, routeEvidence } from '../../../src/derive/aws/routes.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { isPropagated } from '../../../src/derive/aws/vpn-far-side.js';

export default defineCheck({
  needs: { table: need('aws.ec2.route-table', { as: 'subject' }) },
  run({ table }) {
    const owner = sharingOwner(table);
    if (owner !== null)
      return notApplicable('shared', `${table.id} is of a VPC of ${owner}, which answers for its routes`);
    const dead = table.data.routes.filter(({ state }) => state === 'blackhole');
    if (dead.length === 0) return pass(`no route of ${table.id} is a blackhole`);
    return fail(
      `${table.id} has blackholes: ${shortList(dead.map(routeText), '; ')}`,
      dead.flatMap((route) => routeEvidence(table, route)),
    );
  },
});

function routeText(route: Route): string {
  const target = route.target ?? 'a target that is not named any more';
  return `${destinationOf(route)} to ${target}${isPropagated(route) ? ' (propagated)' : ''}`;
}
