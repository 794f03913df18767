import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadLine, ReadRequest } from '../../core/read.js';
import {
  type KubernetesScenario,
  kubernetesServer,
  sendStatus,
  writeKubeconfig,
} from '../../../test/unit/peers/kubernetes-server.js';
import type { Loopback } from '../../../test/unit/peers/loopback.js';
import { stubNoProxy } from '../../../test/unit/peers/proxy-environment.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from '../transport/drain.js';
import { liveTransport } from '../transport/live.js';
import { closeConnections } from '../transport/proxy.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import { kubernetesCaller } from './caller.js';
import { kubernetesOperations } from './operations.js';

const request: ReadRequest = {
  source: 'kubernetes',
  scope: { source: 'kubernetes', cluster: 'prod' },
  operation: 'GET /api/v1/pods',
  input: {},
};

const pod = (name: string): object => ({
  metadata: {
    name,
    creationTimestamp: '2026-11-25T12:00:00.123456Z',
    managedFields: [{ manager: 'kubectl' }],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}', kept: 'yes' },
  },
  spec: {
    fieldThatNoModelKnows: true,
    containers: [
      {
        name: 'c',
        env: [
          { name: 'PASSWORD', value: 'hunter2' },
          { name: 'FROM', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        ],
      },
    ],
    initContainers: [{ name: 'i', env: [{ name: 'A', value: 'b' }] }],
  },
});
const scenario: KubernetesScenario = {
  pods: ['a', 'b', 'c'].map(pod),
  tokens: { reader: true, blind: false },
  pageSize: 2,
};

let folder: string;
const open: Loopback[] = [];
beforeEach(() => {
  stubNoProxy();
  folder = mkdtempSync(join(tmpdir(), 'prepay-k8s-'));
  vi.stubEnv('KUBECONFIG', join(folder, 'config'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  for (const server of open.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

interface Setting {
  readonly token?: string;
  readonly cluster?: object;
  readonly asked?: ReadRequest;
  readonly more?: Partial<KubernetesScenario>;
}

async function read({ token = 'reader', cluster = {}, asked = request, more = {} }: Setting = {}) {
  const server = await kubernetesServer({ ...scenario, ...more });
  open.push(server);
  writeKubeconfig(join(folder, 'config'), { server: `https://127.0.0.1:${server.port}`, ...cluster }, { token });
  const caller = kubernetesCaller();
  const { options, waits } = watched();
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  return { server, store, waits, lines: store.all, ending: await forEachPage(transport, asked, () => undefined) };
}

describe('a Kubernetes read', () => {
  it('is recorded page by page as the server sent it, less what is never kept, and replayed', async () => {
    const { server, lines, store, ending } = await read();
    expect(ending).toMatchObject({ outcome: 'complete', gap: null });
    expect(server.calls).toEqual(['GET /api/v1/pods?limit=500', 'GET /api/v1/pods?limit=500&continue=Mg%3D%3D']);
    const dropped = { redacted: 'not-collected' };
    expect(lines[1]).toMatchObject({
      response: {
        kind: 'PodList',
        items: [
          {
            metadata: {
              name: 'c',
              creationTimestamp: '2026-11-25T12:00:00.123456Z',
              managedFields: dropped,
              annotations: { 'kubectl.kubernetes.io/last-applied-configuration': dropped, kept: 'yes' },
            },
            spec: {
              fieldThatNoModelKnows: true,
              containers: [
                {
                  env: [
                    { name: 'PASSWORD', value: dropped },
                    { name: 'FROM', valueFrom: { secretKeyRef: { name: 's' } } },
                  ],
                },
              ],
              initContainers: [{ env: [{ name: 'A', value: dropped }] }],
            },
          },
        ],
      },
      token: { request: 'Mg==', next: null },
      requestId: 'a-1',
      serverDate: 'Wed, 25 Nov 2026 12:00:00 GMT',
      command: "kubectl --context 'prod' get --raw '/api/v1/pods?limit=500'",
    });
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|secret":1|Bearer|reader/);
    const again: ReadLine[] = [];
    for await (const line of replay(store).read(request)) again.push(line);
    expect(again).toEqual(lines);
  });

  it('asks for one namespace, with the selectors of its input', async () => {
    const asked = {
      ...request,
      operation: 'GET /api/v1/namespaces/{namespace}/pods',
      scope: { ...request.scope, namespace: 'wallet' },
      input: { labelSelector: 'a=b', timeoutSeconds: 5 },
    };
    const { server, ending } = await read({ asked, more: { pageSize: 9 } });
    expect([ending.outcome, server.calls]).toEqual([
      'complete',
      ['GET /api/v1/namespaces/wallet/pods?limit=500&labelSelector=a%3Db&timeoutSeconds=5'],
    ]);
  });

  it('keeps a path that the server has in front of its API', async () => {
    const server = await kubernetesServer(scenario);
    open.push(server);
    const { server: counted } = await read({
      cluster: { server: `https://127.0.0.1:${server.port}/k8s/clusters/c-1/` },
    });
    expect([server.calls, counted.calls]).toEqual([['GET /k8s/clusters/c-1/api/v1/pods?limit=500'], []]);
  });

  it.each([
    ['a user who may not list', 'blind', { class: 'access-denied', code: 'Forbidden' }],
    ['a token that is not accepted', 'stale', { class: 'expired-token', code: 'Unauthorized' }],
  ])('is denied to %s', async (_, token, error) => {
    expect((await read({ token })).ending).toMatchObject({ outcome: 'denied', delivered: false, end: { error } });
  });

  it('has no credentials without the context, or with one that leads nowhere', async () => {
    for (const [cluster, message] of [
      ['staging', 'the kubeconfig has no context staging, only prod, torn'],
      ['torn', 'context torn names a cluster or user that the kubeconfig lacks'],
    ] as const) {
      const { ending } = await read({ asked: { ...request, scope: { source: 'kubernetes', cluster } } });
      expect(ending).toMatchObject({ outcome: 'denied', end: { error: { class: 'no-credentials', message } } });
    }
  });

  it.each([
    ['a kubeconfig that is none', 'BadKubeconfig', 'clusters: [', {}],
    [
      'a plug-in that is not there',
      'AuthPlugin',
      null,
      { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: join(tmpdir(), 'no-such-plugin') } },
    ],
  ])('has no credentials with %s', async (_, code, text, user) => {
    if (text === null) writeKubeconfig(join(folder, 'config'), { server: 'https://127.0.0.1:1' }, user);
    else writeFileSync(join(folder, 'config'), text);
    const transport = liveTransport({ ...watched().options, callers: [kubernetesCaller()] });
    expect(await forEachPage(transport, request, () => undefined)).toMatchObject({
      outcome: 'denied',
      end: { error: { class: 'no-credentials', code } },
    });
  });

  it('sends no token over plain HTTP', async () => {
    const { ending } = await read({ cluster: { server: 'http://127.0.0.1:1' } });
    expect(ending).toMatchObject({ outcome: 'failed', end: { error: { class: 'refused-request', code: 'NotHttps' } } });
  });

  it('is cut short where the list is gone before its end (410), and replays so', async () => {
    const { ending, store } = await read({
      more: {
        instead: { 1: (answer) => sendStatus(answer, 410, 'Expired', 'The provided continue parameter is too old') },
      },
    });
    expect(ending).toMatchObject({
      outcome: 'failed',
      delivered: true,
      end: { error: { class: 'page-order', code: 'Expired' } },
    });
    expect(await forEachPage(replay(store), request, () => undefined)).toEqual(ending);
  });

  it('waits on 429 as long as the server says', async () => {
    const { ending, waits } = await read({
      more: { instead: { 0: (answer) => sendStatus(answer, 429, 'TooManyRequests', 'later', { 'retry-after': '2' }) } },
    });
    expect([ending.outcome, waits]).toEqual(['complete', [2100]]);
  });

  it.each([
    ['HTML', raw('<html>'), 'malformed-answer', 1],
    ['JSON that is no list', raw('{"kind":"Pod"}'), 'malformed-answer', 1],
    ['a list of which items are no list', raw('{"metadata":{},"items":{}}'), 'malformed-answer', 1],
    ['JSON that is no object', raw('[]'), 'malformed-answer', 1],
    ['a number past 2^53', raw('{"metadata":{},"items":[12345678901234567890]}'), 'malformed-answer', 1],
    ['a 404 in plain text', raw('404 page not found', 404), 'not-found', 1],
    ["a gateway's page", raw('<html>Bad Gateway</html>', 502), 'server-error', 4],
    ['a 503 without a Status', raw('{}', 503), 'server-error', 4],
    ['an answer cut in the middle', cutBody, 'connection', 4],
  ])('ends on %s', async (_, instead, errorClass, attempts) => {
    const { ending } = await read({ more: { instead: { 0: instead, 1: instead, 2: instead, 3: instead } } });
    expect(ending).toMatchObject({ delivered: false, end: { attempts, error: { class: errorClass } } });
  });

  it('does not trust a server whose authority the kubeconfig does not name', async () => {
    const { ending, server } = await read({ cluster: { 'certificate-authority': undefined } });
    expect(ending).toMatchObject({
      outcome: 'failed',
      end: { error: { class: 'connection', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
    });
    expect(server.calls).toEqual([]);
  });

  it('reads the list of an item-less answer as an empty page', async () => {
    const { ending } = await read({ more: { instead: { 0: raw('{"metadata":{"continue":""}}') } } });
    expect(ending).toMatchObject({ outcome: 'complete', delivered: true });
  });

  it('has an operation for each list, and no other', () => {
    const caller = kubernetesCaller();
    expect(caller.host(request)).toBe('kubernetes/prod');
    for (const name of kubernetesOperations.keys()) expect(caller.operation(name).permissions).not.toEqual([]);
    expect(() => caller.operation('GET /api/v1/secrets')).toThrow(
      /source kubernetes has no operation GET \/api\/v1\/secrets/,
    );
  });
});

function raw(body: string, status = 200) {
  return (answer: ServerResponse): void => {
    answer.writeHead(status);
    answer.end(body);
  };
}

function cutBody(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-length': '1000' });
  answer.write('{"metadata"');
  setTimeout(() => answer.destroy(), 5);
}
