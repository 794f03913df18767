import { describe, expect, it } from 'vitest';
import { account, collect, here, identity, region, source } from '../../../test/helpers/aws-account.js';
import { collectingSink, fakeTransport } from '../../../test/helpers/aws-reads.js';
import { collectAws } from './collect.js';
import { regionKinds } from './collect-region.js';

const saying = (text: string): unknown => expect.stringContaining(text);

describe('collectAws', () => {
  it('covers every kind of a region once, complete and with its query, though nothing is there', async () => {
    const { sink } = await collect({});
    for (const kind of regionKinds) {
      const coverage = sink.coverage.get(`${kind} ${here}`);
      expect(coverage, kind).toMatchObject({ gap: null, delivered: true });
      expect(coverage?.reads.length, kind).toBeGreaterThan(0);
    }
    expect(sink.coveredAgain).toEqual([]);
    for (const { gap } of sink.coverage.values()) expect(gap).toBeNull();
    expect(sink.gaps.size).toBe(0);
  });

  it('says where in the recording each fact stands, over pages', async () => {
    const group = (id: string) => ({ GroupId: id, GroupName: id, IpPermissions: [], IpPermissionsEgress: [] });
    const { sink } = await collect({
      'ec2:DescribeSecurityGroups': {
        pages: [{ SecurityGroups: [group('sg-1'), group('sg-2')] }, { SecurityGroups: [group('sg-3')] }],
      },
    });
    const facts = sink.of('aws.ec2.security-group');
    const [read] = sink.coverage.get(`aws.ec2.security-group ${here}`)?.reads ?? [];
    expect(facts.map(({ id, evidence }) => [id, ...evidence])).toEqual([
      ['sg-1', { read: read?.key, page: 0, pointer: '/SecurityGroups/0' }],
      ['sg-2', { read: read?.key, page: 0, pointer: '/SecurityGroups/1' }],
      ['sg-3', { read: read?.key, page: 1, pointer: '/SecurityGroups/0' }],
    ]);
    expect(facts[0]?.scope).toEqual({ source: 'aws', account, region });
  });

  it('asks for what AWS services manage as well, which an account may hide', async () => {
    const { requests } = await collect({
      'ec2:DescribeLaunchTemplates': { pages: [{ LaunchTemplates: [{ LaunchTemplateId: 'lt-1' }] }] },
    });
    const asked = requests.filter(({ input }) => input['IncludeManagedResources'] === true);
    expect(asked.map(({ operation }) => operation).sort()).toEqual([
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeNetworkInterfaces',
    ]);
  });

  it('tells whose credentials these are', async () => {
    const told: unknown[] = [];
    const { sink, identity: found } = await collect({}, { onIdentity: (who) => told.push(who) });
    expect(found).toEqual({ account, partition: 'aws', arn: identity.Arn });
    expect(told).toEqual([found]);
    expect(sink.of('aws.account')).toMatchObject([{ id: account, evidence: [{ page: 0, pointer: '' }] }]);
  });

  it.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('takes the partition %s from the ARN', async (partition) => {
    const Arn = `arn:${partition}:sts::${account}:assumed-role/auditor/ci`;
    const { identity: found } = await collect({ 'sts:GetCallerIdentity': { pages: [{ ...identity, Arn }] } });
    expect(found?.partition).toBe(partition);
  });

  it('refuses credentials of another account before it reads on', async () => {
    const transport = source({});
    const options = { regions: [region], homeRegion: region, transport, sink: collectingSink() };
    await expect(collectAws({ ...options, account: '444455556666' })).rejects.toMatchObject({
      code: 'PREPAY_WRONG_ACCOUNT',
      message: saying('expected account 444455556666, got 111122223333'),
    });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    ['the expected account', '444455556666', '444455556666'],
    ['unidentified', null, 'unidentified'],
  ])('reads on where the identity is denied, as %s', async (_name, expected, used) => {
    const { sink, account: scopeAccount } = await collect(
      { 'sts:GetCallerIdentity': { outcome: 'denied' } },
      { account: expected },
    );
    expect(scopeAccount).toBe(used);
    expect(sink.coverage.get(`aws.account ${used}`)?.gap).toMatchObject({ reason: 'denied' });
    expect(sink.coverage.get(`aws.ec2.vpc ${used}/${region}`)?.gap).toBeNull();
  });

  it('takes an identity of no documented shape for none', async () => {
    const { sink, identity: found } = await collect({ 'sts:GetCallerIdentity': { pages: [{ Account: 12 }] } });
    expect(found).toBeNull();
    expect(sink.coverage.get('aws.account unidentified')?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('/Account'),
    });
  });

  it('knows of an interface by its Elastic address where the interfaces do not show it', async () => {
    const address = (n: number) => ({
      PublicIp: `192.0.2.${n}`,
      AllocationId: `eipalloc-${n}`,
      NetworkInterfaceId: `eni-${n}`,
    });
    const { sink } = await collect({
      'ec2:DescribeNetworkInterfaces': {
        pages: [{ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Groups: [], SourceDestCheck: true }] }],
      },
      'ec2:DescribeAddresses': { pages: [{ Addresses: [address(1), address(2), { PublicIp: '192.0.2.9' }] }] },
    });
    expect([...sink.gaps]).toMatchObject([
      [
        `aws.ec2.network-interface ${here} eni-2`,
        {
          reason: 'missing',
          text: saying('eni-2 has the address eipalloc-2, and is not among the network interfaces'),
        },
      ],
    ]);
  });

  it('gives a pack of gaps, not an exception, where everything is denied', async () => {
    const everything = fakeTransport(() => ({ outcome: 'denied' }));
    const sink = collectingSink();
    await collectAws({ account, regions: [region], homeRegion: region, transport: everything, sink });
    expect(sink.facts).toEqual([]);
    for (const kind of regionKinds) expect([...sink.coverage.keys()]).toContain(`${kind} ${here}`);
    for (const [place, { gap, delivered }] of sink.coverage) {
      // One fact a region: what could not be read is a gap of that region, and no other's.
      const told = place.startsWith('aws.guardduty.') ? sink.gaps.get(`${place} ${region}`) : gap;
      expect(told?.reason, place).toBe('denied');
      expect(delivered && gap !== null, place).toBe(false);
    }
  });
});
