import { redact } from '../collect/transport/redact.js';
import { PrepayError } from '../core/errors.js';
import type { FactKinds } from '../core/fact.js';
import type { Json } from '../core/json.js';
import { type LoadedConfig, shownPath } from './config.js';
import { networkText, portsText } from './config-approved.js';
import type { EffectiveConfiguration } from './effective.js';

type Approval = FactKinds['approval'];
type Approved = NonNullable<LoadedConfig['config']['approved']>;
type Path = readonly PropertyKey[];

/** What the public web answers on. They hold where `approved.ports` is not given. */
const defaultPorts: readonly [value: string, reason: string][] = [
  ['tcp/443', 'default: HTTPS'],
  ['tcp/80', 'default: HTTP, from where clients are sent to HTTPS'],
];

/** Without them a network loses errors and path MTU discovery. They hold where no entry is of that protocol. */
const defaultTypes: readonly [value: string, reason: string][] = [
  ['icmp/3', 'default: destination unreachable, path MTU discovery included (RFC 1191)'],
  ['icmp/8', 'default: echo request'],
  ['icmp/11', 'default: time exceeded'],
  // RFC 4890 §4.3.1: what must not be dropped.
  ['icmpv6/1', 'default: destination unreachable'],
  ['icmpv6/2', 'default: packet too big, which IPv6 needs to find the path MTU'],
  ['icmpv6/3', 'default: time exceeded'],
  ['icmpv6/4', 'default: parameter problem'],
  ['icmpv6/128', 'default: echo request'],
];

/**
 * Everything that is approved: the configuration's entries, each with its line, and the defaults that it does not replace.
 * Throws PREPAY_CONFIG_INVALID where an entry would be recorded redacted.
 */
export function effectiveApprovals(loaded: LoadedConfig): EffectiveConfiguration['approvals'] {
  const { networks = [], ports, routers = [] } = loaded.config.approved ?? {};
  return [
    ...entriesOf(loaded, 'networks', kindOfNetwork, networks, networkText),
    ...entriesOf(loaded, 'ports', () => 'port', ports ?? [], portsText),
    ...defaults(ports),
    ...entriesOf(
      loaded,
      'routers',
      () => 'router',
      routers,
      ({ id }) => id,
    ),
  ];
}

/**
 * How the cardholder data environment is told apart; without `cde`, not at all: everything is in it.
 * Throws PREPAY_CONFIG_INVALID where a tag would be recorded redacted.
 */
export function effectiveCde(loaded: LoadedConfig): EffectiveConfiguration['cde'] {
  const awsTags = loaded.config.cde?.aws.tags ?? null;
  refuseRedacted(loaded, ['cde', 'aws', 'tags'], awsTags);
  return { awsTags };
}

function entriesOf<T extends { readonly reason: string; readonly owner: string }>(
  loaded: LoadedConfig,
  list: keyof Approved,
  approves: (entry: T) => Approval['approves'],
  entries: readonly T[],
  valueOf: (entry: T) => string,
): Approval[] {
  return entries.map((entry, index) => {
    const at = ['approved', list, index];
    const location = loaded.path === null ? null : { path: shownPath(loaded.path), line: loaded.lineOf(at) };
    const { reason, owner } = entry;
    const approval = {
      id: `${list}[${index}]`,
      approves: approves(entry),
      value: valueOf(entry),
      reason,
      owner,
      location,
    };
    refuseRedacted(loaded, at, approval);
    return approval;
  });
}

function kindOfNetwork({ cidr }: { readonly cidr?: string | undefined }): 'network' | 'prefix-list' {
  return cidr === undefined ? 'prefix-list' : 'network';
}

function defaults(ports: Approved['ports']): Approval[] {
  const configured = new Set(ports?.map((entry) => protocolOf(portsText(entry))));
  return [
    ...(ports === undefined ? defaultPorts : []),
    ...defaultTypes.filter(([value]) => !configured.has(protocolOf(value))),
  ].map(([value, reason]) => ({
    id: `default ${value}`,
    approves: 'port',
    value,
    reason,
    owner: null,
    location: null,
  }));
}

function protocolOf(text: string): string {
  return text.slice(0, text.indexOf('/'));
}

/** What the recorder would redact could not be judged by: the recorded answer would be another than the configuration. */
function refuseRedacted(loaded: LoadedConfig, at: Path, value: Json): void {
  const [first] = redact(value).redactions;
  if (first === undefined) return;
  throw new PrepayError(
    'PREPAY_CONFIG_INVALID',
    `${loaded.path ?? 'configuration'}:${loaded.lineOf(at)} "${at.join('.')}" holds what looks like a ${first.reason === 'card-number' ? 'card number' : 'secret'}`,
    'Take it out: the configuration is sealed into every pack.',
  );
}
