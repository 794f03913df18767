import type { ReadErrorClass, ReadRequest } from '../../core/read.js';
import type { SourceId } from '../../core/scope.js';

export interface CodeRule {
  /** Null: the code means the same wherever it comes from. */
  readonly source: SourceId | null;
  readonly code: RegExp;
  readonly class: ReadErrorClass;
  /** The class where the same credentials were accepted elsewhere in this run. */
  readonly unlessProved?: ReadErrorClass;
  /** The requests to which the code means that; every one where nothing is said. */
  readonly of?: (request: Asked) => boolean;
}

/** What was asked for: some codes mean one thing to one operation and another to the rest. */
export type Asked = Pick<ReadRequest, 'operation' | 'input'>;

const rule = (
  source: SourceId | null,
  code: RegExp,
  errorClass: ReadErrorClass,
  unlessProved?: ReadErrorClass,
): CodeRule =>
  unlessProved === undefined ? { source, code, class: errorClass } : { source, code, class: errorClass, unlessProved };

const loadBalancers = 'APPLICATION_LOAD_BALANCER';

/** The one table of error codes, all sources. The first row that fits counts, so the narrower stand first. */
export const codeRules: readonly CodeRule[] = [
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and each service's common errors.
  rule(
    'aws',
    /^(ExpiredToken|RequestExpired|ExpiredTokenException|TokenRefreshRequired|SSOTokenProviderFailure)/,
    'expired-token',
  ),
  // A chain that had credentials and has none any more could not fetch new ones.
  rule('aws', /^(CredentialsProviderError|CredentialsError|TokenProviderError)$/, 'no-credentials', 'expired-token'),
  rule('aws', /^(OptInRequired|SubscriptionRequiredException|RegionDisabledException)$/, 'region-disabled'),
  // A region that is not enabled does not know the account's keys and says so as if they were wrong.
  rule(
    'aws',
    /^(AuthFailure|UnrecognizedClientException|InvalidClientTokenId|InvalidToken|InvalidAccessKeyId)$/,
    'access-denied',
    'region-disabled',
  ),
  rule(
    'aws',
    /^(AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|MissingAuthentication|IncompleteSignature|SignatureDoesNotMatch|InvalidSignature|Blocked|PendingVerification|KMSAccessDenied|UnauthorizedAccess)/,
    'access-denied',
  ),
  rule(
    'aws',
    /^(Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|BandwidthLimitExceeded|LimitExceededException$|ProvisionedThroughputExceeded|PriorRequestNotComplete|SlowDown|EC2ThrottledException|TransactionInProgress)/,
    'throttled',
  ),
  rule('aws', /^(RequestTimeout|RequestTimeoutException)$/, 'time-out'),
  rule(
    'aws',
    /^(InternalError|InternalFailure|InternalServer|InternalService|ServiceUnavailable|Unavailable|ServerException|ServiceException|DependencyFailure)/,
    'server-error',
  ),
  rule('aws', /NotFound|^NoSuch|DoesNotExist|NonexistentItem/, 'not-found'),
  // WAF's own answer about a version that has come to its end: it is there no more.
  rule('aws', /^WAFExpiredManagedRuleGroupVersion/, 'not-found'),
  // A region without a type of resource does not know its name, so that nothing of the type is there. Load balancers are
  // known everywhere: what is refused of them is something else.
  {
    ...rule('aws', /^WAFInvalidParameterException$/, 'not-found'),
    // Left out, the type is load balancers: https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html
    of: ({ operation, input }) =>
      operation === 'wafv2:ListResourcesForWebACL' && (input['ResourceType'] ?? loadBalancers) !== loadBalancers,
  },
  rule(
    'aws',
    /^(Invalid|Validation|Missing|Malformed|Unsupported|UnknownOperation|UnknownParameter|NotImplemented|DryRunOperation|OperationNotPermitted)/,
    'refused-request',
  ),
  // https://kubernetes.io/docs/reference/using-api/api-concepts/ and the reasons of metav1.Status.
  rule('kubernetes', /^Unauthorized$/, 'expired-token'),
  rule('kubernetes', /^Forbidden$/, 'access-denied'),
  rule('kubernetes', /^(TooManyRequests)$/, 'throttled'),
  // 410: the list that the continue token belonged to is gone, so the pages are no longer of one list.
  rule('kubernetes', /^(Expired|Gone)$/, 'page-order'),
  rule('kubernetes', /^(Timeout|ServerTimeout)$/, 'time-out'),
  rule('kubernetes', /^(InternalError|ServiceUnavailable)$/, 'server-error'),
  rule('kubernetes', /^NotFound$/, 'not-found'),
  rule('kubernetes', /^(BadRequest|Invalid|NotAcceptable|MethodNotAllowed|UnsupportedMediaType)$/, 'refused-request'),
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  rule('wallet', /^42501$/, 'access-denied'),
  rule('wallet', /^28\w{3}$/, 'access-denied'),
  rule('wallet', /^57014$/, 'time-out'),
  rule('wallet', /^53300$/, 'throttled'),
  rule('wallet', /^(08\w{3}|57P0[1-5])$/, 'connection'),
  rule('wallet', /^(40\w{3}|53\w{3}|55P03|58\w{3}|XX\w{3})$/, 'server-error'),
  rule('wallet', /^(\d[0-9A-Z]|F0|HV|P0)[0-9A-Z]{3}$/, 'refused-request'),
  // Files: errno of open(2), read(2).
  rule('gates', /^(ENOENT|ENOTDIR)$/, 'not-found'),
  rule('gates', /^(EACCES|EPERM)$/, 'access-denied'),
  rule('gates', /^(EISDIR|ENXIO|ELOOP|ENAMETOOLONG|EINVAL)$/, 'refused-request'),
  rule('gates', /^(EIO|EMFILE|ENFILE|EBUSY|EAGAIN|ESTALE)$/, 'server-error'),
  // Node's own, undici's and the SDKs' names, whatever the source.
  rule(
    null,
    /^(TimeoutError|ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|AbortError|ABORT_ERR)$/,
    'time-out',
  ),
  rule(
    null,
    /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO)$/,
    'connection',
  ),
  rule(
    null,
    /^(UND_ERR_(SOCKET|CONNECT|CLOSED|DESTROYED|ABORTED)|UND_ERR_PRX_TLS|HPE_\w+|NetworkingError)$/,
    'connection',
  ),
  rule(
    null,
    /^(CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH|ERR_PROXY_\w+)$/,
    'connection',
  ),
];

/** The class that an HTTP status tells by itself; null for one that is no error. */
export function statusClass(status: number): ReadErrorClass | null {
  if (status < 400) return null;
  if (status === 401) return 'expired-token';
  if (status === 403 || status === 407) return 'access-denied';
  if (status === 404) return 'not-found';
  if (status === 408) return 'time-out';
  if (status === 410) return 'page-order';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'server-error' : 'refused-request';
}
