import { isJsonObject } from '../../core/json.js';
import type { Gap, PageLine } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { collectComposed } from './collect-composed.js';
import {
  parseTransitGatewayRoute,
  transitGatewayAttachments,
  transitGatewayRouteTables,
} from './parse-ec2-transit-gateways.js';
import { type Cover, readOf } from './read-of.js';
import { type Reading } from '../reading/read-items.js';

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

// EC2 wants a filter. These are the states that this one knows, and the two in which a route decides where packets go.
const everyRoute = [{ Name: 'state', Values: ['active', 'blackhole'] }];

async function collectTables(
  reading: Reading,
  scope: Scope,
  onList: (id: string) => void,
): Promise<{ readonly shown: ReadonlySet<string>; readonly isComplete: boolean }> {
  const operation = 'ec2:DescribeTransitGatewayRouteTables';
  const { facts, coverage } = await collectComposed(reading, scope, operation, transitGatewayRouteTables, {
    // A table that is deleted has no routes, and EC2 refuses to search it.
    request: ({ id, data }) =>
      data.state === 'deleted'
        ? null
        : readOf(scope, 'ec2:SearchTransitGatewayRoutes', { TransitGatewayRouteTableId: id, Filters: everyRoute }),
    member: 'Routes',
    gapOf: moreRoutes,
    parse: parseTransitGatewayRoute,
    compose: (data, routes) => ({ ...data, routes: routes.map(({ part }) => part) }),
  });
  for (const { data } of facts) for (const { list } of data.routes) if (list !== null) onList(list);
  return { shown: new Set(facts.map(({ id }) => id)), isComplete: coverage.gap === null };
}

/** The last page may say that there are more routes than it gives, and no token to ask for them. */
function moreRoutes({ key, operation, token, response }: PageLine): Gap | null {
  if (token.next !== null || !isJsonObject(response) || response['AdditionalRoutesAvailable'] !== true) return null;
  const text = `${operation} gave a part of the routes, and says that there are more`;
  return { reason: 'incomplete', reads: [key], text };
}
