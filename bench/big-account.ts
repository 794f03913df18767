import { awsOperation } from '../src/collect/aws/operations.js';
import { runCaller, type Stated } from '../src/collect/run/caller.js';
import { liveTransport } from '../src/collect/transport/live.js';
import type { CallAnswer, Caller, Transport } from '../src/collect/transport/transport.js';
import type { Json, JsonObject } from '../src/core/json.js';
import type { ReadRequest } from '../src/core/read.js';

export const account = '111122223333';
export const region = 'eu-west-1';

export interface BigAccount {
  /** Security groups, of ten ingress rules and one egress rule each. */
  readonly groups: number;
  /** Bytes of text that each group carries in a tag, beside what is judged. */
  readonly padding: number;
}

export const rulesOfGroup = 10;

/** A live transport over an account in one region that holds security groups and nothing else. No call leaves the process. */
export function bigAccount(size: BigAccount, stated: Stated): Transport {
  return liveTransport({
    callers: [awsCaller(size), runCaller(stated)],
    concurrency: 1,
    budget: { maxAttempts: 1, retries: 0 },
    timeoutMs: 600_000,
    now: () => Date.UTC(2026, 0, 1),
    random: () => 0,
    sleep: () => Promise.resolve(),
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
}

function awsCaller(size: BigAccount): Caller {
  return {
    source: 'aws',
    operation: awsOperation,
    host: () => 'bench',
    call: (request, token) => Promise.resolve(answer(size, request, token)),
    classify: (error) => ({ class: 'malformed-answer', code: 'Bench', message: String(error) }),
  };
}

function answer(size: BigAccount, request: ReadRequest, token: string | null): CallAnswer {
  const { response, next } = page(size, request, token);
  return { response, next, requestId: '00000000-0000-4000-8000-000000000000', serverDate: null };
}

function page(
  size: BigAccount,
  { operation }: ReadRequest,
  token: string | null,
): { response: JsonObject; next: string | null } {
  if (operation === 'sts:GetCallerIdentity') {
    const Arn = `arn:aws:iam::${account}:user/auditor`;
    return { response: { Account: account, Arn, UserId: 'AIDAEXAMPLE' }, next: null };
  }
  if (operation === 'ec2:DescribeRegions') {
    const Regions = [{ OptInStatus: 'opt-in-not-required', RegionName: region }];
    return { response: { Regions }, next: null };
  }
  const { answers, paging } = awsOperation(operation);
  if (operation !== 'ec2:DescribeSecurityGroups') return { response: { [answers]: [] }, next: null };
  const from = Number(token ?? 0);
  const to = Math.min(size.groups, from + (paging?.size ?? size.groups));
  const SecurityGroups = Array.from({ length: to - from }, (_, i) => group(from + i, size.padding));
  return { response: { SecurityGroups }, next: to < size.groups ? String(to) : null };
}

/** One group in fifty lets the world in to SSH, one in twenty-five by two halves of the address space. */
function group(n: number, padding: number): JsonObject {
  const services = Array.from({ length: rulesOfGroup - 1 }, (_, k) =>
    allow(8000 + k, [{ CidrIp: `10.${(n + k) % 250}.${k}.0/24`, Description: `service ${k}` }]),
  );
  return {
    Description: 'bench',
    GroupId: `sg-${n.toString(16).padStart(17, '0')}`,
    GroupName: `group-${n}`,
    IpPermissions: [...services, odd(n)],
    IpPermissionsEgress: [
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      },
    ],
    OwnerId: account,
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/sg-${n.toString(16).padStart(17, '0')}`,
    Tags: [
      { Key: 'Name', Value: `group-${n}` },
      ...(padding === 0 ? [] : [{ Key: 'Notes', Value: 'text '.repeat(padding / 5) }]),
    ],
    VpcId: `vpc-${(n % 200).toString(16).padStart(17, '0')}`,
  };
}

function odd(n: number): JsonObject {
  if (n % 50 === 0) return allow(22, [{ CidrIp: '0.0.0.0/0' }]);
  if (n % 25 === 0) return allow(22, [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }]);
  return allow(443, [{ CidrIp: `198.51.${n % 250}.0/24` }]);
}

function allow(port: number, IpRanges: Json[]): JsonObject {
  return {
    FromPort: port,
    IpProtocol: 'tcp',
    IpRanges,
    Ipv6Ranges: [],
    PrefixListIds: [],
    ToPort: port,
    UserIdGroupPairs: [],
  };
}
