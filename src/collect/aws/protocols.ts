const icmp = new Set(['icmp', 'icmpv6', '1', '58']);
const withPorts = new Set(['tcp', 'udp', '6', '17']);

/** Whether EC2 names a type and a code for the protocol. */
export function isIcmp(protocol: string): boolean {
  return icmp.has(protocol.toLowerCase());
}

/** Whether EC2 names ports for the protocol. Any other that is not ICMP is meant as a whole. */
export function hasPorts(protocol: string): boolean {
  return withPorts.has(protocol.toLowerCase());
}
