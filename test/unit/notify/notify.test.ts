import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/app/config.js';
import { notifyTargets } from '../../../src/app/config-notify.js';
import { notifyAll } from '../../../src/app/notify.js';
import type { Drift } from '../../../src/core/drift.js';
import { comparePacks } from '../../../src/drift/compare.js';
import { send } from '../../../src/notify/send.js';
import { secretBytes, signedHeaders } from '../../../src/notify/signature.js';
import { slackMessage } from '../../../src/notify/slack.js';
import type { Target } from '../../../src/notify/target.js';
import { driftMessage } from '../../../src/report/drift-message.js';
import { fail, found, packOf } from '../drift/packs.js';

type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

let server: Server;
let url = '';
let answer: Answer;
let attempts = 0;
const bodies: string[] = [];
const headers: IncomingMessage['headers'][] = [];
const secret = Buffer.alloc(32, 7);
const limits = { attempts: 4, attemptMs: 300, totalMs: 5_000, firstWaitMs: 5 };

beforeEach(async () => {
  attempts = 0;
  bodies.length = 0;
  headers.length = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      attempts += 1;
      bodies.push(body);
      headers.push(request.headers);
      answer(request, response, attempts);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const status =
  (code: number, more: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, more).end('the body of the answer');
  };

function webhook(): Target {
  return { type: 'webhook', name: 'webhook (HOOK)', url: `${url}/hidden-path`, on: 'always', secret };
}

async function regression(id = 'sg-1'): Promise<Drift> {
  return comparePacks(packOf({ findings: [found(id)] }), packOf({ findings: [fail(id)] }), {
    failOn: 'high',
    allowIncomplete: [],
  });
}

const tell = async (targets: readonly Target[], drift: Drift, more = {}) =>
  notifyAll(targets, drift, { signal: new AbortController().signal, runUrl: null, limits, ...more });

describe('a receiver', () => {
  it('that takes it is told once', async () => {
    answer = status(204);
    expect(await tell([webhook()], await regression())).toEqual(['webhook (HOOK)']);
    expect(attempts).toBe(1);
  });

  it('that throttles is asked again when it said', async () => {
    let [first, second] = [0, 0];
    answer = (request, response, attempt) => {
      if (attempt === 1) first = Date.now();
      else second = Date.now();
      status(attempt === 1 ? 429 : 200, { 'retry-after': '1' })(request, response, attempt);
    };
    await tell([webhook()], await regression());
    expect(attempts).toBe(2);
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(bodies[0]).toBe(bodies[1]);
    expect(headers[0]?.['webhook-id']).toBe(headers[1]?.['webhook-id']);
  });

  it('that resets the connection once is asked again', async () => {
    answer = (request, response, attempt) => {
      if (attempt === 1) request.socket.destroy();
      else status(200)(request, response, attempt);
    };
    expect(await tell([webhook()], await regression())).toHaveLength(1);
    expect(attempts).toBe(2);
  });

  it.each<[string, Answer, number, RegExp]>([
    ['fails for ever', status(500), 4, /answered 500 after 4 attempts\./],
    ['hangs', () => undefined, 4, /no answer in time after 4 attempts\./],
    [
      'resets each connection',
      (request) => request.socket.destroy(),
      4,
      /the connection failed \(\w+\) after 4 attempts\./,
    ],
    [
      'redirects',
      status(302, { location: 'http://127.0.0.1:1/' }),
      1,
      /answered 302: redirects are not followed after 1 attempt\./,
    ],
    ['refuses', status(403), 1, /answered 403 after 1 attempt\./],
    [
      'asks to be left alone for too long',
      status(503, { 'retry-after': '600' }),
      1,
      /answered 503 after 1 attempt; no time was left for another\./,
    ],
    [
      'asks for it by a date',
      status(503, { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }),
      1,
      /no time was left/,
    ],
    ['asks for nonsense', status(503, { 'retry-after': 'soon' }), 4, /answered 503 after 4 attempts/],
  ])('that %s is an error, and the address is not told', async (_, answers, times, why) => {
    answer = answers;
    const failed = tell([webhook()], await regression(), { limits: { ...limits, attemptMs: 150 } });
    await expect(failed).rejects.toMatchObject({ code: 'PREPAY_NOTIFY_FAILED', exit: 4 });
    await expect(failed).rejects.toThrow(why);
    await expect(failed).rejects.not.toThrow(/hidden-path|body of the answer/);
    expect(attempts).toBe(times);
  });

  it('that fails keeps nobody else from being told', async () => {
    answer = (request, response, attempt) => status(request.url === '/hook' ? 200 : 404)(request, response, attempt);
    const slack: Target = { type: 'slack', name: 'slack (S)', url: `${url}/hook`, on: 'regression' };
    await expect(tell([webhook(), slack], await regression())).rejects.toThrow(
      /^webhook \(HOOK\): answered 404 after 1 attempt\. The drift itself: a regression of 1,/,
    );
    expect(attempts).toBe(2);
  });

  it('is not asked again once the run is interrupted', async () => {
    const controller = new AbortController();
    answer = (request, response, attempt) => {
      controller.abort();
      status(500)(request, response, attempt);
    };
    await expect(tell([webhook()], await regression(), { signal: controller.signal })).rejects.toThrow(
      /webhook \(HOOK\)/,
    );
    expect(attempts).toBe(1);
    const slept = send(url, '{}', {
      post: () => Promise.reject(new Error('no network')),
      headers: () => ({}),
      now: () => 0,
      random: () => 0,
      sleep: () => Promise.reject(new Error('aborted')),
      signal: new AbortController().signal,
    });
    expect(await slept).toBe('the connection failed (no code) after 5 attempts');
  });
});

describe('who is told', () => {
  const slack = (): Target => ({ type: 'slack', name: 'slack (S)', url, on: 'regression' });

  it('of no regression: whoever always wants to know', async () => {
    answer = status(200);
    const same = await comparePacks(packOf({ findings: [fail('sg-1')] }), packOf({ findings: [fail('sg-1')] }), {
      failOn: 'high',
      allowIncomplete: [],
    });
    expect(await tell([slack()], same)).toEqual([]);
    expect(await tell([slack(), webhook()], same)).toEqual(['webhook (HOOK)']);
  });

  it('of what is worse under changed rules: everybody, since the next night would call it standing', async () => {
    answer = status(200);
    const drift = { ...(await regression()), exit: 0 as const, counted: 0, worseByRules: 1 };
    expect(await tell([slack()], drift)).toEqual(['slack (S)']);
    expect(bodies[0]).toContain('1 worse under changed rules');
  });

  it('nobody, where a card number would be sent', async () => {
    answer = status(200);
    await expect(tell([slack()], await regression('bucket-4111111111111111'))).rejects.toMatchObject({
      code: 'PREPAY_SECRET_IN_OUTPUT',
    });
    await expect(tell([webhook()], await regression('bucket-4111111111111111'))).rejects.toMatchObject({
      code: 'PREPAY_SECRET_IN_OUTPUT',
    });
    expect(attempts).toBe(0);
  });
});

describe('what is sent', () => {
  it('is a CloudEvent whose signature the receiver can make again', async () => {
    answer = status(200);
    const drift = await regression();
    await tell([webhook()], drift, { runUrl: 'https://ci.example/1' });
    const event: unknown = JSON.parse(bodies[0] ?? '');
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'example.prepay.drift.v1',
      source: 'urn:prepay:audit',
      subject: drift.after.packId,
      datacontenttype: 'application/json',
      data: { exit: 1, counted: 1, runUrl: 'https://ci.example/1', changes: [{ class: 'regressed', id: 'sg-1' }] },
    });
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers[0] ?? {};
    const expected = createHmac('sha256', secret)
      .update(`${String(id)}.${String(time)}.${bodies[0] ?? ''}`)
      .digest('base64');
    expect(signature).toBe(`v1,${expected}`);
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(60);
  });

  it('is signed as the example of the convention is', () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: the reference libraries' test.
    const key = secretBytes('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? new Uint8Array();
    expect(
      signedHeaders(key, {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        timeMs: 1_614_265_330_000,
        body: '{"test": 2432232314}',
      }),
    ).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is plain text on Slack: no mention, no link, no markup, and bounded', () => {
    const { body } = slackMessage('<!channel> & <https://evil.example|click>');
    expect(JSON.parse(body)).toEqual({
      text: '&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;',
      mrkdwn: false,
    });
    const long = JSON.parse(slackMessage('&'.repeat(10_000)).body) as { text: string };
    expect(long.text.length).toBeLessThanOrEqual(3002);
    expect(long.text).toMatch(/^(?:&amp;)+ …$/);
  });

  it('names five of what counts, and what hides or steers is written out', async () => {
    const ids = ['sg-\u202e1', 'sg-2', 'sg-3', 'sg-4', 'sg-5', 'sg-6', 'sg-7'];
    const drift = await comparePacks(
      packOf({ findings: ids.map((id) => found(id)) }),
      packOf({ findings: ids.map((id) => fail(id)) }),
      {
        failOn: 'high',
        allowIncomplete: [],
      },
    );
    const text = driftMessage(drift, null);
    expect(text.split('\n').filter((line) => line.startsWith('• '))).toHaveLength(5);
    expect(text).toContain('and 2 more');
    expect(text).not.toContain('\u202e');
  });
});

describe('notify of the configuration', () => {
  const targets = (yaml: string, environment: Record<string, string> = {}) =>
    notifyTargets(parseConfig('prepay.yaml', `version: 1\nnotify:\n${yaml}\n`).config.notify ?? [], environment);
  const env = { SLACK_URL: 'https://hooks.slack.example/x', HOOK: 'https://hook.example/?t=1', SECRET: 'x'.repeat(24) };

  it('takes addresses and secrets from the environment', () => {
    const found_ = targets(
      '  - slack: { urlEnv: SLACK_URL }\n  - { webhook: { urlEnv: HOOK, secretEnv: SECRET }, on: always }',
      env,
    );
    expect(found_).toEqual([
      { type: 'slack', name: 'slack (SLACK_URL)', url: env.SLACK_URL, on: 'regression' },
      { type: 'webhook', name: 'webhook (HOOK)', url: env.HOOK, on: 'always', secret: Buffer.from(env.SECRET) },
    ]);
    expect(targets('  - webhook: { url: https://hook.example/x, secretEnv: SECRET }', env)).toMatchObject([
      { name: 'webhook (hook.example)' },
    ]);
  });

  it.each([
    ['no target', '  - on: always'],
    ['two targets in one entry', '  - { slack: { urlEnv: A }, webhook: { urlEnv: B, secretEnv: C } }'],
    ['no address', '  - webhook: { secretEnv: C }'],
    ['two addresses', '  - webhook: { url: https://a.example, urlEnv: B, secretEnv: C }'],
    ['an address that is none', '  - webhook: { url: nonsense, secretEnv: C }'],
    ['an address without TLS', '  - webhook: { url: http://a.example/, secretEnv: C }'],
    ['an address with a password', '  - webhook: { url: https://a:b@c.example/, secretEnv: C }'],
    ['an address with a query, which may be a token', '  - webhook: { url: https://c.example/?token=1, secretEnv: C }'],
    ['no secret', '  - webhook: { url: https://a.example }'],
    ['an address in the place of a name', '  - slack: { urlEnv: https://hooks.slack.example/x }'],
    ['an address of Slack', '  - slack: { url: https://hooks.slack.example/x }'],
    ['another format', '  - webhook: { url: https://a.example, secretEnv: C, format: xml }'],
  ])('refuses %s', (_, yaml) => {
    expect(() => targets(yaml, env)).toThrow(/prepay\.yaml:3 /);
  });

  it('refuses a variable that is not set, or holds no address, without its value', () => {
    expect(() => targets('  - slack: { urlEnv: NOT_SET }', env)).toThrow('an https:// address in NOT_SET, got nothing');
    expect(() => targets('  - slack: { urlEnv: SECRET }', env)).toThrow(/got something else$/);
    expect(() => targets('  - webhook: { url: https://a.example, secretEnv: NOT_SET }', env)).toThrow(
      '24 bytes in NOT_SET',
    );
    expect(secretBytes('whsec_c2hvcnQ=')).toBeNull();
  });
});
