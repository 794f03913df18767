import { type CollectAws, collectAws } from '../../src/collect/aws/collect.js';
import { awsOperation } from '../../src/collect/aws/operations.js';
import type { Json } from '../../src/core/json.js';
import type { ReadRequest } from '../../src/core/read.js';
import { collectingSink, type FakeAnswer, fakeTransport } from './aws-reads.js';

export const account = '111122223333';
export const region = 'eu-west-1';
/** How gaps and coverage name that region of that account. */
export const here = `${account}/${region}`;

export const identity = { UserId: 'AIDAEXAMPLE', Account: account, Arn: `arn:aws:iam::${account}:user/auditor` };
const regionList = [
  { RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' },
  { RegionName: 'eu-south-1', OptInStatus: 'opted-in' },
  { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
];
export type Answers = Readonly<Record<string, FakeAnswer | ((request: ReadRequest) => FakeAnswer)>>;

/** A source that answers with empty lists where nothing else is said. */
export function source(answers: Answers) {
  return fakeTransport((request) => {
    const said = answers[request.operation];
    if (said !== undefined) return typeof said === 'function' ? said(request) : said;
    switch (request.operation) {
      case 'sts:GetCallerIdentity':
        return { pages: [identity] };
      case 'ec2:DescribeRegions':
        return { pages: [{ Regions: regionList }] };
      case 'cloudfront:ListDistributions':
        return {
          pages: [{ DistributionList: { Items: [], IsTruncated: false, Marker: '', MaxItems: 100, Quantity: 0 } }],
        };
      case 'shield:GetSubscriptionState':
        return { pages: [{ SubscriptionState: 'INACTIVE' }] };
      case 'ecr:GetRegistryScanningConfiguration':
        return { pages: [{ registryId: account, scanningConfiguration: { scanType: 'BASIC', rules: [] } }] };
      default:
        return { pages: [{ [awsOperation(request.operation).answers]: [] }] };
    }
  });
}

/** What the collector makes of that source: facts, coverage and gaps in the sink. */
export async function collect(answers: Answers, options: Partial<CollectAws> = {}) {
  const transport = source(answers);
  const sink = collectingSink();
  const collected = await collectAws({
    account: null,
    regions: [region],
    homeRegion: region,
    ...options,
    transport,
    sink,
  });
  return { ...collected, sink, requests: transport.requests };
}

/** An answer of one page that lists the items. */
export const page = (member: string, ...items: Json[]): FakeAnswer => ({ pages: [{ [member]: items }] });
