import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Finding } from '../../src/core/finding.js';
import { startCanned } from './peers/aws/canned.js';
import { startMoto } from './peers/aws/moto.js';
import { runAudit } from './planted/run-audit.js';
import { plantedTable } from './planted/table.js';
import { plantWeb, webConfiguration } from './planted-web/account.js';
import { foundOfEach, keyOf, sectionOf, unexpected } from './planted-web/compare.js';
import { type Planted, webControls } from './planted-web/plant.js';
import { wireAnswers, wireConfiguration, wirePlanted } from './planted-web/wire.js';

const page = join(import.meta.dirname, '../../docs/planted-web.md');
const head = {
  test: 'test/integration/planted-web.test.ts',
  title: 'The planted web',
  lines: [
    'The integration tests plant every edge case of the controls of the areas web and supply-chain, once faulty and once',
    'clean. They audit the account over the real wire protocols, and compare every verdict of these controls with what was',
    'expected of it. What a server cannot hold is answered in the shape in which the API documents it.',
  ],
  around: 'what stands around the cases, and on regions without any, as well',
};

interface Compared {
  readonly planted: readonly Planted[];
  readonly findings: readonly Finding[];
}

let account: Compared;
let wire: Compared;
let denied: Compared;
const servers: { stop(): Promise<void> }[] = [];
const refused = { __error__: { code: 'AccessDeniedException', status: 400, message: 'not authorized' } };

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  const answers = wireAnswers();
  const [moto, canned, shut] = await Promise.all([
    startMoto(),
    startCanned(answers),
    startCanned({ ...answers, 'shield.GetSubscriptionState': refused }),
  ]);
  servers.push(moto, canned, shut);
  const planted = await plantWeb(moto.url);
  const audited = await runAudit(moto.url, { configuration: webConfiguration });
  account = { planted, findings: audited.findings };
  const never = { name: 'never subscribed', built: 'INACTIVE', expected: 'fail' } as const;
  const overWire = await runAudit(canned.url, { configuration: wireConfiguration });
  wire = { planted: wirePlanted(never), findings: overWire.findings };
  const unread = { name: 'a subscription that may not be read', built: 'AccessDenied', expected: 'unknown' } as const;
  const behind = await runAudit(shut.url, { configuration: wireConfiguration });
  denied = { planted: wirePlanted(unread), findings: behind.findings };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  await Promise.all(servers.map((server) => server.stop()));
});

describe('the planted web', () => {
  it.each([
    ['on the server', () => account],
    ['over the wire', () => wire],
    ['over the wire, where Shield may not be read', () => denied],
  ])('%s: every fault is found, and nothing else is', (_, comparedOf) => {
    const { planted, findings } = comparedOf();
    const told = (one: Planted, outcome: string) =>
      `${outcome}: ${one.control}: ${one.name ?? 'around'}: ${one.built} (${one.region ?? ''} ${one.id})`;
    const found = foundOfEach(planted, findings);
    expect(new Set(planted.map(keyOf)).size).toBe(planted.length);
    expect(planted.map((one, index) => told(one, found[index] ?? ''))).toEqual(
      planted.map((one) => told(one, one.expected)),
    );
    expect(unexpected(planted, findings)).toEqual([]);
  });

  it('holds a faulty and a clean case for every control', () => {
    for (const control of webControls) {
      const rows = [...account.planted, ...wire.planted].filter((one) => one.control === control && one.name !== null);
      const expected = new Set(rows.map((one) => one.expected));
      expect([...expected], control).toEqual(expect.arrayContaining(['fail', 'pass']));
    }
  });

  it('is all told in docs/planted-web.md', () => {
    const shield = denied.planted.filter(({ control }) => control === 'shield-protects-internet-facing');
    const fresh = plantedTable(
      [
        sectionOf('In the account', account.planted, account.findings),
        sectionOf('Answered as documented', wire.planted, wire.findings),
        sectionOf('Where Shield may not be read', shield, denied.findings),
      ],
      head,
    );
    if (process.env['PREPAY_UPDATE'] === '1') writeFileSync(page, fresh);
    expect(readFileSync(page, 'utf8')).toBe(fresh);
  });
});
