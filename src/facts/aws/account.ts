import { z } from 'zod';

/** An account as its own credentials name it. Source: sts:GetCallerIdentity. */
export const account = z.strictObject({ id: z.string(), partition: z.string(), arn: z.string() });

/** A region of the account, enabled or not. Source: ec2:DescribeRegions. */
export const region = z.strictObject({ id: z.string(), optInStatus: z.string(), isEnabled: z.boolean() });
