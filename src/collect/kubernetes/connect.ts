import type { RequestOptions } from 'node:https';
import { CallError } from '../transport/classify.js';
import { proxyingAgent } from '../transport/proxy.js';

/** A cluster as one kubeconfig context reaches it. */
export interface Connection {
  readonly server: URL;
  /** The TLS and authentication options of one request, made anew each time: exec plug-ins rotate their tokens. */
  options(): Promise<RequestOptions>;
}

/**
 * The connection of a kubeconfig context (KUBECONFIG, ~/.kube/config, or the pod's own service account). A proxy that the
 * cluster's entry names goes before the environment's; a cluster's own authority is the only one that is trusted for it.
 */
export async function connect(context: string): Promise<Connection> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const load = (): void => config.loadFromDefault();
  await asCredentials('BadKubeconfig', load);
  if (config.getContextObject(context) === null) {
    const known = config.getContexts().map(({ name }) => name);
    throw new CallError(
      'no-credentials',
      'NoContext',
      `the kubeconfig has no context ${context}, only ${known.join(', ')}`,
    );
  }
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (cluster === null || config.getCurrentUser() === null) {
    throw new CallError(
      'no-credentials',
      'NoCluster',
      `context ${context} names a cluster or user that the kubeconfig lacks`,
    );
  }
  const server = new URL(cluster.server);
  if (server.protocol !== 'https:') {
    throw new CallError(
      'refused-request',
      'NotHttps',
      `the server of context ${context} is not https: ${cluster.server}`,
    );
  }
  return {
    server,
    async options() {
      const options: RequestOptions = {};
      await asCredentials('AuthPlugin', () => config.applyToHTTPSOptions(options));
      return cluster.proxyUrl === undefined ? { ...options, agent: await proxyingAgent() } : options;
    },
  };
}

/** A kubeconfig that cannot be read and a plug-in that gives no token leave us without credentials. */
async function asCredentials(code: string, step: () => Promise<void> | void): Promise<void> {
  try {
    await step();
  } catch (cause) {
    throw new CallError('no-credentials', code, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
