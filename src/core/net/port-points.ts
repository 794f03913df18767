import type { Range } from './range-set.js';

// All protocols fit on one line of numbers: a point is protocol × 65,536 + port, or for ICMP protocol × 65,536 +
// type × 256 + code.
const protocolCount = 256; // RFC 791 §3.1: 8 bits
export const portCount = 65_536; // RFC 9293 §3.1, RFC 768: 16 bits
const typeCount = 256; // RFC 792, RFC 4443 §2.1: 8 bits each
export const codeCount = 256;

type ProtocolName = 'icmp' | 'tcp' | 'udp' | 'icmpv6';

/** The protocols that EC2 knows by name, ascending by number: https://www.iana.org/assignments/protocol-numbers */
export const protocolNames: ReadonlyMap<number, ProtocolName> = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'icmpv6'],
] as const);
const protocolNumbers = new Map<string, number>([...protocolNames].map(([number, name]) => [name, number]));

const any = -1; // EC2's own word for all protocols, ports, types and codes
const decimal = /^(?:-1|0|[1-9]\d{0,2})$/u;

/**
 * The IANA number of a protocol, or -1 for all of them.
 *
 * @throws RangeError naming the protocol when it is neither a known name, in any case, nor -1 to 255
 */
export function protocolNumber(protocol: string | number): number {
  const text = String(protocol).toLowerCase();
  const number = protocolNumbers.get(text) ?? (decimal.test(text) ? Number(text) : Number.NaN);
  if (number < protocolCount) return number;
  const names = [...protocolNumbers.keys()].join(', ');
  throw new RangeError(`protocol: expected ${names} or -1 to 255, got ${JSON.stringify(protocol)}`);
}

/**
 * The points of a protocol number with EC2's FromPort and ToPort, in ascending order.
 *
 * @throws RangeError naming what is out of range or ends before it starts
 */
export function pointsOf(protocol: number, from?: number, to?: number): Range<number>[] {
  switch (protocolKind(protocol)) {
    case 'all':
      return [{ from: 0, to: protocolCount * portCount }];
    case 'ports':
      return [portRange(protocol, from, to)];
    case 'types':
      return typeRanges(protocol, from, to);
    case 'whole':
      return [wholeProtocol(protocol)];
  }
}

/** What a protocol is divided into: ports, ICMP types and codes, or nothing. */
export function protocolKind(protocol: number): 'all' | 'ports' | 'types' | 'whole' {
  if (protocol === any) return 'all';
  switch (protocolNames.get(protocol)) {
    case 'tcp':
    case 'udp':
      return 'ports';
    case 'icmp':
    case 'icmpv6':
      return 'types';
    case undefined:
      return 'whole';
  }
}

function wholeProtocol(protocol: number): Range<number> {
  return { from: protocol * portCount, to: (protocol + 1) * portCount };
}

function portRange(protocol: number, from = any, to = from): Range<number> {
  if (from === any) return wholeProtocol(protocol);
  const base = protocol * portCount;
  const first = within(portCount, from, 'port');
  const last = within(portCount, to, 'port');
  if (first > last) {
    throw new RangeError(`ports: expected the first <= the last, got ${String(first)} to ${String(last)}`);
  }
  return { from: base + first, to: base + last + 1 };
}

function typeRanges(protocol: number, type = any, code = any): Range<number>[] {
  if (type === any && code === any) return [wholeProtocol(protocol)];
  const types = type === any ? [...Array(typeCount).keys()] : [within(typeCount, type, 'ICMP type')];
  const first = code === any ? 0 : within(codeCount, code, 'ICMP code');
  const count = code === any ? codeCount : 1;
  return types.map((each) => {
    const from = protocol * portCount + each * codeCount + first;
    return { from, to: from + count };
  });
}

function within(count: number, value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0 && value < count) return value;
  throw new RangeError(`${name}: expected 0 to ${String(count - 1)}, got ${String(value)}`);
}
