import { z } from 'zod';

/** The members that the registry's operations take, of the types that the SDK expects. */
export const awsInput = z.strictObject({
  MaxResults: z.int().optional(),
  NextToken: z.string().optional(),
  PageSize: z.int().optional(),
  Marker: z.string().optional(),
  AllRegions: z.boolean().optional(),
  IncludeManagedResources: z.boolean().optional(),
  PrefixListId: z.string().optional(),
  LaunchTemplateId: z.string().optional(),
  TransitGatewayRouteTableId: z.string().optional(),
  Filters: z.array(z.strictObject({ Name: z.string(), Values: z.array(z.string()) })).optional(),
  LoadBalancerArn: z.string().optional(),
  TargetGroupArn: z.string().optional(),
});
export type AwsInput = z.infer<typeof awsInput>;
