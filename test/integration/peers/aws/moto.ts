import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { motoPython } from './moto-venv.js';
import { stopServer } from './stop-server.js';

export interface Fault {
  /** `ec2:DescribeVpcs`, `ec2:*`, `*`. */
  readonly op: string;
  /** `*` by default. */
  readonly region?: string;
  readonly kind: 'denied' | 'expired' | 'throttle' | '500' | 'html' | 'html502' | 'timeout' | 'truncate';
  /** How many calls it spoils; all of them by default. */
  readonly times?: number;
  /** How many calls are answered first. */
  readonly after?: number;
  /** How long a `timeout` waits before it answers after all. */
  readonly seconds?: number;
}

/** A moto server with `moto_plus.py`'s additions on a loopback port of its own; account 123456789012. */
export interface Moto {
  readonly url: string;
  readonly pid: number;
  /** Forgets every resource, fault and call, and the page size. */
  reset(): Promise<void>;
  /**
   * From now on ids follow from `n` and the order of the calls. The same ids come again from a server that was just
   * started; after a reset moto makes some things of its own anew, which shifts them.
   */
  seedIds(n: number): Promise<void>;
  faults(faults: readonly Fault[]): Promise<void>;
  /** Calls since the last reset of calls, by `service:Operation`. */
  calls(): Promise<Readonly<Record<string, number>>>;
  resetCalls(): Promise<void>;
  /** The largest page of EC2's answers; 0 for the usual 1000. */
  pageSize(items: number): Promise<void>;
  /** Whether IAM policies decide what a call may do; off at first. */
  enforceIam(isEnforced: boolean): Promise<void>;
  /** The keys of a new IAM user with that policy and no other. IAM must not be enforced yet. */
  createUser(name: string, policy: object): Promise<{ accessKeyId: string; secretAccessKey: string }>;
  stop(): Promise<void>;
}

export const motoAccount = '123456789012';

const readyWithinMs = 60_000;

/**
 * Starts a server, installing it first where it is missing, and resolves once it answers. With `remembers` it answers a
 * read that was asked before from memory, until the next write: for a test that reads the same account many times.
 */
export async function startMoto(options: { readonly remembers?: boolean } = {}): Promise<Moto> {
  const python = await motoPython();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const script = join(import.meta.dirname, 'moto_plus.py');
  const env = {
    ...process.env,
    PLUS_QUIET: '1',
    MOTO_EC2_LOAD_DEFAULT_AMIS: 'false',
    ...(options.remembers === true ? { PLUS_CACHE: '1' } : {}),
  };
  const server = spawn(python, [script, '-p', String(port)], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stopAtExit = () => server.kill('SIGKILL');
  process.once('exit', stopAtExit);
  await untilReady(server, url);
  const post = async (path: string, body = ''): Promise<void> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`moto answered ${response.status} to POST ${path}`);
  };
  // The same calls give the same ids in every run, so that no test depends on chance.
  await post('/moto-api/seed?a=1');
  return {
    url,
    pid: server.pid ?? 0,
    async reset() {
      await post('/moto-api/reset');
      await post('/_plus/faults', '[]');
      await post('/_plus/page', '0');
      await post('/_plus/calls');
    },
    seedIds: (n) => post(`/moto-api/seed?a=${n}`),
    faults: (faults) => post('/_plus/faults', JSON.stringify(faults)),
    async calls() {
      const response = await fetch(`${url}/_plus/calls`);
      return countsOf(await response.json());
    },
    resetCalls: () => post('/_plus/calls'),
    pageSize: (items) => post('/_plus/page', String(items)),
    enforceIam: (isEnforced) => post('/moto-api/reset-auth', isEnforced ? '0' : 'inf'),
    async createUser(name, policy) {
      await iam(url, { Action: 'CreateUser', UserName: name });
      const PolicyDocument = JSON.stringify(policy);
      await iam(url, { Action: 'PutUserPolicy', UserName: name, PolicyName: 'read', PolicyDocument });
      const made = await iam(url, { Action: 'CreateAccessKey', UserName: name });
      const [, accessKeyId = ''] = /<AccessKeyId>([^<]+)</.exec(made) ?? [];
      const [, secretAccessKey = ''] = /<SecretAccessKey>([^<]+)</.exec(made) ?? [];
      return { accessKeyId, secretAccessKey };
    },
    async stop() {
      process.off('exit', stopAtExit);
      await stopServer(server);
    },
  };
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const said: string[] = [];
  server.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline && server.exitCode === null) {
    const isUp = await fetch(`${url}/_plus/calls`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  server.kill('SIGKILL');
  throw new Error(`moto did not answer at ${url}: ${said.join('').slice(-2000)}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free');
  return address.port;
}

/** The XML of one IAM call. Unsigned but for the credential's scope, by which moto tells the service. */
async function iam(url: string, form: Readonly<Record<string, string>>): Promise<string> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none';
  const body = new URLSearchParams({ ...form, Version: '2010-05-08' });
  const response = await fetch(url, { method: 'POST', body, headers: { authorization } });
  const text = await response.text();
  if (!response.ok) throw new Error(`moto answered ${response.status} to ${form['Action'] ?? ''}: ${text}`);
  return text;
}

function countsOf(value: unknown): Record<string, number> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, count]: [string, unknown]) => [name, Number(count)]));
}
