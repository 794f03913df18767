/**
 * A process of its own that reads once from GitHub, Kubernetes and AWS, since Node reads NODE_EXTRA_CA_CERTS only when it
 * starts. Prints {github, kubernetes, aws}: how each read ended. Arguments: the GitHub and AWS URLs.
 */
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { githubCaller } from '../../../src/collect/github/caller.js';
import { kubernetesCaller } from '../../../src/collect/kubernetes/caller.js';
import { forEachPage } from '../../../src/collect/transport/drain.js';
import { liveTransport } from '../../../src/collect/transport/live.js';
import { awsRequestHandler, closeConnections } from '../../../src/collect/transport/proxy.js';
import type { Caller } from '../../../src/collect/transport/transport.js';
import type { ReadRequest } from '../../../src/core/read.js';

const [apiUrl = '', endpoint = ''] = process.argv.slice(2);

async function outcome(caller: Caller, request: Omit<ReadRequest, 'source'>): Promise<string> {
  const transport = liveTransport({
    callers: [caller],
    budget: { maxAttempts: 1, retries: 0 },
    concurrency: 1,
    timeoutMs: 10_000,
    now: Date.now,
    random: Math.random,
    sleep: () => Promise.resolve(),
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const { outcome: ended, end } = await forEachPage(transport, { source: caller.source, ...request }, () => undefined);
  return end === null || end.error === null ? ended : end.error.code;
}

async function aws(): Promise<string> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
  const client = new STSClient({
    endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials,
    requestHandler: await awsRequestHandler(),
  });
  try {
    await client.send(new GetCallerIdentityCommand({}));
    return 'complete';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const result = {
  github: await outcome(githubCaller({ token: 'reader', apiUrl }), {
    scope: { source: 'github', org: 'prepay', repo: 'wallet' },
    operation: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
    input: { branch: 'main' },
  }),
  kubernetes: await outcome(kubernetesCaller(), {
    scope: { source: 'kubernetes', cluster: 'prod' },
    operation: 'GET /api/v1/pods',
    input: {},
  }),
  aws: await aws(),
};
await closeConnections();
process.stdout.write(JSON.stringify(result));
