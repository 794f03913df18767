import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadLine, ReadRequest } from '../../src/core/read.js';
import type { Transport } from '../../src/collect/transport/transport.js';
import { EC2Client, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { recording, replayed } from './peers/aws/account.js';
import { type Moto, motoAccount, startMoto } from './peers/aws/moto.js';

const request: ReadRequest = {
  source: 'aws',
  scope: { source: 'aws', account: motoAccount, region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: {},
};

let moto: Moto;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});
beforeEach(async () => {
  await moto.reset();
  const ec2 = new EC2Client({ endpoint: moto.url, region: 'eu-west-1' });
  for (let n = 1; n <= 4; n += 1) await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${n}.0.0/16` }));
  ec2.destroy();
  await moto.resetCalls();
});

async function read(transport: Transport): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of transport.read(request)) lines.push(line);
  return lines;
}

function vpcsOf(line: ReadLine | undefined): number {
  const response = line?.type === 'page' ? line.response : null;
  const vpcs = typeof response === 'object' && response !== null && 'Vpcs' in response ? response.Vpcs : null;
  return Array.isArray(vpcs) ? vpcs.length : -1;
}

describe('ec2:DescribeVpcs, a default VPC and four more', () => {
  it('comes in one call, and is recorded and replayed line by line', async () => {
    const recorded = recording(moto.url);
    const lines = await read(recorded.transport);
    expect(lines.map(({ type }) => type)).toEqual(['page', 'end']);
    expect(vpcsOf(lines[0])).toBe(5);
    expect(lines[0]).toMatchObject({ command: 'aws ec2 describe-vpcs --output json --region eu-west-1', attempts: 1 });
    expect(lines[0]?.type === 'page' && lines[0].serverDate).toMatch(/GMT$/);
    expect(await moto.calls()).toEqual({ 'ec2:DescribeVpcs': 1 });
    expect(await read(replayed(recorded))).toEqual(lines);
  });

  it('comes in pages that hold together, and in no more calls than pages', async () => {
    await moto.pageSize(2);
    const recorded = recording(moto.url);
    const lines = await read(recorded.transport);
    expect(lines.map(vpcsOf)).toEqual([2, 2, 1, -1]);
    expect(lines.at(-1)).toMatchObject({ outcome: 'complete', pages: 3, attempts: 3 });
    expect(await moto.calls()).toEqual({ 'ec2:DescribeVpcs': 3 });
    expect(await read(replayed(recorded))).toEqual(lines);
  });

  it('denied on page 3 keeps the two pages that came', async () => {
    await moto.pageSize(2);
    await moto.faults([{ op: 'ec2:DescribeVpcs', kind: 'denied', after: 2 }]);
    const recorded = recording(moto.url);
    const lines = await read(recorded.transport);
    expect(lines.map(vpcsOf)).toEqual([2, 2, -1]);
    expect(lines.at(-1)).toMatchObject({
      outcome: 'denied',
      pages: 2,
      error: { class: 'access-denied', code: 'UnauthorizedOperation' },
    });
    expect(await read(replayed(recorded))).toEqual(lines);
  });

  it.each([
    ['denied', { outcome: 'denied', error: { class: 'access-denied', code: 'UnauthorizedOperation' } }, 1],
    ['expired', { outcome: 'denied', error: { class: 'expired-token', code: 'RequestExpired' } }, 1],
    ['truncate', { outcome: 'failed', error: { class: 'malformed-answer', code: 'MalformedAnswer' } }, 1],
    ['html', { outcome: 'failed', error: { class: 'malformed-answer', code: 'MalformedAnswer' } }, 1],
    ['html502', { outcome: 'failed', error: { class: 'server-error', code: '502' } }, 3],
    ['500', { outcome: 'failed', error: { class: 'server-error', code: 'InternalError' } }, 3],
    ['throttle', { outcome: 'throttled', error: { class: 'throttled', code: 'RequestLimitExceeded' } }, 3],
  ] as const)('answered for ever with %s ends, after what may be tried again was', async (kind, end, calls) => {
    await moto.faults([{ op: 'ec2:DescribeVpcs', kind }]);
    const recorded = recording(moto.url);
    const lines = await read(recorded.transport);
    expect(lines).toMatchObject([{ type: 'end', pages: 0, attempts: calls, ...end }]);
    expect(recorded.waitsMs).toHaveLength(calls - 1);
    expect(await moto.calls()).toEqual({ 'ec2:DescribeVpcs': calls });
    expect(await read(replayed(recorded))).toEqual(lines);
  });

  it('throttled at first is complete in the end, and the page says how many attempts it took', async () => {
    await moto.faults([{ op: 'ec2:DescribeVpcs', kind: 'throttle', times: 2 }]);
    const lines = await read(recording(moto.url).transport);
    expect(lines).toMatchObject([{ attempts: 3 }, { outcome: 'complete', attempts: 3 }]);
  });

  it('that hangs ends at the time limit', async () => {
    await moto.faults([{ op: 'ec2:DescribeVpcs', kind: 'timeout', seconds: 3 }]);
    const recorded = recording(moto.url, { timeoutMs: 200, maxAttempts: 2 });
    const startedAt = performance.now();
    expect(await read(recorded.transport)).toMatchObject([
      { outcome: 'failed', attempts: 2, error: { class: 'time-out' } },
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2500);
  });

  it('of a server that is not there ends as a failed connection', async () => {
    const recorded = recording('http://127.0.0.1:1');
    expect(await read(recorded.transport)).toMatchObject([{ outcome: 'failed', error: { class: 'connection' } }]);
  });
});
