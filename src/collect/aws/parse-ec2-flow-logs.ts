import { z } from 'zod';
import { flowLog } from '../../facts/aws/vpcs.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { nameOf, tagList } from './item-parser.js';

const wireFlowLog = z
  .object({
    FlowLogId: z.string(),
    ResourceId: z.string(),
    TrafficType: z.enum(['ALL', 'ACCEPT', 'REJECT']).optional(),
    FlowLogStatus: z.string(),
    DeliverLogsStatus: z.string().optional(),
    DeliverLogsErrorMessage: freeText.optional(),
    LogDestinationType: z.string().optional(),
    LogDestination: freeText.optional(),
    LogGroupName: freeText.optional(),
    Tags: tagList,
  })
  // Of a transit gateway all traffic is logged, and none of the three can be asked for.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
  .refine(
    ({ TrafficType, ResourceId }) => TrafficType !== undefined || ResourceId.startsWith('tgw-'),
    'expected the traffic that is logged',
  );

export const flowLogs: ItemParser<'aws.ec2.flow-log'> = {
  kind: 'aws.ec2.flow-log',
  member: 'FlowLogs',
  parse(item) {
    const wire = wireFlowLog.parse(item);
    return {
      id: wire.FlowLogId,
      name: nameOf(wire.Tags),
      data: flowLog.parse({
        id: wire.FlowLogId,
        resourceId: wire.ResourceId,
        traffic: wire.TrafficType ?? 'ALL',
        status: wire.FlowLogStatus,
        delivery: wire.DeliverLogsStatus,
        deliveryError: wire.DeliverLogsErrorMessage,
        destinationType: wire.LogDestinationType,
        // CloudWatch Logs are named by their group, with or without an ARN beside it.
        destination: wire.LogDestination ?? wire.LogGroupName,
        tags: wire.Tags,
      }),
    };
  },
};
