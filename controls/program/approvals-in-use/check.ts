import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Fact, FactView } from '../../../src/core/fact.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import { PortSet } from '../../../src/core/net/port-set.js';
import { isInternet } from '../../../src/core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { ingressOf, openToInternet } from '../../../src/derive/aws/ingress.js';

type Groups = readonly Fact<'aws.ec2.security-group'>[];
type Lists = FactView<'aws.ec2.prefix-list'>;

export default defineCheck({
  needs: {
    approval: need('approval', { as: 'subject' }),
    // That nothing matches can be said only of everything: a fail rests on the whole population as much as a pass does.
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
      case 'network':
        return orNot(networkUse(AddressSet.parseCidr(value), groups.all(), lists), 'which no rule admits');
      case 'port':
        return orNot(portUse(PortSet.parse(value), groups.all(), lists), 'which no group opens to the internet');
      case 'router':
        return orNot(routerUse(value, interfaces.all()), 'and no network interface of it has the check off');
    }
  },
});

interface Use {
  /** Who uses the approval, in words; null: nobody that could be resolved. */
  readonly by: string | null;
  readonly evidence: readonly EvidenceRef[];
  readonly unresolved: readonly Gap[];
}

/** A source that is the internet needs no approved network, nor does one make it better: it is no use of one. */
function networkUse(network: AddressSet, groups: Groups, lists: Lists): Use {
  return firstUse(groups, (group) => {
    if (!mayAdmit(group, network)) return { by: null, evidence: [], unresolved: [] };
    const { rules, unresolved } = ingressOf(group, lists, PortSet.all);
    for (const { written, portsText, evidence } of rules) {
      const source = written.find(({ addresses }) => addresses.overlaps(network) && !isInternet(addresses));
      if (source !== undefined)
        return { by: `which ${group.id} admits to ${portsText} (${source.text})`, evidence, unresolved };
    }
    return { by: null, evidence: [], unresolved };
  });
}

/** Whether any source of the group could overlap the network. Prefix lists are not looked up for it: they could. */
function mayAdmit(group: Groups[number], network: AddressSet): boolean {
  if (group.data.ingress.some(({ lists }) => lists.length > 0)) return true;
  const known = literals.get(group) ?? AddressSet.ofCidrs(group.data.ingress.flatMap(({ v4, v6 }) => [...v4, ...v6]));
  literals.set(group, known);
  return known.overlaps(network);
}

/** The addresses of a group's rules: parsed once, however many networks are approved. */
const literals = new WeakMap<Groups[number], AddressSet>();

function portUse(asked: PortSet, groups: Groups, lists: Lists): Use {
  return firstUse(groups, (group) => {
    const { ports, rules, evidence, unresolved } = openToInternet(group, lists, asked);
    return ports.isEmpty()
      ? { by: null, evidence, unresolved }
      : { by: `of which ${group.id} opens ${ports.toString()} to the internet (${rules})`, evidence, unresolved };
  });
}

function routerUse(router: string, interfaces: readonly Fact<'aws.ec2.network-interface'>[]): Use {
  const found = interfaces.find(
    ({ id, data }) => !data.hasSourceDestCheck && (id === router || data.instanceId === router),
  );
  return {
    by: found === undefined ? null : `and ${found.id} has its check off`,
    evidence: found?.evidence ?? [],
    unresolved: [],
  };
}

/** The first use by a group; if there is none, all that could not be resolved. */
function firstUse(groups: Groups, useBy: (group: Groups[number]) => Use): Use {
  const unresolved: Gap[] = [];
  for (const group of groups) {
    const use = useBy(group);
    if (use.by !== null) return use;
    unresolved.push(...use.unresolved);
  }
  return { by: null, evidence: [], unresolved };
}
