import { ACMClient } from '@aws-sdk/client-acm';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EC2Client, type ResourceType, type TagSpecification } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { ShieldClient } from '@aws-sdk/client-shield';
import { WAFV2Client } from '@aws-sdk/client-wafv2';

/** The account of the server that is seeded. */
export const account = '123456789012';

/** The clients of one region of the server that is seeded. */
export interface Region extends ReturnType<typeof clientsOf> {
  readonly name: string;
  readonly endpoint: string;
  /** All of them. */
  readonly clients: ReturnType<typeof clientsOf>;
}

export function openRegion(endpoint: string, name: string): Region {
  const clients = clientsOf(endpoint, name);
  return { name, endpoint, clients, ...clients };
}

function clientsOf(endpoint: string, region: string) {
  const config = { endpoint, region, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  return {
    acm: new ACMClient(config),
    apiGateway: new APIGatewayClient(config),
    // Both are asked in us-east-1 alone.
    cloudFront: new CloudFrontClient(config),
    shield: new ShieldClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    guardDuty: new GuardDutyClient(config),
    waf: new WAFV2Client(config),
  };
}

export function closeRegion({ clients }: Region): void {
  for (const client of Object.values(clients)) client.destroy();
}

/** Plants what no call of the API makes: scans, findings, what a certificate is used by. See moto_plus.py. */
export async function plant(
  { endpoint, name }: Region,
  what: 'acm' | 'ecr' | 'guardduty' | 'inspector',
  body: object,
): Promise<void> {
  const response = await fetch(`${endpoint}/_plus/${what}?region=${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status} to what was planted of ${what}`);
}

/** The midnight in UTC that its day began with. */
export function midnightOf(moment: Date): Date {
  return new Date(`${moment.toISOString().slice(0, 10)}T00:00:00.000Z`);
}

/** That many days before midnight, at that hour in UTC, so that what is seeded on one day is the same. */
export function daysBefore(day: Date, days: number, hour = 0): Date {
  return new Date(day.getTime() - days * 86_400_000 + hour * 3_600_000);
}

export function tagged(
  type: ResourceType,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): TagSpecification[] {
  const all = { Name: name, ...tags };
  return [{ ResourceType: type, Tags: Object.entries(all).map(([Key, Value]) => ({ Key, Value })) }];
}

/** A member that the API always answers with and the SDK types as optional. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the server's answer has no ${what}`);
  return value;
}
