import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ireland } from '../../../test/helpers/engine.js';
import { need } from '../../core/check.js';
import { AddressSet } from '../../core/net/address-set.js';
import { vpcPeeringConnection } from '../../facts/aws/connections.js';
import { routeTable } from '../../facts/aws/routing.js';
import { FactBase } from '../../facts/fact-base.js';
import { Touch, viewOf } from '../../facts/view.js';
import { routeWidths } from './route-width.js';

const account = '111122223333';
const cidr = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 255 }), fc.integer({ min: 6, max: 24 }))
  .map(([a, b, prefix]) => `10.${a}.${b}.0/${prefix}`);

function widthOf(destination: string, far: readonly string[]) {
  const base = new FactBase();
  const coverage = { gap: null, reads: [], delivered: true };
  const peering = vpcPeeringConnection.parse({
    id: 'pcx-1',
    status: 'active',
    requester: { account, vpcId: 'vpc-1' },
    accepter: { account, vpcId: 'vpc-2', v4: far },
  });
  const kind = 'aws.ec2.vpc-peering-connection';
  base.fact({ kind, id: 'pcx-1', name: null, scope: ireland, data: peering, evidence: [] });
  base.covered(kind, ireland, coverage);
  const touch = new Touch();
  const lists = viewOf(need('aws.ec2.prefix-list'), ireland, base, touch);
  const attachments = viewOf(need('aws.ec2.transit-gateway-attachment'), ireland, base, touch);
  const transitTables = viewOf(need('aws.ec2.transit-gateway-route-table'), ireland, base, touch);
  const data = routeTable.parse({ id: 'rtb-1', vpcId: 'vpc-1', routes: [{ v4: destination, target: 'pcx-1' }] });
  return routeWidths(
    { kind: 'aws.ec2.route-table', id: 'rtb-1', name: null, scope: ireland, data, evidence: [] },
    {
      lists,
      farLists: lists,
      peerings: viewOf(need(kind), ireland, base, touch),
      vpcs: viewOf(need('aws.ec2.vpc'), ireland, base, touch),
      vpnConnections: viewOf(need('aws.ec2.vpn-connection'), ireland, base, touch),
      attachments,
      attachmentsAnywhere: attachments,
      transitTables,
      transitTablesAnywhere: transitTables,
    },
  ).map(({ outcome }) => outcome);
}

it('calls a route wider exactly where an address of it is not on the far side, and never after the far side grew over it', () => {
  fc.assert(
    fc.property(cidr, fc.array(cidr, { minLength: 1, maxLength: 4 }), (destination, far) => {
      const isInside = AddressSet.ofCidrs(far).covers(AddressSet.parseCidr(destination));
      expect(widthOf(destination, far)).toEqual([isInside ? 'covered' : 'wider']);
      expect(widthOf(destination, [...far, destination])).toEqual(['covered']);
    }),
  );
});
