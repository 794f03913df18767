import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, callOf, type Failure, failureBody } from './wire.js';

/** What becomes of a call, in the place of the server's answer or of a part of it. */
export type Disturbance =
  | { readonly kind: 'fails'; readonly failure: Failure; readonly retryAfter?: string }
  /** Half of the body, under the length of the whole. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'page of HTML' }
  /** The right body under another type. */
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stall' }
  /** The right answer, so much later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The server's clock is so far off ours, and it refuses what was signed five minutes and more off its own. */
  | { readonly kind: 'skew'; readonly ms: number; readonly failure: Failure; readonly isSaid: boolean };

export interface Seen extends Call {
  /** How many calls of the operation in the region came before. */
  readonly before: number;
  /** How many calls in all came before. */
  readonly beforeAll: number;
  /** How many times the very same call was made before. */
  readonly same: number;
}

export interface FaultProxy {
  readonly url: string;
  /** From now on, counted anew; null leaves a call alone. */
  disturb(by: (call: Seen) => Disturbance | null): void;
  /** Calls since then, by `service:Operation region`. */
  calls(): ReadonlyMap<string, number>;
  /** The most calls that were under way at once since then, by `service region`. */
  atOnce(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** An HTTP server on loopback in front of the one at `upstream`; it ends by itself after ten minutes. */
export async function faultProxy(upstream: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let disturbance: (call: Seen) => Disturbance | null = () => null;
  let count = newCount();
  const server = createServer((incoming, response) => {
    void handle(incoming, response).catch(() => response.destroy());
  });
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const call = callOf(incoming, body);
    const done = count.begin(call);
    response.once('close', done);
    const how = disturbance(count.seen(call, body));
    if (how?.kind === 'late') await sleep(how.ms);
    if (how === null || how.kind === 'late' || how.kind === 'cut' || how.kind === 'type' || how.kind === 'skew') {
      await passOn({ upstream, agent, incoming, body, call }, response, how?.kind === 'late' ? null : how);
      return;
    }
    switch (how.kind) {
      case 'fails':
        fail(call, how.failure, response, how.retryAfter === undefined ? {} : { 'retry-after': how.retryAfter });
        return;
      case 'page of HTML':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>');
        return;
      case 'reset':
        incoming.socket.resetAndDestroy();
        return;
      case 'stall':
        return;
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free');
  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    server.closeAllConnections();
    server.close();
    agent.destroy();
    await once(server, 'close');
  };
  const timer = setTimeout(() => void stop(), 600_000);
  timer.unref();
  return {
    url: `http://127.0.0.1:${address.port}`,
    disturb(by) {
      disturbance = by;
      count = newCount();
    },
    calls: () => count.calls,
    atOnce: () => count.most,
    stop,
  };
}

interface Passing {
  readonly upstream: string;
  readonly agent: Agent;
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly call: Call;
}

async function passOn(
  { upstream, agent, incoming, body, call }: Passing,
  response: ServerResponse,
  how: Extract<Disturbance, { kind: 'cut' | 'type' | 'skew' }> | null,
): Promise<void> {
  const date = new Date(Date.now() + (how?.kind === 'skew' ? how.ms : 0));
  if (how?.kind === 'skew' && Math.abs(call.signedAtMs - date.getTime()) > 300_000) {
    fail(call, how.failure, response, how.isSaid ? { date: date.toUTCString() } : { date: 'unknown' });
    return;
  }
  const { method = 'POST', url = '/', headers } = incoming;
  const sent = ask(`${upstream}${url}`, { method, headers, agent });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const whole = await buffer(answer);
  const kept = { ...answer.headers };
  delete kept['transfer-encoding'];
  if (how?.kind === 'type') kept['content-type'] = how.type;
  response.writeHead(answer.statusCode ?? 500, {
    ...kept,
    date: date.toUTCString(),
    'content-length': String(whole.length),
  });
  if (how?.kind !== 'cut') {
    response.end(whole);
    return;
  }
  response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => response.destroy());
}

function fail(call: Call, failure: Failure, response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  response.writeHead(failure.status, { ...failureBody(call, failure).headers, ...headers });
  response.end(failureBody(call, failure).body);
}

function newCount() {
  const calls = new Map<string, number>();
  const same = new Map<string, number>();
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, by: number): number => {
    const value = (map.get(key) ?? 0) + by;
    map.set(key, value);
    return value;
  };
  let all = 0;
  return {
    calls,
    most,
    /** Gives what to call when the call is over. */
    begin({ service, region }: Call): () => void {
      const place = `${service} ${region}`;
      most.set(place, Math.max(most.get(place) ?? 0, add(now, place, 1)));
      return () => void add(now, place, -1);
    },
    seen(call: Call, body: Buffer): Seen {
      const before = add(calls, `${call.operation} ${call.region}`, 1) - 1;
      const again = add(same, `${call.operation} ${call.region} ${call.path} ${body.toString('base64')}`, 1) - 1;
      all += 1;
      return { ...call, before, beforeAll: all - 1, same: again };
    },
  };
}
