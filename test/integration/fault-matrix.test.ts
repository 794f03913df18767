import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyWith } from '../../src/app/verify.js';
import { throwAwaySigner } from '../../src/pack/signer.js';
import { endOf, startAudit } from './faults/child-audit.js';
import { type Judged, judged, newFolder, newPasses, packed, unreadOf } from './faults/judged.js';
import { type Disturbance, type FaultProxy, faultProxy, type Seen } from './faults/proxy.js';
import { seeded } from './faults/seeded.js';
import { cleanRegion, configurationOf, plantCleanRegion } from './network/account.js';
import { type Moto, startMoto } from './peers/aws/moto.js';

/** A region of an account that is read through a proxy, which disturbs one thing at a time. */
let moto: Moto;
let proxy: FaultProxy;
let config: string;
let undisturbed: Judged;
/** Calls of a run that nothing disturbs. */
let calls: number;

/** What a process that audits so small an account may take at most; it takes about 200 MiB. */
const mostKb = 600 * 1024;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  moto = await startMoto({ remembers: true });
  const { routers } = await plantCleanRegion(moto.url);
  await moto.pageSize(5);
  proxy = await faultProxy(moto.url);
  vi.stubEnv('AWS_ENDPOINT_URL', proxy.url);
  config = join(await newFolder(), 'prepay.yaml');
  await writeFile(config, configurationOf([cleanRegion], routers));
  undisturbed = await judged({ config });
  calls = [...proxy.calls().values()].reduce((a, b) => a + b, 0);
});
afterEach(() => {
  proxy.disturb(() => null);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await proxy.stop();
  await moto.stop();
});

/** An audit under the disturbance: it has no pass that the undisturbed one has not. */
async function under(by: (call: Seen) => Disturbance | null, more: Parameters<typeof judged>[0] = {}): Promise<Judged> {
  proxy.disturb(by);
  const found = await judged({ config, ...more });
  expect(newPasses(found, undisturbed)).toEqual([]);
  return found;
}

const subnets = 'ec2:DescribeSubnets';
const groups = 'ec2:DescribeSecurityGroups';
const only = (operation: string, how: Disturbance) => (call: Seen) => (call.operation === operation ? how : null);
const throttle: Disturbance = { kind: 'fails', failure: { status: 503, code: 'RequestLimitExceeded' } };

describe('undisturbed', () => {
  it('everything is read', () => {
    expect(unreadOf(undisturbed)).toEqual([]);
    expect(undisturbed.verdicts.size).toBeGreaterThan(50);
  });

  it('no more calls are under way for a service in a region than --concurrency says', async () => {
    await under(() => null, { concurrency: 3 });
    const most = [...proxy.atOnce()].filter(([, count]) => count > 3);
    expect(most).toEqual([]);
  });
});

describe('answers that come in any order', () => {
  it('give the same verdicts, and a pack that verifies by replay', async () => {
    for (const seed of [1, 2, 3]) {
      const random = seeded(seed);
      const signer = throwAwaySigner();
      const found = await under(() => ({ kind: 'late', ms: random() * 60 }), { signer });
      expect([...found.verdicts]).toEqual([...undisturbed.verdicts]);
      const { exit, steps } = await verifyWith(found.pack, [signer.publicKey], () => undefined);
      expect(exit, `seed ${seed}: ${JSON.stringify(steps.filter(({ result }) => result !== 'ok'))}`).toBe(0);
    }
  });
});

describe('what passes by itself: the same verdicts as undisturbed', () => {
  it.each<{ name: string; by: (call: Seen) => Disturbance | null }>([
    { name: 'every call throttled three times', by: ({ same }) => (same < 3 ? throttle : null) },
    {
      name: 'a wait that the service asks for',
      by: ({ operation, same }) => (operation === subnets && same === 0 ? { ...throttle, retryAfter: '1' } : null),
    },
    {
      name: 'every call answered with 500 once',
      by: ({ same }) => (same < 1 ? { kind: 'fails', failure: { status: 500, code: 'InternalError' } } : null),
    },
    { name: 'every connection reset once', by: ({ same }) => (same < 1 ? { kind: 'reset' } : null) },
    {
      name: 'a call that stalls once',
      by: ({ operation, same }) => (operation === subnets && same < 1 ? { kind: 'stall' } : null),
    },
    { name: 'answers of the wrong content type', by: () => ({ kind: 'type', type: 'application/octet-stream' }) },
    { name: "a server's clock that is 20 minutes ahead", by: skewed(20 * 60_000, true) },
    { name: "a server's clock that is 20 minutes behind", by: skewed(-20 * 60_000, true) },
  ])('$name', async ({ by }) => {
    const found = await under(by, { timeoutMs: 2_000 });
    expect(unreadOf(found)).toEqual([]);
    expect([...found.verdicts]).toEqual([...undisturbed.verdicts]);
    expect(found.exit).toBe(undisturbed.exit);
  });
});

function skewed(ms: number, isSaid: boolean): (call: Seen) => Disturbance {
  return ({ service }) => {
    const code = service === 'ec2' ? 'RequestExpired' : 'SignatureDoesNotMatch';
    return { kind: 'skew', ms, isSaid, failure: { status: 403, code, message: 'Signature expired' } };
  };
}

describe('what one operation does not recover from: it alone is named, with how it ended, and never 0', () => {
  const failing = (status: number, code: string): Disturbance => ({ kind: 'fails', failure: { status, code } });
  it.each<{ name: string; operation: string; how: Disturbance; ends: string }>([
    { name: 'throttled for ever', operation: subnets, how: throttle, ends: 'throttled throttled RequestLimitExceeded' },
    {
      name: '503 for ever',
      operation: subnets,
      how: failing(503, 'Unavailable'),
      ends: 'failed server-error Unavailable',
    },
    { name: 'cut in half', operation: groups, how: { kind: 'cut' }, ends: 'failed connection ECONNRESET' },
    {
      name: 'a page of HTML',
      operation: groups,
      how: { kind: 'page of HTML' },
      ends: 'failed malformed-answer MalformedAnswer',
    },
    { name: 'reset for ever', operation: groups, how: { kind: 'reset' }, ends: 'failed connection ECONNRESET' },
    { name: 'stalled for ever', operation: groups, how: { kind: 'stall' }, ends: 'failed time-out TimeoutError' },
  ])('$name', async ({ operation, how, ends }) => {
    const found = await under(only(operation, how), { timeoutMs: 1_000 });
    expect(unreadOf(found)).toEqual([`${operation} ${ends}`]);
    expect([1, 3]).toContain(found.exit);
  });

  it('denied on page 3: the two pages before are told, and nothing passes by them', async () => {
    const found = await under(({ operation, before }) =>
      operation === groups && before >= 2 ? failing(403, 'UnauthorizedOperation') : null,
    );
    expect(found.scope.unreadable).toMatchObject([
      { operation: groups, outcome: 'denied', pages: 2, error: { class: 'access-denied' } },
    ]);
    expect([1, 3]).toContain(found.exit);
  });

  it('a clock that the service does not say: each read is named with the code', async () => {
    const found = await under(skewed(20 * 60_000, false));
    expect(found.exit).toBe(3);
    const codes = new Set(found.scope.unreadable.map(({ error }) => error?.code));
    expect([...codes].sort()).toEqual(['RequestExpired', 'SignatureDoesNotMatch']);
  });

  it('a region that is not enabled: every read of it is named so', async () => {
    const found = await under(({ region, service }) =>
      region === cleanRegion ? failing(401, service === 'ec2' ? 'AuthFailure' : 'UnrecognizedClientException') : null,
    );
    expect(found.scope.unreadable.length).toBeGreaterThan(15);
    expect(new Set(found.scope.unreadable.map(({ error }) => error?.class))).toEqual(new Set(['region-disabled']));
    expect([1, 3]).toContain(found.exit);
  });
});

describe('credentials that run out in the middle', () => {
  const expired: Disturbance = { kind: 'fails', failure: { status: 400, code: 'ExpiredToken' } };

  it('and cannot be renewed: the rest is named as expired, after few calls more', async () => {
    const found = await under(({ beforeAll: made }) => (made >= 10 ? expired : null));
    expect(found.exit).toBe(3);
    expect(found.scope.unreadable.length).toBeGreaterThan(10);
    expect(new Set(found.scope.unreadable.map(({ error }) => error?.class))).toEqual(new Set(['expired-token']));
    // What was under way, and what it takes to believe it.
    const made = [...proxy.calls().values()].reduce((a, b) => a + b, 0);
    expect(made).toBeLessThan(10 + 3 * proxy.atOnce().size);
  });

  it('and can: the same verdicts as undisturbed, by the new ones', async () => {
    const folder = await newFolder();
    const script = join(folder, 'credentials.sh');
    await writeFile(
      script,
      `n=$(cat ${folder}/n 2>/dev/null || echo 0); n=$((n + 1)); echo $n > ${folder}/n\n` +
        `echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"key-$n\\",\\"SecretAccessKey\\":\\"secret-$n\\"}"\n`,
    );
    await writeFile(join(folder, 'config'), `[profile renewing]\ncredential_process = sh ${script}\n`);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    try {
      const found = await under(
        ({ beforeAll: made, accessKey }) => (made >= 10 && accessKey === 'key-1' ? expired : null),
        {
          awsProfile: 'renewing',
        },
      );
      expect(unreadOf(found)).toEqual([]);
      expect([...found.verdicts]).toEqual([...undisturbed.verdicts]);
    } finally {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
      vi.stubEnv('AWS_CONFIG_FILE', undefined);
    }
  });
});

/** The run in that folder, gone on with, is as an undisturbed one, verifies, and leaves no journal. */
async function expectResumed(out: string, callsBefore: number): Promise<Judged> {
  proxy.disturb(() => null);
  const signer = throwAwaySigner();
  const found = await judged({ config, out, resume: true, signer });
  expect([...found.verdicts]).toEqual([...undisturbed.verdicts]);
  expect(found.exit).toBe(undisturbed.exit);
  const made = [...proxy.calls().values()].reduce((a, b) => a + b, 0);
  expect(made).toBeLessThanOrEqual(calls);
  if (callsBefore >= calls) expect(made).toBeLessThan(calls);
  expect((found.scope.reused ?? []).every(({ readAt }) => readAt < (found.run.resumedAt?.at(-1) ?? ''))).toBe(true);
  const { exit, steps } = await verifyWith(found.pack, [signer.publicKey], () => undefined);
  expect(exit, JSON.stringify(steps.filter(({ result }) => result !== 'ok'))).toBe(0);
  expect((await readdir(out)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  return found;
}

describe('a full disk', () => {
  it('ends with 4 and the file; once there is room, --resume goes on', async () => {
    const out = await newFolder();
    const end = await endOf(startAudit(out, { config, fileKiB: 12 }));
    expect(end).toMatchObject({ exit: 4, error: expect.stringContaining('PREPAY_DISK_FULL') as unknown });
    expect((await readdir(out)).filter((name) => !name.startsWith('.'))).toEqual([]);
    const { scope } = await expectResumed(out, 0);
    expect(scope.reused?.length).toBeGreaterThan(0);
  });
});

describe('an abort', () => {
  it('leaves a journal that --resume goes on from, twice', async () => {
    const out = await newFolder();
    for (const [n, resume] of [8, 16].map((count, index) => [count, index > 0] as const)) {
      const controller = new AbortController();
      proxy.disturb(({ beforeAll: made }) => {
        if (made === n) controller.abort();
        return null;
      });
      await expect(judged({ config, out, resume, signal: controller.signal })).rejects.toMatchObject({
        code: 'PREPAY_INTERRUPTED',
      });
    }
    const { run, scope } = await expectResumed(out, 0);
    expect(run.resumedAt).toHaveLength(2);
    expect(scope.reused?.length).toBeGreaterThan(5);
  });
});

describe('kill -9', () => {
  const seed = Number(process.env['FAULT_SEED'] ?? Math.floor(Date.now() / 1000));
  process.stderr.write(`fault-matrix: kill -9 by seed ${seed}; FAULT_SEED=${seed} does the same again\n`);
  const random = seeded(seed);
  // While it reads, and while it judges and seals.
  const moments = Array.from({ length: 10 }, (_, index) => ({
    part: random(),
    waitMs: Math.floor(random() * (index % 2 === 0 ? 40 : 400)),
  }));

  it.each(moments)('at $part of the calls and $waitMs ms: --resume comes to the same', async ({ part, waitMs }) => {
    const out = await newFolder();
    const at = Math.floor(part * calls);
    let reached: () => void = () => undefined;
    const there = new Promise<void>((resolve) => (reached = resolve));
    proxy.disturb(({ beforeAll: made }) => {
      if (made >= at) reached();
      return null;
    });
    const child = startAudit(out, { config });
    const end = endOf(child);
    await Promise.race([there.then(() => sleep(waitMs)), end]);
    child.kill('SIGKILL');
    const ended = await end;
    if (ended !== null) expect(ended.maxRssKb).toBeLessThan(mostKb);
    const names = await readdir(out);
    if (names.includes('latest')) {
      // It was quicker than the blow.
      const [pack = ''] = names.filter((name) => !name.startsWith('.') && name !== 'latest');
      expect([...(await packed(join(out, pack), 0)).verdicts]).toEqual([...undisturbed.verdicts]);
      return;
    }
    await expectResumed(out, at);
  });
});

describe('memory', () => {
  it('stays bounded in a storm', async () => {
    proxy.disturb(({ same }) => (same < 1 ? throttle : null));
    const end = await endOf(startAudit(await newFolder(), { config }));
    expect(end?.exit).toBe(undisturbed.exit);
    expect(end?.maxRssKb).toBeLessThan(mostKb);
  });
});

describe('--resume of another run', () => {
  it('is refused with what differs, and says where there is none', async () => {
    const out = await newFolder();
    await expect(judged({ config, out, resume: true })).rejects.toMatchObject({ code: 'PREPAY_NOTHING_TO_RESUME' });
    const controller = new AbortController();
    proxy.disturb(({ beforeAll: made }) => {
      if (made === 8) controller.abort();
      return null;
    });
    await expect(judged({ config, out, signal: controller.signal })).rejects.toMatchObject({
      code: 'PREPAY_INTERRUPTED',
    });
    proxy.disturb(() => null);
    await expect(judged({ config, out, resume: true, failOn: 'critical' })).rejects.toMatchObject({
      code: 'PREPAY_RESUME_REFUSED',
      message: expect.stringContaining('selection.failOn: expected "low" as then, got "critical"') as unknown,
    });
  });
});
