import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { portsOf } from '../../src/derive/aws/ingress.js';
import { type Account, collectAccount, recording, type Recorded, replayed } from './peers/aws/account.js';
import { type Canned, startCanned } from './peers/aws/canned.js';
import { account, answers, key, other, userData } from './peers/aws/connection-answers.js';

const place = `${account}/eu-west-1`;

let server: Canned;
let recorded: Recorded;
let collected: Account;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  server = await startCanned(answers);
  recorded = recording(server.url);
  collected = await collectAccount(recorded.transport);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const data = (kind: string) =>
  collected.sink.facts
    .filter((fact) => fact.kind === kind && fact.scope.region === 'eu-west-1')
    .map((fact) => fact.data);

it('leaves the gaps that the answers have, and no other', () => {
  // The server holds answers of EC2 alone.
  const covered = [...collected.sink.coverage].flatMap(([at, { gap }]) =>
    gap === null || !at.startsWith('aws.ec2.') ? [] : [[at, gap.reason]],
  );
  expect(covered.sort()).toEqual([
    [`aws.ec2.transit-gateway ${account}/eu-central-1`, 'failed'],
    [`aws.ec2.transit-gateway-attachment ${account}/eu-central-1`, 'failed'],
    [`aws.ec2.vpn-connection ${account}/eu-central-1`, 'failed'],
  ]);
  const single = [...collected.sink.gaps].filter(([at]) => at.startsWith('aws.ec2.'));
  expect(single.map(([at, { reason }]) => [at, reason]).sort()).toEqual([
    [`aws.ec2.launch-template ${place} lt-2`, 'missing'],
    [`aws.ec2.transit-gateway-route-table ${place} tgw-rtb-2`, 'incomplete'],
    [`aws.ec2.transit-gateway-route-table ${place} tgw-rtb-9`, 'missing'],
  ]);
});

it('replays to the same', async () => {
  const again = await collectAccount(replayed(recorded));
  const contents = ({ sink }: Account) => [
    sink.facts.map((fact) => JSON.stringify(fact)).sort(),
    [...sink.gaps].sort(),
  ];
  expect(contents(again)).toEqual(contents(collected));
});

describe('what is never kept', () => {
  it('is in no line of the recording: keys of a VPN, user data', () => {
    const text = JSON.stringify([...recorded.lines]);
    expect(text).not.toContain(key);
    expect(text).not.toContain('pre_shared_key');
    expect(text).not.toContain(userData);
    const redactions = [...recorded.lines.values()]
      .flat()
      .flatMap((line) => (line.type === 'page' ? line.redactions : []));
    expect(redactions.map(({ pointer }) => pointer).sort()).toEqual([
      '/LaunchTemplateVersions/0/LaunchTemplateData/UserData',
      '/LaunchTemplateVersions/0/LaunchTemplateData/UserData',
      '/VpnConnections/0/CustomerGatewayConfiguration',
      '/VpnConnections/0/Options/TunnelOptions/0/PreSharedKey',
      '/VpnConnections/0/Options/TunnelOptions/1/PreSharedKey',
    ]);
  });
});

it('reads the entries of network ACLs: ports, ICMP types and codes, both versions of IP', () => {
  const acls = collected.sink.of('aws.ec2.network-acl').filter(({ scope }) => scope.region === 'eu-west-1');
  expect(acls.map(({ id, name, data: acl }) => [id, name, acl.isDefault, acl.subnetIds])).toEqual([
    ['acl-1', 'edge', false, ['subnet-1']],
    ['acl-2', null, true, []],
  ]);
  const entries = acls[0]?.data.entries ?? [];
  expect(entries.map((entry) => [entry.ruleNumber, entry.isEgress, entry.action, entry.v4 ?? entry.v6])).toEqual([
    [90, false, 'deny', '0.0.0.0/0'],
    [100, true, 'allow', '10.0.0.0/8'],
    [101, false, 'allow', '::/0'],
    [32767, false, 'deny', '0.0.0.0/0'],
    [32768, false, 'deny', '::/0'],
  ]);
  expect(entries.map((entry) => portsOf(entry).toString())).toEqual([
    'icmp type 3 code 4',
    'tcp/1024-65535',
    'icmpv6/all',
    'all protocols',
    'all protocols',
  ]);
});

it('reads peerings with other accounts and regions, and those that are over', () => {
  expect(data('aws.ec2.vpc-peering-connection')).toMatchObject([
    {
      status: 'active',
      requester: { account, v4: ['10.0.0.0/16', '10.1.0.0/16'], v6: ['2001:db8:1::/56'] },
      accepter: { account: other, region: 'us-east-1', vpcId: 'vpc-9', v4: ['10.9.0.0/16'], v6: [] },
    },
    { status: 'expired', requester: { account: other, v4: [] }, accepter: { account, v4: [] } },
  ]);
});

it('reads transit gateways of this account and of others, and what is attached', () => {
  expect(data('aws.ec2.transit-gateway')).toMatchObject([{ ownerId: account }, { ownerId: other }]);
  expect(data('aws.ec2.transit-gateway-attachment')).toMatchObject([
    { id: 'tgw-attach-1', routeTableId: 'tgw-rtb-1', transitGatewayOwnerId: account },
    { id: 'tgw-attach-9', routeTableId: 'tgw-rtb-9', transitGatewayOwnerId: other },
    { id: 'tgw-attach-2', routeTableId: null, resourceType: 'peering', state: 'pendingAcceptance' },
  ]);
});

it('reads routes of transit gateways over pages: propagated, static, to a prefix list, shared, blackholes', () => {
  expect(data('aws.ec2.transit-gateway-route-table')).toMatchObject([
    {
      id: 'tgw-rtb-1',
      routes: [
        { v4: '10.0.0.0/16', type: 'propagated', attachments: [{ resourceType: 'vpc', resourceId: 'vpc-1' }] },
        { v6: '2001:db8::/32', type: 'static', attachments: [{ id: 'tgw-attach-3' }, { id: 'tgw-attach-4' }] },
        { v4: '10.66.0.0/16', state: 'blackhole', attachments: [] },
        { v4: null, v6: null, list: 'pl-hub', attachments: [{ resourceType: 'peering' }] },
      ],
    },
    { id: 'tgw-rtb-2', routes: [{ v4: '0.0.0.0/0' }] },
    { id: 'tgw-rtb-3', state: 'deleted', routes: [] },
  ]);
  expect(data('aws.ec2.prefix-list')).toMatchObject([{ id: 'pl-hub', v4: ['198.51.100.0/24'] }]);
});

it('reads VPNs with their static routes', () => {
  expect(data('aws.ec2.vpn-gateway')).toMatchObject([{ id: 'vgw-1', vpcIds: ['vpc-1'] }]);
  expect(data('aws.ec2.vpn-connection')).toMatchObject([
    { vpnGatewayId: 'vgw-1', transitGatewayId: null, isStatic: true, routes: ['192.168.0.0/16'] },
    { vpnGatewayId: null, transitGatewayId: 'tgw-1', isStatic: false, state: 'deleted', routes: [] },
  ]);
});

it('reads VPC endpoints of every type', () => {
  expect(data('aws.ec2.vpc-endpoint')).toMatchObject([
    { type: 'Gateway', routeTableIds: ['rtb-1'], networkInterfaceIds: [] },
    { type: 'Interface', groupIds: ['sg-1'], networkInterfaceIds: ['eni-1'], state: 'pendingAcceptance' },
    { type: 'GatewayLoadBalancer', subnetIds: ['subnet-1'], groupIds: [] },
    { type: 'Resource', serviceName: 'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1' },
  ]);
});

it('reads instances in their reservations, over pages, terminated ones too', () => {
  const instances = collected.sink.of('aws.ec2.instance');
  expect(
    instances.map(({ id, data: { state, groupIds }, evidence }) => [id, state, groupIds, evidence[0]?.pointer]),
  ).toEqual([
    ['i-1', 'running', ['sg-1', 'sg-2'], '/Reservations/0/Instances/0'],
    ['i-2', 'running', ['sg-1', 'sg-2'], '/Reservations/0/Instances/1'],
    ['i-3', 'terminated', [], '/Reservations/0/Instances/0'],
  ]);
});

it('reads every version of a launch template, and knows of one that is gone meanwhile', () => {
  expect(data('aws.ec2.launch-template')).toMatchObject([
    {
      templateName: 'web',
      groupIds: ['sg-1', 'sg-3'],
      groupNames: ['default'],
      versions: [
        { version: 1, isDefault: true },
        { version: 2, isDefault: false },
      ],
    },
    { templateName: 'gone', groupIds: [], versions: [] },
  ]);
});

it('reads flow logs of VPCs and of transit gateways, and whether they are delivered', () => {
  expect(data('aws.ec2.flow-log')).toMatchObject([
    { resourceId: 'vpc-1', traffic: 'ALL', delivery: 'FAILED', deliveryError: 'Access error', destinationType: 's3' },
    { resourceId: 'tgw-attach-1', traffic: 'ALL', delivery: 'SUCCESS', destination: 'transit' },
  ]);
});
