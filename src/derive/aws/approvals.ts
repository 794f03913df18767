import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { shortList } from './short-list.js';

type Approval = Fact<'approval'>;

/** What the configuration, or a default, approves to be open to the internet, and who answers for it. */
export interface ApprovedPorts {
  readonly ports: PortSet;
  /** The approvals that cover any of the ports: `tcp/443 approved by platform (ports[0])`; empty where none does. */
  readonly on: (ports: PortSet) => { readonly text: string; readonly approvals: readonly Approval[] };
}

/** The ports that may be open to the internet. */
export function approvedPorts(approvals: FactView<'approval'>): ApprovedPorts {
  const each = approving('port', approvals).map((approval) => ({
    approval,
    ports: PortSet.parse(approval.data.value),
  }));
  return {
    ports: PortSet.unionAll(each.map(({ ports }) => ports)),
    on(asked) {
      const used = each.filter(({ ports }) => !ports.intersect(asked).isEmpty());
      return {
        text: shortList(
          used.map(({ ports, approval }) => `${ports.intersect(asked).toString()} ${byWhom(approval)}`),
          '; ',
        ),
        approvals: used.map(({ approval }) => approval),
      };
    },
  };
}

/** What may be a source although its addresses are many. */
export interface ApprovedNetworks {
  readonly addresses: AddressSet;
  /** Whether a prefix list is approved, by its id or by its name. */
  readonly isList: (id: string, name: string | null) => boolean;
}

export function approvedNetworks(approvals: FactView<'approval'>): ApprovedNetworks {
  const lists = new Set(approving('prefix-list', approvals).map(({ data }) => data.value));
  return {
    addresses: AddressSet.ofCidrs(approving('network', approvals).map(({ data }) => data.value)),
    isList: (id, name) => lists.has(id) || (name !== null && lists.has(name)),
  };
}

function approving(what: Approval['data']['approves'], approvals: FactView<'approval'>): Approval[] {
  return approvals.all().filter(({ data }) => data.approves === what);
}

function byWhom({ data: { id, owner } }: Approval): string {
  return owner === null ? `approved by ${id}` : `approved by ${owner} (${id})`;
}
