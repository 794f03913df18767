import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.js';
import { type ReadErrorClass, readErrorClasses } from '../../core/read.js';
import type { SourceId } from '../../core/scope.js';
import { CallError, classifyError, isRetryable, outcomeOf } from './classify.js';
import type { Asked } from './error-table.js';

function sdkError(name: string, httpStatusCode?: number): Error {
  return Object.assign(
    new Error(`${name} happened`),
    httpStatusCode === undefined ? { name } : { name, $metadata: { httpStatusCode } },
  );
}

function httpError(status: number): Error {
  return Object.assign(new Error(`status ${status}`), { name: 'HttpError', status });
}

function coded(code: string): Error {
  return Object.assign(new Error(`${code} happened`), { code });
}

const cases: readonly (readonly [SourceId, string, unknown, ReadErrorClass, string])[] = [
  ['aws', 'AccessDenied', sdkError('AccessDenied', 403), 'access-denied', 'AccessDenied'],
  ['aws', 'AccessDeniedException', sdkError('AccessDeniedException', 400), 'access-denied', 'AccessDeniedException'],
  ['aws', 'UnauthorizedOperation', sdkError('UnauthorizedOperation', 403), 'access-denied', 'UnauthorizedOperation'],
  ['aws', 'AuthFailure', sdkError('AuthFailure', 401), 'access-denied', 'AuthFailure'],
  ['aws', 'InvalidClientTokenId', sdkError('InvalidClientTokenId', 403), 'access-denied', 'InvalidClientTokenId'],
  [
    'aws',
    'UnrecognizedClientException',
    sdkError('UnrecognizedClientException', 400),
    'access-denied',
    'UnrecognizedClientException',
  ],
  ['aws', 'SignatureDoesNotMatch', sdkError('SignatureDoesNotMatch', 403), 'access-denied', 'SignatureDoesNotMatch'],
  ['aws', 'ExpiredToken', sdkError('ExpiredToken', 403), 'expired-token', 'ExpiredToken'],
  ['aws', 'ExpiredTokenException', sdkError('ExpiredTokenException', 400), 'expired-token', 'ExpiredTokenException'],
  ['aws', 'RequestExpired', sdkError('RequestExpired', 400), 'expired-token', 'RequestExpired'],
  [
    'aws',
    'CredentialsProviderError',
    sdkError('CredentialsProviderError'),
    'no-credentials',
    'CredentialsProviderError',
  ],
  ['aws', 'OptInRequired', sdkError('OptInRequired', 403), 'region-disabled', 'OptInRequired'],
  ['aws', 'Throttling', sdkError('Throttling', 400), 'throttled', 'Throttling'],
  ['aws', 'ThrottlingException', sdkError('ThrottlingException', 400), 'throttled', 'ThrottlingException'],
  ['aws', 'RequestLimitExceeded', sdkError('RequestLimitExceeded', 503), 'throttled', 'RequestLimitExceeded'],
  [
    'aws',
    'TooManyRequestsException',
    sdkError('TooManyRequestsException', 429),
    'throttled',
    'TooManyRequestsException',
  ],
  ['aws', 'InvalidVpcID.NotFound', sdkError('InvalidVpcID.NotFound', 400), 'not-found', 'InvalidVpcID.NotFound'],
  ['aws', 'LoadBalancerNotFound', sdkError('LoadBalancerNotFound', 400), 'not-found', 'LoadBalancerNotFound'],
  ['aws', 'NoSuchBucketPolicy', sdkError('NoSuchBucketPolicy', 404), 'not-found', 'NoSuchBucketPolicy'],
  [
    'aws',
    'WAFExpiredManagedRuleGroupVersionException',
    sdkError('WAFExpiredManagedRuleGroupVersionException', 400),
    'not-found',
    'WAFExpiredManagedRuleGroupVersionException',
  ],
  ['aws', 'InvalidParameterValue', sdkError('InvalidParameterValue', 400), 'refused-request', 'InvalidParameterValue'],
  ['aws', 'ValidationError', sdkError('ValidationError', 400), 'refused-request', 'ValidationError'],
  // A region, or a partition, without the service.
  ['aws', 'InvalidAction', sdkError('InvalidAction', 400), 'refused-request', 'InvalidAction'],
  ['aws', 'UnsupportedOperation', sdkError('UnsupportedOperation', 400), 'refused-request', 'UnsupportedOperation'],
  ['aws', 'OperationNotPermitted', sdkError('OperationNotPermitted', 400), 'refused-request', 'OperationNotPermitted'],
  ['aws', 'InternalError', sdkError('InternalError', 500), 'server-error', 'InternalError'],
  ['aws', 'RequestTimeout', sdkError('RequestTimeout', 400), 'time-out', 'RequestTimeout'],
  ['aws', 'an unknown code under 503', sdkError('SomethingNew', 503), 'server-error', 'SomethingNew'],
  ['aws', 'an unknown code under 400', sdkError('SomethingNew', 400), 'refused-request', 'SomethingNew'],
  [
    'aws',
    'XML for JSON under 403',
    Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 403 } }),
    'malformed-answer',
    'SyntaxError',
  ],
  [
    'aws',
    'HTML under 200',
    Object.assign(new SyntaxError('Unexpected token <'), { $response: { statusCode: 200 } }),
    'malformed-answer',
    'SyntaxError',
  ],
  [
    'aws',
    "a gateway's HTML under 502",
    Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 502 } }),
    'server-error',
    'SyntaxError',
  ],
  ['github', '401', httpError(401), 'expired-token', '401'],
  ['github', '403', httpError(403), 'access-denied', '403'],
  ['github', '404', httpError(404), 'not-found', '404'],
  ['github', '422', httpError(422), 'refused-request', '422'],
  ['github', '429', httpError(429), 'throttled', '429'],
  ['github', '502', httpError(502), 'server-error', '502'],
  ['github', '408', httpError(408), 'time-out', '408'],
  ['github', '407 of a proxy', httpError(407), 'access-denied', '407'],
  [
    'kubernetes',
    'Forbidden',
    { code: 'Forbidden', status: 403, message: 'pods is forbidden' },
    'access-denied',
    'Forbidden',
  ],
  ['kubernetes', 'Unauthorized', { code: 'Unauthorized', status: 401 }, 'expired-token', 'Unauthorized'],
  ['kubernetes', 'Expired', { code: 'Expired', status: 410 }, 'page-order', 'Expired'],
  ['kubernetes', '410 without a reason', { status: 410, name: 'Error' }, 'page-order', '410'],
  ['kubernetes', 'TooManyRequests', { code: 'TooManyRequests', status: 429 }, 'throttled', 'TooManyRequests'],
  ['kubernetes', 'Timeout', { code: 'Timeout', status: 504 }, 'time-out', 'Timeout'],
  ['kubernetes', 'InternalError', { code: 'InternalError', status: 500 }, 'server-error', 'InternalError'],
  ['kubernetes', 'NotFound', { code: 'NotFound', status: 404 }, 'not-found', 'NotFound'],
  ['kubernetes', 'BadRequest', { code: 'BadRequest', status: 400 }, 'refused-request', 'BadRequest'],
  ['gates', 'ENOENT', coded('ENOENT'), 'not-found', 'ENOENT'],
  ['gates', 'ENOTDIR', coded('ENOTDIR'), 'not-found', 'ENOTDIR'],
  ['gates', 'EACCES', coded('EACCES'), 'access-denied', 'EACCES'],
  ['gates', 'EISDIR', coded('EISDIR'), 'refused-request', 'EISDIR'],
  ['gates', 'EIO', coded('EIO'), 'server-error', 'EIO'],
  ['wallet', '42501', coded('42501'), 'access-denied', '42501'],
  ['wallet', '28P01', coded('28P01'), 'access-denied', '28P01'],
  ['wallet', '57014', coded('57014'), 'time-out', '57014'],
  ['wallet', '53300', coded('53300'), 'throttled', '53300'],
  ['wallet', '08006', coded('08006'), 'connection', '08006'],
  ['wallet', '57P01', coded('57P01'), 'connection', '57P01'],
  ['wallet', '40001', coded('40001'), 'server-error', '40001'],
  ['wallet', '42P01', coded('42P01'), 'refused-request', '42P01'],
  ['wallet', 'EPIPE, which has five letters too', coded('EPIPE'), 'connection', 'EPIPE'],
  ['aws', 'ECONNREFUSED', coded('ECONNREFUSED'), 'connection', 'ECONNREFUSED'],
  [
    'aws',
    'ECONNREFUSED at two addresses',
    Object.assign(new AggregateError([coded('ECONNREFUSED')]), {}),
    'connection',
    'ECONNREFUSED',
  ],
  ['aws', 'ECONNRESET', coded('ECONNRESET'), 'connection', 'ECONNRESET'],
  ['aws', 'ENOTFOUND', coded('ENOTFOUND'), 'connection', 'ENOTFOUND'],
  ['aws', 'EAI_AGAIN', coded('EAI_AGAIN'), 'connection', 'EAI_AGAIN'],
  ['aws', 'ETIMEDOUT', coded('ETIMEDOUT'), 'time-out', 'ETIMEDOUT'],
  ['aws', 'TimeoutError', sdkError('TimeoutError'), 'time-out', 'TimeoutError'],
  [
    'github',
    'a fetch that failed',
    new TypeError('fetch failed', { cause: coded('ECONNRESET') }),
    'connection',
    'ECONNRESET',
  ],
  [
    'github',
    'a fetch whose answer was cut',
    new TypeError('terminated', { cause: coded('UND_ERR_SOCKET') }),
    'connection',
    'UND_ERR_SOCKET',
  ],
  ['kubernetes', 'CERT_HAS_EXPIRED', coded('CERT_HAS_EXPIRED'), 'connection', 'CERT_HAS_EXPIRED'],
  [
    'kubernetes',
    'an unknown issuer',
    coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'connection',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  [
    'kubernetes',
    'a self-signed certificate',
    coded('DEPTH_ZERO_SELF_SIGNED_CERT'),
    'connection',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ],
  ['gates', 'what no table knows', new Error('odd'), 'malformed-answer', 'Error'],
  ['gates', 'what is no error', 'odd', 'malformed-answer', 'string'],
  ['gates', 'nothing', undefined, 'malformed-answer', 'undefined'],
  ['aws', 'what a caller has classified', new CallError('page-order', 'Odd', 'odd'), 'page-order', 'Odd'],
];

describe('classifyError', () => {
  it.each(cases)('%s: %s', (source, _, error, errorClass, code) => {
    expect(classifyError(error, { source })).toMatchObject({ class: errorClass, code });
  });

  it.each(['AuthFailure', 'UnrecognizedClientException', 'InvalidClientTokenId'])(
    '%s with credentials that were accepted elsewhere is a region that is not enabled',
    (name) => {
      expect(classifyError(sdkError(name, 401), { source: 'aws', areCredentialsProved: true }).class).toBe(
        'region-disabled',
      );
      expect(
        classifyError(sdkError('UnauthorizedOperation', 403), { source: 'aws', areCredentialsProved: true }).class,
      ).toBe('access-denied');
    },
  );

  const listed = (input: JsonObject, operation = 'wafv2:ListResourcesForWebACL') => ({ operation, input });

  it.each<[string, Asked | undefined, ReadErrorClass]>([
    ['a type of resource', listed({ WebACLArn: 'a', ResourceType: 'AGENTCORE_GATEWAY' }), 'not-found'],
    [
      'load balancers, which every region knows',
      listed({ ResourceType: 'APPLICATION_LOAD_BALANCER' }),
      'refused-request',
    ],
    ['load balancers, unsaid', listed({ WebACLArn: 'a' }), 'refused-request'],
    ['another operation', listed({ ResourceType: 'AGENTCORE_GATEWAY' }, 'wafv2:GetWebACL'), 'refused-request'],
    ['nobody knows what', undefined, 'refused-request'],
  ])('a parameter that WAF refuses of %s', (_name, request, expected) => {
    const error = sdkError('WAFInvalidParameterException', 400);
    const context = { source: 'aws', ...(request === undefined ? {} : { request }) } as const;
    expect(classifyError(error, context).class).toBe(expected);
    expect(classifyError(sdkError('WAFInternalErrorException', 500), context).class).toBe('server-error');
  });

  it('keeps the messages of the whole chain, each once', () => {
    const error = new TypeError('fetch failed', { cause: new Error('fetch failed', { cause: coded('ECONNRESET') }) });
    expect(classifyError(error, { source: 'github' }).message).toBe('fetch failed: ECONNRESET happened');
  });

  it('says how a read of each class ends, and retries only what may come out otherwise', () => {
    expect(readErrorClasses.map((name) => [name, outcomeOf(name), isRetryable(name)])).toEqual([
      ['access-denied', 'denied', false],
      ['expired-token', 'denied', false],
      ['no-credentials', 'denied', false],
      ['throttled', 'throttled', true],
      ['time-out', 'failed', true],
      ['connection', 'failed', true],
      ['server-error', 'failed', true],
      ['region-disabled', 'denied', false],
      ['malformed-answer', 'failed', false],
      ['not-found', 'absent', false],
      ['refused-request', 'failed', false],
      ['page-order', 'failed', false],
    ]);
  });
});
