import { describe, expect, it } from 'vitest';
import { account, collect, here, page, region } from '../../../test/helpers/aws-account.js';
import { regionKinds } from './collect-region.js';

const saying = (text: string): unknown => expect.stringContaining(text);

describe('regions', () => {
  it('are all that are enabled', async () => {
    const { regions, sink } = await collect({}, { regions: 'all' });
    expect(regions).toEqual(['eu-south-1', 'eu-west-1']);
    expect(sink.of('aws.region').map(({ id, data }) => [id, data.isEnabled])).toEqual([
      ['eu-west-1', true],
      ['eu-south-1', true],
      ['af-south-1', false],
    ]);
  });

  it('that may be in use but could not be listed are a gap on the account, for every kind', async () => {
    const { regions, sink } = await collect({ 'ec2:DescribeRegions': { outcome: 'denied' } }, { regions: 'all' });
    expect(regions).toEqual([region]);
    for (const kind of regionKinds) {
      expect(sink.coverage.get(`${kind} ${account}`)?.gap, kind).toMatchObject({
        reason: 'denied',
        text: saying('other regions may be in use'),
      });
      expect(sink.coverage.get(`${kind} ${here}`)?.gap, kind).toBeNull();
    }
  });

  it('that are named are read once, whether or not they could be listed', async () => {
    const { regions, sink } = await collect(
      { 'ec2:DescribeRegions': { outcome: 'denied' } },
      { regions: [region, region, 'us-east-1'] },
    );
    expect(regions).toEqual([region, 'us-east-1']);
    expect(sink.coverage.has(`aws.ec2.vpc ${account}`)).toBe(false);
  });

  it('that nobody knows are refused, with the nearest name', async () => {
    await expect(collect({}, { regions: ['eu-wset-1'] })).rejects.toMatchObject({
      code: 'PREPAY_UNKNOWN_REGION',
      message: saying('eu-wset-1'),
      next: 'Did you mean eu-west-1?',
    });
  });

  it('that are named but not enabled are a gap for every kind, and are not called', async () => {
    const { regions, sink, requests } = await collect({}, { regions: ['af-south-1', 'af-south-1', region] });
    expect(regions).toEqual([region]);
    for (const kind of regionKinds) {
      expect(sink.coverage.get(`${kind} ${account}/af-south-1`)?.gap, kind).toMatchObject({
        reason: 'failed',
        text: saying('af-south-1 is not enabled'),
      });
    }
    expect(requests.filter(({ scope }) => scope.region === 'af-south-1')).toEqual([]);
  });

  it('fail alone', async () => {
    const { sink } = await collect(
      {
        'ec2:DescribeVpcs': ({ scope }) =>
          scope.region === region ? { outcome: 'throttled' } : page('Vpcs', { VpcId: 'vpc-1', IsDefault: false }),
      },
      { regions: 'all' },
    );
    expect(sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap?.reason).toBe('throttled');
    expect(sink.coverage.get(`aws.ec2.vpc ${account}/eu-south-1`)?.gap).toBeNull();
  });
});
