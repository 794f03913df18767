/**
 * Makes the calls of an audit again through the SDK's clients, pages and all, and throws the answers away.
 * usage: loop.js READS_JSON CONCURRENCY, with the credentials, region and endpoint in the environment as for the audit
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sharedCredentials } from '../../src/collect/aws/credentials.js';
import { awsOperation, awsService, regionOf } from '../../src/collect/aws/operations.js';
import type { AwsOperation, Send } from '../../src/collect/aws/service.js';
import { hostQueues } from '../../src/collect/transport/host-queues.js';
import { awsRequestHandler } from '../../src/collect/transport/proxy.js';
import { report } from './usage.js';

const [file = '', concurrency = ''] = process.argv.slice(2);
const reads = z
  .array(
    z.object({
      source: z.string(),
      operation: z.string(),
      scope: z.object({ region: z.string().optional() }),
      input: z.record(z.string(), z.json()),
    }),
  )
  .parse(JSON.parse(await readFile(file, 'utf8')));

const home = process.env['AWS_REGION'] ?? 'us-east-1';
const queues = hostQueues({ concurrency: Number(concurrency), now: Date.now, sleep: (ms) => sleep(ms) });
const requestHandler = await awsRequestHandler();
const shared = { profile: null, endpoint: process.env['AWS_ENDPOINT_URL'] ?? null, requestHandler };
const { provider: credentials } = await sharedCredentials({ region: home, ...shared });
const clients = new Map<string, Promise<Readonly<Record<string, Send>>>>();
const fewest: Record<string, number> = {};
let items = 0;
await Promise.all(reads.filter(({ source }) => source === 'aws').map(read));
report({ fewest, items });

async function read({ operation: name, scope, input }: (typeof reads)[number]): Promise<void> {
  const operation = awsOperation(name);
  const service = awsService(operation.service);
  const region = regionOf(service, scope.region, home);
  const host = `${operation.service}.${region}`;
  const client = clients.get(host) ?? service.connect({ region, ...shared, credentials });
  clients.set(host, client);
  const send = (await client)[operation.action];
  if (send === undefined) throw new Error(`no client makes ${name}`);
  let count = 0;
  for (let token: string | null = null, isFirst = true; isFirst || token !== null; isFirst = false) {
    const asked = { ...input, ...pageOf(operation, token) };
    const output: object = await queues.run(host, () => send(asked, new AbortController().signal));
    const listed = memberAt(output, operation.answers);
    count += Array.isArray(listed) ? listed.length : 1;
    const next = operation.paging === null ? null : memberAt(output, operation.paging.responseToken);
    token = typeof next === 'string' && next !== '' ? next : null;
  }
  items += count;
  const calls = operation.paging === null ? 1 : Math.max(1, Math.ceil(count / operation.paging.size));
  fewest[name] = (fewest[name] ?? 0) + calls;
}

function memberAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((at, name): unknown => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value);
}

function pageOf({ paging }: AwsOperation, token: string | null): Record<string, string | number> {
  if (paging === null) return {};
  return { [paging.sizeMember]: paging.size, ...(token === null ? {} : { [paging.requestToken]: token }) };
}
