import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { collectGuardDuty } from '../../src/collect/aws/collect-guardduty.js';
import { collectLoadBalancers } from '../../src/collect/aws/collect-load-balancers.js';
import { certificates } from '../../src/collect/aws/parse-acm.js';
import { sslPolicies } from '../../src/collect/aws/parse-elbv2.js';
import { coverIn } from '../../src/collect/aws/read-of.js';
import { collectingSink } from '../helpers/aws-reads.js';
import { recording, replayed } from './peers/aws/account.js';
import { type Moto, motoAccount, startMoto } from './peers/aws/moto.js';

const region = 'eu-west-1';
const account = { source: 'aws', account: motoAccount } as const;
const there = { ...account, region };
let moto: Moto;

const clientOf = () => ({ region, endpoint: moto.url });

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  await moto.reset();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

describe('GuardDuty over the wire', () => {
  const finding = (n: number, severity: number, isArchived = false) => ({
    Id: `f-${n}`,
    AccountId: motoAccount,
    Arn: `arn:aws:guardduty:${region}:${motoAccount}:detector/d/finding/f-${n}`,
    Region: region,
    SchemaVersion: '2.0',
    Type: 'Recon:EC2/Portscan',
    Severity: severity,
    CreatedAt: '2026-10-01T00:00:00.000Z',
    UpdatedAt: '2026-11-01T00:00:00.000Z',
    Title: 'of alice',
    Resource: { AccessKeyDetails: { UserName: 'alice' } },
    Service: { Archived: isArchived, EventFirstSeen: '2026-09-30T00:00:00.000Z' },
  });

  it('gives the detector and its severe findings, over pages and batches, and replays to the same', async () => {
    const made = await new GuardDutyClient(clientOf()).send(
      new CreateDetectorCommand({ Enable: true, Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] }),
    );
    const severe = Array.from({ length: 107 }, (_, n) => finding(n, n % 2 === 0 ? 7 : 9.5));
    const others = [finding(200, 6.9), finding(201, 8, true)];
    const body = JSON.stringify([...severe, ...others]);
    await fetch(`${moto.url}/_plus/guardduty?region=${region}`, { method: 'POST', body });
    await moto.resetCalls();
    const recorded = recording(moto.url);
    const live = collectingSink();
    await collectGuardDuty({ transport: recorded.transport, sink: live }, account, [region, 'us-east-1'], null);
    expect([...live.gaps]).toEqual([]);
    expect(await moto.calls()).toEqual({
      'guardduty:GET /detector': 2,
      'guardduty:GET /detector/*': 1,
      'guardduty:POST /detector/*/findings': 3,
      'guardduty:POST /detector/*/findings/get': 3,
    });
    expect(live.of('aws.guardduty.region-detector')).toMatchObject([
      { id: 'us-east-1', data: { detectorId: null } },
      { id: region, data: { detectorId: made.DetectorId, isOn: true, features: [{ name: 'S3_DATA_EVENTS' }] } },
    ]);
    const [findings] = live.of('aws.guardduty.region-findings').filter(({ id }) => id === region);
    expect(findings?.data.findings.map(({ id }) => id)).toEqual(severe.map(({ Id }) => Id));
    expect(JSON.stringify([...recorded.lines])).not.toContain('alice');
    const again = collectingSink();
    await collectGuardDuty({ transport: replayed(recorded), sink: again }, account, [region, 'us-east-1'], null);
    expect(again.of('aws.guardduty.region-findings')).toEqual(live.of('aws.guardduty.region-findings'));
  });

  it('that one region denies is a gap on that region alone', async () => {
    await moto.faults([{ op: 'guardduty:GET /detector', region: 'us-east-1', kind: 'denied' }]);
    const sink = collectingSink();
    await collectGuardDuty({ transport: recording(moto.url).transport, sink }, account, [region, 'us-east-1'], null);
    await moto.faults([]);
    expect([...sink.gaps].map(([place, { reason }]) => [place, reason])).toEqual([
      [`aws.guardduty.region-detector ${motoAccount} us-east-1`, 'denied'],
      [`aws.guardduty.region-findings ${motoAccount} us-east-1`, 'denied'],
    ]);
    expect(sink.of('aws.guardduty.region-detector').map(({ id }) => id)).toEqual([region]);
  });
});

describe('TLS over the wire', () => {
  it('gives every policy with its protocols, and the rules of an HTTP listener', async () => {
    const ec2 = new EC2Client(clientOf());
    const elb = new ElasticLoadBalancingV2Client(clientOf());
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const subnets = await Promise.all(
      ['a', 'b'].map((zone, n) =>
        ec2.send(
          new CreateSubnetCommand({
            VpcId: Vpc?.VpcId,
            CidrBlock: `10.0.${n}.0/24`,
            AvailabilityZone: `${region}${zone}`,
          }),
        ),
      ),
    );
    const { LoadBalancers = [] } = await elb.send(
      new CreateLoadBalancerCommand({ Name: 'web', Subnets: subnets.map(({ Subnet }) => Subnet?.SubnetId ?? '') }),
    );
    const { Listeners = [] } = await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
        ],
      }),
    );
    await elb.send(
      new CreateRuleCommand({
        ListenerArn: Listeners[0]?.ListenerArn,
        Priority: 7,
        Conditions: [
          { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin', Values: ['between us'] } },
        ],
        Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain' } }],
      }),
    );
    const recorded = recording(moto.url);
    const sink = collectingSink();
    const reading = { transport: recorded.transport, sink };
    await Promise.all([
      collectLoadBalancers(reading, there),
      coverIn(reading, there)('elasticloadbalancing:DescribeSSLPolicies', sslPolicies),
    ]);
    expect([...sink.gaps]).toEqual([]);
    expect([...sink.coverage.values()].filter(({ gap }) => gap !== null)).toEqual([]);
    expect(sink.of('aws.elbv2.listener')).toMatchObject([
      { data: { actions: ['redirect'], redirectTo: { protocol: 'HTTPS', port: '443' }, fixedStatus: null } },
    ]);
    expect(sink.of('aws.elbv2.listener-rules')).toMatchObject([
      { id: Listeners[0]?.ListenerArn, data: { rules: [{ priority: '7', fixedStatus: '200' }] } },
    ]);
    expect(JSON.stringify([...recorded.lines])).not.toContain('between us');
    const protocols = new Map(sink.of('aws.elbv2.ssl-policy').map(({ id, data }) => [id, data.protocols]));
    expect(protocols.get('ELBSecurityPolicy-2016-08')).toContain('TLSv1');
    expect(protocols.get('ELBSecurityPolicy-TLS13-1-2-2021-06')).toEqual(['TLSv1.3', 'TLSv1.2']);
  });
});

describe('certificates over the wire', () => {
  it('come whatever their key', async () => {
    const acm = new ACMClient(clientOf());
    for (const KeyAlgorithm of ['RSA_2048', 'EC_prime256v1'] as const) {
      await acm.send(new RequestCertificateCommand({ DomainName: 'wallet.example', KeyAlgorithm }));
    }
    const sink = collectingSink();
    await coverIn({ transport: recording(moto.url).transport, sink }, there)('acm:ListCertificates', certificates);
    expect(sink.coverage.get(`aws.acm.certificate ${motoAccount}/${region}`)?.gap).toBeNull();
    expect(sink.of('aws.acm.certificate').map(({ data }) => [data.domainName, data.isInUse])).toEqual([
      ['wallet.example', false],
      ['wallet.example', false],
    ]);
  });
});
