import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import { isInternet } from '../../../src/core/net/special-purpose.js';

export default defineCheck({
  needs: {
    subnet: need('aws.ec2.subnet', { as: 'subject' }),
    routing: need('aws.ec2.subnet-routing'),
    purposes: need('aws.ec2.private-subnet'),
  },
  run({ subnet, routing, purposes }) {
    const route = routing.get(subnet.id);
    if (route.state !== 'found') {
      return unknown(`where the traffic of ${subnet.id} goes cannot be said`, gapsOf(route));
    }
    const { data, evidence } = route.value;
    const table = `${data.routeTableId}, ${data.isExplicit ? 'associated with it' : "its VPC's main table"}`;
    // Asked before the purpose: a subnet without the route is right whatever it is for.
    if (!isInternet(AddressSet.ofCidrs([...data.v4, ...data.v6]))) {
      return pass(`${subnet.id} has no default route to an internet gateway (${table})`, evidence);
    }
    const purpose = purposes.get(subnet.id);
    switch (purpose.state) {
      case 'absent':
        return notApplicable('not-private', `${subnet.id} is no private subnet by tag, name or data store`, evidence);
      case 'unknown':
        return unknown(
          `whether ${subnet.id}, which the internet is routed to, is private cannot be said`,
          purpose.gaps,
        );
      case 'found': {
        const why = purpose.value.data.reasons.join(', ');
        const to = `${data.destinations.join(', ')} to ${data.gatewayIds.join(', ')}`;
        return fail(`${subnet.id} is private (${why}), but routes ${to} (${table})`, [
          ...evidence,
          ...purpose.value.evidence,
        ]);
      }
    }
  },
});
