import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedDemo } from '../../scripts/seed/demo.js';
import { type DoctorOptions, type DoctorReport, doctor } from '../../src/app/doctor.js';
import { doctorText } from '../../src/app/doctor-text.js';
import { identityAtHand } from '../../src/app/init-identity.js';
import { awsPolicyDocument } from '../../src/app/permissions.js';
import { type Fault, type Moto, motoAccount, startMoto } from './peers/aws/moto.js';

const regions = ['eu-central-1', 'eu-west-1'];

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
  await seedDemo(moto.url, 'before');
});
afterAll(() => moto.stop());
afterEach(async () => {
  await moto.enforceIam(false);
  await moto.faults([]);
  vi.unstubAllEnvs();
});

function credentials(id = 'testing', secret = 'testing'): void {
  vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', id);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
}

function examine(options: Partial<DoctorOptions> = {}): Promise<DoctorReport> {
  return doctor({
    config: null,
    source: [],
    region: regions,
    awsProfile: null,
    sign: null,
    out: join(mkdtempSync(join(tmpdir(), 'prepay-doctor-')), 'evidence'),
    concurrency: 10,
    timeoutMs: 20_000,
    nodeVersion: 'v24.0.0',
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...options,
  });
}

async function withFaults(faults: readonly Fault[]): Promise<DoctorReport> {
  credentials();
  await moto.faults(faults);
  return examine();
}

function results({ aws }: DoctorReport, operation: string): Record<string, string> {
  return Object.fromEntries(
    aws.operations
      .filter((probe) => probe.operation === operation)
      .map((probe) => [probe.region ?? 'account', probe.result]),
  );
}

describe('prepay doctor', () => {
  it('ends with 0 where everything can be read, each operation by one small call a region', async () => {
    credentials();
    await moto.resetCalls();
    const report = await examine();
    expect(report.exit).toBe(0);
    expect(report.aws).toMatchObject({
      state: 'readable',
      credentials: { kind: 'environment variables' },
      identity: { account: motoAccount },
      regions,
      missing: [],
      policy: null,
    });
    const bad = report.aws.operations.filter(({ result }) => result !== 'readable' && result !== 'not-tried');
    expect(bad).toEqual([]);
    const calls = await moto.calls();
    for (const [operation, count] of Object.entries(calls)) expect(count, operation).toBeLessThanOrEqual(2);
    const text = doctorText(report, { columns: 80, color: false });
    expect(text).toContain('Everything can be read.');
    expect(JSON.stringify(report) + text).not.toContain('"testing"');
  });

  it('names an operation that is denied in one region, its action, that region, and the policy', async () => {
    const report = await withFaults([{ op: 'ec2:DescribeVpcs', kind: 'denied', region: 'eu-west-1' }]);
    expect(report.exit).toBe(3);
    expect(results(report, 'ec2:DescribeVpcs')).toEqual({ 'eu-central-1': 'readable', 'eu-west-1': 'denied' });
    expect(report.aws.missing).toEqual([{ action: 'ec2:DescribeVpcs', regions: ['eu-west-1'] }]);
    expect(report.aws.policy?.Statement[0].Action).toEqual(['ec2:DescribeVpcs']);
    const text = doctorText(report, { columns: 80, color: false });
    expect(text).toContain('denied (UnauthorizedOperation) in eu-west-1');
    expect(text).toContain('prepay permissions aws');
  });

  it('calls an expired token expired, and offers no policy for it', async () => {
    const report = await withFaults([{ op: '*', kind: 'expired' }]);
    expect(report.exit).toBe(3);
    expect(report.aws).toMatchObject({ state: 'unreadable', identity: null, policy: null });
    expect(new Set(report.aws.operations.map(({ result }) => result))).toEqual(new Set(['expired', 'not-tried']));
    expect(doctorText(report, { columns: 80, color: false })).toContain('The credentials have expired: log in again.');
  });

  it.each([
    { kind: 'throttle' as const, why: 'throttled until the retries were spent' },
    { kind: '500' as const, why: 'the service answered with errors of its own' },
    { kind: 'html' as const, why: 'the answer is not one of this operation' },
  ])('says of an operation that meets $kind: $why', async ({ kind, why }) => {
    const report = await withFaults([{ op: 'ec2:DescribeSubnets', kind, region: 'eu-west-1' }]);
    expect(report.exit).toBe(3);
    const probe = report.aws.operations.find(
      ({ operation, region }) => operation === 'ec2:DescribeSubnets' && region === 'eu-west-1',
    );
    expect(probe).toMatchObject({ result: 'failed', why });
    expect(report.aws.policy).toBeNull();
  });

  it('says that an endpoint refuses the connection', async () => {
    credentials();
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    const report = await examine();
    expect(report).toMatchObject({ exit: 3, aws: { state: 'unreadable', identity: null } });
    expect(doctorText(report, { columns: 80, color: false })).toContain(
      '✕ endpoint       http://127.0.0.1:1 (AWS_ENDPOINT_URL): not reached',
    );
  });
});

describe('under enforced IAM', () => {
  // What the server asks for where AWS asks for apigateway:GET; none of it is an action of AWS.
  const inPlaceOfGet = ['apigateway:GetRestApis', 'apigateway:GetStages', 'apigateway:GetApis'];

  async function become(name: string, policy: { readonly Statement: readonly unknown[] }): Promise<void> {
    credentials();
    const { accessKeyId, secretAccessKey } = await moto.createUser(name, {
      ...policy,
      Statement: [...policy.Statement, { Sid: 'InPlaceOfGet', Effect: 'Allow', Action: inPlaceOfGet, Resource: '*' }],
    });
    credentials(accessKeyId, secretAccessKey);
    await moto.enforceIam(true);
  }

  it('a user with the printed policy can read everything', async () => {
    await become('whole', awsPolicyDocument());
    const report = await examine();
    expect(report.aws.missing).toEqual([]);
    expect(report.exit).toBe(0);
    expect(report.aws.identity?.arn).toContain('user/whole');
  });

  it('a user who lacks some actions is told these, and with their policy beside can read everything', async () => {
    const lacking = ['ec2:DescribeVpcs', 'ec2:DescribeRegions', 'elasticloadbalancing:DescribeLoadBalancers'];
    const whole = awsPolicyDocument();
    const [statement] = whole.Statement;
    const part = { ...statement, Action: statement.Action.filter((action) => !lacking.includes(action)) };
    await become('part', { ...whole, Statement: [part] });
    const report = await examine();
    expect(report.exit).toBe(3);
    expect(report.aws.missing.map(({ action }) => action)).toEqual([...lacking].sort());
    await moto.enforceIam(false);
    const granted = report.aws.policy?.Statement[0];
    await become('mended', { ...whole, Statement: [{ ...part, Sid: 'Before' }, granted] });
    expect(await examine()).toMatchObject({ exit: 0 });
  });
});

describe('prepay init', () => {
  it('finds whose the credentials at hand are, and nobody where they were refused', async () => {
    credentials();
    expect(await identityAtHand(null)).toMatchObject({ account: motoAccount });
    await moto.faults([{ op: 'sts:GetCallerIdentity', kind: 'denied' }]);
    expect(await identityAtHand(null)).toBeNull();
  });

  it('waits no longer than it was told', async () => {
    credentials();
    await moto.faults([{ op: 'sts:GetCallerIdentity', kind: 'timeout', seconds: 20 }]);
    const started = performance.now();
    expect(await identityAtHand(null, 300)).toBeNull();
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
