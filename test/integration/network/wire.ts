import type { NetworkControl, Planted } from './plant.js';
import { account, acls, type Entry, groups, logs, number, region, type Route, tables, vpcBlock } from './wire-cases.js';

/** prepay.yaml for an audit of these answers. */
export const wireConfiguration = `version: 1
scope:
  aws:
    - account: "${account}"
      regions: [${region}]
`;

/** What is to be found of each case. */
export const wirePlanted: readonly Planted[] = [
  ...tables.map((one, index) => plant(one.of, one, `rtb-${number(index)}`, one.routes.map(routeText).join('; '))),
  ...acls.map((one, index) =>
    plant('network-acls-not-world-open', one, `acl-${number(index)}`, one.entries.map(entryText).join('; ')),
  ),
  ...logs.map((one, index) => plant('vpc-flow-logs-on', one, `vpc-${number(index)}`, logText(one.log))),
  ...groups.map((one, index) => plant(one.of, one, `sg-${number(index)}`, groupText(one))),
];

function plant(
  control: NetworkControl,
  { name, expected }: Pick<Planted, 'name' | 'expected'>,
  id: string,
  built: string,
): Planted {
  return { control, name, expected, built, region, id };
}

function routeText({ DestinationCidrBlock, State, Origin, ...target }: Route): string {
  const [to = 'nothing'] = Object.values(target);
  const marks = [State, Origin === undefined ? undefined : 'propagated'].filter((mark) => mark !== undefined);
  return [`${DestinationCidrBlock} to ${to}`, ...marks].join(', ');
}

function entryText(entry: Entry): string {
  const { RuleNumber, RuleAction, Egress, Protocol, CidrBlock, Ipv6CidrBlock } = entry;
  const way = Egress ? 'out ' : '';
  return `${RuleNumber} ${RuleAction} ${way}${Protocol}/${whatText(entry)} ${CidrBlock ?? Ipv6CidrBlock ?? ''}`;
}

function whatText({ IcmpTypeCode, PortRange }: Entry): string {
  if (IcmpTypeCode !== undefined) return `type ${IcmpTypeCode.Type}`;
  const { From, To } = PortRange ?? { From: 0, To: 65535 };
  return From === To ? `${From}` : `${From}-${To}`;
}

function logText(log: object): string {
  const marks = Object.entries(log).map(([key, value]) => `${key} ${String(value)}`);
  return marks.length === 0 ? 'ALL, no DeliverLogsStatus' : `ALL, ${marks.join(', ')}`;
}

function groupText({ ports, admits, on }: (typeof groups)[number]): string {
  const rules = [
    ...(ports ?? []).map((port) => `tcp/${port} from ${vpcBlock}`),
    ...(admits === undefined ? [] : [`tcp/8443 from ${admits.GroupId} of ${admits.UserId}`]),
  ];
  const marks = Object.entries(on ?? {}).map(([key, value]) => `${key} ${String(value)}`);
  return [rules.join('; '), ...(marks.length === 0 ? [] : [`on an interface: ${marks.join(', ')}`])].join('; ');
}
