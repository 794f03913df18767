import { setTimeout as sleep } from 'node:timers/promises';
import { closeConnections, proxyingFetch } from '../collect/transport/proxy.js';
import type { Drift } from '../core/drift.js';
import { PrepayError } from '../core/errors.js';
import { sha256Hex } from '../core/json.js';
import { cloudEvent, cloudEventType } from '../notify/cloud-event.js';
import { type Post, send, type SendOptions } from '../notify/send.js';
import { signedHeaders } from '../notify/signature.js';
import { slackMessage } from '../notify/slack.js';
import type { Target } from '../notify/target.js';
import { findCardNumbers } from '../pan/index.js';
import { driftEvent, driftMessage } from '../report/drift-message.js';
import { guardOutput } from '../report/guard.js';

export interface NotifyOptions {
  readonly signal: AbortSignal;
  /** The CI run's URL, if there is one. */
  readonly runUrl: string | null;
  /** In the place of the usual ones. */
  readonly limits?: SendOptions['limits'];
}

/**
 * Tells every target that is to be told, each once; gives their names. Throws PREPAY_NOTIFY_FAILED, once all were tried, naming
 * those that could not be told, and PREPAY_SECRET_IN_OUTPUT before anything is sent.
 */
export async function notifyAll(
  targets: readonly Target[],
  drift: Drift,
  options: NotifyOptions,
): Promise<readonly string[]> {
  const wanted = targets.filter(({ on }) => on === 'always' || isWorthTelling(drift));
  const prepared = wanted.map((target) => ({ target, ...messageFor(target, drift, options.runUrl) }));
  try {
    const post: Post = await proxyingFetch();
    const failed: string[] = [];
    for (const { target, body, headers } of prepared) {
      const why = await send(target.url, body, { ...clockOf(options), post, headers });
      if (why !== null) failed.push(`${target.name}: ${why}`);
    }
    if (failed.length > 0) throw notTold(failed, drift);
    return wanted.map(({ name }) => name);
  } finally {
    await closeConnections();
  }
}

/** What counts, and what is worse for changed rules: the next comparison would call it standing. */
function isWorthTelling({ exit, worseByRules }: Drift): boolean {
  return exit === 1 || worseByRules > 0;
}

function notTold(failed: readonly string[], drift: Drift): PrepayError {
  const outcome = drift.exit === 1 ? `a regression of ${drift.counted}` : 'no regression that counts';
  return new PrepayError(
    'PREPAY_NOTIFY_FAILED',
    `${failed.join('; ')}. The drift itself: ${outcome}, from ${drift.before.packId} to ${drift.after.packId}`,
    'Mend the address, or the receiver. The pack and the report of the drift are written.',
  );
}

interface Prepared {
  readonly body: string;
  readonly headers: SendOptions['headers'];
}

function messageFor(target: Target, drift: Drift, runUrl: string | null): Prepared {
  if (target.type === 'slack') {
    const { body, headers } = slackMessage(driftMessage(drift, runUrl));
    return { body: guarded(body), headers: () => headers };
  }
  const id = sha256Hex(`${drift.before.manifestSha256} ${drift.after.manifestSha256}`);
  const body = guarded(
    cloudEvent({ id, subject: drift.after.packId, time: drift.after.declaredAt, data: driftEvent(drift, runUrl) }),
  );
  return {
    body,
    headers: (timeMs) => ({
      'content-type': cloudEventType,
      ...signedHeaders(target.secret, { id, timeMs, body }),
    }),
  };
}

function guarded(body: string): string {
  return guardOutput('notification', body, findCardNumbers);
}

function clockOf({ signal, limits }: NotifyOptions): Omit<SendOptions, 'post' | 'headers'> {
  return {
    now: () => Date.now(),
    random: Math.random,
    sleep: async (ms, until) => {
      await sleep(ms, undefined, { signal: until });
    },
    signal,
    ...(limits === undefined ? {} : { limits }),
  };
}
