import { z } from 'zod';
import type { FactKinds } from '../core/fact.js';
import { AddressSet } from '../core/net/address-set.js';
import { protocolKind, protocolNames, protocolNumber } from '../core/net/port-points.js';
import { PortSet } from '../core/net/port-set.js';
import { isInternet } from '../core/net/special-purpose.js';

const inWords = (what: string) => z.string(`expected ${what}, in words`).regex(/\S/u, `expected ${what}, in words`);
const approvedBy = {
  reason: inWords('the reason why it is approved'),
  owner: inWords('the person or team that answers for it'),
};

const expectedList = 'expected the id (pl-…) or the name of a managed prefix list';
const network = z
  .strictObject({
    cidr: z
      .string('expected a CIDR block as text, such as "192.0.2.0/24"')
      .superRefine((text, context) => {
        const problem = cidrProblem(text);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      })
      .optional(),
    prefixList: z
      .string(expectedList)
      .regex(/\S/u, expectedList)
      .refine((text) => blockOf(text) === null, `${expectedList}; a CIDR block goes under "cidr"`)
      .optional(),
    ...approvedBy,
  })
  .refine(
    ({ cidr, prefixList }) => (cidr === undefined) !== (prefixList === undefined),
    'expected one of "cidr" and "prefixList"',
  );

const expectedProtocol = 'expected tcp, udp, icmp, icmpv6, or a protocol number from 0 to 255';
const port = z
  .strictObject({
    protocol: z.union(
      [z.enum(['tcp', 'udp', 'icmp', 'icmpv6']), z.int().min(0, expectedProtocol).max(255, expectedProtocol)],
      expectedProtocol,
    ),
    ports: z.string('expected text such as "443" or "8000-8010", in quotes').optional(),
    ...approvedBy,
  })
  .superRefine((entry, context) => {
    const problem = portsProblem(entry);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['ports'], message: problem });
  });

const routerId = /^(?:eni|i)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/u;
const router = z.strictObject({
  id: z
    .string('expected the id of a network interface (eni-…) or of an instance (i-…)')
    .regex(routerId, 'expected the id of a network interface (eni-…) or of an instance (i-…)'),
  ...approvedBy,
});

type Network = z.infer<typeof network>;
type Port = z.infer<typeof port>;

/** `approved` of prepay.yaml, as far as this version goes. */
export const approvedSchema = z.strictObject({
  networks: z
    .array(network)
    .superRefine((entries, context) => {
      const block = ({ cidr }: Network): AddressSet | null => (cidr === undefined ? null : blockOf(cidr));
      refuseDoubles('networks', 'cidr', entries, (entry) => block(entry)?.toString() ?? null, context);
      refuseDoubles('networks', 'prefixList', entries, ({ prefixList }) => prefixList ?? null, context);
      const blocks = entries.flatMap((entry) => block(entry) ?? []);
      if (blocks.some(isInternet) || !isInternet(AddressSet.unionAll(blocks))) return;
      context.addIssue({ code: 'custom', message: `these networks together are ${theInternet}` });
    })
    .optional(),
  ports: z
    .array(port)
    .superRefine((entries, context) => {
      refuseDoubles('ports', 'protocol', entries, (entry) => setOf(entry)?.toString() ?? null, context);
    })
    .optional(),
  routers: z
    .array(router)
    .superRefine((entries, context) => {
      refuseDoubles('routers', 'id', entries, ({ id }) => id, context);
    })
    .optional(),
});

/** The block in its one form (`2001:DB8:0::/32` is `2001:db8::/32`), or the prefix list as it is written. */
export function networkText({ cidr, prefixList = '' }: Pick<Network, 'cidr' | 'prefixList'>): string {
  return cidr === undefined ? prefixList : AddressSet.parseCidr(cidr).toString();
}

/** As PortSet.parse takes it: `tcp/443`, `udp/all`, `icmp/8`, `47/all`. */
export function portsText({ protocol, ports = 'all' }: Pick<Port, 'protocol' | 'ports'>): string {
  const name = typeof protocol === 'number' ? (protocolNames.get(protocol) ?? protocol) : protocol;
  return `${name}/${ports}`;
}

/** Whether an approval's value is one that a control can judge by; a configuration gives no other. */
export function isUsable({ approves, value }: Pick<FactKinds['approval'], 'approves' | 'value'>): boolean {
  switch (approves) {
    case 'network':
      return blockOf(value) !== null;
    case 'prefix-list':
      return /\S/u.test(value) && blockOf(value) === null;
    case 'port':
      return orNull(() => PortSet.parse(value)) !== null;
    case 'router':
      return routerId.test(value);
  }
}

const theInternet =
  'the internet, which is no network to approve; approve the port that is open to it, under "approved.ports"';

function cidrProblem(text: string): string | null {
  const block = blockOf(text);
  if (block === null) return `expected a block such as 10.0.0.0/8 or 2001:db8::/32, got ${JSON.stringify(text)}`;
  const written = firstAddress(AddressSet.parseCidr(text.replace(/\/.*$/u, text.includes(':') ? '/128' : '/32')));
  if (firstAddress(block) !== written)
    return `expected the first address of the block, ${block.toString()}, got ${text} with host bits set`;
  return isInternet(block) ? `${text} is ${theInternet}` : null;
}

function firstAddress(block: AddressSet): string | undefined {
  return block.toCidrs()[0]?.replace(/\/.*$/u, '');
}

function blockOf(text: string): AddressSet | null {
  return orNull(() => AddressSet.parseCidr(text));
}

function setOf(entry: Pick<Port, 'protocol' | 'ports'>): PortSet | null {
  return orNull(() => PortSet.parse(portsText(entry)));
}

function orNull<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function portsProblem(entry: Pick<Port, 'protocol' | 'ports'>): string | null {
  const { protocol, ports } = entry;
  // Text of its own rule: PortSet.parse knows "all" and lists too, and a key has one way to be written.
  if (ports === undefined || (/^\d+(?:-\d+)?$/u.test(ports) && setOf(entry) !== null)) return null;
  const got = `got ${JSON.stringify(ports)}`;
  switch (protocolKind(protocolNumber(protocol))) {
    case 'ports':
      return `expected a port from 0 to 65535 or a range of them, such as "443" or "8000-8010", ${got}`;
    case 'types':
      return `expected one ICMP type from 0 to 255, such as "8", ${got}`;
    case 'all':
    case 'whole':
      return `protocol ${protocol} has no ports; leave "ports" out`;
  }
}

/** `same` gives one text for what means the same; null for what is invalid, and told elsewhere. */
function refuseDoubles<T>(
  list: string,
  key: string,
  entries: readonly T[],
  same: (entry: T) => string | null,
  context: z.core.$RefinementCtx,
): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const text = same(entry);
    const before = text === null ? undefined : first.get(text);
    if (text === null) continue;
    if (before === undefined) first.set(text, index);
    else
      context.addIssue({
        code: 'custom',
        path: [index, key],
        message: `${text} is approved by ${list}[${before}] already; keep one of the two`,
      });
  }
}
