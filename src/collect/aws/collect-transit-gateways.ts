import type { Fact } from '../../core/fact.js';
import { isJsonObject } from '../../core/json.js';
import type { EvidenceRef, Gap, PageLine } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { ParsedItem } from './item-parser.js';
import {
  parseTransitGatewayRoute,
  type TransitGatewayRoute,
  transitGatewayAttachments,
  transitGatewayRouteTables,
} from './parse-ec2-transit-gateways.js';
import { type Cover, eachOnce, type Reading, readItems, readOf } from './read-items.js';

type Table = ParsedItem<'aws.ec2.transit-gateway-route-table'> & { readonly evidence: EvidenceRef };

/**
 * Reads the attachments of transit gateways, their route tables and, for each table, its routes; `onList` is told of
 * every prefix list that a route names.
 *
 * EC2 shows the tables of the account's own transit gateways alone. One that an attachment names and that is not shown,
 * another account's, is a gap on its id: what it lets through is not known.
 */
export async function collectTransitGatewayTables(
  reading: Reading,
  scope: Scope,
  cover: Cover,
  onList: (id: string) => void,
): Promise<void> {
  const named = new Map<string, string>();
  const [tables, { reads }] = await Promise.all([
    collectTables(reading, scope, onList),
    cover('ec2:DescribeTransitGatewayAttachments', transitGatewayAttachments, ({ id, data }) => {
      if (data.routeTableId !== null && data.state !== 'deleted') named.set(data.routeTableId, id);
    }),
  ]);
  // Cut short, the whole population is in doubt already.
  if (!tables.isComplete) return;
  for (const [id, attachment] of named) {
    if (tables.shown.has(id)) continue;
    const text = `${id} weighs what comes by ${attachment}, and is not among the transit gateway route tables`;
    const gap: Gap = { reason: 'missing', reads: reads.map(({ key }) => key), text };
    reading.sink.gap(transitGatewayRouteTables.kind, scope, id, gap);
  }
}

async function collectTables(
  reading: Reading,
  scope: Scope,
  onList: (id: string) => void,
): Promise<{ readonly shown: ReadonlySet<string>; readonly isComplete: boolean }> {
  const tables: Table[] = [];
  const coverage = await readItems(reading.transport, readOf(scope, 'ec2:DescribeTransitGatewayRouteTables'), {
    member: transitGatewayRouteTables.member,
    parse: (item) => transitGatewayRouteTables.parse(item),
    onItem: eachOnce<Omit<Table, 'evidence'>>((table, evidence) => tables.push({ ...table, evidence })),
  });
  const read = await Promise.all(tables.map((table) => readRoutes(reading, scope, table)));
  for (const { gap, fact } of read) {
    if (gap !== null) reading.sink.gap(fact.kind, scope, fact.id, gap);
    reading.sink.fact(fact);
    for (const { list } of fact.data.routes) if (list !== null) onList(list);
  }
  reading.sink.covered(transitGatewayRouteTables.kind, scope, coverage);
  return { shown: new Set(tables.map(({ id }) => id)), isComplete: coverage.gap === null };
}

interface ReadRoutes {
  readonly gap: Gap | null;
  readonly fact: Fact<'aws.ec2.transit-gateway-route-table'>;
}

// EC2 wants a filter. These are the states that this one knows, and the two in which a route decides where packets go.
const everyRoute = [{ Name: 'state', Values: ['active', 'blackhole'] }];

/** The table is a fact even where its routes could not be read. One that is deleted has none, and EC2 refuses to search it. */
async function readRoutes({ transport }: Reading, scope: Scope, table: Table): Promise<ReadRoutes> {
  const { id, name, data } = table;
  const fact = { kind: transitGatewayRouteTables.kind, id, name, scope };
  if (data.state === 'deleted') return { gap: null, fact: { ...fact, data, evidence: [table.evidence] } };
  const routes: TransitGatewayRoute[] = [];
  const pages = new Map<number, EvidenceRef>();
  const input = { TransitGatewayRouteTableId: id, Filters: everyRoute };
  const { gap } = await readItems(transport, readOf(scope, 'ec2:SearchTransitGatewayRoutes', input), {
    member: 'Routes',
    gapOf: moreRoutes,
    parse: parseTransitGatewayRoute,
    onItem: (route, evidence) => {
      routes.push(route);
      pages.set(evidence.page, { ...evidence, pointer: '/Routes' });
    },
  });
  return { gap, fact: { ...fact, data: { ...data, routes }, evidence: [table.evidence, ...pages.values()] } };
}

/** The last page may say that there are more routes than it gives, and no token to ask for them. */
function moreRoutes({ key, operation, token, response }: PageLine): Gap | null {
  if (token.next !== null || !isJsonObject(response) || response['AdditionalRoutesAvailable'] !== true) return null;
  const text = `${operation} gave a part of the routes, and says that there are more`;
  return { reason: 'incomplete', reads: [key], text };
}
