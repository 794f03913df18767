import type { NetworkControl, Verdicts } from './plant.js';

/** One rule. `lists` and `groups` name prefix lists and groups of the plan; a rule without `why` has no description. */
export interface Opening {
  readonly to: string;
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  readonly groups?: readonly string[];
  readonly lists?: readonly string[];
  readonly why?: string | null;
}

/** What uses a group, so that it is not unused: another group's rule by default. */
export type User = 'nobody' | 'egress' | 'ingress' | 'launch template' | 'old launch template' | Attached;
/** The description of an interface that has the group, or {@link onInstance}. */
export interface Attached {
  readonly description: string;
}
export const onInstance = 'an instance';

export interface GroupCase {
  readonly of: NetworkControl;
  readonly name: string;
  readonly ingress?: readonly Opening[];
  /** Absent: none at all. `default`: what a new group has. */
  readonly egress?: readonly Opening[] | 'default';
  readonly user?: User;
  /** Those that are no pass. */
  readonly verdicts: Verdicts;
}

const world = ['0.0.0.0/0'];
const worldV6 = ['::/0'];
/** Half a group of cases: those that fail the control. */
const faulty = (
  of: NetworkControl,
  name: string,
  rest: Omit<GroupCase, 'of' | 'name' | 'verdicts'>,
  more: Verdicts = {},
) => ({ of, name, ...rest, verdicts: { [of]: 'fail', ...more } }) satisfies GroupCase;
const clean = (
  of: NetworkControl,
  name: string,
  rest: Omit<GroupCase, 'of' | 'name' | 'verdicts'>,
  more: Verdicts = {},
) => ({ of, name, ...rest, verdicts: more }) satisfies GroupCase;

export const prefixLists: Readonly<Record<string, readonly string[]>> = {
  halves: ['0.0.0.0/1', '128.0.0.0/1'],
  'a-broad-range': ['51.4.0.0/16'],
  'two-hosts': ['51.5.0.1/32', '51.5.7.1/32'],
  'all-private': ['10.0.0.0/8'],
};

const approved: readonly GroupCase[] = [
  faulty('world-open-ports-approved', 'a port that nobody approved', { ingress: [{ to: 'tcp/8443', v4: world }] }),
  faulty('world-open-ports-approved', 'two halves of IPv6', {
    ingress: [{ to: 'tcp/8443', v6: ['::/1', '8000::/1'] }],
  }),
  faulty('world-open-ports-approved', 'a prefix list of two halves', {
    ingress: [{ to: 'tcp/8443', lists: ['halves'] }],
  }),
  faulty('world-open-ports-approved', 'all protocols', { ingress: [{ to: '-1', v4: world }] }),
  faulty('world-open-ports-approved', 'a protocol without ports', { ingress: [{ to: '47', v4: world }] }),
  faulty('world-open-ports-approved', 'an approved port in a range', { ingress: [{ to: 'tcp/440-445', v6: worldV6 }] }),
  faulty('world-open-ports-approved', 'the approved port over UDP', { ingress: [{ to: 'udp/443', v4: world }] }),
  faulty('world-open-ports-approved', 'an ICMP type that is no approved one', {
    ingress: [{ to: 'icmp/5', v4: world }],
  }),
  clean('world-open-ports-approved', 'the approved ports', {
    ingress: [
      { to: 'tcp/443', v4: world, v6: worldV6 },
      { to: 'tcp/80', v4: world },
    ],
  }),
  clean('world-open-ports-approved', 'a port that the configuration approves', {
    ingress: [{ to: 'tcp/8444', v4: world }],
  }),
  clean('world-open-ports-approved', 'echo requests', { ingress: [{ to: 'icmp/8', v4: world }] }),
];

const broad: readonly GroupCase[] = [
  faulty('no-broad-sources', 'a public /16', { ingress: [{ to: 'tcp/8443', v4: ['51.0.0.0/16'] }] }),
  faulty('no-broad-sources', 'four neighbours that are a /22', {
    ingress: [
      { to: 'tcp/8443', v4: ['51.1.0.0/24', '51.1.1.0/24'] },
      { to: 'tcp/8000-9000', v4: ['51.1.2.0/24', '51.1.3.0/24'] },
    ],
  }),
  faulty('no-broad-sources', 'a public /32 of IPv6', { ingress: [{ to: 'tcp/8443', v6: ['2a00:1450::/32'] }] }),
  faulty('no-broad-sources', 'a prefix list of a public /16', {
    ingress: [{ to: 'tcp/8443', lists: ['a-broad-range'] }],
  }),
  faulty('no-broad-sources', 'all of 10.0.0.0/8 in a VPC of a /16', {
    ingress: [{ to: 'tcp/8443', v4: ['10.0.0.0/8'] }],
  }),
  faulty('no-broad-sources', 'the same by a prefix list', { ingress: [{ to: 'tcp/8443', lists: ['all-private'] }] }),
  clean('no-broad-sources', 'a public /24', { ingress: [{ to: 'tcp/8443', v4: ['51.1.0.0/24'] }] }),
  clean('no-broad-sources', 'two /24 that are no neighbours', {
    ingress: [{ to: 'tcp/8443', v4: ['51.1.0.0/24', '51.1.2.0/24'] }],
  }),
  clean('no-broad-sources', 'single hosts by a prefix list', { ingress: [{ to: 'tcp/8443', lists: ['two-hosts'] }] }),
  clean('no-broad-sources', 'a public /48 of IPv6', { ingress: [{ to: 'tcp/8443', v6: ['2a00:1450:4001::/48'] }] }),
  clean('no-broad-sources', 'the VPC itself, and a neighbour of its size', {
    ingress: [{ to: 'tcp/8443', v4: ['10.60.0.0/16', '10.66.0.0/16'] }],
  }),
  clean('no-broad-sources', 'a network that the configuration approves', {
    ingress: [{ to: 'tcp/8443', v4: ['51.2.0.0/16'] }],
  }),
  clean('no-broad-sources', 'the world on an approved port is the affair of others', {
    ingress: [{ to: 'tcp/443', v4: world }],
  }),
];

const sources: readonly GroupCase[] = [
  faulty('no-sources-open-to-the-world', 'a group that is open to the world on that port', {
    ingress: [{ to: 'tcp/8443', groups: ['a port that nobody approved'] }],
  }),
  faulty('no-sources-open-to-the-world', 'a group that a prefix list opens, in a range', {
    ingress: [{ to: 'tcp/8440-8450', groups: ['a prefix list of two halves'] }],
  }),
  clean('no-sources-open-to-the-world', 'a group that is open on the approved ports', {
    ingress: [{ to: 'tcp/443', groups: ['the approved ports'] }],
  }),
  clean('no-sources-open-to-the-world', 'a group that is open on another port', {
    ingress: [{ to: 'tcp/5432', groups: ['the approved ports'] }],
  }),
  clean('no-sources-open-to-the-world', 'the group itself', { ingress: [{ to: 'tcp/7946', groups: ['self'] }] }),
];

const justified: readonly GroupCase[] = [
  faulty('rules-justified', 'no description', { ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'], why: null }] }),
  faulty('rules-justified', 'a description without a letter', {
    ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'], why: '-' }],
  }),
  faulty('rules-justified', 'one of two sources without', {
    ingress: [
      { to: 'tcp/8443', v4: ['10.60.1.0/24'] },
      { to: 'tcp/8443', v4: ['10.60.3.0/24'], why: null },
    ],
  }),
  faulty('rules-justified', 'a way out without', { egress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'], why: null }] }),
  clean('rules-justified', 'every rule described', { ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'] }] }),
];

const unused: readonly GroupCase[] = [
  faulty('no-unused-security-groups', 'nobody', {
    ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'] }],
    user: 'nobody',
  }),
  faulty('no-unused-security-groups', 'itself alone', {
    ingress: [{ to: 'tcp/8443', groups: ['self'] }],
    user: 'nobody',
  }),
  clean('no-unused-security-groups', 'a source of another group', { user: 'ingress' }),
  clean('no-unused-security-groups', 'a destination of another group', { user: 'egress' }),
  clean('no-unused-security-groups', 'an interface', { user: { description: onInstance } }),
  clean('no-unused-security-groups', 'a launch template', { user: 'launch template' }),
  clean('no-unused-security-groups', 'an old version of a launch template', { user: 'old launch template' }),
];

const rules: readonly GroupCase[] = [
  faulty('no-redundant-rules', 'a range in another', {
    ingress: [
      { to: 'tcp/8443', v4: ['10.60.0.0/16'] },
      { to: 'tcp/8443', v4: ['10.60.7.0/24'] },
    ],
  }),
  faulty('no-redundant-rules', 'all protocols cover a port', {
    ingress: [
      { to: '-1', v4: ['10.60.7.0/24'] },
      { to: 'tcp/8443', v4: ['10.60.7.0/24'] },
    ],
  }),
  faulty('no-redundant-rules', 'two rules cover a third together', {
    ingress: [
      { to: 'tcp/8443', v4: ['10.60.0.0/17'] },
      { to: 'tcp/8443', v4: ['10.60.128.0/17'] },
      { to: 'tcp/8443', v4: ['10.60.64.0/18', '10.60.127.0/24'] },
    ],
  }),
  faulty('no-redundant-rules', 'a group with a wider range of ports', {
    ingress: [
      { to: 'tcp/8000-9000', groups: ['self'] },
      { to: 'tcp/8443', groups: ['self'] },
    ],
  }),
  clean('no-redundant-rules', 'the same source on other ports', {
    ingress: [
      { to: 'tcp/8443', v4: ['10.60.7.0/24'] },
      { to: 'udp/8443', v4: ['10.60.7.0/24'] },
    ],
  }),
  clean('no-redundant-rules', 'ranges that overlap in part', {
    ingress: [
      { to: 'tcp/8000-8500', v4: ['10.60.7.0/24'] },
      { to: 'tcp/8400-9000', v4: ['10.60.7.0/24'] },
    ],
  }),
];

const ports: readonly GroupCase[] = [
  faulty('no-redundant-ports', 'SSH to a file system', {
    ingress: [
      { to: 'tcp/2049', v4: ['10.60.1.0/24'] },
      { to: 'tcp/22', v4: ['10.60.1.0/24'] },
    ],
    user: { description: 'EFS mount target for fs-0a1b2c3d4e5f60718 (fsmt-0a1b2c3d4e5f60718)' },
  }),
  faulty('no-redundant-ports', 'SSH to a database that AWS runs', {
    ingress: [{ to: 'tcp/22', v4: ['10.60.1.0/24'] }],
    user: { description: 'RDSNetworkInterface' },
  }),
  clean('no-redundant-ports', 'NFS to a file system', {
    ingress: [{ to: 'tcp/2049', v4: ['10.60.1.0/24'] }],
    user: { description: 'EFS mount target for fs-0a1b2c3d4e5f60718 (fsmt-0a1b2c3d4e5f60718)' },
  }),
  clean(
    'no-redundant-ports',
    'an interface of which nothing says what listens there',
    { ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'] }], user: { description: onInstance } },
    { 'no-redundant-ports': 'unknown' },
  ),
  clean(
    'no-redundant-ports',
    'no interface',
    { ingress: [{ to: 'tcp/8443', v4: ['10.60.1.0/24'] }] },
    { 'no-redundant-ports': 'not-applicable' },
  ),
];

const egress: readonly GroupCase[] = [
  faulty('cde-egress-restricted', 'what a new group lets out', { egress: 'default' }, { 'rules-justified': 'fail' }),
  faulty('cde-egress-restricted', 'every port of TCP to two halves', {
    egress: [{ to: 'tcp/0-65535', v4: ['0.0.0.0/1', '128.0.0.0/1'] }],
  }),
  faulty('cde-egress-restricted', 'IPv6 alone', { egress: [{ to: '-1', v6: worldV6 }] }),
  faulty('cde-egress-restricted', 'a prefix list', { egress: [{ to: '-1', lists: ['halves'] }] }),
  clean('cde-egress-restricted', 'one port', { egress: [{ to: 'tcp/443', v4: world }] }),
  clean('cde-egress-restricted', 'everything, inside', { egress: [{ to: '-1', v4: ['10.60.0.0/16'] }] }),
  clean('cde-egress-restricted', 'nothing', { egress: [] }),
];

/** In this order, since a rule may name a group before it. */
export const groupCases: readonly GroupCase[] = [
  ...approved,
  ...broad,
  ...sources,
  ...justified,
  ...unused,
  ...rules,
  ...ports,
  ...egress,
];
