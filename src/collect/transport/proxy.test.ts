import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { githubServer } from '../../../test/unit/peers/github-server.js';
import { kubernetesServer, writeKubeconfig } from '../../../test/unit/peers/kubernetes-server.js';
import { type Loopback, serve, tlsPath } from '../../../test/unit/peers/loopback.js';
import { stubProxies } from '../../../test/unit/peers/proxy-environment.js';
import { type ProxyServer, proxyServer } from '../../../test/unit/peers/proxy-server.js';
import { awsRequestHandler, closeConnections, proxyingFetch } from './proxy.js';

const script = fileURLToPath(new URL('../../../test/unit/peers/read-over-https.ts', import.meta.url));
const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>';

let folder: string;
let servers: readonly Loopback[] = [];
let proxy: ProxyServer;
let args: readonly string[] = [];
let ports: Readonly<Record<'github' | 'kubernetes' | 'aws', number>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'prepay-proxy-'));
  proxy = await proxyServer();
  const github = await githubServer({ rules: [], reader: 'reader', blind: 'blind' }, { tls: true });
  const kubernetes = await kubernetesServer({ pods: [], tokens: { reader: true }, pageSize: 10 });
  const aws = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'text/xml' }).end(identity), {
    tls: true,
  });
  servers = [proxy, github, kubernetes, aws];
  ports = { github: github.port, kubernetes: kubernetes.port, aws: aws.port };
  args = [`https://localhost:${github.port}`, `https://localhost:${aws.port}`];
  // No authority in the kubeconfig: the system's are trusted, which NODE_EXTRA_CA_CERTS adds to.
  const cluster = { server: `https://localhost:${kubernetes.port}`, 'certificate-authority': undefined };
  writeKubeconfig(join(folder, 'config'), cluster, { token: 'reader' });
});
afterEach(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

async function readAll(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, KUBECONFIG: join(folder, 'config'), ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args], { env });
  return JSON.parse(stdout);
}

const everywhere = (code: string): object => ({ github: code, kubernetes: code, aws: code });

describe('every client', () => {
  it('trusts what NODE_EXTRA_CA_CERTS adds, and nothing more', async () => {
    expect(await readAll({ NODE_EXTRA_CA_CERTS: tlsPath('ca.pem') })).toEqual(everywhere('complete'));
    expect(await readAll({})).toEqual(everywhere('UNABLE_TO_VERIFY_LEAF_SIGNATURE'));
    expect(proxy.asked).toEqual([]);
  }, 60_000);

  it('goes through HTTPS_PROXY, end to end encrypted', async () => {
    const environment = { NODE_EXTRA_CA_CERTS: tlsPath('ca.pem'), HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect(await readAll(environment)).toEqual(everywhere('complete'));
    expect(proxy.asked).toEqual([ports.github, ports.kubernetes, ports.aws].map((port) => `CONNECT localhost:${port}`));
  }, 60_000);

  it('stays away from the proxy where NO_PROXY says so', async () => {
    const environment = {
      NODE_EXTRA_CA_CERTS: tlsPath('ca.pem'),
      https_proxy: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: 'localhost',
    };
    expect(await readAll(environment)).toEqual(everywhere('complete'));
    expect(proxy.asked).toEqual([]);
  }, 60_000);

  it('does not go round a proxy that is dead', async () => {
    const environment = { NODE_EXTRA_CA_CERTS: tlsPath('ca.pem'), HTTPS_PROXY: 'http://127.0.0.1:1' };
    expect(await readAll(environment)).toEqual(everywhere('ECONNREFUSED'));
  }, 60_000);
});

describe('plain HTTP', () => {
  afterEach(async () => {
    vi.unstubAllEnvs();
    await closeConnections();
  });

  it.each([
    ['goes through HTTP_PROXY', undefined, 2],
    ['stays away from it where NO_PROXY says so', '127.0.0.1', 0],
  ])('%s', async (_, noProxy, through) => {
    stubProxies({
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      ...(noProxy === undefined ? {} : { NO_PROXY: noProxy }),
    });
    const plain = await serve((_, answer) => answer.writeHead(200, { 'content-type': 'text/xml' }).end(identity));
    const url = `http://127.0.0.1:${plain.port}`;
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    const client = new STSClient({
      endpoint: url,
      region: 'eu-west-1',
      credentials,
      requestHandler: await awsRequestHandler(),
    });
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: 'a' });
    const fetched = await (await proxyingFetch())(url);
    expect(await fetched.text()).toBe(identity);
    expect(proxy.asked).toHaveLength(through);
    await plain.close();
  });
});
