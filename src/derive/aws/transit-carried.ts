import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { isInternet, publicInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { unresolved } from './far-side.js';
import { destinationAddresses, destinationOf } from './routes.js';

export interface CarriedViews {
  readonly vpcs: FactView<'aws.ec2.vpc'>;
  /** Those of everything that is audited: a shared transit gateway's lists are its owner's. */
  readonly farLists: FactView<'aws.ec2.prefix-list'>;
}

/** What the routes of a transit gateway's table lead to. */
interface Carried {
  readonly specific: AddressSet;
  /** What a default route takes on beside: the public internet, and a default route that was asked for. */
  readonly byDefault: AddressSet;
  /** The families, each whole, in which the table has a default route. */
  readonly defaults: AddressSet;
  /** What may be carried as well. */
  readonly doubtful: AddressSet;
  readonly gaps: readonly Gap[];
  readonly evidence: readonly EvidenceRef[];
}

type TransitTable = Fact<'aws.ec2.transit-gateway-route-table'>;
type TransitRoute = FactKinds['aws.ec2.transit-gateway-route-table']['routes'][number];
interface Onward {
  readonly route: TransitRoute;
  readonly addresses: AddressSet;
}

/**
 * What the table carries for the attachment, as far as it matters for the asked addresses: a list or a VPC is looked up
 * only where they depend on it. A static route to a VPC counts as that VPC's ranges, so that one supernet does not
 * excuse another. A default route, to an egress or inspection VPC, carries the public internet and takes on a default
 * route; it does not make a private supernet right. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
 */
export function carriedBy(table: TransitTable, attachmentId: string, asked: AddressSet, views: CarriedViews): Carried {
  const routes = table.data.routes.filter((route) => route.state === 'active' && !leadsOnlyTo(route, attachmentId));
  const literal = weigh(
    resolve(
      routes.filter(({ list }) => list === null),
      table,
      views,
    ).onward,
    table,
    asked,
    views,
  );
  if (literal.specific.union(literal.byDefault).covers(asked)) return literal;
  const { onward, evidence, gaps } = resolve(routes, table, views);
  const all = weigh(onward, table, asked, views);
  return {
    ...all,
    doubtful: gaps.length === 0 ? all.doubtful : asked,
    gaps: [...gaps, ...all.gaps],
    evidence: [...evidence, ...all.evidence],
  };
}

function leadsOnlyTo({ attachments }: TransitRoute, attachmentId: string): boolean {
  return attachments.length > 0 && attachments.every(({ id }) => id === attachmentId);
}

function resolve(
  routes: readonly TransitRoute[],
  table: TransitTable,
  { farLists }: CarriedViews,
): { onward: Onward[]; evidence: EvidenceRef[]; gaps: Gap[] } {
  const all = routes.map((route) => ({ route, ...destinationAddresses(route, table.id, farLists) }));
  return {
    onward: all.map(({ route, addresses }) => ({ route, addresses })),
    evidence: all.flatMap(({ evidence }) => evidence),
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}

function weigh(onward: readonly Onward[], table: TransitTable, asked: AddressSet, views: CarriedViews): Carried {
  const defaults = defaultFamilies(onward.filter(({ route }) => !isNameless(route)));
  const narrower = onward.filter(({ addresses }) => !isInternet(addresses) || !defaults.covers(addresses));
  const isFixed = ({ route }: Onward): boolean => route.type === 'static' && mayLeadToVpc(route);
  const settled = AddressSet.unionAll(narrower.filter((one) => !isFixed(one)).map(({ addresses }) => addresses));
  const byDefault = defaults.intersect(publicInternet.union(defaultIn(asked)));
  const open = asked.subtract(settled).subtract(byDefault);
  let specific = settled;
  let doubtful = AddressSet.empty;
  const gaps: Gap[] = [];
  const evidence: EvidenceRef[] = [];
  for (const one of narrower.filter((each) => isFixed(each) && each.addresses.overlaps(open))) {
    const vpc = vpcsOf(one, table, views);
    specific = specific.union(one.addresses.intersect(vpc.addresses));
    if (vpc.gaps.length > 0) doubtful = doubtful.union(one.addresses);
    gaps.push(...vpc.gaps);
    evidence.push(...vpc.evidence);
  }
  return { specific, byDefault, defaults, doubtful, gaps, evidence };
}

const families = ['0.0.0.0/0', '::/0'].map((cidr) => AddressSet.parseCidr(cidr));

/** The families in which the routes that are the internet add up to a default route, each whole. */
function defaultFamilies(onward: readonly Onward[]): AddressSet {
  const wide = AddressSet.unionAll(onward.map(({ addresses }) => addresses).filter(isInternet));
  return AddressSet.unionAll(families.filter((family) => wide.covers(publicInternet.intersect(family))));
}

/** What of the addresses is a default route, or a half of one. */
function defaultIn(addresses: AddressSet): AddressSet {
  return AddressSet.unionAll(families.map((family) => addresses.intersect(family)).filter(isInternet));
}

function mayLeadToVpc(route: TransitRoute): boolean {
  return (
    isNameless(route) || route.attachments.some(({ resourceType }) => resourceType === 'vpc' || resourceType === null)
  );
}

/** A static route that EC2 names no attachment of: it may lead to any VPC, to this one alone, or nowhere. */
function isNameless({ type, attachments }: TransitRoute): boolean {
  return type === 'static' && attachments.length === 0;
}

function vpcsOf(
  { route }: Onward,
  table: TransitTable,
  { vpcs }: CarriedViews,
): { addresses: AddressSet; evidence: EvidenceRef[]; gaps: Gap[] } {
  const cidrs: string[] = [];
  const evidence: EvidenceRef[] = [];
  const gaps: Gap[] = isNameless(route)
    ? [unresolved(`what the static route of ${table.id} for ${destinationOf(route)} leads to is not named`)]
    : [];
  for (const { id, resourceId } of route.attachments) {
    const vpc = resourceId === null ? null : vpcs.get(resourceId);
    if (vpc?.state === 'found') {
      cidrs.push(...vpc.value.data.v4, ...vpc.value.data.v6);
      evidence.push(...vpc.value.evidence);
    } else if (vpc?.state === 'unknown') {
      gaps.push(...vpc.gaps);
    } else {
      const what = `the ranges of ${resourceId ?? id}, to which ${table.id} sends ${destinationOf(route)}`;
      gaps.push(unresolved(`${what} by a static route, are not read`));
    }
  }
  return { addresses: AddressSet.ofCidrs(cidrs), evidence, gaps };
}
