import type { Fact, FactView } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';

type Table = Fact<'aws.ec2.route-table'>;
type Choice = { readonly table: Table; readonly isExplicit: boolean } | { readonly gap: Gap };

/** The table that applies: the associated one, or else the main table of the subnet's own VPC. Null: not to be read. */
export function tableOf(subnet: Fact<'aws.ec2.subnet'>, tables: FactView<'aws.ec2.route-table'>): Choice | null {
  const associated = tables.where('subnetIds', subnet.id);
  switch (associated.state) {
    case 'unknown':
      return null;
    case 'found':
      return only(subnet, associated.value, true);
    case 'absent': {
      const ofVpc = tables.where('vpcId', subnet.data.vpcId);
      const all = ofVpc.state === 'found' ? ofVpc.value : [];
      const main = all.filter(({ data }) => data.isMain);
      return only(subnet, main, false);
    }
  }
}

function only(subnet: Fact<'aws.ec2.subnet'>, [table, second]: readonly Table[], isExplicit: boolean): Choice {
  if (table === undefined) return { gap: unresolved(noTable(subnet)) };
  return second === undefined ? { table, isExplicit } : { gap: unresolved(severalTables(subnet)) };
}

function noTable({ id, data }: Fact<'aws.ec2.subnet'>): string {
  return `${id} has no route table of its own, and ${data.vpcId} has no main one among those read`;
}

function severalTables({ id }: Fact<'aws.ec2.subnet'>): string {
  return `several route tables say that they are the one of ${id}: it changed while it was read`;
}

function unresolved(text: string): Gap {
  return { reason: 'unresolved', reads: [], text };
}
