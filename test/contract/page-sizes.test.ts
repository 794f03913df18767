import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { awsOperations, awsService } from '../../src/collect/aws/operations.js';
import type { AwsOperation } from '../../src/collect/aws/service.js';

const root = join(import.meta.dirname, '..', '..');
// The installed SDK keeps the members of paging, but not the ranges of the models that it is made from; botocore keeps
// them. The fixture is what botocore says (test/integration/aws-page-ranges.test.ts holds it to that).
const paging = z.strictObject({
  size: z.strictObject({ member: z.string(), min: z.int().nullable(), max: z.int().nullable() }),
  request: z.string(),
  response: z.string(),
});
const ranges = z
  .record(z.string(), paging.nullable())
  .parse(JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'aws', 'page-ranges.json'), 'utf8')));

function client(service: string, ...path: string[]): string {
  return join(root, 'node_modules', awsService(service).library, ...path);
}

/** What the installed SDK's paginator of the operation names: request token, response token, size; null if it has none. */
function paginator({ service, action }: AwsOperation): string[] | null {
  const file = client(service, 'dist-es', 'pagination', `${action}Paginator.js`);
  if (!existsSync(file)) return null;
  return [...readFileSync(file, 'utf8').matchAll(/"([\w.]+)"/g)].map(([, name = '']) => name);
}

/** The documentation of a request's member in the installed SDK. */
function documented({ service, action }: AwsOperation, member: string): string {
  const models = client(service, 'dist-types', 'models');
  const texts = readdirSync(models).map((file) => readFileSync(join(models, file), 'utf8'));
  const [, body = ''] =
    texts
      .map((text) => new RegExp(`export interface ${action}(?:Request|Input) \\{([\\s\\S]*?)\\n\\}`).exec(text))
      .find((match) => match !== null) ?? [];
  // One that a request has to have has no question mark.
  const place = body.search(new RegExp(`^ {4}${member}\\??: `, 'm'));
  const before = body.slice(0, Math.max(place, 0));
  return place === -1 ? '' : before.slice(before.lastIndexOf('/**'));
}

// Where the model has no range either: the one that the documentation gives, else the most of any page of EC2.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
const mostOfEc2 = 1000;

// Where neither the model nor the installed documentation has one.
const mostOfOthers: Readonly<Record<string, number>> = {
  // Both the default and the most, by an earlier documentation of the same operation:
  // https://metacpan.org/release/JLMARTIN/Paws-0.16/view/lib/Paws/CloudFront/ListDistributions2015_07_27.pm
  'cloudfront:ListDistributions': 100,
  // None is documented anywhere: what is asked for is a choice, and is no more than other services allow.
  'apigatewayv2:GetApis': 100,
  'apigatewayv2:GetStages': 100,
};

const documentedRange = /between \d+ and (\d+)|the maximum value is (\d+)/;

function documentedMost(operation: AwsOperation, member: string): number {
  const [, between, most = between] = documentedRange.exec(documented(operation, member)) ?? [];
  if (most !== undefined) return Number(most);
  const other = mostOfOthers[operation.name];
  if (operation.service !== 'ec2') expect(other, `the most of ${operation.name}`).toBeDefined();
  return other ?? mostOfEc2;
}

describe.each(awsOperations.map((operation) => [operation.name, operation] as const))('%s', (_name, operation) => {
  const model = ranges[`${operation.service}:${operation.action}`];

  it('asks for the largest page that the model allows', () => {
    expect(model).toBeDefined();
    const own = operation.paging;
    const declared =
      own === null
        ? null
        : { member: own.sizeMember, size: own.size, request: own.requestToken, response: own.responseToken };
    const allowed =
      model === undefined || model === null
        ? null
        : {
            member: model.size.member,
            size: model.size.max ?? documentedMost(operation, model.size.member),
            request: model.request,
            response: model.response,
          };
    expect(declared).toEqual(allowed);
  });

  it('pages by the members of the installed SDK', () => {
    const found = paginator(operation);
    const own = operation.paging;
    if (own === null) {
      expect(found).toBeNull();
      expect(documented(operation, 'NextToken') + documented(operation, 'Marker')).toBe('');
      return;
    }
    if (found !== null) expect(found.slice(0, 2)).toEqual([own.requestToken, own.responseToken]);
    expect(documented(operation, own.sizeMember)).not.toBe('');
    expect(documented(operation, own.requestToken)).not.toBe('');
  });

  it('keeps to the range that the installed SDK documents, where it documents one', () => {
    const own = operation.paging;
    if (own === null) return;
    const said = /between (\d+) and (\d+)/.exec(documented(operation, own.sizeMember));
    if (said !== null) expect(own.size).toBe(Number(said[2]));
  });
});

it('keeps the range of every operation and of no other', () => {
  const names = awsOperations.map(({ service, action }) => `${service}:${action}`);
  expect(Object.keys(ranges).sort()).toEqual(names.sort());
});
