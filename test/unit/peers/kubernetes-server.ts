import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { type Loopback, serve, tlsPath } from './loopback.js';

export interface KubernetesScenario {
  readonly pods: readonly object[];
  /** Bearer token → whether it may list pods. */
  readonly tokens: Readonly<Record<string, boolean>>;
  /** The server's own cap on a page. */
  readonly pageSize: number;
  /** What to do instead on the n-th call, counted from 0. */
  readonly instead?: Readonly<Record<number, (answer: ServerResponse) => void>>;
}

export interface KubernetesServer extends Loopback {
  readonly calls: readonly string[];
}

/** A list of pods over HTTPS as the API server gives it: limit, continue, metav1.Status for what goes wrong. */
export async function kubernetesServer(scenario: KubernetesScenario): Promise<KubernetesServer> {
  const calls: string[] = [];
  const loopback = await serve(
    (request, answer) => {
      const url = new URL(request.url ?? '', 'https://localhost');
      const instead = scenario.instead?.[calls.length];
      calls.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
      if (instead !== undefined) {
        instead(answer);
        return;
      }
      const refusal = refusalOf(request.headers.authorization, url.pathname, scenario);
      if (refusal !== null) {
        sendStatus(answer, ...refusal);
        return;
      }
      const size = Math.min(Number(url.searchParams.get('limit') ?? 500), scenario.pageSize);
      const from = Number(Buffer.from(url.searchParams.get('continue') ?? '', 'base64').toString() || 0);
      const isLast = from + size >= scenario.pods.length;
      send(answer, 200, {
        kind: 'PodList',
        apiVersion: 'v1',
        metadata: {
          resourceVersion: '10',
          ...(isLast ? {} : { continue: Buffer.from(String(from + size)).toString('base64') }),
        },
        items: scenario.pods.slice(from, from + size),
      });
    },
    { tls: true },
  );
  return { calls, ...loopback };
}

function refusalOf(
  authorization: string | undefined,
  path: string,
  { tokens }: KubernetesScenario,
): [number, string, string] | null {
  const mayList = tokens[(authorization ?? '').replace('Bearer ', '')];
  if (mayList === undefined) return [401, 'Unauthorized', 'Unauthorized'];
  if (!mayList) return [403, 'Forbidden', 'pods is forbidden: User "ci" cannot list resource "pods"'];
  return /^\/api\/v1\/(namespaces\/wallet\/)?pods$/.test(path) ? null : [404, 'NotFound', 'not found'];
}

export function sendStatus(
  answer: ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  send(
    answer,
    code,
    { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
    headers,
  );
}

function send(answer: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  answer.writeHead(status, {
    'content-type': 'application/json',
    'audit-id': 'a-1',
    date: 'Wed, 25 Nov 2026 12:00:00 GMT',
    ...headers,
  });
  answer.end(JSON.stringify(body));
}

/** Writes a kubeconfig of one context, `prod`, whose authority is the test authority unless told otherwise. */
export function writeKubeconfig(path: string, cluster: object, user: object): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'other',
    contexts: [
      { name: 'prod', context: { cluster: 'c', user: 'u' } },
      { name: 'torn', context: { cluster: 'gone', user: 'u' } },
    ],
    clusters: [{ name: 'c', cluster: { 'certificate-authority': tlsPath('ca.pem'), ...cluster } }],
    users: [{ name: 'u', user }],
  };
  writeFileSync(path, JSON.stringify(config));
}
