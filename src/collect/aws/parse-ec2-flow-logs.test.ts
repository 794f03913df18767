import { describe, expect, it } from 'vitest';
import { flowLogs } from './parse-ec2-flow-logs.js';

const log = (said: object) => ({ FlowLogId: 'fl-1', ResourceId: 'vpc-1', FlowLogStatus: 'ACTIVE', ...said });

describe('a flow log', () => {
  it('says what it logs, where to, and whether that works', () => {
    const { id, name, data } = flowLogs.parse(
      log({
        TrafficType: 'REJECT',
        DeliverLogsStatus: 'FAILED',
        DeliverLogsErrorMessage: 'Access error',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::flow-logs',
        Tags: [{ Key: 'Name', Value: 'all' }],
      }),
    );
    expect([id, name]).toEqual(['fl-1', 'all']);
    expect(data).toEqual({
      id: 'fl-1',
      resourceId: 'vpc-1',
      traffic: 'REJECT',
      status: 'ACTIVE',
      delivery: 'FAILED',
      deliveryError: 'Access error',
      destinationType: 's3',
      destination: 'arn:aws:s3:::flow-logs',
      tags: { Name: 'all' },
    });
  });

  it('may be known by the log group that it writes to, and say nothing of its delivery', () => {
    const said = { TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs', LogGroupName: 'flow' };
    expect(flowLogs.parse(log(said)).data).toMatchObject({ destination: 'flow', delivery: null, deliveryError: null });
  });

  it('of a transit gateway logs all of its traffic', () => {
    for (const ResourceId of ['tgw-1', 'tgw-attach-1']) {
      expect(flowLogs.parse(log({ ResourceId })).data.traffic).toBe('ALL');
    }
  });

  it.each([
    ['without the traffic of a VPC', { TrafficType: undefined }],
    ['with another traffic', { TrafficType: 'SOME' }],
    ['without a status', { TrafficType: 'ALL', FlowLogStatus: undefined }],
  ])('is refused %s', (_name, said) => {
    expect(() => flowLogs.parse(log(said))).toThrow();
  });
});
