import type { Fact, FactView, Lookup } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';
import { unresolved } from './far-side.js';

type Attachment = Fact<'aws.ec2.transit-gateway-attachment'>;
type TransitTable = Fact<'aws.ec2.transit-gateway-route-table'>;

export interface TransitTableViews {
  /** Those that the VPC's own account and region show, and those of everything that is audited. */
  readonly attachments: FactView<'aws.ec2.transit-gateway-attachment'>;
  readonly attachmentsAnywhere: FactView<'aws.ec2.transit-gateway-attachment'>;
  readonly transitTables: FactView<'aws.ec2.transit-gateway-route-table'>;
  readonly transitTablesAnywhere: FactView<'aws.ec2.transit-gateway-route-table'>;
}

interface Weighing {
  readonly attachment: Attachment;
  readonly table: TransitTable;
}

/**
 * The route table of the transit gateway that weighs what comes from the VPC, and the VPC's attachment. The account that
 * owns a shared transit gateway alone is shown its tables, so that they may have to be looked for in another scope.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html
 */
export function weighingTable(
  transitGatewayId: string,
  vpcId: string,
  views: TransitTableViews,
): Weighing | { readonly gaps: readonly Gap[] } {
  const isTheirs = ({ data }: Attachment): boolean =>
    data.transitGatewayId === transitGatewayId && data.resourceType === 'vpc' && !isGoing(data.state);
  const own = among(views.attachments.where('resourceId', vpcId), isTheirs);
  if ('gaps' in own) return own;
  const here = own.find(isAssociated);
  const anywhere = here ?? among(views.attachmentsAnywhere.where('resourceId', vpcId), isTheirs);
  if ('gaps' in anywhere) return anywhere;
  const attachment = 'data' in anywhere ? anywhere : anywhere.find(isAssociated);
  const id = attachment?.data.routeTableId ?? null;
  if (attachment === undefined || id === null) {
    const what =
      own.length === 0 ? 'no attachment of it is among those read' : 'which of its route tables is not shown';
    return { gaps: [unresolved(`what ${transitGatewayId} does with what ${vpcId} sends: ${what}`)] };
  }
  const table = tableOf(id, views);
  if (table.state === 'found') return { attachment, table: table.value };
  const text = `${id} of ${transitGatewayId} is not among the transit gateway route tables that are shown`;
  return { gaps: table.state === 'unknown' ? table.gaps : [unresolved(text)] };
}

function among(
  found: Lookup<readonly Attachment[]>,
  isTheirs: (one: Attachment) => boolean,
): readonly Attachment[] | { readonly gaps: readonly Gap[] } {
  switch (found.state) {
    case 'found':
      return found.value.filter(isTheirs);
    case 'absent':
      return [];
    case 'unknown':
      return { gaps: found.gaps };
  }
}

function tableOf(id: string, { transitTables, transitTablesAnywhere }: TransitTableViews): Lookup<TransitTable> {
  const here = transitTables.get(id);
  return here.state === 'absent' ? transitTablesAnywhere.get(id) : here;
}

function isAssociated({ data }: Attachment): boolean {
  return data.routeTableId !== null;
}

function isGoing(state: string): boolean {
  return /^(?:delet|fail|reject)/u.test(state);
}
