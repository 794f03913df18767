import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { z } from 'zod';
import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import type { Operation } from '../transport/transport.js';
import { commandLine } from './command-line.js';

/** Makes one call; resolves to what the SDK gives. */
export type Send<I = JsonObject> = (input: I, abortSignal: AbortSignal) => Promise<SdkOutput>;

export interface SdkOutput {
  readonly $metadata: { readonly requestId?: string | undefined; readonly serverDate?: unknown };
}

export interface ClientOptions {
  readonly region: string;
  readonly endpoint: string | null;
  readonly profile: string | null;
  readonly credentials: Credentials | null;
  readonly requestHandler: RequestHandler;
}

export type RequestHandler = NodeHttpHandler;
export type Credentials = Exclude<STSClientConfig['credentials'], undefined>;

/** How a service pages its lists. */
interface Members {
  /** The member of the request that sets how many items a page may hold. */
  readonly size: string;
  /** The member of the request that takes the token. */
  readonly request: string;
  /** The member of the answer that gives the next one; `A.B` for a member of a member. */
  readonly response: string;
}

interface Paging {
  readonly sizeMember: string;
  /** The most that the service's own model allows. */
  readonly size: number;
  readonly requestToken: string;
  readonly responseToken: string;
}

export interface AwsOperation extends Operation {
  readonly source: 'aws';
  /** By the name that `aws` has for it. */
  readonly service: string;
  /** The API's own name, `DescribeVpcs`. */
  readonly action: string;
  /** Null for an operation that answers everything at once. */
  readonly paging: Paging | null;
  /** What every request asks for, whatever it is about. */
  readonly input: JsonObject;
  /** The member that every whole answer has, empty or not; `A.B` for a member of a member. Without it the answer is not one of this operation. */
  readonly answers: string;
}

interface Declared {
  readonly answers: string;
  /** The largest page that the service's own model allows; without it, the operation answers everything at once. */
  readonly pageSize?: number;
  /** `<iam>:<action>` where nothing else is said. */
  readonly permissions?: readonly string[];
  readonly input?: JsonObject;
  /** What of the answer is user data, environment values or a credential; none where nothing is said. */
  readonly neverKept?: readonly string[];
}

/** One service of AWS: what is read from it, and the client that reads it. */
export interface AwsService {
  /** By the name that `aws` has for it. */
  readonly name: string;
  /** The SDK's package. */
  readonly library: string;
  /** Whether a request without a region goes to the region that has what is global of the service: us-east-1. */
  readonly isGlobal: boolean;
  readonly operations: readonly AwsOperation[];
  /** The calls by the API's own names. The SDK is loaded here, when it is first needed. */
  connect(options: ClientOptions): Promise<Readonly<Record<string, Send>>>;
}

interface Definition<I, A extends string> {
  readonly name: string;
  /** The prefix of its IAM actions, where that is not the name that `aws` has for the service. */
  readonly iam?: string;
  readonly library: string;
  readonly isGlobal?: boolean;
  readonly paging?: Members;
  /** The members that its requests take, of the types that the SDK expects. */
  readonly input: z.ZodType<I>;
  readonly operations: Readonly<Record<A, Declared>>;
  readonly connect: (options: ClientOptions) => Promise<Readonly<Record<A, Send<I>>>>;
}

export function defineService<I, A extends string>(definition: Definition<I, A>): AwsService {
  const { name, library, isGlobal = false, input, connect } = definition;
  const declared = Object.entries<Declared>(definition.operations);
  return {
    name,
    library,
    isGlobal,
    operations: declared.map(([action, each]) => operation(definition, action, each)),
    async connect(options) {
      const calls = Object.entries<Send<I>>(await connect(options));
      const checked = calls.map(([action, send]): [string, Send] => [
        action,
        (asked, signal) => send(input.parse(asked), signal),
      ]);
      return Object.fromEntries(checked);
    },
  };
}

function operation(
  { name: service, iam = service, paging }: Pick<Definition<unknown, string>, 'name' | 'iam' | 'paging'>,
  action: string,
  declared: Declared,
): AwsOperation {
  const name = `${iam}:${action}`;
  return {
    source: 'aws',
    name,
    service,
    action,
    permissions: declared.permissions ?? [name],
    neverKept: declared.neverKept ?? [],
    paging: declared.pageSize === undefined ? null : pagingBy(paging, declared.pageSize),
    input: declared.input ?? {},
    answers: declared.answers,
    command: (request: ReadRequest) => commandLine(service, action, request),
  };
}

const usual: Members = { size: 'MaxResults', request: 'NextToken', response: 'NextToken' };

function pagingBy({ size: sizeMember, request, response }: Members = usual, size: number): Paging {
  return { sizeMember, size, requestToken: request, responseToken: response };
}

/** One attempt a call: retries, their budget and their record are the transport's. */
export function clientConfig({ region, endpoint, profile, credentials, requestHandler }: ClientOptions) {
  return {
    region,
    maxAttempts: 1,
    requestHandler,
    ...(endpoint === null ? {} : { endpoint }),
    ...(profile === null ? {} : { profile }),
    ...(credentials === null ? {} : { credentials }),
  };
}

/** For a client's middleware stack, with {@link atDeserialize}: notes what the Date header of each answer says. */
export function noteServerDate<A, T extends { readonly response: unknown }>(
  next: (args: A) => Promise<T>,
): (args: A) => Promise<T> {
  return async (args) => withServerDate(await next(args));
}

// Outermost of the deserialize step, so that both the parsed output and the raw response are at hand.
export const atDeserialize = { name: 'prepayServerDate', step: 'deserialize', priority: 'high' } as const;

function withServerDate<T extends { readonly response: unknown }>(handled: T): T {
  const metadata = member(member(handled, 'output'), '$metadata');
  const serverDate = member(member(handled.response, 'headers'), 'date');
  if (typeof metadata === 'object' && metadata !== null) Object.assign(metadata, { serverDate });
  return handled;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
