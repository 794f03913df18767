import { expect, it } from 'vitest';
import { fakeTransport } from '../../test/helpers/aws-reads.js';
import type { AuditEvent } from './events.js';
import { tellingReplays } from './replayed-events.js';

it('tells of a replayed read what a live one tells, and hands its lines on as they are', async () => {
  const replayed = fakeTransport(({ operation }) =>
    operation === 'ec2:DescribeVpcs' ? { pages: [{ Vpcs: [] }, { Vpcs: [] }] } : { outcome: 'denied' },
  );
  const events: AuditEvent[] = [];
  const transport = tellingReplays(replayed, (event) => events.push(event));
  const scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' } as const;
  const types: string[] = [];
  for (const operation of ['ec2:DescribeVpcs', 'ec2:DescribeSubnets'])
    for await (const line of transport.read({ source: 'aws', scope, operation, input: {} })) types.push(line.type);
  expect(types).toEqual(['page', 'page', 'end', 'end']);
  expect(events).toEqual([
    { type: 'call', text: 'ec2:DescribeVpcs in 111122223333/eu-west-1, page 0, from the recording' },
    { type: 'call', text: 'ec2:DescribeVpcs in 111122223333/eu-west-1, page 1, from the recording' },
    { type: 'read-ended', problem: null },
    { type: 'read-ended', problem: 'ec2:DescribeSubnets in 111122223333/eu-west-1: denied after 0 pages' },
  ]);
});
