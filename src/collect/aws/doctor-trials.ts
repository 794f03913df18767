import type { JsonObject } from '../../core/json.js';

/** How `prepay doctor` tries an operation. */
export interface Trial {
  /** `account`: once, in the home region; `region`: in each region that is audited. */
  readonly where: 'account' | 'region';
  /** The request, for an operation that asks about nothing in particular. */
  readonly input: JsonObject;
  /** For one that asks about a thing: the operation that lists such things, and the request about one of them. */
  readonly about: null | {
    readonly listing: string;
    /** Null where the listed item is not one that can be asked about. */
    readonly inputOf: (item: JsonObject) => JsonObject | null;
  };
  /** Where an audit reads it for each thing that another operation names, though a trial does without: that operation. */
  readonly per?: string;
}

/** Items that the first page may hold: within the range of every model (test/contract/doctor.test.ts). */
export const trialPageSize = 5;

const alone: Trial = { where: 'region', input: {}, about: null };

/** What web ACLs refer to is read once each. */
const perWebAcl = { per: 'wafv2:GetWebACL' } as const;

const regionalWaf = { Scope: 'REGIONAL' };
const coreRuleSet = { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' };
const noWafId = '00000000-0000-0000-0000-000000000000';

/** Operations that more than an empty request in a region is needed for. Every other one is tried as it stands. */
export const trials: Readonly<Record<string, Trial>> = {
  'sts:GetCallerIdentity': { ...alone, where: 'account' },
  'ec2:DescribeRegions': { ...alone, where: 'account', input: { AllRegions: true } },
  'ec2:GetManagedPrefixListEntries': about('ec2:DescribeManagedPrefixLists', 'PrefixListId'),
  'ec2:DescribeLaunchTemplateVersions': about('ec2:DescribeLaunchTemplates', 'LaunchTemplateId'),
  'ec2:SearchTransitGatewayRoutes': about('ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTableId', {
    Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }],
  }),
  'apigateway:GetStages': {
    ...alone,
    about: {
      listing: 'apigateway:GetRestApis',
      inputOf: ({ id }) => (typeof id === 'string' ? { restApiId: id } : null),
    },
  },
  'apigatewayv2:GetStages': about('apigatewayv2:GetApis', 'ApiId'),
  'cloudfront:ListDistributions': { ...alone, where: 'account' },
  'shield:GetSubscriptionState': { ...alone, where: 'account' },
  'shield:ListProtections': { ...alone, where: 'account' },
  'elasticloadbalancing:DescribeListeners': about('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancerArn'),
  'elasticloadbalancing:DescribeRules': about('elasticloadbalancing:DescribeListeners', 'ListenerArn'),
  'guardduty:GetDetector': aboutDetector(),
  'guardduty:ListFindings': aboutDetector(),
  // Of one that there is not: the answer to that is an empty list.
  'guardduty:GetFindings': aboutDetector({ FindingIds: ['00000000000000000000000000000000'] }),
  'ecr:GetRepositoryPolicy': about('ecr:DescribeRepositories', 'repositoryName'),
  'ecr:DescribeImages': about('ecr:DescribeRepositories', 'repositoryName'),
  'ecr:BatchGetImage': aboutEcrImage((imageId) => ({ imageIds: [imageId] })),
  'ecr:DescribeImageScanFindings': aboutEcrImage((imageId) => ({ imageId })),
  'wafv2:ListWebACLs': { ...alone, input: regionalWaf },
  'wafv2:ListLoggingConfigurations': { ...alone, input: { ...regionalWaf, LogScope: 'CUSTOMER' } },
  'wafv2:DescribeManagedRuleGroup': { ...alone, ...perWebAcl, input: { ...regionalWaf, ...coreRuleSet } },
  'wafv2:ListAvailableManagedRuleGroupVersions': { ...alone, ...perWebAcl, input: { ...regionalWaf, ...coreRuleSet } },
  'wafv2:GetWebACL': aboutWebAcl(({ Name, Id }) =>
    typeof Name === 'string' && typeof Id === 'string' ? { ...regionalWaf, Name, Id } : null,
  ),
  'wafv2:ListResourcesForWebACL': aboutWebAcl(({ ARN }) =>
    typeof ARN === 'string' ? { WebACLArn: ARN, ResourceType: 'APPLICATION_LOAD_BALANCER' } : null,
  ),
  // Of ones that there are not: the answer to that is that they do not exist.
  'wafv2:GetIPSet': { ...alone, ...perWebAcl, input: { ...regionalWaf, Name: 'prepay-doctor', Id: noWafId } },
  'wafv2:GetRuleGroup': aboutWebAcl(({ ARN }) =>
    typeof ARN === 'string' ? { ARN: ARN.replace(/webacl\/.*$/, `rulegroup/prepay-doctor/${noWafId}`) } : null,
  ),
  'wafv2:GetWebACLForResource': {
    ...alone,
    about: {
      listing: 'elasticloadbalancing:DescribeLoadBalancers',
      inputOf: ({ LoadBalancerArn: arn, Type: type }) =>
        typeof arn === 'string' && type !== 'network' && type !== 'gateway' ? { ResourceArn: arn } : null,
    },
  },
  'elasticloadbalancing:DescribeTargetHealth': about('elasticloadbalancing:DescribeTargetGroups', 'TargetGroupArn'),
};

export function trialOf(operation: string): Trial {
  return trials[operation] ?? alone;
}

/** The request takes the member under the name that the listing has for it. */
function about(listing: string, member: string, more: JsonObject = {}): Trial {
  return {
    ...alone,
    about: {
      listing,
      inputOf: (item) => {
        const id = item[member];
        // What is deleted is listed for a while, and EC2 calls a request about it invalid.
        if (item['State'] === 'deleted' || item['State'] === 'deleting') return null;
        return typeof id === 'string' ? { [member]: id, ...more } : null;
      },
    },
  };
}

function aboutWebAcl(inputOf: (item: JsonObject) => JsonObject | null): Trial {
  return { ...alone, about: { listing: 'wafv2:ListWebACLs', inputOf } };
}

function aboutDetector(more: JsonObject = {}): Trial {
  return {
    ...alone,
    about: {
      listing: 'guardduty:ListDetectors',
      inputOf: ({ DetectorIds: id }) => (typeof id === 'string' ? { DetectorId: id, ...more } : null),
    },
  };
}

function aboutEcrImage(asking: (imageId: JsonObject) => JsonObject): Trial {
  return {
    ...alone,
    about: {
      listing: 'ecr:DescribeImages',
      inputOf: ({ repositoryName, imageDigest }) =>
        typeof repositoryName === 'string' && typeof imageDigest === 'string'
          ? { repositoryName, ...asking({ imageDigest }) }
          : null,
    },
  };
}
