import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedDemo } from '../../scripts/seed/demo.js';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { regionKinds } from '../../src/collect/aws/collect-region.js';
import { scopeId } from '../../src/core/scope.js';
import { type Account, collectAccount, recording, replayed } from './peers/aws/account.js';
import { type Connections, plantConnections, userData } from './peers/aws/connections.js';
import { type Moto, motoAccount, startMoto } from './peers/aws/moto.js';

const west = `${motoAccount}/eu-west-1`;
const central = `${motoAccount}/eu-central-1`;

let moto: Moto;
let planted: Connections;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  await moto.reset();
  await moto.seedIds(42);
  await seedDemo(moto.url, 'before');
  planted = await plantConnections(moto.url, 'eu-west-1');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});
beforeEach(async () => {
  await moto.faults([]);
  await moto.pageSize(0);
  await moto.resetCalls();
});

/** What was collected, in an order of its own. */
function contents({ sink, account, identity, regions }: Account) {
  const facts = sink.facts.map((fact) => JSON.stringify(fact)).sort();
  const coverage = [...sink.coverage].sort(([a], [b]) => (a < b ? -1 : 1));
  const gaps = [...sink.gaps].sort(([a], [b]) => (a < b ? -1 : 1));
  return { facts, coverage, gaps, account, identity, regions };
}

function gapsOf({ sink }: Account): string[] {
  const covered = [...sink.coverage].flatMap(([place, { gap }]) => (gap === null ? [] : [`${place}: ${gap.reason}`]));
  const single = [...sink.gaps].map(([place, { reason }]) => `${place.replace(/arn:\S*?\/|pl-\S+/, '')}: ${reason}`);
  return [...covered, ...single].sort();
}

describe('the AWS collector on the demo platform, with one of everything that leads out of a VPC', () => {
  it('reads it whole, in the fewest calls, and replays to the same', async () => {
    const recorded = recording(moto.url);
    const live = await collectAccount(recorded.transport);
    expect(gapsOf(live)).toEqual([]);
    expect(await moto.calls()).toEqual({
      'acm:ListCertificates': 2,
      'apigateway:GET /restapis': 2,
      'apigateway:GET /restapis/*/stages': 1,
      'apigateway:GET /v2/apis': 2,
      'appsync:GET /v1/apis': 2,
      'appsync:GET /v2/apis': 2,
      'cloudfront:GET /2020-05-31/distribution': 1,
      'cognito-idp:ListUserPools': 2,
      'ec2:DescribeAddresses': 2,
      'ec2:DescribeEgressOnlyInternetGateways': 2,
      'ec2:DescribeFlowLogs': 2,
      'ec2:DescribeInstances': 2,
      'ec2:DescribeInternetGateways': 2,
      'ec2:DescribeLaunchTemplateVersions': 1,
      'ec2:DescribeLaunchTemplates': 2,
      'ec2:DescribeManagedPrefixLists': 2,
      'ec2:DescribeNatGateways': 2,
      'ec2:DescribeNetworkAcls': 2,
      'ec2:DescribeNetworkInterfaces': 2,
      'ec2:DescribeRegions': 1,
      'ec2:DescribeRouteTables': 2,
      'ec2:DescribeSecurityGroups': 2,
      'ec2:DescribeSubnets': 2,
      'ec2:DescribeTransitGatewayAttachments': 2,
      'ec2:DescribeTransitGatewayRouteTables': 2,
      'ec2:DescribeTransitGateways': 2,
      'ec2:DescribeVpcEndpoints': 2,
      'ec2:DescribeVpcPeeringConnections': 2,
      'ec2:DescribeVpcs': 2,
      'ec2:DescribeVpnConnections': 2,
      'ec2:DescribeVpnGateways': 2,
      'ec2:GetManagedPrefixListEntries': 1,
      'ec2:SearchTransitGatewayRoutes': 2,
      'ecr:DescribeImageScanFindings': 1,
      'ecr:DescribeImages': 3,
      'ecr:DescribeRepositories': 2,
      'ecr:GetRegistryScanningConfiguration': 2,
      'ecr:GetRepositoryPolicy': 3,
      'elasticloadbalancing:DescribeListeners': 2,
      'elasticloadbalancing:DescribeLoadBalancers': 2,
      'elasticloadbalancing:DescribeRules': 1,
      'elasticloadbalancing:DescribeSSLPolicies': 2,
      'elasticloadbalancing:DescribeTargetGroups': 2,
      'elasticloadbalancing:DescribeTargetHealth': 2,
      'guardduty:GET /detector': 2,
      'guardduty:GET /detector/*': 1,
      'guardduty:POST /detector/*/findings': 1,
      'guardduty:POST /detector/*/findings/get': 1,
      'inspector2:POST /coverage/list': 1,
      'shield:GetSubscriptionState': 1,
      'sts:GetCallerIdentity': 1,
      'wafv2:DescribeManagedRuleGroup': 10,
      'wafv2:GetWebACL': 2,
      'wafv2:GetWebACLForResource': 2,
      'wafv2:ListAvailableManagedRuleGroupVersions': 1,
      'wafv2:ListLoggingConfigurations': 9,
      'wafv2:ListResourcesForWebACL': 7,
      'wafv2:ListWebACLs': 3,
    });
    expect(contents(await collectAccount(replayed(recorded)))).toEqual(contents(live));
  });

  it('finds the same through small pages', async () => {
    const whole = await collectAccount(recording(moto.url).transport);
    await moto.pageSize(1);
    const recorded = recording(moto.url);
    const paged = await collectAccount(recorded.transport);
    const ids = ({ sink }: Account) =>
      sink.facts.map(({ kind, scope, id }) => `${kind} ${scopeId(scope)} ${id}`).sort();
    expect(ids(paged)).toEqual(ids(whole));
    expect(contents(await collectAccount(replayed(recorded)))).toEqual(contents(paged));
  });

  it('finds what was planted', async () => {
    const { sink } = await collectAccount(recording(moto.url).transport);
    const group = (name: string) => sink.of('aws.ec2.security-group').find((fact) => fact.name === name)?.data.ingress;
    expect(group('bastion')).toMatchObject([{ protocol: 'tcp', ports: '22', v4: ['0.0.0.0/0'] }]);
    expect(group('postgres')).toContainEqual(
      expect.objectContaining({ ports: '5432', v4: ['0.0.0.0/1', '128.0.0.0/1'] }),
    );
    expect(group('debug')).toMatchObject([{ protocol: '-1', ports: null, v4: ['0.0.0.0/0'] }]);
    expect(group('windows-admin')).toMatchObject([{ ports: '3389', v6: ['::/0'] }]);
    expect(group('reporting-search')).toMatchObject([{ ports: '9200', v6: ['::/1', '8000::/1'] }]);
    const [list] = sink.of('aws.ec2.prefix-list');
    expect(list?.data.v4).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
    expect(group('redis')?.flatMap(({ lists }) => lists)).toEqual([list?.id]);
    const exposed = sink.of('aws.elbv2.load-balancer').find(({ name }) => name === 'ledger-access');
    const behind = sink.of('aws.elbv2.target-group').find(({ name }) => name === 'ledger-access');
    expect(exposed?.data).toMatchObject({ type: 'network', isInternetFacing: true });
    expect(behind?.data).toMatchObject({
      loadBalancerIds: [exposed?.id],
      targets: [{ id: '10.20.20.10', port: 5432 }],
    });
  });

  it('finds what leads out of the VPC, and what is launched and logged in it', async () => {
    const { sink } = await collectAccount(recording(moto.url).transport);
    const { vpcId, subnetId, groupId, transitGatewayId, attachmentId, tableId, vpnGatewayId } = planted;
    const acl = sink.of('aws.ec2.network-acl').find(({ id }) => id === planted.aclId);
    expect(acl?.data).toMatchObject({ vpcId, isDefault: true, subnetIds: [subnetId] });
    expect(acl?.data.entries.slice(-2)).toMatchObject([
      { ruleNumber: 50, action: 'deny', protocol: '6', ports: '22' },
      { ruleNumber: 51, action: 'allow', protocol: '1', ports: '8' },
    ]);
    const peering = sink.of('aws.ec2.vpc-peering-connection').find(({ data }) => data.requester.vpcId === vpcId);
    expect(peering?.data).toMatchObject({
      status: 'active',
      requester: { v4: ['10.140.0.0/16'] },
      accepter: { vpcId: planted.peerVpcId },
    });
    expect(sink.of('aws.ec2.transit-gateway').map(({ id }) => id)).toEqual([transitGatewayId]);
    expect(sink.of('aws.ec2.transit-gateway-attachment').map(({ data }) => data)).toMatchObject([
      { id: attachmentId, transitGatewayId, resourceType: 'vpc', resourceId: vpcId, state: 'available' },
      { transitGatewayId, resourceType: 'vpn' },
    ]);
    const attachments = [{ id: attachmentId, resourceType: 'vpc', resourceId: vpcId }];
    const table = sink.of('aws.ec2.transit-gateway-route-table').find(({ id }) => id === tableId);
    expect(table?.data.routes).toMatchObject([
      { v4: '10.50.0.0/16', type: 'static', state: 'active', attachments },
      { v4: '10.60.0.0/16', type: 'static', state: 'blackhole', attachments: [] },
      { v4: '10.140.0.0/16', type: 'propagated', state: 'active', attachments },
    ]);
    expect(sink.of('aws.ec2.vpn-gateway').map(({ data }) => data.vpcIds)).toEqual([[vpcId]]);
    const connections = sink.of('aws.ec2.vpn-connection').map(({ data }) => data);
    expect(connections).toMatchObject([{ vpnGatewayId }, { transitGatewayId, vpnGatewayId: null }]);
    expect(sink.of('aws.ec2.vpc-endpoint').map(({ data }) => data)).toMatchObject([
      { vpcId, type: 'Gateway', serviceName: 'com.amazonaws.eu-west-1.s3' },
      { vpcId, type: 'Interface', subnetIds: [subnetId], groupIds: [groupId], state: 'available' },
    ]);
    const launched = sink.of('aws.ec2.instance').filter(({ name }) => name === 'connected');
    expect(launched.map(({ data }) => [data.state, data.vpcId, data.groupIds])).toEqual([
      ['running', vpcId, [groupId]],
      ['running', vpcId, [groupId]],
    ]);
    expect(sink.of('aws.ec2.launch-template').map(({ data }) => data)).toMatchObject([
      {
        templateName: 'connected',
        groupIds: [groupId],
        groupNames: ['default'],
        versions: [{ version: 1 }, { version: 2 }],
      },
    ]);
    const log = sink.of('aws.ec2.flow-log').find(({ data }) => data.resourceId === subnetId);
    expect(log?.data).toMatchObject({ traffic: 'REJECT', destinationType: 'cloud-watch-logs', destination: 'flow' });
  });

  it('records no user data and no key of a VPN', async () => {
    const recorded = recording(moto.url);
    await collectAccount(recorded.transport);
    const text = JSON.stringify([...recorded.lines]);
    expect(text).not.toContain(Buffer.from(userData).toString('base64').slice(0, 16));
    expect(text).not.toMatch(/pre_shared_key|ipsec_tunnel|vpn_connection_attributes/);
    expect(text).toContain('"pointer":"/VpnConnections/0/CustomerGatewayConfiguration","reason":"not-collected"');
    expect(text).toContain(
      '"pointer":"/LaunchTemplateVersions/0/LaunchTemplateData/UserData","reason":"not-collected"',
    );
  });

  it('never hands over the card number in a tag, and says that it was there', async () => {
    const recorded = recording(moto.url);
    const { sink } = await collectAccount(recorded.transport);
    const api = sink.of('aws.ec2.network-interface').find(({ name }) => name === 'wallet-api-1');
    expect(api?.data.tags['note']).toBe('[redacted: card-number]');
    expect(JSON.stringify([...recorded.lines])).not.toMatch(/4111[ -]?1111/);
    const redactions = [...recorded.lines.values()]
      .flat()
      .flatMap((line) => (line.type === 'page' ? line.redactions : []))
      .filter(({ reason }) => reason !== 'not-collected');
    expect(redactions).toMatchObject([{ reason: 'card-number', pointer: expect.stringMatching(/TagSet/) as unknown }]);
  });
});

const gapKinds: Record<string, readonly string[]> = {
  'ec2:DescribeVpcs': ['aws.ec2.vpc'],
  'ec2:DescribeSubnets': ['aws.ec2.subnet'],
  'ec2:DescribeRouteTables': ['aws.ec2.route-table'],
  'ec2:DescribeInternetGateways': ['aws.ec2.internet-gateway'],
  'ec2:DescribeEgressOnlyInternetGateways': ['aws.ec2.egress-only-internet-gateway'],
  'ec2:DescribeNatGateways': ['aws.ec2.nat-gateway'],
  'ec2:DescribeSecurityGroups': ['aws.ec2.security-group'],
  'ec2:DescribeManagedPrefixLists': ['aws.ec2.prefix-list'],
  'ec2:DescribeNetworkInterfaces': ['aws.ec2.network-interface'],
  'ec2:DescribeAddresses': ['aws.ec2.address'],
  'ec2:DescribeNetworkAcls': ['aws.ec2.network-acl'],
  'ec2:DescribeFlowLogs': ['aws.ec2.flow-log'],
  'ec2:DescribeInstances': ['aws.ec2.instance'],
  'ec2:DescribeLaunchTemplates': ['aws.ec2.launch-template'],
  'ec2:DescribeVpcPeeringConnections': ['aws.ec2.vpc-peering-connection'],
  'ec2:DescribeTransitGateways': ['aws.ec2.transit-gateway'],
  'ec2:DescribeTransitGatewayAttachments': ['aws.ec2.transit-gateway-attachment'],
  'ec2:DescribeTransitGatewayRouteTables': ['aws.ec2.transit-gateway-route-table'],
  'ec2:DescribeVpnGateways': ['aws.ec2.vpn-gateway'],
  'ec2:DescribeVpnConnections': ['aws.ec2.vpn-connection'],
  'ec2:DescribeVpcEndpoints': ['aws.ec2.vpc-endpoint'],
};

/** What lists the things of two regions also leaves incomplete what is read about each of them. */
const regionalKinds: Record<string, readonly string[]> = {
  ...gapKinds,
  'elasticloadbalancing:DescribeLoadBalancers': [
    'aws.elbv2.listener',
    'aws.elbv2.listener-rules',
    'aws.elbv2.load-balancer',
    'aws.wafv2.association',
  ],
  'elasticloadbalancing:DescribeTargetGroups': ['aws.elbv2.target-group', 'aws.wafv2.association'],
  'elasticloadbalancing:DescribeSSLPolicies': ['aws.elbv2.ssl-policy'],
  'acm:ListCertificates': ['aws.acm.certificate'],
  'apigateway:GetRestApis': ['aws.apigateway.rest-stage'],
  'apigatewayv2:GetApis': ['aws.apigatewayv2.stage'],
  'appsync:ListApis': ['aws.appsync.api'],
  'appsync:ListGraphqlApis': ['aws.appsync.api'],
  'cognito-idp:ListUserPools': ['aws.cognito-idp.user-pool', 'aws.wafv2.association'],
  'ecr:GetRegistryScanningConfiguration': ['aws.ecr.image', 'aws.ecr.registry', 'aws.ecr.vulnerabilities'],
  'ecr:DescribeRepositories': ['aws.ecr.image', 'aws.ecr.repository', 'aws.ecr.vulnerabilities'],
};

/** The same of what is read for both regions and for CloudFront, and of what is read once. */
const otherPlaces: Record<string, readonly string[]> = {
  'sts:GetCallerIdentity': [`aws.account ${motoAccount}`],
  'ec2:DescribeRegions': [`aws.region ${motoAccount}`],
  'ec2:GetManagedPrefixListEntries': [`aws.ec2.prefix-list ${west}`],
  'ec2:DescribeLaunchTemplateVersions': [`aws.ec2.launch-template ${west}`],
  'ec2:SearchTransitGatewayRoutes': [`aws.ec2.transit-gateway-route-table ${west}`],
  'elasticloadbalancing:DescribeListeners': [`aws.elbv2.listener ${west}`, `aws.elbv2.listener-rules ${west}`],
  'elasticloadbalancing:DescribeRules': [`aws.elbv2.listener-rules ${west}`],
  'elasticloadbalancing:DescribeTargetHealth': [`aws.elbv2.target-group ${west}`],
  'apigateway:GetStages': [`aws.apigateway.rest-stage ${west}`],
  'cloudfront:ListDistributions': [`aws.cloudfront.distribution ${motoAccount}`],
  'shield:GetSubscriptionState': [`aws.shield.protection ${motoAccount}`, `aws.shield.subscription ${motoAccount}`],
  'ecr:GetRepositoryPolicy': [`aws.ecr.repository ${west}`],
  'ecr:DescribeImages': [`aws.ecr.image ${west}`, `aws.ecr.vulnerabilities ${west}`],
  'inspector2:ListCoverage': [`aws.ecr.image ${west}`, `aws.ecr.vulnerabilities ${west}`],
  'ecr:DescribeImageScanFindings': [`aws.ecr.vulnerabilities ${west}`],
  // One fact a region, in the scope of the account.
  'guardduty:ListDetectors': [
    `aws.guardduty.region-detector ${motoAccount}`,
    `aws.guardduty.region-findings ${motoAccount}`,
  ],
  'guardduty:GetDetector': [`aws.guardduty.region-detector ${motoAccount}`],
  'guardduty:ListFindings': [`aws.guardduty.region-findings ${motoAccount}`],
  'guardduty:GetFindings': [`aws.guardduty.region-findings ${motoAccount}`],
  'wafv2:ListWebACLs': ['web-acl', 'rule-group', 'managed-rule-group', 'managed-rule-group-versions', 'ip-set'].flatMap(
    (kind) => [motoAccount, central, west].map((place) => `aws.wafv2.${kind} ${place}`),
  ),
  'wafv2:GetWebACL': [motoAccount, west].map((place) => `aws.wafv2.web-acl ${place}`),
  'wafv2:GetWebACLForResource': [`aws.wafv2.association ${west}`],
  'wafv2:ListResourcesForWebACL': [`aws.wafv2.web-acl ${west}`],
  'wafv2:ListLoggingConfigurations': [motoAccount, central, west].map(
    (place) => `aws.wafv2.logging-configuration ${place}`,
  ),
  'wafv2:DescribeManagedRuleGroup': [motoAccount, west].map((place) => `aws.wafv2.managed-rule-group ${place}`),
  'wafv2:ListAvailableManagedRuleGroupVersions': [`aws.wafv2.managed-rule-group-versions ${motoAccount}`],
};

/** What this platform gives no cause to read; planted-web.test.ts and the unit tests of the collectors do. */
const notRead = new Set([
  'apigatewayv2:GetStages',
  'ecr:BatchGetImage',
  'shield:ListProtections',
  'wafv2:GetIPSet',
  'wafv2:GetRuleGroup',
]);

/** REST operations, as the server counts them and names them in its faults. */
const restNames: Record<string, string> = {
  'apigateway:GetRestApis': 'apigateway:GET /restapis',
  'apigateway:GetStages': 'apigateway:GET /restapis/*/stages',
  'apigatewayv2:GetApis': 'apigateway:GET /v2/apis',
  'appsync:ListApis': 'appsync:GET /v2/apis',
  'appsync:ListGraphqlApis': 'appsync:GET /v1/apis',
  'cloudfront:ListDistributions': 'cloudfront:GET /2020-05-31/distribution',
  'guardduty:ListDetectors': 'guardduty:GET /detector',
  'guardduty:GetDetector': 'guardduty:GET /detector/*',
  'guardduty:ListFindings': 'guardduty:POST /detector/*/findings',
  'guardduty:GetFindings': 'guardduty:POST /detector/*/findings/get',
  'inspector2:ListCoverage': 'inspector2:POST /coverage/list',
};

/** The places, kind and scope, in which one operation, spoiled everywhere, must leave gaps, and no other. */
function expectedGaps(operation: string, reason: string): string[] {
  const regional = (regionalKinds[operation] ?? []).flatMap((kind) =>
    [central, west].map((place) => `${kind} ${place}`),
  );
  return [...regional, ...(otherPlaces[operation] ?? [])].map((place) => `${place}: ${reason}`).sort();
}

it('has an expectation of every operation', () => {
  const known = (name: string) => name in regionalKinds || name in otherPlaces || notRead.has(name);
  expect(awsOperations.map(({ name }) => name).filter((name) => !known(name))).toEqual([]);
});

describe.each(awsOperations.map(({ name }) => name).filter((name) => !notRead.has(name)))('%s', (operation) => {
  it.each([
    ['denied', 'denied'],
    ['truncate', 'failed'],
    ['throttle', 'throttled'],
  ] as const)('spoiled by %s is exactly its own gap, live and replayed', async (kind, reason) => {
    await moto.faults([{ op: restNames[operation] ?? operation, kind }]);
    const recorded = recording(moto.url, { maxAttempts: 2 });
    const live = await collectAccount(recorded.transport, { account: motoAccount });
    const { coverage, gaps } = live.sink;
    const places = [
      ...[...coverage].flatMap(([place, { gap }]) => (gap === null ? [] : [`${place}: ${gap.reason}`])),
      ...[...gaps].map(([place, gap]) => `${place.split(' ').slice(0, 2).join(' ')}: ${gap.reason}`),
    ];
    expect([...new Set(places)].sort()).toEqual(expectedGaps(operation, reason));
    const again = await collectAccount(replayed(recorded), { account: motoAccount });
    expect(contents(again)).toEqual(contents(live));
  });
});

describe('a source that gives nothing', () => {
  it.each([
    ['denied', 'denied'],
    ['expired', 'denied'],
    ['html', 'failed'],
    ['500', 'failed'],
  ] as const)('(%s) leaves a gap for every kind, and throws nothing', async (kind, reason) => {
    await moto.faults([{ op: '*', kind }]);
    const { sink, account, identity } = await collectAccount(recording(moto.url, { maxAttempts: 2 }).transport);
    expect([account, identity]).toEqual(['unidentified', null]);
    expect(sink.facts).toEqual([]);
    const places = [...sink.coverage.keys()];
    const regional = regionKinds.flatMap((each) =>
      ['eu-central-1', 'eu-west-1'].map((at) => `${each} unidentified/${at}`),
    );
    expect(places).toEqual(expect.arrayContaining(regional));
    for (const [place, { gap }] of sink.coverage) {
      // One fact a region: what could not be read is a gap of that region, and no other's.
      const told = place.startsWith('aws.guardduty.') ? sink.gaps.get(`${place} eu-west-1`) : gap;
      expect(told?.reason, place).toBe(reason);
    }
  });
});

describe('regions of the account', () => {
  it('fail alone', async () => {
    await moto.faults([{ op: '*', region: 'eu-central-1', kind: 'denied' }]);
    const gaps = gapsOf(await collectAccount(recording(moto.url).transport));
    const guarded = ['region-detector', 'region-findings'].map(
      (kind) => `aws.guardduty.${kind} ${motoAccount} eu-central-1: denied`,
    );
    expect(gaps).toEqual([...regionKinds.map((kind) => `${kind} ${central}: denied`), ...guarded].sort());
  });

  it('that are unknown are refused with the nearest name', async () => {
    await expect(collectAccount(recording(moto.url).transport, { regions: ['eu-wset-1'] })).rejects.toMatchObject({
      code: 'PREPAY_UNKNOWN_REGION',
      next: expect.stringContaining('eu-west-1') as unknown,
    });
  });

  it('are all that are enabled, side by side', async () => {
    const { regions, sink } = await collectAccount(recording(moto.url).transport, { regions: 'all' });
    const enabled = sink.of('aws.region').filter(({ data }) => data.isEnabled);
    expect(regions).toEqual(enabled.map(({ id }) => id).sort());
    expect(regions.length).toBeGreaterThan(10);
  });

  it('of another account than the expected one are not read', async () => {
    await expect(collectAccount(recording(moto.url).transport, { account: '111122223333' })).rejects.toMatchObject({
      code: 'PREPAY_WRONG_ACCOUNT',
    });
    expect(await moto.calls()).toEqual({ 'sts:GetCallerIdentity': 1 });
  });
});
