import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Fact, FactView } from '../../../src/core/fact.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { isInternet } from '../../../src/core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { ingressOf, type ListsOr, openToInternet, type WrittenSource } from '../../../src/derive/aws/ingress.js';

type Group = Fact<'aws.ec2.security-group'>;
type Groups = FactView<'aws.ec2.security-group'>;
type Lists = FactView<'aws.ec2.prefix-list'>;

export default defineCheck({
  needs: {
    approval: need('approval', { as: 'subject' }),
    // That nothing matches can be said only of everything: a fail rests on the whole population.
    groups: need('aws.ec2.security-group', { within: 'all', completeness: 'population' }),
    lists: need('aws.ec2.prefix-list', { within: 'all' }),
    interfaces: need('aws.ec2.network-interface', { within: 'all', completeness: 'population' }),
  },
  run({ approval: { id, data }, groups, lists, interfaces }) {
    const { approves, value, owner, location } = data;
    if (owner === null) return notApplicable('default', `${value} is approved by default, by nobody's decision`);
    const what = `${id} approves ${value}`;
    const orNot = (use: Use, without: string): CheckResult => {
      if (use.by !== null) return pass(`${what}, ${use.by}`, use.evidence);
      if (use.unresolved.length > 0) return unknown(`${what}; what uses it is not decided`, use.unresolved);
      return fail(`${what}, ${without}`, [], { location });
    };
    switch (approves) {
      case 'network': {
        const network = AddressSet.parseCidr(value);
        return orNot(
          useIn(groups, lists, (group, read) => networkUse(network, group, read)),
          'which no rule admits',
        );
      }
      case 'prefix-list':
        return orNot(
          useIn(groups, lists, (group, read) => listUse(value, group, read)),
          'which no rule names as a source',
        );
      case 'port': {
        const ports = PortSet.parse(value);
        return orNot(
          useIn(groups, lists, (group, read) => portUse(ports, group, read)),
          'which no group opens to the internet',
        );
      }
      case 'router':
        return orNot(routerUse(value, interfaces), 'and no network interface of it has the check off');
    }
  },
});

interface Use {
  /** Who uses the approval, in words; null: nobody that could be resolved. */
  readonly by: string | null;
  readonly evidence: readonly EvidenceRef[];
  readonly unresolved: readonly Gap[];
}

const none: Use = { by: null, evidence: [], unresolved: [] };

/**
 * The first use by a group; if there is none, all that could not be resolved. A use among the groups that were delivered
 * is certain, and one by CIDR needs no list; only where none is seen does it matter what could not be read.
 */
function useIn(groups: Groups, lists: Lists, useBy: (group: Group, lists: ListsOr) => Use): Use {
  const usedBy = (group: Group, read: ListsOr): Use | null => {
    const use = useBy(group, read);
    return use.by === null ? null : use;
  };
  const seen =
    groups.glimpse((group) => usedBy(group, AddressSet.empty)) ??
    groups.glimpse((group) => (hasLists(group) ? usedBy(group, lists) : null));
  if (seen !== null) return seen;
  const listed = groups.all().filter(hasLists);
  return { ...none, unresolved: listed.flatMap((group) => useBy(group, lists).unresolved) };
}

function hasLists({ data }: Group): boolean {
  return data.ingress.some(({ lists }) => lists.length > 0);
}

/** A source that is the internet needs no approved network, nor does one make it better: it is no use of one. */
function networkUse(network: AddressSet, group: Group, lists: ListsOr): Use {
  if (!mayAdmit(group, network)) return none;
  return sourceUse(group, lists, ({ addresses }) => addresses.overlaps(network) && !isInternet(addresses));
}

/** The list is named by its id, or by the name that its owner gave it. */
function listUse(value: string, group: Group, lists: ListsOr): Use {
  if (!hasLists(group)) return none;
  return sourceUse(group, lists, ({ text, list }) => list !== null && (text === value || list.name === value));
}

function sourceUse(group: Group, lists: ListsOr, isIt: (source: WrittenSource) => boolean): Use {
  const { rules, unresolved } = ingressOf(group, lists, PortSet.all);
  for (const { written, portsText, evidence } of rules) {
    const source = written.find(isIt);
    if (source !== undefined)
      return { by: `which ${group.id} admits to ${portsText} (${source.text})`, evidence, unresolved };
  }
  return { ...none, unresolved };
}

/** Whether any source of the group could overlap the network. Prefix lists are not looked up for it: they could. */
function mayAdmit(group: Group, network: AddressSet): boolean {
  if (hasLists(group)) return true;
  const known = literals.get(group) ?? AddressSet.ofCidrs(group.data.ingress.flatMap(({ v4, v6 }) => [...v4, ...v6]));
  literals.set(group, known);
  return known.overlaps(network);
}

/** The addresses of a group's rules: parsed once, however many networks are approved. */
const literals = new WeakMap<Group, AddressSet>();

function portUse(asked: PortSet, group: Group, lists: ListsOr): Use {
  const { ports, portsText, rules, evidence, unresolved } = openToInternet(group, lists, asked);
  return ports.isEmpty()
    ? { by: null, evidence, unresolved }
    : { by: `of which ${group.id} opens ${portsText} to the internet (${rules})`, evidence, unresolved };
}

function routerUse(router: string, interfaces: FactView<'aws.ec2.network-interface'>): Use {
  const used = interfaces.glimpse(({ id, data, evidence }): Use | null => {
    const isIt = !data.hasSourceDestCheck && (id === router || data.instanceId === router);
    return isIt ? { by: `and ${id} has its check off`, evidence, unresolved: [] } : null;
  });
  if (used !== null) return used;
  interfaces.all(); // What could not be read could be the router.
  return none;
}
