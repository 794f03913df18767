import { admin, all, data, type Expected, op } from './plant.js';

/** One rule of a planted group. `lists` names prefix lists of {@link prefixLists}; `groups` groups planted before it, or `self`. */
export interface Opening {
  /** `tcp/22`, `tcp/20-25`, `6/22`, `icmp/22-0`, `47/-1`, or `-1`. */
  readonly to: string;
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  readonly groups?: readonly string[];
  readonly lists?: readonly string[];
}

export interface GroupCase {
  readonly name: string;
  readonly ingress: readonly Opening[];
  readonly egress?: readonly Opening[];
  /** The controls whose edge case it is. */
  readonly of: readonly string[];
  /** Controls that do not pass it; all others do. */
  readonly verdicts: Readonly<Partial<Record<string, Expected>>>;
  /** Controls whose verdict on it rests on the entries of a prefix list. */
  readonly restsOnLists?: readonly string[];
}

const world = ['0.0.0.0/0'];
const halves = ['0.0.0.0/1', '128.0.0.0/1'];
const halvesV6 = ['::/1', '8000::/1'];
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

/** Every IPv4 address but 8.8.8.8: the sibling blocks along the way down to it. */
const allButOne = Array.from({ length: 32 }, (_, index) => {
  const length = index + 1;
  const size = 2 ** (32 - length);
  const one = 0x08080808;
  const own = one - (one % size);
  const sibling = own % (2 * size) === 0 ? own + size : own - size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(sibling / 2 ** shift) % 256).join('.')}/${length}`;
});

/** Name → entries of the prefix lists that groups and routes refer to. */
export const prefixLists: Readonly<Record<string, readonly string[]>> = {
  'two-halves': halves,
  'lower-half': ['0.0.0.0/1'],
  'upper-half': ['128.0.0.0/1'],
  'world-v6': ['::/0'],
  'a-part': ['32.0.0.0/4'],
  partners: ['192.0.2.0/24', '198.51.100.7/32'],
  'partners-v6': ['2001:db8::/48'],
};
export const absentList = 'pl-00000000000000000';

interface Watched {
  readonly control: string;
  readonly port: number;
  /** A range with the port in it, and one beside it with nothing that is watched. */
  readonly range: string;
  readonly lower: string;
  readonly upper: string;
  readonly beside: string;
  readonly ports: readonly string[];
}

const watched: readonly Watched[] = [
  {
    control: admin,
    port: 22,
    range: '20-25',
    lower: '20-22',
    upper: '23-25',
    beside: '24-52',
    ports: [
      'tcp/3389',
      'udp/3389',
      'tcp/5985',
      'tcp/5986',
      'tcp/2375',
      'tcp/2376',
      'tcp/10250',
      'tcp/6443',
      'tcp/2379',
    ],
  },
  {
    control: data,
    port: 5432,
    range: '5430-5440',
    lower: '5430-5432',
    upper: '5433-5440',
    beside: '5434-5438',
    ports: ['tcp/3306', 'tcp/6379', 'tcp/27017', 'tcp/9200', 'tcp/1433', 'tcp/11211', 'udp/11211'],
  },
];

/** The edge cases of one port, each for the administration ports and for the data ports. */
function portCases({ control, port, range, lower, upper, beside, ports }: Watched): GroupCase[] {
  const to = `tcp/${port}`;
  const isAdmin = control === admin;
  const faulty = (name: string, ...ingress: readonly Opening[]): GroupCase => ({
    name,
    ingress,
    of: [control],
    verdicts: { [control]: 'fail' },
    // A list that alone makes the fault is what the verdict rests on. Of `all` none does: no list opens more than its port.
    ...(ingress.some(({ lists }) => lists !== undefined) ? { restsOnLists: [control] } : {}),
  });
  const clean = (name: string, ...ingress: readonly Opening[]): GroupCase => ({
    ...faulty(name, ...ingress),
    verdicts: {},
  });
  return [
    faulty('every IPv4 address', { to, v4: world }),
    faulty('every IPv6 address alone', { to, v4: ['10.0.0.0/8'], v6: ['::/0'] }),
    faulty('two halves of IPv4 in one rule', { to, v4: halves }),
    faulty('two halves of IPv6 in one rule', { to, v6: halvesV6 }),
    faulty('two halves of IPv4 in two rules', { to, v4: ['0.0.0.0/1'] }, { to: `tcp/${range}`, v4: ['128.0.0.0/1'] }),
    faulty('all of global unicast IPv6', { to, v6: ['2000::/3'] }),
    faulty('every IPv4 address but one', { to, v4: allButOne }),
    faulty('a prefix list that holds two halves', { to, lists: ['two-halves'] }),
    faulty('two halves in two prefix lists', { to, lists: ['lower-half', 'upper-half'] }),
    faulty('a prefix list of every IPv6 address', { to, lists: ['world-v6'] }),
    faulty('literal ranges and a prefix list that only together are the world', {
      to,
      v4: ['0.0.0.0/4', '16.0.0.0/4'],
      lists: ['a-part'],
    }),
    faulty('a range that covers the port', { to: `tcp/${range}`, v4: world }),
    faulty(
      'two rules that split a range at the port',
      { to: `tcp/${lower}`, v4: world },
      { to: `tcp/${upper}`, v4: world },
    ),
    faulty('the protocol as a number, 6', { to: `6/${port}`, v4: world }),
    ...ports.map((one) => faulty(`${one} open`, { to: one, v4: world })),
    clean('private, shared, link-local and unique local ranges', { to, v4: privateNetworks, v6: ['fc00::/7'] }),
    clean("one partner's /8", { to, v4: ['52.0.0.0/8'] }),
    clean("a partner's range", { to, v4: ['198.51.100.0/24'], v6: ['2001:db8:9::/48'] }),
    clean('half of the private space', { to, v4: ['10.0.0.0/9'] }),
    clean('the half of IPv6 where nothing is assigned', { to, v6: ['8000::/1'] }),
    clean(
      'a narrow source on the port beside the world on another',
      { to, v4: ['52.0.0.0/8'] },
      { to: 'tcp/8443', v4: world },
    ),
    clean('a prefix list of partners', { to, lists: ['partners'] }),
    clean('a prefix list of IPv6 partners', { to, lists: ['partners-v6'] }),
    clean('ICMP, whose types and codes are no ports', { to: `icmp/${isAdmin ? port : 8}-0`, v4: world }),
    clean('its own members', { to, groups: ['self'] }),
    clean('a group that is itself open to the world on tcp/443', { to, groups: ['web'] }),
    clean('the same number of the other transport protocol', { to: `17/${port}`, v4: world }),
    clean('a range beside the port', { to: `tcp/${beside}`, v4: world }),
    {
      ...clean('a prefix list that does not exist', { to, lists: [absentList] }),
      verdicts: { [control]: 'unknown' },
    },
  ];
}

const every = [admin, data, all];

function wide(name: string, ...ingress: readonly Opening[]): GroupCase {
  const isListed = ingress.some(({ lists }) => lists !== undefined);
  return {
    name,
    ingress,
    of: every,
    verdicts: { [admin]: 'fail', [data]: 'fail', [all]: 'fail' },
    ...(isListed ? { restsOnLists: every } : {}),
  };
}

function harmless(name: string, of: readonly string[], ...ingress: readonly Opening[]): GroupCase {
  return { name, ingress, of, verdicts: {} };
}

/** Every planted group, in the order in which they are made. */
export const groupCases: readonly GroupCase[] = [
  harmless('web', every, { to: 'tcp/443', v4: world, v6: ['::/0'] }),
  ...watched.flatMap(portCases),
  wide('protocol -1 from every IPv4 address', { to: '-1', v4: world }),
  wide('protocol -1 from every IPv6 address', { to: '-1', v6: ['::/0'] }),
  wide('protocol -1 from two halves of IPv4', { to: '-1', v4: halves }),
  wide('protocol -1 from two halves of IPv6', { to: '-1', v6: halvesV6 }),
  wide('protocol -1 from a prefix list that holds two halves', { to: '-1', lists: ['two-halves'] }),
  wide('tcp 0-65535', { to: 'tcp/0-65535', v4: world }),
  wide('tcp 1-65535', { to: 'tcp/1-65535', v4: world }),
  wide('tcp 1-32767 and 32768-65535', { to: 'tcp/1-32767', v4: world }, { to: 'tcp/32768-65535', v4: world }),
  wide('tcp split by port and by family', { to: 'tcp/0-32767', v4: world }, { to: 'tcp/32768-65535', v6: ['::/0'] }),
  wide('udp 0-65535, the protocol as a number', { to: '17/0-65535', v4: world }),
  {
    name: 'tcp 1-1024',
    ingress: [{ to: 'tcp/1-1024', v4: world }],
    of: [all],
    verdicts: { [admin]: 'fail' },
  },
  {
    name: 'every tcp port but one',
    ingress: [
      { to: 'tcp/0-8442', v4: world },
      { to: 'tcp/8444-65535', v4: world },
    ],
    of: [all],
    verdicts: { [admin]: 'fail', [data]: 'fail' },
  },
  {
    ...wide('protocol -1 from a prefix list that does not exist', { to: '-1', lists: [absentList] }),
    verdicts: { [admin]: 'unknown', [data]: 'unknown', [all]: 'unknown' },
  },
  harmless('protocol -1 among its own members', every, { to: '-1', groups: ['self'] }),
  harmless('protocol -1 from private networks', every, { to: '-1', v4: privateNetworks }),
  harmless("protocol -1 from one partner's range", every, { to: '-1', v4: ['198.51.100.0/24'] }),
  harmless('protocol 47 (GRE) from the world', every, { to: '47/-1', v4: world }),
  harmless(
    'all of ICMP and ICMPv6 from the world',
    every,
    { to: 'icmp/-1', v4: world },
    { to: 'icmpv6/-1', v6: ['::/0'] },
  ),
  { ...harmless('everything to the world, outwards', every), egress: [{ to: '-1', v6: ['::/0'] }] },
  harmless('no rule at all', every),
  {
    name: 'a port that a stricter parameter adds, tcp/8006',
    ingress: [{ to: 'tcp/8006', v4: world }],
    of: [admin],
    verdicts: { [admin]: 'fail' },
  },
];

/** Operations that a control's verdict on the group rests on. */
export function restsOn({ restsOnLists }: GroupCase, control: string): readonly string[] {
  return restsOnLists?.includes(control) === true ? [op.entries] : [];
}
