import { EC2Client, type ResourceType, type TagSpecification } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** The clients of one region of the server that is seeded. */
export interface Region {
  readonly name: string;
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
}

export function openRegion(endpoint: string, name: string): Region {
  const config = { endpoint, region: name, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  return { name, ec2: new EC2Client(config), elb: new ElasticLoadBalancingV2Client(config) };
}

export function closeRegion({ ec2, elb }: Region): void {
  ec2.destroy();
  elb.destroy();
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
