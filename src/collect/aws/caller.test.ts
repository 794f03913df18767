import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import type { Caller } from '../transport/transport.js';
import { awsCaller } from './caller.js';
import { awsServices } from './operations.js';

interface Asked {
  readonly action: string | null;
  readonly form: URLSearchParams;
  readonly signedFor: string;
}

let server: Server;
let asked: Asked[];
let respond: (asked: Asked, response: ServerResponse) => void;

const namespace = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"';
const vpcs = (inner: string) => `<DescribeVpcsResponse ${namespace}>${inner}</DescribeVpcsResponse>`;
const oneVpc = vpcs('<vpcSet><item><vpcId>vpc-1</vpcId><isDefault>false</isDefault></item></vpcSet>');

function xml(response: ServerResponse, body: string, status = 200, type = 'text/xml'): void {
  const date = 'Wed, 25 Nov 2026 10:00:00 GMT';
  response.writeHead(status, { 'content-type': type, date, 'x-amzn-requestid': 'request-1' }).end(body);
}

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  asked = [];
  respond = (_asked, response) => xml(response, oneVpc);
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      const [, signedFor = ''] =
        /Credential=[^/]+\/\d+\/([^/]+\/[^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
      const one = { action: form.get('Action'), form, signedFor };
      asked.push(one);
      respond(one, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

function url(): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

function caller(endpoint: string | null = url(), options: { readonly pageSize?: number } = {}): Caller {
  return awsCaller({
    ...options,
    homeRegion: 'eu-central-1',
    endpoint,
    requestHandler: () => Promise.resolve(new NodeHttpHandler()),
  });
}

function read(operation: string, input: JsonObject = {}, region: string | null = 'eu-west-1'): ReadRequest {
  const scope = { source: 'aws', account: '111122223333', ...(region === null ? {} : { region }) } as const;
  return { source: 'aws', scope, operation, input };
}

const patient = () => AbortSignal.timeout(10_000);

/** How a call that must fail is classified. */
async function failure(by: Caller, request = read('ec2:DescribeVpcs'), signal = patient()) {
  const error: unknown = await by.call(request, null, signal).then(
    () => Promise.reject(new Error('the call was answered')),
    (thrown: unknown) => thrown,
  );
  return by.classify(error, request);
}

describe('the AWS caller', () => {
  it('answers plain JSON with the request id and the server’s own date', async () => {
    expect(await caller().call(read('ec2:DescribeVpcs'), null, patient())).toEqual({
      response: { Vpcs: [{ VpcId: 'vpc-1', IsDefault: false }] },
      next: null,
      requestId: 'request-1',
      serverDate: 'Wed, 25 Nov 2026 10:00:00 GMT',
    });
  });

  it('asks for the largest page, then with the token, until there is none', async () => {
    respond = ({ form }, response) =>
      xml(response, vpcs(`<vpcSet/>${form.has('NextToken') ? '<nextToken/>' : '<nextToken>two</nextToken>'}`));
    const by = caller();
    const first = await by.call(read('ec2:DescribeVpcs'), null, patient());
    expect(first).toMatchObject({ next: 'two', response: { Vpcs: [] } });
    const second = await by.call(read('ec2:DescribeVpcs'), first.next, patient());
    expect(second.next).toBeNull();
    expect(asked.map(({ form }) => [form.get('MaxResults'), form.get('NextToken')])).toEqual([
      ['1000', null],
      ['1000', 'two'],
    ]);
  });

  it('asks for smaller pages where it is told to, never for larger ones', async () => {
    respond = (_asked, response) => xml(response, vpcs('<vpcSet/>'));
    for (const pageSize of [5, 5000]) await caller(url(), { pageSize }).call(read('ec2:DescribeVpcs'), null, patient());
    expect(asked.map(({ form }) => form.get('MaxResults'))).toEqual(['5', '1000']);
  });

  it('pages load balancing by its own members', async () => {
    respond = (_asked, response) =>
      xml(
        response,
        '<DescribeListenersResponse><DescribeListenersResult><Listeners/><NextMarker>m</NextMarker></DescribeListenersResult></DescribeListenersResponse>',
      );
    const request = read('elasticloadbalancing:DescribeListeners', { LoadBalancerArn: 'arn:lb' });
    expect(await caller().call(request, 'l', patient())).toMatchObject({ next: 'm' });
    const [{ form } = { form: new URLSearchParams() }] = asked;
    expect([form.get('PageSize'), form.get('Marker'), form.get('LoadBalancerArn')]).toEqual(['400', 'l', 'arn:lb']);
  });

  it.each(awsServices.map((service) => [service.name, service] as const))(
    '%s: has a call for every operation of the registry, and no other',
    async (_name, service) => {
      const calls = await service.connect({
        region: 'eu-west-1',
        endpoint: url(),
        profile: null,
        credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
        requestHandler: new NodeHttpHandler(),
      });
      expect(Object.keys(calls).sort()).toEqual(service.operations.map(({ action }) => action).sort());
    },
  );

  it('signs for the service and the region of the scope', async () => {
    const by = caller();
    for (const name of ['ec2:DescribeVpcs', 'elasticloadbalancing:DescribeLoadBalancers', 'wafv2:ListWebACLs']) {
      await by
        .call(read(name, name.startsWith('wafv2') ? { Scope: 'REGIONAL' } : {}), null, patient())
        .catch(() => null);
    }
    await by.call(read('cloudfront:ListDistributions', {}, null), null, patient()).catch(() => null);
    expect(asked.map(({ signedFor }) => signedFor)).toEqual([
      'eu-west-1/ec2',
      'eu-west-1/elasticloadbalancing',
      'eu-west-1/wafv2',
      'us-east-1/cloudfront',
    ]);
  });

  it('asks the home region where the scope names none, and says so in the command', async () => {
    const by = caller();
    const request = read('ec2:DescribeVpcs', {}, null);
    await by.call(request, null, patient());
    expect(asked[0]?.signedFor).toBe('eu-central-1/ec2');
    expect(by.operation('ec2:DescribeVpcs').command(request)).toMatch(/--region eu-central-1$/);
    expect([by.host(request), by.host(read('ec2:DescribeVpcs'))]).toEqual(['ec2.eu-central-1', 'ec2.eu-west-1']);
  });

  it('heeds AWS_ENDPOINT_URL', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', url());
    expect(await caller(null).call(read('ec2:DescribeVpcs'), null, patient())).toMatchObject({ next: null });
  });

  it('makes one attempt: the transport retries', async () => {
    respond = (_asked, response) => xml(response, '<Response/>', 503);
    await failure(caller());
    expect(asked).toHaveLength(1);
  });

  it('refuses an input that no operation takes', async () => {
    await expect(caller().call(read('ec2:DescribeVpcs', { DryRun: true }), null, patient())).rejects.toThrow(/DryRun/);
  });
});

describe('an answer that is no answer', () => {
  const error = (code: string) =>
    `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`;

  it.each([
    ['denied', error('UnauthorizedOperation'), 403, 'access-denied', 'UnauthorizedOperation'],
    ['expired', error('RequestExpired'), 400, 'expired-token', 'RequestExpired'],
    ['throttled', error('RequestLimitExceeded'), 503, 'throttled', 'RequestLimitExceeded'],
    ['an error of the service', error('InternalError'), 500, 'server-error', 'InternalError'],
    [
      'a page of HTML',
      '<!DOCTYPE html><html><body><p>Sign in</p></body></html>',
      200,
      'malformed-answer',
      'MalformedAnswer',
    ],
    ['HTML that is no XML', '<html><br><p>Sign in</html>', 200, 'malformed-answer', 'MalformedAnswer'],
    ['half an answer', oneVpc.slice(0, 90), 200, 'malformed-answer', 'MalformedAnswer'],
    ['an empty answer', '', 200, 'malformed-answer', 'MalformedAnswer'],
    [
      'an answer to something else',
      '<DescribeSubnetsResponse><subnetSet/></DescribeSubnetsResponse>',
      200,
      'malformed-answer',
      'MalformedAnswer',
    ],
    ['a gateway’s error page', '<html><hr>502</html>', 502, 'server-error', '502'],
  ])('%s', async (_name, body, status, errorClass, code) => {
    respond = (_asked, response) => xml(response, body, status);
    const found = await failure(caller());
    expect(found).toMatchObject({ class: errorClass, code });
    expect(found.message).not.toMatch(/hidden field/);
  });

  it.each([
    ['AGENTCORE_GATEWAY', 'not-found'],
    ['APPLICATION_LOAD_BALANCER', 'refused-request'],
  ])('is a parameter that WAF refuses: %s is %s', async (ResourceType, errorClass) => {
    respond = (_asked, response) => {
      const body = { __type: 'WAFInvalidParameterException', Field: 'RESOURCE_TYPE', message: 'no' };
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    const request = read('wafv2:ListResourcesForWebACL', { WebACLArn: `arn:${'a'.repeat(20)}`, ResourceType });
    expect(await failure(caller(), request)).toMatchObject({ class: errorClass, code: 'WAFInvalidParameterException' });
  });

  it('is a connection that is cut half way', async () => {
    respond = (_asked, response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' });
      response.write(oneVpc.slice(0, 60), () => response.destroy());
    };
    expect((await failure(caller())).class).toBe('connection');
  });

  it('is a connection that is refused', async () => {
    const endpoint = url();
    server.close();
    await once(server, 'close');
    expect((await failure(caller(endpoint))).class).toBe('connection');
  });

  it.each([
    ['before the answer', () => undefined],
    ['in the middle of the answer', (response: ServerResponse) => response.writeHead(200).write('<Describe')],
  ])('is a server that hangs %s: the signal ends the call', async (_name, begin) => {
    respond = (_asked, response) => {
      begin(response);
    };
    const startedAt = performance.now();
    expect((await failure(caller(), undefined, AbortSignal.timeout(200))).class).toBe('time-out');
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('is a region that does not know keys which another region knows', async () => {
    respond = ({ signedFor }, response) =>
      signedFor.startsWith('eu-west-1') ? xml(response, error('AuthFailure'), 401) : xml(response, oneVpc);
    const by = caller();
    expect((await failure(by)).class).toBe('access-denied');
    await by.call(read('ec2:DescribeVpcs', {}, null), null, patient());
    expect((await failure(by)).class).toBe('region-disabled');
  });
});

describe('credentials', () => {
  it('that are nowhere to be found are said to be so, for every client', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const by = caller();
    expect((await failure(by)).class).toBe('no-credentials');
    // The chain is asked once a run: what turns up later is not mixed in.
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'late');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'late');
    expect((await failure(by, read('ec2:DescribeVpcs', {}, 'us-east-1'))).class).toBe('no-credentials');
    expect(asked).toEqual([]);
  });

  it('of a profile that does not exist are none', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const by = awsCaller({
      homeRegion: 'eu-central-1',
      profile: 'nobody',
      endpoint: url(),
      requestHandler: () => Promise.resolve(new NodeHttpHandler()),
    });
    expect((await failure(by)).class).toBe('no-credentials');
  });
});
