import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { redact } from '../transport/redact.js';
import { awsOperation, awsOperations } from './operations.js';
import { awsPolicy } from './policy.js';

function request(operation: string, input: JsonObject, region?: string): ReadRequest {
  const scope = { source: 'aws', account: '111122223333', ...(region === undefined ? {} : { region }) } as const;
  return { source: 'aws', scope, operation, input };
}

describe('the registry of AWS operations', () => {
  it('has one entry for each name', () => {
    expect(new Set(awsOperations.map(({ name }) => name)).size).toBe(awsOperations.length);
  });

  it('calls a name that it lacks a mistake of ours', () => {
    expect(() => awsOperation('ec2:TerminateInstances')).toThrow(/no AWS operation is called ec2:TerminateInstances/);
  });

  it('reads only: no action but Describe, Get, List, Search and BatchGet', () => {
    const others = awsOperations.filter(({ action }) => !/^(Describe|Get|List|Search|BatchGet)[A-Z]/.test(action));
    expect(others).toEqual([]);
  });
});

describe('what is never kept of an answer', () => {
  const secret = 'S3cret-of-the-tunnel';

  it.each([
    [
      'ec2:DescribeVpnConnections',
      {
        VpnConnections: [
          {
            VpnConnectionId: 'vpn-1',
            CustomerGatewayConfiguration: `<pre_shared_key>${secret}</pre_shared_key>`,
            Options: {
              TunnelOptions: [{ OutsideIpAddress: '192.0.2.1', PreSharedKey: secret }, { PreSharedKey: secret }],
            },
          },
        ],
      },
      [
        '/VpnConnections/0/CustomerGatewayConfiguration',
        '/VpnConnections/0/Options/TunnelOptions/0/PreSharedKey',
        '/VpnConnections/0/Options/TunnelOptions/1/PreSharedKey',
      ],
    ],
    [
      'ec2:DescribeLaunchTemplateVersions',
      { LaunchTemplateVersions: [{ VersionNumber: 1, LaunchTemplateData: { ImageId: 'ami-1', UserData: secret } }] },
      ['/LaunchTemplateVersions/0/LaunchTemplateData/UserData'],
    ],
    [
      'wafv2:GetWebACL',
      {
        WebACL: {
          Name: 'kept',
          Rules: [
            {
              Statement: {
                AndStatement: {
                  Statements: [
                    { NotStatement: { Statement: { ByteMatchStatement: { SearchString: secret } } } },
                    { RegexMatchStatement: { RegexString: secret } },
                  ],
                },
              },
              Action: { Allow: { CustomRequestHandling: { InsertHeaders: [{ Name: 'x', Value: secret }] } } },
            },
            {
              Statement: {
                ManagedRuleGroupStatement: {
                  ScopeDownStatement: { ByteMatchStatement: { SearchString: secret } },
                  RuleActionOverrides: [
                    { ActionToUse: { Block: { CustomResponse: { ResponseHeaders: [{ Value: secret }] } } } },
                  ],
                },
              },
            },
          ],
          CustomResponseBodies: { blocked: { Content: secret } },
        },
      },
      [
        '/WebACL/CustomResponseBodies/blocked/Content',
        '/WebACL/Rules/0/Action/Allow/CustomRequestHandling/InsertHeaders/0/Value',
        '/WebACL/Rules/0/Statement/AndStatement/Statements/0/NotStatement/Statement/ByteMatchStatement/SearchString',
        '/WebACL/Rules/0/Statement/AndStatement/Statements/1/RegexMatchStatement/RegexString',
        '/WebACL/Rules/1/Statement/ManagedRuleGroupStatement/RuleActionOverrides/0/ActionToUse/Block/CustomResponse/ResponseHeaders/0/Value',
        '/WebACL/Rules/1/Statement/ManagedRuleGroupStatement/ScopeDownStatement/ByteMatchStatement/SearchString',
      ],
    ],
    [
      'wafv2:GetRuleGroup',
      { RuleGroup: { Name: 'kept', Rules: [{ Statement: { ByteMatchStatement: { SearchString: secret } } }] } },
      ['/RuleGroup/Rules/0/Statement/ByteMatchStatement/SearchString'],
    ],
    [
      'cloudfront:ListDistributions',
      {
        DistributionList: {
          Items: [{ Id: 'kept', Origins: { Items: [{ CustomHeaders: { Items: [{ HeaderValue: secret }] } }] } }],
        },
      },
      ['/DistributionList/Items/0/Origins/Items/0/CustomHeaders/Items/0/HeaderValue'],
    ],
    [
      'elasticloadbalancing:DescribeListeners',
      { Listeners: [{ ListenerArn: 'kept', DefaultActions: [{ AuthenticateOidcConfig: { ClientSecret: secret } }] }] },
      ['/Listeners/0/DefaultActions/0/AuthenticateOidcConfig/ClientSecret'],
    ],
    [
      'elasticloadbalancing:DescribeRules',
      { Rules: [{ RuleArn: 'kept', Conditions: [{ HttpHeaderConfig: { Values: [secret] } }] }] },
      ['/Rules/0/Conditions/0/HttpHeaderConfig'],
    ],
    ['apigateway:GetStages', { item: [{ stageName: 'kept', variables: { KEY: secret } }] }, ['/item/0/variables']],
    [
      'apigatewayv2:GetStages',
      { Items: [{ StageName: 'kept', StageVariables: { KEY: secret } }] },
      ['/Items/0/StageVariables'],
    ],
    [
      'guardduty:GetFindings',
      { Findings: [{ Id: 'kept', Title: secret, Resource: { AccessKeyDetails: { UserName: secret } } }] },
      ['/Findings/0/Resource', '/Findings/0/Title'],
    ],
  ])('%s: keys, user data and shared secrets', (name, response, pointers) => {
    const { value, redactions } = redact(response, awsOperation(name).neverKept);
    expect(redactions.map(({ pointer }) => pointer).sort()).toEqual([...pointers].sort());
    expect(redactions.every(({ reason }) => reason === 'not-collected')).toBe(true);
    expect(JSON.stringify(value)).not.toContain(secret);
    expect(JSON.stringify(value)).toMatch(/vpn-1|ami-1|kept/);
  });
});

describe('the command that collects a read again', () => {
  it.each([
    ['ec2:DescribeVpcs', {}, 'eu-west-1', 'aws ec2 describe-vpcs --output json --region eu-west-1'],
    ['ec2:DescribeRegions', { AllRegions: true }, undefined, 'aws ec2 describe-regions --all-regions --output json'],
    [
      'ec2:DescribeRegions',
      { AllRegions: false },
      undefined,
      'aws ec2 describe-regions --no-all-regions --output json',
    ],
    [
      'elasticloadbalancing:DescribeListeners',
      { LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1' },
      'eu-west-1',
      'aws elbv2 describe-listeners --load-balancer-arn arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1 --output json --region eu-west-1',
    ],
    [
      'ec2:DescribeNetworkInterfaces',
      { IncludeManagedResources: true },
      'eu-west-1',
      'aws ec2 describe-network-interfaces --include-managed-resources --output json --region eu-west-1',
    ],
    [
      'ec2:GetManagedPrefixListEntries',
      { PrefixListId: "pl-1'; rm -rf $HOME #" },
      'eu-west-1',
      `aws ec2 get-managed-prefix-list-entries --prefix-list-id 'pl-1'\\''; rm -rf $HOME #' --output json --region eu-west-1`,
    ],
    [
      'ec2:SearchTransitGatewayRoutes',
      { TransitGatewayRouteTableId: 'tgw-rtb-1', Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }] },
      'eu-west-1',
      `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-1 --filters '[{"Name":"state","Values":["active","blackhole"]}]' --output json --region eu-west-1`,
    ],
    [
      'ec2:DescribeVpcs',
      { VpcIds: ['vpc-1', 'vpc 2'] },
      undefined,
      "aws ec2 describe-vpcs --vpc-ids vpc-1 'vpc 2' --output json",
    ],
    [
      'ec2:DescribeVpcs',
      { Filters: [{ Name: 'a', Values: ['b'] }] },
      undefined,
      `aws ec2 describe-vpcs --filters '[{"Name":"a","Values":["b"]}]' --output json`,
    ],
  ])('of %s with %j is safe to paste', (name, input, region, line) => {
    expect(awsOperation(name).command(request(name, input, region))).toBe(line);
  });
});

describe('the policy', () => {
  it('allows every action of the registry once, sorted, and nothing that needs no permission', () => {
    const [statement] = awsPolicy([...awsOperations, ...awsOperations]).Statement;
    expect(statement.Action).toEqual([
      'acm:ListCertificates',
      'apigateway:GET',
      'apprunner:ListAssociatedServicesForWebAcl',
      'appsync:ListApis',
      'appsync:ListGraphqlApis',
      'cloudfront:ListDistributions',
      'cognito-idp:GetWebACLForResource',
      'cognito-idp:ListResourcesForWebACL',
      'cognito-idp:ListUserPools',
      'ec2:DescribeAddresses',
      'ec2:DescribeEgressOnlyInternetGateways',
      'ec2:DescribeFlowLogs',
      'ec2:DescribeInstances',
      'ec2:DescribeInternetGateways',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeManagedPrefixLists',
      'ec2:DescribeNatGateways',
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeRegions',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeTransitGatewayAttachments',
      'ec2:DescribeTransitGatewayRouteTables',
      'ec2:DescribeTransitGateways',
      'ec2:DescribeVerifiedAccessInstanceWebAclAssociations',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcPeeringConnections',
      'ec2:DescribeVpcs',
      'ec2:DescribeVpnConnections',
      'ec2:DescribeVpnGateways',
      'ec2:GetManagedPrefixListEntries',
      'ec2:SearchTransitGatewayRoutes',
      'ecr:BatchGetImage',
      'ecr:DescribeImageScanFindings',
      'ecr:DescribeImages',
      'ecr:DescribeRepositories',
      'ecr:GetRegistryScanningConfiguration',
      'ecr:GetRepositoryPolicy',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeSSLPolicies',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'guardduty:GetDetector',
      'guardduty:GetFindings',
      'guardduty:ListDetectors',
      'guardduty:ListFindings',
      'inspector2:ListCoverage',
      'shield:GetSubscriptionState',
      'shield:ListProtections',
      'wafv2:DescribeManagedRuleGroup',
      'wafv2:GetIPSet',
      'wafv2:GetRuleGroup',
      'wafv2:GetWebACL',
      'wafv2:GetWebACLForResource',
      'wafv2:ListAvailableManagedRuleGroupVersions',
      'wafv2:ListLoggingConfigurations',
      'wafv2:ListResourcesForWebACL',
      'wafv2:ListWebACLs',
    ]);
    expect(statement).toMatchObject({ Effect: 'Allow', Resource: '*' });
    expect(statement.Sid).toMatch(/^[A-Za-z0-9]+$/);
  });
});
