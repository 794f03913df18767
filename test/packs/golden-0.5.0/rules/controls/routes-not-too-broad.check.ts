import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { sharingOwner } from '../../../src/derive/aws/owner.js';
import { type RouteWidth, routeWidths } from '../../../src/derive/aws/route-width.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

// What a far side has is said by all of the facts that speak of it, so that a wider route is one only when none is missing.
const whole = { completeness: 'population' } as const;

export default defineCheck({
  needs: {
    table: need('aws.ec2.route-table', { as: 'subject' }),
    lists: need('aws.ec2.prefix-list'),
    peerings: need('aws.ec2.vpc-peering-connection'),
    vpcs: need('aws.ec2.vpc', { within: 'all' }),
    vpnConnections: need('aws.ec2.vpn-connection', whole),
    attachments: need('aws.ec2.transit-gateway-attachment'),
    attachmentsAnywhere: need('aws.ec2.transit-gateway-attachment', { within: 'all' }),
    transitTables: need('aws.ec2.transit-gateway-route-table', whole),
    transitTablesAnywhere: need('aws.ec2.transit-gateway-route-table', { within: 'all', ...whole }),
    farLists: need('aws.ec2.prefix-list', { within: 'all', ...whole }),
  },
  run({ table, ...views }) {
    const owner = sharingOwner(table);
    if (owner !== null)
      return notApplicable('shared', `${table.id} is of a VPC of ${owner}, which answers for its routes`);
    const widths = routeWidths(table, views);
    const of = (outcome: RouteWidth['outcome']): RouteWidth[] => widths.filter((width) => width.outcome === outcome);
    const wider = of('wider');
    if (wider.length > 0) {
      return fail(`${table.id}: ${textsOf(wider)}`, evidenceOf(wider));
    }
    const open = of('not-read');
    if (open.length > 0) {
      const gaps = open.flatMap((width) => width.gaps);
      return unknown(`${table.id}: what lies behind ${textsOf(open)} cannot be said`, gaps, evidenceOf(open));
    }
    if (widths.length === 0) return pass(`${table.id} has no peering, transit or VPN route`);
    const notes = textsOf(widths);
    return pass(
      `no peering, transit or VPN route of ${table.id} is wider than its far side${notes === '' ? '' : ` (${notes})`}`,
      evidenceOf(widths),
    );
  },
});

function textsOf(widths: readonly RouteWidth[]): string {
  return shortList(
    widths.flatMap(({ text }) => text ?? []),
    '; ',
  );
}

function evidenceOf(widths: readonly RouteWidth[]): RouteWidth['evidence'] {
  return widths.flatMap(({ evidence }) => evidence);
}
