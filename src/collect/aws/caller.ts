import { isJsonObject, type Json, type JsonObject } from '../../core/json.js';
import type { ReadError, ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { sharedCredentials, type SharedCredentials } from './credentials.js';
import { isClockSet, retryAfterMs } from './error-details.js';
import { validityOf } from './validity.js';
import { normalise } from './normalise.js';
import { awsOperation, awsService, regionOf } from './operations.js';
import type { AwsOperation, RequestHandler, SdkOutput, Send } from './service.js';

export interface AwsCallerOptions {
  /** The region that is asked for identity and regions. It decides the partition: the SDK knows each one's endpoints. */
  readonly homeRegion: string;
  /** A profile of the shared configuration; null for AWS_PROFILE and the rest of the SDK's own chain. */
  readonly profile?: string | null;
  /** One endpoint for every service; null for AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_EC2 … or AWS itself. */
  readonly endpoint?: string | null;
  /** Items that a page may hold at most; the most that each operation's model allows by default. */
  readonly pageSize?: number;
  /** The HTTP handler of every client, which knows proxies and private authorities. */
  readonly requestHandler: () => Promise<RequestHandler>;
}

/** The client of source `aws`: single calls through the SDK, one client a service and region, made when first needed. */
export function awsCaller(options: AwsCallerOptions): Caller {
  const settings = { profile: options.profile ?? null, endpoint: options.endpoint ?? null };
  let handler: Promise<RequestHandler> | null = null;
  let credentials: Promise<SharedCredentials> | null = null;
  const clients = new Map<string, Promise<Readonly<Record<string, Send>>>>();
  let areCredentialsProved = false;

  const open = async (service: string, region: string) => {
    handler ??= options.requestHandler();
    const requestHandler = await handler;
    credentials ??= sharedCredentials({ region: options.homeRegion, ...settings, requestHandler });
    const { provider } = await credentials;
    return awsService(service).connect({ region, ...settings, requestHandler, credentials: provider });
  };
  const sender = async (operation: AwsOperation, region: string): Promise<Send> => {
    const place = `${operation.service}/${region}`;
    const client = clients.get(place) ?? open(operation.service, region);
    clients.set(place, client);
    const send = (await client)[operation.action];
    if (send === undefined) throw new TypeError(`no client makes the call ${operation.name}`);
    return send;
  };
  const classify = (error: unknown, request: ReadRequest): ReadError => {
    const found = classifyError(asUnreadable(error) ?? error, { source: 'aws', areCredentialsProved, request });
    return { ...found, message: withoutAdvice(found.message) };
  };
  const validity = validityOf(async () => {
    const isRenewed = (await (await credentials)?.renew()) === true;
    // Each client keeps the credentials that it was given for as long as they say that they are good.
    if (isRenewed) clients.clear();
    return isRenewed;
  });
  const regionAsked = ({ operation, scope }: ReadRequest) =>
    regionOf(awsService(awsOperation(operation).service), scope.region, options.homeRegion);

  return {
    source: 'aws',
    operation: (name: string): Operation => {
      const operation = awsOperation(name);
      const command = (request: ReadRequest) =>
        operation.command({ ...request, scope: { ...request.scope, region: regionAsked(request) } });
      return { ...operation, command };
    },
    host: (request) => `${awsOperation(request.operation).service}.${regionAsked(request)}`,
    call: async (request, token, signal) => {
      const operation = awsOperation(request.operation);
      const send = await sender(operation, regionAsked(request));
      const output = await send(inputOf(operation, request, token, options.pageSize), signal).catch(
        (error: unknown) => {
          signal.throwIfAborted(); // what a torn-down socket says is not why it was torn down
          throw error;
        },
      );
      areCredentialsProved = true;
      validity.accepted();
      return answer(operation, output);
    },
    classify,
    retryAfterMs: (error: unknown) => retryAfterMs(error, Date.now()),
    mend: async (error: unknown, request) => isClockSet(error) || validity.mend(classify(error, request)),
    spent: () => validity.spent(),
  };
}

function inputOf(
  { paging }: AwsOperation,
  request: ReadRequest,
  token: string | null,
  most = Number.POSITIVE_INFINITY,
): JsonObject {
  if (paging === null) return request.input;
  const page = token === null ? {} : { [paging.requestToken]: token };
  return { ...request.input, [paging.sizeMember]: Math.min(paging.size, most), ...page };
}

function answer(operation: AwsOperation, output: SdkOutput): CallAnswer {
  const response = normalise(output);
  // The SDK reads a page of HTML, or an answer to something else, as an output without a single member.
  if (memberAt(response, operation.answers) === undefined) {
    const message = `an answer of ${operation.name} has ${operation.answers}: got ${memberNames(response)}`;
    throw new CallError('malformed-answer', 'MalformedAnswer', message);
  }
  const next = operation.paging === null ? null : memberAt(response, operation.paging.responseToken);
  const { requestId, serverDate } = output.$metadata;
  return {
    response,
    // EC2 and load balancing end with no token, or with an empty one.
    next: typeof next === 'string' && next !== '' ? next : null,
    requestId: requestId ?? null,
    serverDate: typeof serverDate === 'string' ? serverDate : null,
  };
}

/** The member of that path, `A.B` being a member of a member. */
function memberAt(value: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((at, name) => (isJsonObject(at) ? at[name] : undefined), value);
}

/** An answer that said 2xx, came whole and could not be parsed: half of it, or no XML. Null for any other error. */
function asUnreadable(error: unknown): CallError | null {
  if (!(error instanceof Error) || 'code' in error) return null; // a code: the connection broke while it came
  const response: unknown = Reflect.get(error, '$response');
  const status: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, 'statusCode') : null;
  if (typeof status !== 'number' || status >= 300) return null;
  return new CallError('malformed-answer', 'MalformedAnswer', error.message, { cause: error });
}

/** The SDK appends a line for its users, on how to see the raw response. */
function withoutAdvice(message: string): string {
  const [said = message] = message.split(/\n\s*Deserialization error:/);
  return said;
}

function memberNames(response: object): string {
  return Object.keys(response).join(', ') || 'none of its members';
}
