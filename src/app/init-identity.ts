import { setTimeout as sleep } from 'node:timers/promises';
import { awsCaller } from '../collect/aws/caller.js';
import { type AwsIdentity, collectIdentity } from '../collect/aws/collect-identity.js';
import { configuredRegion } from '../collect/aws/credentials.js';
import { liveTransport } from '../collect/transport/live.js';
import { awsRequestHandler, closeConnections } from '../collect/transport/proxy.js';

/** A person waits for it. */
const usualPatienceMs = 5000;

/** Whose the AWS credentials of the environment are; null where there are none, or STS does not say within a few seconds. */
export async function identityAtHand(
  profile: string | null,
  patienceMs = usualPatienceMs,
): Promise<AwsIdentity | null> {
  const patience = AbortSignal.timeout(patienceMs);
  const late = new Promise<null>((resolve) => patience.addEventListener('abort', () => resolve(null), { once: true }));
  try {
    return await Promise.race([ask(profile, patience, patienceMs).catch(() => null), late]);
  } finally {
    await closeConnections();
  }
}

async function ask(profile: string | null, signal: AbortSignal, timeoutMs: number): Promise<AwsIdentity | null> {
  const homeRegion = (await configuredRegion(process.env, profile)) ?? 'us-east-1';
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? null;
  const transport = liveTransport({
    callers: [awsCaller({ homeRegion, profile, endpoint, requestHandler: awsRequestHandler })],
    concurrency: 1,
    budget: { maxAttempts: 1, retries: 0 },
    timeoutMs,
    signal,
    now: Date.now,
    random: Math.random,
    sleep: (ms) => sleep(ms),
    onEvent: () => undefined,
  });
  const ignore = (): void => undefined;
  return collectIdentity({ transport, sink: { fact: ignore, covered: ignore, gap: ignore } }, null);
}
