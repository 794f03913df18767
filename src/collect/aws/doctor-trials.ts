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
}

/** Items that the first page may hold: within the range of every model (test/contract/doctor.test.ts). */
export const trialPageSize = 5;

const alone: Trial = { where: 'region', input: {}, about: null };

/** Operations that more than an empty request in a region is needed for. Every other one is tried as it stands. */
export const trials: Readonly<Record<string, Trial>> = {
  'sts:GetCallerIdentity': { ...alone, where: 'account' },
  'ec2:DescribeRegions': { ...alone, where: 'account', input: { AllRegions: true } },
  'ec2:GetManagedPrefixListEntries': about('ec2:DescribeManagedPrefixLists', 'PrefixListId'),
  'ec2:DescribeLaunchTemplateVersions': about('ec2:DescribeLaunchTemplates', 'LaunchTemplateId'),
  'ec2:SearchTransitGatewayRoutes': about('ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTableId', {
    Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }],
  }),
  'elasticloadbalancing:DescribeListeners': about('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancerArn'),
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
