import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { type Direction, type OpenPorts, openToInternet } from './ingress.js';

/** Ports that are open to the internet as a whole: `tcp/1-65535`. */
interface WideOpen {
  /** What is open as a whole, in words; empty where nothing is. */
  readonly whole: readonly string[];
  readonly open: OpenPorts;
}

// Port 0 is reserved (RFC 6335 §6) and nothing listens on it: without it a rule still lets everything through.
const everyPort = ['tcp/1-65535', 'udp/1-65535'].map((text) => ({ text, ports: PortSet.parse(text) }));

/** The protocols that have neither ports nor types, tunnels such as GRE (47) and ESP (50) among them. */
export const portless: PortSet = PortSet.all.subtract(PortSet.parse('tcp, udp, icmp, icmpv6'));

const everybody = AddressSet.ofCidrs(['0.0.0.0/0', '::/0']);

/**
 * Whether a group opens all TCP ports, all UDP ports or, if `others` has any, one of these other protocols to the
 * internet. A prefix list is looked up only where the rules could do so if it held the internet.
 */
export function wideOpen(
  group: Fact<'aws.ec2.security-group'>,
  lists: FactView<'aws.ec2.prefix-list'>,
  direction: Direction,
  others: PortSet = PortSet.empty,
): WideOpen {
  const possible = openToInternet(group, everybody, PortSet.all, direction).ports;
  const candidates = everyPort.filter(({ ports }) => possible.covers(ports));
  const asked = PortSet.unionAll([...candidates.map(({ ports }) => ports), possible.intersect(others)]);
  const open = openToInternet(group, lists, asked, direction);
  const whole = everyPort.filter(({ ports }) => open.ports.covers(ports)).map(({ text }) => text);
  const carried = open.ports.intersect(others);
  if (carried.isEmpty()) return { whole, open };
  const text = carried.equals(portless) ? 'every protocol without ports' : carried.toString();
  return { whole: [...whole, text], open };
}
