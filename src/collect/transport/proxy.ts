import type { Agent } from 'node:http';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Dispatcher, RequestInit, Response } from 'undici';

/**
 * What every client connects through. Both honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY in either case, as curl does.
 * NODE_EXTRA_CA_CERTS is read by Node itself when it starts, and holds for all of them.
 */

let agent: Promise<Agent> | null = null;
let dispatcher: Promise<Dispatcher> | null = null;

/** The agent of clients on node:http and node:https. */
export async function proxyingAgent(): Promise<Agent> {
  agent ??= import('proxy-agent').then(({ ProxyAgent }) => new ProxyAgent({ keepAlive: true }));
  return agent;
}

/** The HTTP handler of the AWS SDK's clients. */
export async function awsRequestHandler(): Promise<NodeHttpHandler> {
  const [{ NodeHttpHandler: Handler }, shared] = await Promise.all([
    import('@smithy/node-http-handler'),
    proxyingAgent(),
  ]);
  return new Handler({ httpAgent: shared, httpsAgent: shared });
}

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** `fetch` for clients that take one. */
export async function proxyingFetch(): Promise<Fetch> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  dispatcher ??= Promise.resolve(new EnvHttpProxyAgent());
  const through = await dispatcher;
  return async (url, init) => fetch(url, { ...init, dispatcher: through });
}

/** Closes what is kept open for reuse, so that a process that has read everything can end. */
export async function closeConnections(): Promise<void> {
  const [openAgent, openDispatcher] = [await agent, await dispatcher];
  agent = null;
  dispatcher = null;
  openAgent?.destroy();
  await openDispatcher?.close();
}
